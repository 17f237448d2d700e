#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace dissonance {

/// A score as rankings see it: NaN counts as lowest.
inline double rankedScore(double score)
{
    return score == score ? score : -std::numeric_limits<double>::infinity();
}

/// Sample indices, highest score first; equal scores in sample order.
std::vector<std::size_t> byFallingScore(const std::vector<double>& score);

/// 1 for the `count` samples that score highest; equal scores in sample order.
std::vector<std::uint8_t> flagHighest(const std::vector<double>& score, std::ptrdiff_t count);

/// A score that knows nothing: uniform, seeded.
std::vector<double> randomScore(std::size_t samples, std::uint64_t seed);

/// How many of both classes are flagged when a threshold falls to one of the distinct scores.
struct RankStep
{
    double truePositives = 0.0;
    double falsePositives = 0.0;
};

/// One step per distinct score, highest first: ties enter together.
std::vector<RankStep> rankSteps(const std::vector<double>& score,
                                const std::vector<std::uint8_t>& isAnomaly);

} // namespace dissonance
