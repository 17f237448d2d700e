#include "engine/scoring/alarm_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dissonance {

namespace {

constexpr std::ptrdiff_t kBlock = 64;
// Below this the scores of a block hardly differ, and a threshold at their mean would flicker.
constexpr double kLeastScale = 0.02;

std::vector<double> blockMaxima(const std::vector<double>& scores, std::ptrdiff_t block)
{
    std::vector<double> maxima;
    std::ptrdiff_t seen = 0;
    double largest = 0.0;
    for (const double score : scores) {
        if (std::isnan(score))
            continue;
        largest = seen == 0 ? score : std::max(largest, score);
        if (++seen == block) {
            maxima.push_back(largest);
            seen = 0;
        }
    }
    if (maxima.empty() && seen > 0)
        maxima.push_back(largest);
    return maxima;
}

} // namespace

double AlarmRate::perSample(double threshold) const
{
    return std::min(1.0, std::exp(-(threshold - location) / scale)) / blockSamples;
}

double AlarmRate::thresholdFor(double perSample) const
{
    const double perBlock = std::clamp(perSample * blockSamples, 1e-300, 1.0);
    return location - scale * std::log(perBlock);
}

AlarmRate fitAlarmRate(const std::vector<double>& scores, std::ptrdiff_t windowLength)
{
    const auto block = std::max(kBlock, windowLength);
    const auto maxima = blockMaxima(scores, block);
    AlarmRate rate;
    rate.blockSamples = double(block);
    if (maxima.empty())
        return rate;

    if (maxima.size() < 3) {
        rate.location = *std::max_element(maxima.begin(), maxima.end());
        rate.scale = std::max(kLeastScale, std::abs(rate.location) / 10.0);
        return rate;
    }
    double mean = 0.0;
    for (const double value : maxima)
        mean += value / double(maxima.size());
    double variance = 0.0;
    for (const double value : maxima)
        variance += (value - mean) * (value - mean) / double(maxima.size() - 1);
    rate.scale = std::max(kLeastScale, std::sqrt(6.0 * variance) / std::numbers::pi);
    rate.location = mean - std::numbers::egamma * rate.scale;
    return rate;
}

double defaultAlarmRate(double stepSeconds)
{
    constexpr double kAlarmsPerDay = 0.5;
    constexpr double kSecondsPerDay = 86'400.0;
    constexpr double kAlarmsPerSample = 1.0 / 2'000.0;
    if (!(stepSeconds > 0.0))
        return kAlarmsPerSample;
    return kAlarmsPerDay * stepSeconds / kSecondsPerDay;
}

} // namespace dissonance
