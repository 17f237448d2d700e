#include "engine/io/csv_time.h"

#include "engine/io/channel_name.h"
#include "engine/io/csv_epoch.h"
#include "engine/io/csv_time_names.h"
#include "engine/io/utf8.h"

#include <algorithm>

namespace dissonance {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::string quotedName(const std::vector<ChannelName>& columns, std::size_t column)
{
    const auto& name = columns[column].name;
    return name.empty() ? "column " + std::to_string(column + 1) : "column '" + name + "'";
}

CsvTime numberTime(const std::vector<ChannelName>& columns, std::size_t column,
                   const ColumnProfile& profile)
{
    CsvTime time;
    time.form = CsvTime::Form::Number;
    time.column = column;
    const auto named = quotedName(columns, column);
    const auto& name = columns[column].name;
    const auto unit = timeUnit(columns[column]);
    const auto epoch = epochOf(profile.numbers, unit);
    const bool counts = isIndexName(name) || isCounterName(name) || (name.empty() && !epoch);
    if (profile.areIntegers() && counts) {
        time.kind = TimeKind::SampleIndex;
        time.source = named + ", sample numbers";
    } else if (epoch) {
        time.kind = TimeKind::Utc;
        time.unit = epoch->nanoseconds;
        time.source = named + ", Unix time in " + std::string(epoch->words);
    } else {
        time.kind = TimeKind::Elapsed;
        time.unit = unit ? unit->nanoseconds : kSecond;
        time.source = named + ", " + (unit ? std::string(unit->words) : "taken as seconds");
    }
    return time;
}

/// The zone that dates are in: as they say, else as the name does, else UTC.
void setZone(const ChannelName& column, std::size_t zoned, CsvTime& time)
{
    const auto offset = zoneInName(column);
    time.zoneOffset = offset.value_or(0);
    if (zoned > 0)
        time.sourceZone = ", with zone";
    else
        time.sourceZone =
            offset ? ", in the zone that its name says" : ", without zone: taken as UTC";
    time.source += time.sourceZone;
}

CsvTime dateTime(const std::vector<ChannelName>& columns, std::size_t column,
                 const ColumnProfile& profile)
{
    CsvTime time;
    time.form = CsvTime::Form::DateTime;
    time.kind = TimeKind::Utc;
    time.column = column;
    time.orderOpen = profile.orderMatters;
    time.wholeDays = profile.dateTimes == 0;
    time.source =
        quotedName(columns, column) + (profile.dateTimes > 0 ? ", date and time" : ", dates");
    setZone(columns[column], profile.zoned, time);
    return time;
}

CsvTime timeOfDay(const std::vector<ChannelName>& columns, std::size_t column,
                  const ColumnProfile& profile)
{
    CsvTime time;
    time.form = CsvTime::Form::TimeOfDay;
    time.kind = TimeKind::Elapsed;
    time.column = column;
    time.source = quotedName(columns, column);
    if (profile.minutes * 2 > profile.times + profile.durations) {
        time.period = 3600 * kSecond;
        time.source += ", minutes and seconds, counted on past the hour";
    } else if (profile.times > 0) {
        time.period = std::int64_t(24) * 3600 * kSecond;
        time.source += ", time of day, counted on past midnight";
    } else {
        time.source += ", elapsed time";
    }
    return time;
}

/// Whether a column's unit, if it has one, is one of time: "T [degC]" and "time [%]" are no time.
bool hasTimeUnit(const ChannelName& column)
{
    return column.unit.empty() || !isUnit(column.unit) || timeUnit(column);
}

bool isTimeColumn(const ChannelName& column)
{
    return isTimeName(column.name) && hasTimeUnit(column);
}

/// Whether a column is called after time in any way, unit and all: "time_boot_ms".
bool hasTimeNameAndUnit(const ChannelName& column)
{
    return hasTimeWord(column.name) && timeUnit(column);
}

/// Tries what may be the time, the surest first.
class TimeFinder
{
public:
    TimeFinder(const std::vector<ChannelName>& columns, const CsvSample& sample,
               const CsvDialect& dialect)
        : m_columns(columns)
        , m_profiles(columns.size())
    {
        // Time stands among the first columns, or has its name; profiles of 5,000 columns cost.
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (c < 4 || isTimeColumn(columns[c]) || hasTimeWord(columns[c].name)
                || isLikelyTimeName(columns[c].name))
                m_profiles[c] =
                    profileOf(sample, c, columns[c].name, columns.size(), dialect.decimal);
    }

    CsvTime find() const
    {
        for (const auto form :
             {&TimeFinder::fromDateTimes, &TimeFinder::fromDatesAndTimes, &TimeFinder::fromDates,
              &TimeFinder::fromTimesOfDay, &TimeFinder::fromNumbers, &TimeFinder::fromFirstColumn})
            if (auto time = (this->*form)()) {
                if (time->kind == TimeKind::SampleIndex && time->note.empty())
                    takeFirstNote(&TimeFinder::whatStrange, *time);
                return *time;
            }
        CsvTime none;
        takeFirstNote(&TimeFinder::whyNot, none);
        return none;
    }

private:
    bool mayBeTime(std::size_t c) const
    {
        return c == 0 || m_columns[c].name.empty() || isTimeColumn(m_columns[c]);
    }

    bool saysTime(std::size_t c) const
    {
        const auto& name = m_columns[c].name;
        return name.empty() || isTimeColumn(m_columns[c]) || hasTimeWord(name);
    }

    /// All rows at one instant are no recording; a single row may be.
    static bool standsStill(const ColumnProfile& profile)
    {
        return profile.still && profile.present > 1;
    }

    std::optional<CsvTime> fromDateTimes() const
    {
        for (const bool byWord : {false, true})
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                if (const auto& profile = m_profiles[c];
                    (byWord ? hasTimeWord(m_columns[c].name) : mayBeTime(c))
                    && profile.mostly(profile.dateTimes) && !standsStill(profile))
                    return dateTime(m_columns, c, profile);
        return {};
    }

    std::optional<CsvTime> fromDatesAndTimes() const
    {
        for (std::size_t d = 0; d < m_columns.size(); ++d) {
            if (!m_profiles[d].mostly(m_profiles[d].dates))
                continue;
            for (const std::size_t t : {d + 1, d - 1})
                if (isTimeOf(d, t))
                    return dateAndTime(d, t);
            for (std::size_t t = 0; t < m_columns.size(); ++t)
                if (isTimeOf(d, t)
                    && (m_columns[t].name.empty() || isTimeColumn(m_columns[t])
                        || hasTimeWord(m_columns[t].name)))
                    return dateAndTime(d, t);
        }
        return {};
    }

    bool isTimeOf(std::size_t d, std::size_t t) const
    {
        return t < m_columns.size()
            && (m_profiles[t].mostly(m_profiles[t].times) || isCompactClock(d, t))
            && !(standsStill(m_profiles[d]) && standsStill(m_profiles[t]));
    }

    /// "080000" beside a date, under a name for time, or without one beside "20240305".
    bool isCompactClock(std::size_t d, std::size_t t) const
    {
        if (t == d || m_profiles[t].compactDigits() == 0 || timeUnit(m_columns[t]))
            return false;
        const auto& name = m_columns[t].name;
        if (name.empty())
            return (t == d + 1 || t + 1 == d) && m_profiles[d].mostly(m_profiles[d].numbers.size());
        return isTimeColumn(m_columns[t]) || hasTimeWord(name);
    }

    CsvTime dateAndTime(std::size_t date, std::size_t clock) const
    {
        CsvTime time;
        time.form = CsvTime::Form::DateAndTime;
        time.kind = TimeKind::Utc;
        time.column = date;
        time.timeColumn = clock;
        time.orderOpen = m_profiles[date].orderMatters;
        if (!m_profiles[clock].mostly(m_profiles[clock].times))
            time.compactDigits = m_profiles[clock].compactDigits();
        time.source = quotedName(m_columns, date) + " and " + quotedName(m_columns, clock)
            + ", date and time of day";
        const bool clockSays = zoneInName(m_columns[clock]).has_value();
        setZone(m_columns[clockSays ? clock : date], m_profiles[clock].zoned, time);
        return time;
    }

    std::optional<CsvTime> fromDates() const
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (const auto& profile = m_profiles[c];
                mayBeTime(c) && profile.mostly(profile.dates) && !standsStill(profile))
                return dateTime(m_columns, c, profile);
        return {};
    }

    std::optional<CsvTime> fromTimesOfDay() const
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (const auto& profile = m_profiles[c]; mayBeTime(c) && !standsStill(profile)
                && (profile.mostly(profile.times)
                    || (saysTime(c) && profile.mostly(profile.times + profile.durations)
                        && profile.durationFalls <= 1 + profile.durations / 10)))
                return timeOfDay(m_columns, c, profile);
        return {};
    }

    std::optional<CsvTime> fromNumbers() const
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (isTimeColumn(m_columns[c]) && isClock(c))
                return numberTimeOrIndex(c);
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (hasTimeNameAndUnit(m_columns[c]) && m_profiles[c].rises() && isClock(c))
                return numberTime(m_columns, c, m_profiles[c]);
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (isLikelyTimeName(m_columns[c].name) && hasTimeUnit(m_columns[c])
                && (c == 0 || timeUnit(m_columns[c])) && m_profiles[c].rises() && isClock(c))
                return numberTime(m_columns, c, m_profiles[c]);
        return {};
    }

    /// A bare "t" may be a temperature: where its steps are unlike each other, the column that
    /// counts the rows is the surer one.
    CsvTime numberTimeOrIndex(std::size_t c) const
    {
        const auto& profile = m_profiles[c];
        if (m_columns[c].name == "t" && m_columns[c].unit.empty() && profile.hasUnlikeSteps()
            && !epochOf(profile.numbers, {}))
            for (std::size_t i = 0; i < m_columns.size(); ++i)
                if (isIndexName(m_columns[i].name) && m_profiles[i].countsByOnes()) {
                    auto time = numberTime(m_columns, i, m_profiles[i]);
                    time.note = "The steps of " + quotedName(m_columns, c) + " vary much, so "
                        + quotedName(m_columns, i)
                        + " counts the rows instead. If 't' is their time, call it 'time'.";
                    return time;
                }
        return numberTime(m_columns, c, profile);
    }

    /// Unix time says when in any order; what counts from some start must not begin again.
    bool isClock(std::size_t c) const
    {
        const auto& profile = m_profiles[c];
        return profile.mostly(profile.numbers.size()) && profile.moves()
            && (profile.runs() || epochOf(profile.numbers, timeUnit(m_columns[c])));
    }

    std::optional<CsvTime> fromFirstColumn() const
    {
        const auto& first = m_profiles[0];
        if (m_columns.size() < 2 || !first.mostly(first.numbers.size()) || !first.rises())
            return {};
        const bool named =
            std::any_of(m_columns.begin(), m_columns.end(),
                        [](const ChannelName& column) { return !column.name.empty(); });
        const auto& name = m_columns[0].name;
        // pandas and R leave the name of their row numbers empty.
        const bool counts = ((isIndexName(name) || name.empty()) && first.areIntegers())
            || (isCounterName(name) && first.countsByOnes());
        const bool isMinimum = m_columns[0].unit == "min" && !first.hasEvenSteps();
        const bool says = (hasTimeWord(name) && hasTimeUnit(m_columns[0]))
            || (hasUnitOfTime(m_columns[0]) && !isMinimum);
        const bool counted =
            first.steps.size() > 1 && (first.hasEvenSteps() || areLargeAsEpoch(first.numbers));
        if (named ? counts || says : counted)
            return numberTime(m_columns, 0, first);
        return {};
    }

    void takeFirstNote(std::string (TimeFinder::*noteOf)(std::size_t) const, CsvTime& time) const
    {
        for (std::size_t c = 0; c < m_columns.size() && time.note.empty(); ++c) {
            time.note = (this->*noteOf)(c);
            if (!time.note.empty())
                time.noted = c;
        }
    }

    /// What is in a column that is called time, but holds text that is none.
    std::string whatStrange(std::size_t c) const
    {
        const auto& profile = m_profiles[c];
        const bool isCalled = isTimeColumn(m_columns[c])
            || (c == 0 && hasTimeWord(m_columns[c].name) && hasTimeUnit(m_columns[c]));
        if (!isCalled || profile.stranger.empty() || profile.mostly(profile.numbers.size()))
            return {};
        return "No time was understood in " + quotedName(m_columns, c) + ", as in '"
            + toUtf8(profile.stranger.substr(0, 40))
            + "', so rows were numbered instead. Understood are dates and times such as "
              "2024-03-05T08:00:01.5Z, 05.03.2024 08:00:01 and 5 Mar 2024 8:00 AM, times of day "
              "such as 08:00:01.5, elapsed times such as 25:00:00, 59:01.5 and 0.1 s, and numbers, "
              "whose unit may stand in the name as in 'time [ms]'.";
    }

    /// Why a column that looks like time was not taken for it.
    std::string whyNot(std::size_t c) const
    {
        const auto& profile = m_profiles[c];
        if (!mayBeTime(c))
            return {};
        const auto times = profile.dateTimes + profile.dates + profile.times + profile.durations;
        const bool isCounter = isTimeColumn(m_columns[c]) && profile.mostly(profile.numbers.size());
        if (standsStill(profile) && (isCounter || profile.mostly(times)))
            return "All rows have the same time in " + quotedName(m_columns, c)
                + ", so they were numbered instead.";
        if (isCounter && profile.moves())
            return "The numbers in " + quotedName(m_columns, c)
                + " do not rise as time does, so rows were numbered instead.";
        return whatStrange(c);
    }

    const std::vector<ChannelName>& m_columns;
    std::vector<ColumnProfile> m_profiles;
};

} // namespace

CsvTime findTime(const std::vector<ChannelName>& columns, const CsvSample& sample,
                 const CsvDialect& dialect)
{
    return TimeFinder(columns, sample, dialect).find();
}

} // namespace dissonance
