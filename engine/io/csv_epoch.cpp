#include "engine/io/csv_epoch.h"

#include "engine/io/csv_profile.h"

#include <algorithm>
#include <array>

namespace dissonance {

namespace {

constexpr double kFirstSecond = 2e8; // 1976
constexpr double kLastSecond = 4.2e9; // 2103
constexpr double kTwentyYears = 6.3e8; // in seconds

constexpr std::array<TimeUnit, 4> kUnits{{{1'000'000'000, "seconds"},
                                          {1'000'000, "milliseconds"},
                                          {1'000, "microseconds"},
                                          {1, "nanoseconds"}}};

} // namespace

std::optional<TimeUnit> epochOf(std::vector<double> numbers, const std::optional<TimeUnit>& unit)
{
    std::sort(numbers.begin(), numbers.end());
    for (const auto& candidate : kUnits) {
        if (unit && unit->nanoseconds != candidate.nanoseconds)
            continue;
        const double perSecond = 1e9 / double(candidate.nanoseconds);
        const auto first =
            std::lower_bound(numbers.begin(), numbers.end(), kFirstSecond * perSecond);
        const auto last = std::upper_bound(first, numbers.end(), kLastSecond * perSecond);
        const auto outside = numbers.size() - std::size_t(last - first);
        if (first == last || outside > toleratedOutliers(numbers.size()))
            continue;
        // Nanoseconds since a start may come to be as large as Unix seconds.
        if (outside == 0 || last[-1] - *first <= kTwentyYears * perSecond)
            return candidate;
    }
    return {};
}

bool isInEpoch(std::int64_t tick)
{
    return double(tick) >= kFirstSecond * 1e9 && double(tick) <= kLastSecond * 1e9;
}

bool areLargeAsEpoch(const std::vector<double>& numbers)
{
    const auto large = std::count_if(numbers.begin(), numbers.end(),
                                     [](double number) { return number >= kFirstSecond; });
    return std::size_t(large) + toleratedOutliers(numbers.size()) >= numbers.size();
}

} // namespace dissonance
