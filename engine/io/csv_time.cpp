#include "engine/io/csv_time.h"

#include "engine/io/csv_epoch.h"
#include "engine/io/csv_time_names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr std::int64_t kSecond = 1'000'000'000;

/// Day or month first, for dates that leave it open: the order that all rows allow, else the
/// one with the smaller steps, else day first.
DateOrder findOrder(const CsvSample& sample, std::size_t column)
{
    std::array<std::size_t, 2> readable{};
    std::array<double, 2> travelled{};
    for (const auto order : {DateOrder::DayMonthYear, DateOrder::MonthDayYear}) {
        const auto index = std::size_t(order);
        double last = kNaN; // the rows before do not count
        for (std::size_t r = 0; r < sample.rows.size(); ++r) {
            const auto& row = sample.rows[r];
            if (r == sample.tail)
                last = kNaN;
            const auto instant =
                column < row.size() ? parseDateTime(row[column].text, order) : std::nullopt;
            if (!instant)
                continue;
            ++readable[index];
            const auto now = double(instant->nanoseconds);
            travelled[index] += std::isnan(last) ? 0.0 : std::abs(now - last);
            last = now;
        }
    }
    const bool monthFirst =
        readable[1] != readable[0] ? readable[1] > readable[0] : travelled[1] < travelled[0];
    return monthFirst ? DateOrder::MonthDayYear : DateOrder::DayMonthYear;
}

std::string quotedName(const std::vector<ChannelName>& columns, std::size_t column)
{
    const auto& name = columns[column].name;
    return name.empty() ? "column " + std::to_string(column + 1) : "column '" + name + "'";
}

std::string orderText(const CsvSample& sample, const CsvTime& time)
{
    const auto matters = [&](const std::vector<Cell>& row) {
        if (time.column >= row.size())
            return false;
        const auto instant = parseDateTime(row[time.column].text, time.order);
        return instant && instant->orderMatters;
    };
    if (std::none_of(sample.rows.begin(), sample.rows.end(), matters))
        return {};
    return time.order == DateOrder::DayMonthYear ? ", day first" : ", month first";
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
    if (profile.areIntegers() && (isIndexName(name) || (name.empty() && !epoch))) {
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

CsvTime dateTime(const std::vector<ChannelName>& columns, const CsvSample& sample,
                 std::size_t column, const ColumnProfile& profile)
{
    CsvTime time;
    time.form = CsvTime::Form::DateTime;
    time.kind = TimeKind::Utc;
    time.column = column;
    time.order = findOrder(sample, column);
    time.wholeDays = profile.dateTimes == 0;
    time.source = quotedName(columns, column)
        + (profile.dateTimes > 0 ? ", date and time" : ", dates") + orderText(sample, time)
        + (profile.zoned > 0 ? ", with zone" : ", without zone: taken as UTC");
    return time;
}

CsvTime dateAndTime(const std::vector<ChannelName>& columns, const CsvSample& sample,
                    std::size_t date, std::size_t clock)
{
    CsvTime time;
    time.form = CsvTime::Form::DateAndTime;
    time.kind = TimeKind::Utc;
    time.column = date;
    time.timeColumn = clock;
    time.order = findOrder(sample, date);
    time.source = quotedName(columns, date) + " and " + quotedName(columns, clock)
        + ", date and time of day" + orderText(sample, time) + ", without zone: taken as UTC";
    return time;
}

CsvTime timeOfDay(const std::vector<ChannelName>& columns, std::size_t column)
{
    CsvTime time;
    time.form = CsvTime::Form::TimeOfDay;
    time.kind = TimeKind::Elapsed;
    time.column = column;
    time.source = quotedName(columns, column) + ", time of day, counted on past midnight";
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
        , m_sample(sample)
        , m_profiles(columns.size())
    {
        // Time stands among the first columns, or has its name; profiles of 5,000 columns cost.
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (c < 4 || isTimeColumn(columns[c]) || hasTimeWord(columns[c].name))
                m_profiles[c] =
                    profileOf(sample, c, columns[c].name, columns.size(), dialect.decimal);
    }

    CsvTime find() const
    {
        for (const auto form :
             {&TimeFinder::fromDateTimes, &TimeFinder::fromDatesAndTimes, &TimeFinder::fromDates,
              &TimeFinder::fromTimesOfDay, &TimeFinder::fromNumbers, &TimeFinder::fromFirstColumn})
            if (auto time = (this->*form)())
                return *time;
        CsvTime none;
        for (std::size_t c = 0; c < m_columns.size() && none.note.empty(); ++c)
            none.note = whyNot(c);
        return none;
    }

private:
    bool mayBeTime(std::size_t c) const
    {
        return c == 0 || m_columns[c].name.empty() || isTimeColumn(m_columns[c]);
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
                    return dateTime(m_columns, m_sample, c, profile);
        return {};
    }

    std::optional<CsvTime> fromDatesAndTimes() const
    {
        for (std::size_t d = 0; d < m_columns.size(); ++d) {
            if (!m_profiles[d].mostly(m_profiles[d].dates))
                continue;
            for (const std::size_t t : {d + 1, d - 1})
                if (isTimeOf(d, t))
                    return dateAndTime(m_columns, m_sample, d, t);
            for (std::size_t t = 0; t < m_columns.size(); ++t)
                if (isTimeOf(d, t)
                    && (m_columns[t].name.empty() || isTimeColumn(m_columns[t])
                        || hasTimeWord(m_columns[t].name)))
                    return dateAndTime(m_columns, m_sample, d, t);
        }
        return {};
    }

    bool isTimeOf(std::size_t d, std::size_t t) const
    {
        return t < m_columns.size() && m_profiles[t].mostly(m_profiles[t].times)
            && !(standsStill(m_profiles[d]) && standsStill(m_profiles[t]));
    }

    std::optional<CsvTime> fromDates() const
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (const auto& profile = m_profiles[c];
                mayBeTime(c) && profile.mostly(profile.dates) && !standsStill(profile))
                return dateTime(m_columns, m_sample, c, profile);
        return {};
    }

    std::optional<CsvTime> fromTimesOfDay() const
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (const auto& profile = m_profiles[c];
                mayBeTime(c) && profile.mostly(profile.times) && !standsStill(profile))
                return timeOfDay(m_columns, c);
        return {};
    }

    std::optional<CsvTime> fromNumbers() const
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (isTimeColumn(m_columns[c]) && isClock(c))
                return numberTime(m_columns, c, m_profiles[c]);
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (hasTimeNameAndUnit(m_columns[c]) && m_profiles[c].rises() && isClock(c))
                return numberTime(m_columns, c, m_profiles[c]);
        return {};
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
        const bool counts = (isIndexName(name) || name.empty()) && first.areIntegers();
        const bool says = hasTimeWord(name) && hasTimeUnit(m_columns[0]);
        const bool counted =
            first.steps.size() > 1 && (first.hasEvenSteps() || areLargeAsEpoch(first.numbers));
        if (named ? counts || says : counted)
            return numberTime(m_columns, 0, first);
        return {};
    }

    /// Why a column that looks like time was not taken for it.
    std::string whyNot(std::size_t c) const
    {
        const auto& profile = m_profiles[c];
        if (!mayBeTime(c))
            return {};
        if (standsStill(profile)
            && profile.mostly(profile.dateTimes + profile.dates + profile.times))
            return "All rows have the same time in " + quotedName(m_columns, c)
                + ", so they were numbered instead.";
        if (isTimeColumn(m_columns[c]) && profile.mostly(profile.numbers.size()) && profile.moves())
            return "The numbers in " + quotedName(m_columns, c)
                + " do not rise as time does, so rows were numbered instead.";
        return {};
    }

    const std::vector<ChannelName>& m_columns;
    const CsvSample& m_sample;
    std::vector<ColumnProfile> m_profiles;
};

} // namespace

CsvTime findTime(const std::vector<ChannelName>& columns, const CsvSample& sample,
                 const CsvDialect& dialect)
{
    return TimeFinder(columns, sample, dialect).find();
}

} // namespace dissonance
