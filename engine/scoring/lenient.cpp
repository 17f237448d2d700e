#include "engine/scoring/lenient.h"

#include "engine/scoring/flagged_spans.h"
#include "engine/scoring/ranking.h"

#include <algorithm>
#include <random>

namespace dissonance {

double pointAdjustedF1(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly)
{
    // An incident is found as a whole at the threshold of its highest sample.
    std::vector<double> adjusted = score;
    for (const auto& span : flaggedSpans(isAnomaly)) {
        const auto begin = adjusted.begin() + span.first;
        const auto end = adjusted.begin() + span.last;
        double highest = rankedScore(*begin);
        for (auto sample = begin; sample != end; ++sample)
            highest = std::max(highest, rankedScore(*sample));
        std::fill(begin, end, highest);
    }

    const auto steps = rankSteps(adjusted, isAnomaly);
    if (steps.empty() || steps.back().truePositives == 0.0)
        return std::numeric_limits<double>::quiet_NaN();
    const double positives = steps.back().truePositives;
    double best = 0.0;
    for (const auto& step : steps)
        best = std::max(best,
                        2.0 * step.truePositives
                            / (step.truePositives + step.falsePositives + positives));
    return best;
}

double pointAdjustedF1OfRandom(const std::vector<std::uint8_t>& isAnomaly)
{
    constexpr int kDraws = 5;
    std::mt19937_64 generator(1);
    std::vector<double> score(isAnomaly.size());
    double sum = 0.0;
    for (int draw = 0; draw < kDraws; ++draw) {
        for (auto& value : score)
            value = double(generator() >> 11); // 53 bits; the order is all that counts
        sum += pointAdjustedF1(score, isAnomaly);
    }
    return sum / kDraws;
}

} // namespace dissonance
