#include "engine/detector/channel_offset.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

/// A median so many times the movement costs a float ten of its 24 bits.
constexpr double kFar = 1024.0;

/// Floats that lie within four steps of each other are nine at most: more values are no rounding.
constexpr double kFloatSteps = 4.0 * double(std::numeric_limits<float>::epsilon());
constexpr std::ptrdiff_t kFloatsWithin = 9;
constexpr double kDoubleSteps = 16.0 * std::numeric_limits<double>::epsilon();

double orderStatistic(std::vector<double>& values, double share)
{
    const auto at = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

bool isRounding(std::vector<double>& values, double range, double largest)
{
    if (range <= kDoubleSteps * largest)
        return true;
    if (range > kFloatSteps * largest)
        return false;
    std::sort(values.begin(), values.end());
    return std::unique(values.begin(), values.end()) - values.begin() <= kFloatsWithin;
}

} // namespace

double channelOffset(std::vector<double> values)
{
    values.erase(std::remove_if(values.begin(), values.end(),
                                [](double value) { return !std::isfinite(value); }),
                 values.end());
    if (values.size() < 2)
        return 0.0;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double range = *high - *low;
    const double largest = std::max(std::abs(*low), std::abs(*high));
    const double median = orderStatistic(values, 0.5);
    const double middle = orderStatistic(values, 0.75) - orderStatistic(values, 0.25);
    const double moved = middle > 0.0 ? middle : range;
    if (!(std::abs(median) > kFar * moved) || isRounding(values, range, largest))
        return 0.0;
    return median;
}

void addSample(const Channel& channel, const TimeAxis& clock, const std::vector<SampleSpan>& spans,
               std::size_t stride, std::vector<double>& values)
{
    for (const auto& span : spans) {
        auto first = std::size_t(span.first);
        auto last = std::size_t(span.last);
        if (channel.time.get() != &clock) {
            first = channel.time->sampleAtOrAfter(clock.tick(first));
            last = channel.time->sampleAtOrAfter(clock.tick(last - 1));
        }
        for (auto i = first; i < std::min(last, channel.values.size()); i += stride)
            values.push_back(channel.values[i]);
    }
}

} // namespace dissonance
