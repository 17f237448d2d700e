#include "engine/recording/time_axis.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace dissonance {

namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

std::int64_t medianOfSteps(const std::vector<std::int64_t>& ticks)
{
    if (ticks.size() < 2)
        return 0;
    // Most clocks are even, and finding the median takes a second for 100 million steps.
    const auto first = stepBetween(ticks[0], ticks[1]);
    const auto uneven = std::adjacent_find(ticks.begin(), ticks.end(),
                                           [first](std::int64_t earlier, std::int64_t later) {
                                               return stepBetween(earlier, later) != first;
                                           });
    if (uneven == ticks.end())
        return first;
    std::vector<std::int64_t> steps(ticks.size() - 1);
    for (std::size_t i = 0; i < steps.size(); ++i)
        steps[i] = stepBetween(ticks[i], ticks[i + 1]);
    const auto middle = steps.begin() + std::ptrdiff_t(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    return *middle;
}

/// ".25" for 250 ms; nothing for whole seconds.
std::string fraction(std::int64_t nanoseconds)
{
    if (nanoseconds == 0)
        return {};
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), ".%09lld", static_cast<long long>(nanoseconds));
    std::string result(text.data());
    result.erase(result.find_last_not_of('0') + 1);
    return result;
}

std::string formatUtc(std::int64_t tick)
{
    using namespace std::chrono;
    // In whole seconds: the midnight before the first tick is beyond 64-bit nanoseconds.
    auto whole = tick / kNanosecondsPerSecond;
    auto rest = tick % kNanosecondsPerSecond;
    if (rest < 0) {
        --whole;
        rest += kNanosecondsPerSecond;
    }
    const sys_seconds instant{seconds(whole)};
    const auto day = floor<days>(instant);
    const year_month_day date(day);
    const hh_mm_ss time(instant - day);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                  int(time.minutes().count()), int(time.seconds().count()));
    return text.data() + fraction(rest) + "Z";
}

std::string formatElapsed(std::int64_t tick)
{
    const bool negative = tick < 0;
    const auto whole = tick / kNanosecondsPerSecond;
    const auto rest = tick % kNanosecondsPerSecond;
    return (negative ? "-" : "") + std::to_string(std::abs(whole)) + fraction(std::abs(rest))
        + " s";
}

} // namespace

TimeAxis::TimeAxis(TimeKind kind, std::vector<std::int64_t> ticks)
    : m_kind(kind)
    , m_ticks(std::move(ticks))
    , m_medianStep(medianOfSteps(m_ticks))
{
}

Result<std::shared_ptr<const TimeAxis>> TimeAxis::create(TimeKind kind,
                                                         std::vector<std::int64_t> ticks)
{
    const auto bad = std::adjacent_find(ticks.begin(), ticks.end(), std::greater_equal<>());
    if (bad != ticks.end())
        return Error{ErrorCode::ShapeMismatch,
                     "Time stands still or runs backwards after sample "
                         + std::to_string(bad - ticks.begin()) + "."};
    return std::shared_ptr<const TimeAxis>(new TimeAxis(kind, std::move(ticks)));
}

std::shared_ptr<const TimeAxis> TimeAxis::sampleIndex(std::size_t count)
{
    std::vector<std::int64_t> ticks(count);
    std::iota(ticks.begin(), ticks.end(), std::int64_t(0));
    return std::shared_ptr<const TimeAxis>(new TimeAxis(TimeKind::SampleIndex, std::move(ticks)));
}

std::size_t TimeAxis::sampleAtOrAfter(std::int64_t tick) const
{
    return std::size_t(std::lower_bound(m_ticks.begin(), m_ticks.end(), tick) - m_ticks.begin());
}

std::int64_t TimeAxis::fromDisplay(double value) const
{
    const double ticks =
        m_kind == TimeKind::SampleIndex ? value : value * double(kNanosecondsPerSecond);
    // A double near the ends of int64 must not overflow the conversion.
    constexpr double kMost = 9.2e18;
    return std::isnan(ticks) ? 0 : std::llround(std::clamp(ticks, -kMost, kMost));
}

std::int64_t stepBetween(std::int64_t earlier, std::int64_t later)
{
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    return earlier < 0 && later > kMost + earlier ? kMost : later - earlier;
}

std::string formatTick(TimeKind kind, std::int64_t tick)
{
    switch (kind) {
    case TimeKind::SampleIndex:
        return std::to_string(tick);
    case TimeKind::Elapsed:
        return formatElapsed(tick);
    case TimeKind::Utc:
        return formatUtc(tick);
    }
    return {};
}

} // namespace dissonance
