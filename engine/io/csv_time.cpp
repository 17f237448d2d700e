#include "engine/io/csv_time.h"

#include "engine/io/channel_name.h"
#include "engine/io/csv_time_names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

/// "12.5" as ticks of `unit` each, to the last digit where a double would round.
std::optional<std::int64_t> readAmount(std::string_view text, std::int64_t unit, char decimal)
{
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    const bool negative = text.starts_with('-');
    auto digits = text.substr(negative || text.starts_with('+') ? 1 : 0);
    std::int64_t whole = 0;
    std::size_t count = 0;
    for (; !digits.empty() && digits.front() >= '0' && digits.front() <= '9'; ++count) {
        const int digit = digits.front() - '0';
        if (whole > (kMost - digit) / 10)
            return {};
        whole = whole * 10 + digit;
        digits.remove_prefix(1);
    }
    std::int64_t part = 0;
    std::int64_t scale = 1;
    if (digits.starts_with(decimal)) {
        digits.remove_prefix(1);
        for (; !digits.empty() && digits.front() >= '0' && digits.front() <= '9'; ++count) {
            if (scale < kSecond) {
                part = part * 10 + (digits.front() - '0');
                scale *= 10;
            }
            digits.remove_prefix(1);
        }
    }
    if (count == 0 || !digits.empty()) { // an exponent, say
        const auto number = readNumber(text, decimal);
        const double ticks = number.value * double(unit);
        if (number.kind != NumberCell::Kind::Number || std::abs(ticks) > 9.2e18)
            return {};
        return std::llround(ticks);
    }
    if (whole > (kMost - unit) / unit)
        return {};
    const auto ticks = whole * unit + std::llround(double(part) * (double(unit) / double(scale)));
    return negative ? -ticks : ticks;
}

/// What the sample cells of one column are as time.
struct ColumnProfile
{
    std::size_t present = 0;
    std::size_t numbers = 0;
    std::size_t integers = 0;
    std::size_t dates = 0; ///< a date without time of day
    std::size_t times = 0; ///< a time of day without date
    std::size_t dateTimes = 0;
    std::size_t zoned = 0;
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    std::size_t rising = 0; ///< steps between neighbouring numbers that are above zero
    std::size_t falling = 0; ///< below zero
    std::size_t steps = 0;
    bool evenSteps = true; ///< all numeric steps are the first one, give or take 1 %

    bool mostly(std::size_t count) const { return present > 0 && count * 10 >= present * 8; }
};

ColumnProfile profileOf(const std::vector<std::vector<Cell>>& rows, std::size_t column,
                        char decimal)
{
    ColumnProfile profile;
    double last = 0.0;
    double firstStep = 0.0;
    for (const auto& row : rows) {
        if (column >= row.size() || isMissingText(row[column].text))
            continue;
        const auto text = row[column].text;
        ++profile.present;
        if (const auto number = readNumber(text, decimal);
            number.kind == NumberCell::Kind::Number) {
            if (profile.numbers++ > 0) {
                const double step = number.value - last;
                profile.rising += step > 0.0 ? 1 : 0;
                profile.falling += step < 0.0 ? 1 : 0;
                if (profile.steps++ == 0)
                    firstStep = step;
                profile.evenSteps =
                    profile.evenSteps && std::abs(step - firstStep) <= 0.01 * std::abs(firstStep);
            }
            last = number.value;
            profile.integers += std::floor(last) == last ? 1 : 0;
            profile.least = std::min(profile.least, last);
            profile.most = std::max(profile.most, last);
            if (text.size() != 8) // 20261124 may be a date
                continue;
        }
        if (const auto instant = parseDateTime(text);
            instant || parseDateTime(text, DateOrder::MonthDayYear)) {
            const auto either = instant ? *instant : *parseDateTime(text, DateOrder::MonthDayYear);
            profile.dates += either.hasDate && !either.hasTime ? 1 : 0;
            profile.times += !either.hasDate ? 1 : 0;
            profile.dateTimes += either.hasDate && either.hasTime ? 1 : 0;
            profile.zoned += either.hasZone ? 1 : 0;
        }
    }
    return profile;
}

/// Day or month first, for dates that leave it open: the order that all rows allow, else the
/// one with the smaller steps, else day first.
DateOrder findOrder(const std::vector<std::vector<Cell>>& rows, std::size_t column)
{
    std::array<std::size_t, 2> readable{};
    std::array<double, 2> travelled{};
    for (const auto order : {DateOrder::DayMonthYear, DateOrder::MonthDayYear}) {
        const auto index = std::size_t(order);
        std::optional<std::int64_t> last;
        for (const auto& row : rows) {
            const auto instant =
                column < row.size() ? parseDateTime(row[column].text, order) : std::nullopt;
            if (!instant)
                continue;
            ++readable[index];
            if (last)
                travelled[index] += std::abs(double(instant->nanoseconds - *last));
            last = instant->nanoseconds;
        }
    }
    const bool monthFirst =
        readable[1] != readable[0] ? readable[1] > readable[0] : travelled[1] < travelled[0];
    return monthFirst ? DateOrder::MonthDayYear : DateOrder::DayMonthYear;
}

std::string quotedName(const std::vector<CsvColumnName>& columns, std::size_t column)
{
    const auto& name = columns[column].name;
    return name.empty() ? "column " + std::to_string(column + 1) : "column '" + name + "'";
}

std::string orderText(const std::vector<std::vector<Cell>>& rows, const CsvTime& time)
{
    const auto matters = [&](const std::vector<Cell>& row) {
        if (time.column >= row.size())
            return false;
        const auto instant = parseDateTime(row[time.column].text, time.order);
        return instant && instant->orderMatters;
    };
    if (std::none_of(rows.begin(), rows.end(), matters))
        return {};
    return time.order == DateOrder::DayMonthYear ? ", day first" : ", month first";
}

CsvTime numberTime(const std::vector<CsvColumnName>& columns, std::size_t column,
                   const ColumnProfile& profile)
{
    CsvTime time;
    time.form = CsvTime::Form::Number;
    time.column = column;
    const auto named = quotedName(columns, column);
    const auto& name = columns[column].name;
    const bool counts = isIndexName(name) || (name.empty() && profile.most < 2e8);
    if (counts && profile.integers == profile.numbers) {
        time.kind = TimeKind::SampleIndex;
        time.source = named + ", sample numbers";
        return time;
    }

    struct Scale
    {
        double perSecond;
        std::int64_t unit;
        const char* words;
    };
    constexpr std::array<Scale, 4> kEpochs{{{1.0, kSecond, "seconds"},
                                            {1e3, 1'000'000, "milliseconds"},
                                            {1e6, 1'000, "microseconds"},
                                            {1e9, 1, "nanoseconds"}}};
    const auto unit = timeUnit(columns[column]);
    for (const auto& epoch : kEpochs) {
        const bool inRange =
            profile.least >= 2e8 * epoch.perSecond && profile.most <= 4.2e9 * epoch.perSecond;
        if (inRange && (!unit || unit->nanoseconds == epoch.unit)) {
            time.kind = TimeKind::Utc;
            time.unit = epoch.unit;
            time.source = named + ", Unix time in " + epoch.words;
            return time;
        }
    }
    time.kind = TimeKind::Elapsed;
    time.unit = unit ? unit->nanoseconds : kSecond;
    time.source = named + ", " + (unit ? std::string(unit->words) : "taken as seconds");
    return time;
}

CsvTime dateTime(const std::vector<CsvColumnName>& columns,
                 const std::vector<std::vector<Cell>>& rows, std::size_t column,
                 const ColumnProfile& profile)
{
    CsvTime time;
    time.form = CsvTime::Form::DateTime;
    time.kind = TimeKind::Utc;
    time.column = column;
    time.order = findOrder(rows, column);
    time.source = quotedName(columns, column)
        + (profile.dateTimes > 0 ? ", date and time" : ", dates") + orderText(rows, time)
        + (profile.zoned > 0 ? ", with zone" : ", without zone: taken as UTC");
    return time;
}

CsvTime dateAndTime(const std::vector<CsvColumnName>& columns,
                    const std::vector<std::vector<Cell>>& rows, std::size_t date, std::size_t clock)
{
    CsvTime time;
    time.form = CsvTime::Form::DateAndTime;
    time.kind = TimeKind::Utc;
    time.column = date;
    time.timeColumn = clock;
    time.order = findOrder(rows, date);
    time.source = quotedName(columns, date) + " and " + quotedName(columns, clock)
        + ", date and time of day" + orderText(rows, time) + ", without zone: taken as UTC";
    return time;
}

CsvTime timeOfDay(const std::vector<CsvColumnName>& columns, std::size_t column)
{
    CsvTime time;
    time.form = CsvTime::Form::TimeOfDay;
    time.kind = TimeKind::Elapsed;
    time.column = column;
    time.source = quotedName(columns, column) + ", time of day, counted on past midnight";
    return time;
}

/// Whether numbers in a column called "time" can be its time: they move, and rather up than
/// down. A clock of whole seconds stands still between most rows.
bool runs(const ColumnProfile& profile)
{
    return profile.mostly(profile.numbers) && profile.rising >= profile.falling
        && (profile.steps == 0 || profile.most > profile.least);
}

/// Whether a column's unit, if it has one, is one of time: "T [degC]" and "time [%]" are no time.
bool hasTimeUnit(const CsvColumnName& column)
{
    return column.unit.empty() || !isUnit(column.unit) || timeUnit(column);
}

bool isTimeColumn(const CsvColumnName& column)
{
    return isTimeName(column.name) && hasTimeUnit(column);
}

} // namespace

CsvTime findTime(const std::vector<CsvColumnName>& columns,
                 const std::vector<std::vector<Cell>>& rows, const CsvDialect& dialect)
{
    // Time stands among the first columns, or has its name; profiles of 5,000 columns cost.
    std::vector<ColumnProfile> profiles(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (c < 4 || isTimeColumn(columns[c]))
            profiles[c] = profileOf(rows, c, dialect.decimal);

    for (std::size_t c = 0; c < columns.size(); ++c)
        if ((c == 0 || isTimeColumn(columns[c])) && profiles[c].mostly(profiles[c].dateTimes))
            return dateTime(columns, rows, c, profiles[c]);
    for (std::size_t d = 0; d < columns.size(); ++d) {
        if (!profiles[d].mostly(profiles[d].dates))
            continue;
        for (const std::size_t t : {d + 1, d - 1})
            if (t < columns.size() && profiles[t].mostly(profiles[t].times))
                return dateAndTime(columns, rows, d, t);
        if (d == 0 || isTimeColumn(columns[d]))
            return dateTime(columns, rows, d, profiles[d]);
    }
    for (std::size_t c = 0; c < columns.size(); ++c)
        if ((c == 0 || isTimeColumn(columns[c])) && profiles[c].mostly(profiles[c].times))
            return timeOfDay(columns, c);
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (isTimeColumn(columns[c]) && runs(profiles[c]))
            return numberTime(columns, c, profiles[c]);

    const bool named = std::any_of(columns.begin(), columns.end(), [](const CsvColumnName& column) {
        return !column.name.empty();
    });
    if (columns.size() < 2 || !profiles[0].mostly(profiles[0].numbers))
        return {};
    const auto& first = profiles[0];
    const bool rises = first.steps > 0 && first.rising == first.steps;
    // pandas and R leave the name of their row numbers empty.
    const bool index = isIndexName(columns[0].name) || columns[0].name.empty();
    if (named && index && rises && first.integers == first.numbers)
        return numberTime(columns, 0, first);
    if (named && rises && hasTimeWord(columns[0].name) && hasTimeUnit(columns[0]))
        return numberTime(columns, 0, first);
    if (!named && rises && first.steps > 1 && (first.evenSteps || first.least >= 2e8))
        return numberTime(columns, 0, first);
    return {};
}

std::optional<std::int64_t> readTick(const CsvTime& time, std::string_view cell,
                                     std::string_view timeCell, char decimal)
{
    switch (time.form) {
    case CsvTime::Form::None:
        return {};
    case CsvTime::Form::Number:
        return readAmount(cell, time.unit, decimal);
    case CsvTime::Form::DateTime: {
        const auto instant = parseDateTime(cell, time.order);
        return instant && instant->hasDate ? std::optional(instant->nanoseconds) : std::nullopt;
    }
    case CsvTime::Form::DateAndTime: {
        const auto date = parseDateTime(cell, time.order);
        const auto clock = parseDateTime(timeCell);
        if (!date || !clock || !date->hasDate || date->hasTime || clock->hasDate)
            return {};
        return date->nanoseconds + clock->nanoseconds;
    }
    case CsvTime::Form::TimeOfDay: {
        const auto clock = parseDateTime(cell);
        // Text with a zone may leave the day.
        const bool inDay = clock && clock->nanoseconds >= 0 && clock->nanoseconds <= kDay;
        return inDay && !clock->hasDate ? std::optional(clock->nanoseconds) : std::nullopt;
    }
    }
    return {};
}

} // namespace dissonance
