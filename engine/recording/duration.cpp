#include "engine/recording/duration.h"

#include "engine/recording/text_scanner.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dissonance {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::size_t kMostDigits = 6; // of hours or days: within 64-bit nanoseconds with both

struct AmountUnit
{
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr std::array<AmountUnit, 23> kUnits{{{"s", kSecond},
                                             {"sec", kSecond},
                                             {"secs", kSecond},
                                             {"second", kSecond},
                                             {"seconds", kSecond},
                                             {"ms", 1'000'000},
                                             {"msec", 1'000'000},
                                             {"us", 1000},
                                             {"µs", 1000},
                                             {"μs", 1000},
                                             {"ns", 1},
                                             {"min", 60 * kSecond},
                                             {"mins", 60 * kSecond},
                                             {"minute", 60 * kSecond},
                                             {"minutes", 60 * kSecond},
                                             {"h", kHour},
                                             {"hr", kHour},
                                             {"hrs", kHour},
                                             {"hour", kHour},
                                             {"hours", kHour},
                                             {"d", kDay},
                                             {"day", kDay},
                                             {"days", kDay}}};

/// ":ss" and what follows it: ".5", ",5", ":500".
std::optional<std::int64_t> takeSeconds(TextScanner& in)
{
    if (!in.take(':') || in.digitRun() != 2)
        return {};
    const int seconds = in.number(2);
    if (seconds > 59)
        return {};
    auto ahead = in;
    std::int64_t fraction = 0;
    if (ahead.take(':') && ahead.digitRun() == 3) {
        fraction = ahead.fraction();
        in = ahead;
    } else if (in.takeAny(".,") != '\0') {
        fraction = in.fraction();
    }
    return seconds * kSecond + fraction;
}

/// "h:mm:ss" or "m:ss.f", which must be all that is left.
std::optional<Duration> takeClock(TextScanner& in)
{
    const auto run = in.digitRun();
    if (run == 0 || run > kMostDigits)
        return {};
    const std::int64_t first = in.number(run);
    auto ahead = in;
    if (ahead.take(':') && ahead.digitRun() == 2) {
        const std::int64_t minutes = ahead.number(2);
        if (const auto seconds = takeSeconds(ahead)) {
            if (minutes > 59 || !ahead.atEnd())
                return {};
            return Duration{Duration::Form::Hours,
                            first * kHour + minutes * 60 * kSecond + *seconds};
        }
    }
    const auto whole = in.rest().size();
    const auto seconds = takeSeconds(in);
    if (!seconds || !in.atEnd() || whole == 3) // "25:00"
        return {};
    return Duration{Duration::Form::Minutes, first * 60 * kSecond + *seconds};
}

/// "1 day, 0:00:05" and "-1 days +23:59:59", from its word for days on.
std::optional<Duration> withDays(TextScanner& in, std::int64_t days, bool negative)
{
    in.take(',');
    in.skipSpaces();
    in.take('+');
    auto clock = takeClock(in);
    if (!clock || clock->form != Duration::Form::Hours || clock->nanoseconds >= kDay)
        return {};
    clock->nanoseconds += (negative ? -days : days) * kDay;
    return clock;
}

/// "0.1 sec", its sign taken.
std::optional<std::int64_t> takeAmount(TextScanner& in)
{
    const auto run = in.digitRun();
    if (run == 0 || run > 15)
        return {};
    double whole = 0.0;
    for (std::size_t i = 0; i < run; ++i)
        whole = whole * 10.0 + in.number(1);
    const std::int64_t fraction = in.takeAny(".,") != '\0' ? in.fraction() : 0;
    in.skipSpaces();
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const AmountUnit& candidate) {
        return candidate.name == in.rest();
    });
    if (unit == kUnits.end() || whole * double(unit->nanoseconds) > 9e18)
        return {};
    return std::int64_t(whole) * unit->nanoseconds
        + std::llround(double(fraction) * (double(unit->nanoseconds) / double(kSecond)));
}

} // namespace

std::optional<Duration> parseDuration(std::string_view text)
{
    TextScanner in(text);
    const bool negative = in.take('-');
    auto days = in;
    if (const auto run = days.digitRun(); run > 0 && run < kMostDigits) {
        const std::int64_t count = days.number(run);
        days.skipSpaces();
        if (days.takeWord("days") || days.takeWord("day"))
            if (const auto duration = withDays(days, count, negative))
                return duration;
    }
    auto clock = in;
    if (auto duration = takeClock(clock)) {
        duration->nanoseconds *= negative ? -1 : 1;
        return duration;
    }
    const auto amount = takeAmount(in);
    if (!amount)
        return {};
    return Duration{Duration::Form::Amount, negative ? -*amount : *amount};
}

} // namespace dissonance
