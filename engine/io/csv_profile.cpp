#include "engine/io/csv_profile.h"

#include "engine/io/csv_time_names.h"
#include "engine/recording/date_time.h"
#include "engine/recording/duration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace dissonance {

namespace {

/// How many values are left when as few as possible are taken out so that the rest rises.
std::size_t longestRise(const std::vector<double>& values, bool mayStand)
{
    std::vector<double> ends; // the least end of a rise, by its length
    for (const double value : values) {
        const auto place = mayStand ? std::upper_bound(ends.begin(), ends.end(), value)
                                    : std::lower_bound(ends.begin(), ends.end(), value);
        if (place == ends.end())
            ends.push_back(value);
        else
            *place = value;
    }
    return ends.size();
}

/// Cells like "10.11.12", which are dates or times of day together.
struct DottedCells
{
    std::size_t count = 0;
    std::size_t changes = 0; ///< of the last two digits, from one cell to the next
    std::string_view last; ///< two digits

    void add(std::string_view text)
    {
        const auto part = text.substr(text.size() - 2);
        changes += count++ > 0 && part != last ? 1 : 0;
        last = part;
    }

    /// Whether they are times of day, in a column where all else leaves it open.
    bool areTimes(std::string_view name) const
    {
        if (const auto says = nameSaysTimeOfDay(name))
            return *says;
        // Seconds move, years hardly do. And the year 2000 is rarer than full minutes.
        return changes * 10 > count || last == "00";
    }
};

/// A date or time, day or month first. "2026-042" is rather a number of something, but for its
/// name.
std::optional<DateTime> instantOf(std::string_view text, std::string_view name)
{
    if (text.size() == 8 && text[4] == '-' && text.find('-', 5) == text.npos && text[5] != 'W'
        && !isTimeName(name) && !hasTimeWord(name))
        return {};
    const auto instant = parseDateTime(text);
    return instant ? instant : parseDateTime(text, DateOrder::MonthDayYear);
}

} // namespace

bool ColumnProfile::mostly(std::size_t count) const
{
    return present > 0 && (count * 10 >= present * 8 || (present >= 3 && count + 1 == present));
}

bool ColumnProfile::rises() const
{
    return numbers.size() > 1
        && longestRise(numbers, false) + toleratedOutliers(numbers.size()) >= numbers.size();
}

bool ColumnProfile::runs() const
{
    std::size_t up = 0;
    std::size_t down = 0;
    double net = 0.0;
    double way = 0.0;
    for (const double step : steps) {
        up += step > 0.0 ? 1 : 0;
        down += step < 0.0 ? 1 : 0;
        net += step;
        way += std::abs(step);
    }
    const auto ordered = longestRise(numbers, true);
    if (ordered * 3 >= numbers.size() * 2 && up >= 2 * down)
        return true;
    // Where every other row comes too late, half of them are in order.
    return ordered * 5 >= numbers.size() * 2 && net > 0.0 && net >= 0.4 * way;
}

bool ColumnProfile::moves() const
{
    return numbers.size() == 1 || std::any_of(numbers.begin(), numbers.end(), [&](double number) {
               return number != numbers.front();
           });
}

double ColumnProfile::usualStep() const
{
    auto sorted = steps;
    const auto middle = sorted.begin() + std::ptrdiff_t(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

bool ColumnProfile::countsByOnes() const
{
    return areIntegers() && hasEvenSteps() && usualStep() == 1.0;
}

bool ColumnProfile::hasUnlikeSteps() const
{
    if (steps.empty())
        return false;
    const double usual = usualStep();
    const auto unlike = std::count_if(steps.begin(), steps.end(), [usual](double step) {
        return std::abs(step - usual) > 0.1 * std::abs(usual);
    });
    return std::size_t(unlike) * 2 > steps.size();
}

std::size_t ColumnProfile::compactDigits() const
{
    const auto all = [&](std::size_t count) {
        return count > 0 && count + toleratedOutliers(present) >= present;
    };
    if (all(compact) && compactShort < compact)
        return 6;
    return all(compactMinutes) ? 4 : 0;
}

bool ColumnProfile::hasEvenSteps() const
{
    if (steps.empty())
        return false;
    const double usual = usualStep();
    const auto even = std::size_t(std::count_if(steps.begin(), steps.end(), [usual](double step) {
        return std::abs(step - usual) <= 0.01 * std::abs(usual);
    }));
    const auto tolerated = steps.size() < 10 ? 0 : 2 * toleratedOutliers(steps.size());
    return even + tolerated >= steps.size();
}

bool ColumnProfile::areIntegers() const
{
    return !numbers.empty() && integers + toleratedOutliers(numbers.size()) >= numbers.size();
}

std::size_t toleratedOutliers(std::size_t count)
{
    return count < 5 ? 0 : std::max<std::size_t>(1, count / 20);
}

ColumnProfile profileOf(const CsvSample& sample, std::size_t column, std::string_view name,
                        std::size_t columns, char decimal)
{
    ColumnProfile profile;
    DottedCells dotted;
    std::string_view first;
    bool follows = false; // on a number
    double last = 0.0;
    std::int64_t lastDuration = std::numeric_limits<std::int64_t>::min();
    for (std::size_t r = 0; r < sample.rows.size(); ++r) {
        const auto& row = sample.rows[r];
        if (r == sample.tail)
            follows = false;
        if (row.size() < columns || isMissingText(row[column].text))
            continue;
        const auto text = row[column].text;
        first = profile.present++ == 0 ? text : first;
        profile.still = profile.still && text == first;
        const auto number = readNumber(text, decimal);
        const bool isNumber = number.kind == NumberCell::Kind::Number;
        if (isNumber) {
            if (follows)
                profile.steps.push_back(number.value - last);
            follows = true;
            last = number.value;
            profile.numbers.push_back(number.value);
            profile.integers += std::floor(number.value) == number.value ? 1 : 0;
            profile.compact += parseCompactClock(text, 6) ? 1 : 0;
            profile.compactShort += text.size() <= 4 && parseCompactClock(text, 6) ? 1 : 0;
            profile.compactMinutes += text.size() == 4 && parseCompactClock(text, 4) ? 1 : 0;
            if (text.size() != 8) // 20261124 may be a date
                continue;
        }
        if (const auto instant = instantOf(text, name)) {
            profile.zoned += instant->hasZone ? 1 : 0;
            profile.orderMatters = profile.orderMatters || instant->orderMatters;
            if (instant->hasDate && instant->hasTime)
                ++profile.dateTimes;
            else if (!instant->hasDate)
                ++profile.times;
            else if (parseTimeOfDay(text))
                dotted.add(text);
            else
                ++profile.dates;
        } else if (const auto duration = parseDuration(text)) {
            ++profile.durations;
            profile.minutes += duration->form == Duration::Form::Minutes ? 1 : 0;
            profile.durationFalls += duration->nanoseconds < lastDuration ? 1 : 0;
            lastDuration = duration->nanoseconds;
        } else if (!isNumber && profile.stranger.empty()) {
            profile.stranger = text;
        }
    }
    const bool areTimes =
        profile.times != profile.dates ? profile.times > profile.dates : dotted.areTimes(name);
    (areTimes ? profile.times : profile.dates) += dotted.count;
    return profile;
}

} // namespace dissonance
