#include "engine/detector/clock_jumps.h"

#include <algorithm>
#include <utility>

namespace dissonance {

namespace {

constexpr std::size_t kMostSteps = 100'000; ///< looked at for the usual one
constexpr double kUsual = 0.95;
constexpr double kOtherStep = 1.5; ///< times a step: from here on it is another one

double usualStepOf(const TimeAxis& clock)
{
    const auto stride = clock.size() / kMostSteps + 1;
    std::vector<std::int64_t> steps;
    for (std::size_t i = 1; i < clock.size(); i += stride)
        steps.push_back(stepBetween(clock.tick(i - 1), clock.tick(i)));
    return usualStep(std::move(steps));
}

} // namespace

double usualStep(std::vector<std::int64_t> steps)
{
    const auto at = steps.begin() + std::ptrdiff_t(kUsual * double(steps.size() - 1));
    std::nth_element(steps.begin(), at, steps.end());
    return double(*at);
}

std::vector<std::ptrdiff_t> clockJumps(const TimeAxis& clock)
{
    std::vector<std::ptrdiff_t> jumps;
    if (clock.kind() == TimeKind::SampleIndex || clock.size() < 3)
        return jumps;
    const double most = kJumpSteps * usualStepOf(clock);
    for (std::size_t i = 1; i < clock.size(); ++i)
        if (double(stepBetween(clock.tick(i - 1), clock.tick(i))) > most)
            jumps.push_back(std::ptrdiff_t(i));
    return jumps;
}

std::vector<SampleSpan> cutAtJumps(const SampleSpan& rows, const std::vector<std::ptrdiff_t>& jumps)
{
    std::vector<SampleSpan> pieces;
    auto first = rows.first;
    for (auto jump = std::upper_bound(jumps.begin(), jumps.end(), rows.first);
         jump != jumps.end() && *jump < rows.last; ++jump) {
        pieces.push_back({first, *jump});
        first = *jump;
    }
    pieces.push_back({first, rows.last});
    return pieces;
}

bool isOtherStep(double learned, double step)
{
    return learned > 0.0 && step > 0.0
        && (step <= learned / kOtherStep || step >= learned * kOtherStep);
}

} // namespace dissonance
