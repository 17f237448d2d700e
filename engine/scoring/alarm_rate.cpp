#include "engine/scoring/alarm_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace dissonance {

namespace {

constexpr std::ptrdiff_t kBlock = 64;
// Below this the scores of a block hardly differ, and a threshold at their mean would flicker.
constexpr double kLeastScale = 0.02;
// The tail: so many of the block maxima, and of few blocks none: they would be no tail.
constexpr double kTailShare = 0.1;
constexpr std::ptrdiff_t kLeastTail = 5;
constexpr std::size_t kLeastBlocks = 40;
constexpr double kMuchLighter = 0.5; // the tail's scale, of the Gumbel law's

constexpr int kResamples = 200;
constexpr std::size_t kLeastToResample = 10; // blocks
constexpr double kOutside = 0.05; // of the resamples, to either side
constexpr double kSecondsPerDay = 86'400.0;

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

/// Moments of the Gumbel law.
AlarmRate gumbelLaw(const std::vector<double>& maxima, double blockSamples)
{
    double mean = 0.0;
    for (const double value : maxima)
        mean += value / double(maxima.size());
    double variance = 0.0;
    for (const double value : maxima)
        variance += (value - mean) * (value - mean) / double(maxima.size() - 1);
    const double scale = std::max(kLeastScale, std::sqrt(6.0 * variance) / std::numbers::pi);
    return {mean - std::numbers::egamma * scale, scale, blockSamples};
}

/// Mean excess of the largest maxima over the next lower one.
AlarmRate tailLaw(std::vector<double> maxima, std::ptrdiff_t tail, double blockSamples)
{
    std::sort(maxima.begin(), maxima.end());
    const auto first = maxima.end() - tail;
    const double floor = *(first - 1);
    double excess = 0.0;
    for (auto value = first; value != maxima.end(); ++value)
        excess += (*value - floor) / double(tail);
    const double scale = std::max(kLeastScale, excess);
    const double share = double(tail) / double(maxima.size());
    return {floor + scale * std::log(share), scale, blockSamples, AlarmLaw::Tail};
}

/// @param maxima  three at least.
AlarmRate lawOf(const std::vector<double>& maxima, double blockSamples)
{
    auto rate = gumbelLaw(maxima, blockSamples);
    if (maxima.size() < kLeastBlocks)
        return rate;
    const auto tail = std::max(kLeastTail, std::ptrdiff_t(kTailShare * double(maxima.size())));
    const auto ending = tailLaw(maxima, tail, blockSamples);
    return ending.scale < kMuchLighter * rate.scale ? ending : rate;
}

std::vector<double> resampled(const std::vector<double>& maxima, std::size_t piece,
                              std::mt19937_64& random)
{
    std::vector<double> drawn;
    drawn.reserve(maxima.size());
    while (drawn.size() < maxima.size()) {
        const auto first = std::size_t(random() % maxima.size());
        for (std::size_t i = 0; i < piece && drawn.size() < maxima.size(); ++i)
            drawn.push_back(maxima[(first + i) % maxima.size()]);
    }
    return drawn;
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
    rate.law = AlarmLaw::Largest;
    if (maxima.empty())
        return rate;

    if (maxima.size() < 3) {
        rate.location = *std::max_element(maxima.begin(), maxima.end());
        rate.scale = std::max(kLeastScale, std::abs(rate.location) / 10.0);
        return rate;
    }
    return lawOf(maxima, double(block));
}

AlarmInterval alarmInterval(const std::vector<double>& scores, std::ptrdiff_t windowLength,
                            double threshold)
{
    const auto block = std::max(kBlock, windowLength);
    const auto maxima = blockMaxima(scores, block);
    if (maxima.size() < kLeastToResample)
        return {};
    const auto piece = std::size_t(std::lround(std::cbrt(double(maxima.size()))));
    std::mt19937_64 random(1);
    std::vector<double> rates(kResamples);
    for (auto& rate : rates)
        rate = lawOf(resampled(maxima, piece, random), double(block)).perSample(threshold);
    std::sort(rates.begin(), rates.end());
    const auto outside = std::size_t(kOutside * kResamples);
    return {rates[outside], rates[kResamples - 1 - outside]};
}

Result<double> AlarmPromise::perSample(double stepSeconds) const
{
    if (!(rate > 0.0) || !std::isfinite(rate))
        return Error{ErrorCode::InvalidArgument,
                     "A rate of alarms must be above 0: write a number such as 0.5."};
    if (!perDay)
        return rate / 1'000.0;
    if (!(stepSeconds > 0.0))
        return Error{ErrorCode::InvalidArgument,
                     "The model learned without a clock and knows no days: say how many alarms "
                     "per 1,000 samples you will have."};
    return rate * stepSeconds / kSecondsPerDay;
}

double defaultAlarmRate(double stepSeconds)
{
    constexpr double kAlarmsPerDay = 0.5;
    constexpr double kAlarmsPerSample = 1.0 / 2'000.0;
    if (!(stepSeconds > 0.0))
        return kAlarmsPerSample;
    return kAlarmsPerDay * stepSeconds / kSecondsPerDay;
}

} // namespace dissonance
