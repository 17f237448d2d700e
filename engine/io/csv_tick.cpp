#include "engine/io/csv_tick.h"

#include "engine/io/csv_cell.h"
#include "engine/io/csv_epoch.h"

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

std::optional<std::int64_t> readNumberTick(const CsvTime& time, std::string_view cell, char decimal)
{
    const auto tick = readAmount(cell, time.unit, decimal);
    if (!tick)
        return {};
    // An outlier would stretch the axis by decades.
    if (time.kind == TimeKind::Utc && !isInEpoch(*tick))
        return {};
    if (time.kind == TimeKind::SampleIndex && time.unit == 1
        && cell.find_first_not_of("+-0123456789") != cell.npos) {
        const auto number = readNumber(cell, decimal).value;
        return std::floor(number) == number ? tick : std::nullopt;
    }
    return tick;
}

} // namespace

std::optional<std::int64_t> readTick(const CsvTime& time, std::string_view cell,
                                     std::string_view timeCell, char decimal)
{
    switch (time.form) {
    case CsvTime::Form::None:
        return {};
    case CsvTime::Form::Number:
        return readNumberTick(time, cell, decimal);
    case CsvTime::Form::DateTime: {
        const auto instant = parseDateTime(cell, time.order);
        return instant && instant->hasDate ? std::optional(instant->nanoseconds) : std::nullopt;
    }
    case CsvTime::Form::DateAndTime: {
        const auto date = parseDateTime(cell, time.order);
        const auto clock = parseTimeOfDay(timeCell);
        if (!date || !clock || !date->hasDate || date->hasTime)
            return {};
        return date->nanoseconds + clock->nanoseconds;
    }
    case CsvTime::Form::TimeOfDay: {
        const auto clock = parseTimeOfDay(cell);
        // Text with a zone may leave the day.
        const bool inDay = clock && clock->nanoseconds >= 0 && clock->nanoseconds <= kDay;
        return inDay ? std::optional(clock->nanoseconds) : std::nullopt;
    }
    }
    return {};
}

} // namespace dissonance
