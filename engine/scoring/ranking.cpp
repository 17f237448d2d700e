#include "engine/scoring/ranking.h"

#include "engine/scoring/metrics.h"

#include <algorithm>
#include <cassert>
#include <random>

namespace dissonance {

std::vector<std::size_t> byFallingScore(const std::vector<double>& score)
{
    std::vector<std::size_t> order(score.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return rankedScore(score[a]) > rankedScore(score[b]);
    });
    return order;
}

std::vector<std::uint8_t> flagHighest(const std::vector<double>& score, std::ptrdiff_t count)
{
    std::vector<std::uint8_t> highest(score.size());
    const auto order = byFallingScore(score);
    for (std::ptrdiff_t i = 0; i < count; ++i)
        highest[order[std::size_t(i)]] = 1;
    return highest;
}

std::vector<double> randomScore(std::size_t samples, std::uint64_t seed)
{
    std::mt19937_64 generator(seed);
    std::vector<double> score(samples);
    for (auto& value : score)
        value = double(generator() >> 11); // 53 bits; the order is all that counts
    return score;
}

std::vector<RankStep> rankSteps(const std::vector<double>& score,
                                const std::vector<std::uint8_t>& isAnomaly)
{
    assert(score.size() == isAnomaly.size());
    const auto order = byFallingScore(score);
    std::vector<RankStep> steps;
    RankStep now;
    for (std::size_t i = 0; i < order.size(); ++i) {
        ++(isAnomaly[order[i]] ? now.truePositives : now.falsePositives);
        const bool tied = i + 1 < order.size()
            && rankedScore(score[order[i]]) == rankedScore(score[order[i + 1]]);
        if (!tied)
            steps.push_back(now);
    }
    return steps;
}

double aucRoc(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly)
{
    const auto steps = rankSteps(score, isAnomaly);
    if (steps.empty() || steps.back().truePositives == 0.0 || steps.back().falsePositives == 0.0)
        return std::numeric_limits<double>::quiet_NaN();

    double area = 0.0;
    RankStep before;
    for (const auto& step : steps) {
        area += (step.falsePositives - before.falsePositives)
            * (step.truePositives + before.truePositives) / 2.0;
        before = step;
    }
    return area / (before.truePositives * before.falsePositives);
}

double aucPr(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly)
{
    const auto steps = rankSteps(score, isAnomaly);
    if (steps.empty() || steps.back().truePositives == 0.0)
        return std::numeric_limits<double>::quiet_NaN();

    double sum = 0.0;
    double found = 0.0;
    for (const auto& step : steps) {
        const double precision = step.truePositives / (step.truePositives + step.falsePositives);
        sum += (step.truePositives - found) * precision;
        found = step.truePositives;
    }
    return sum / found;
}

} // namespace dissonance
