#include "engine/scoring/lenient.h"

#include "engine/scoring/flagged_spans.h"
#include "engine/scoring/ranking.h"

#include <algorithm>
#include <functional>

namespace dissonance {

double pointAdjustedF1(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly,
                       double percent)
{
    // An incident is found in full at the threshold that flags enough of its samples.
    std::vector<double> adjusted(score.size());
    std::transform(score.begin(), score.end(), adjusted.begin(), rankedScore);
    for (const auto& span : flaggedSpans(isAnomaly)) {
        std::vector<double> inside(adjusted.begin() + span.first, adjusted.begin() + span.last);
        const auto wanted = inside.begin() + std::ptrdiff_t(percent / 100.0 * double(span.size()));
        std::nth_element(inside.begin(), wanted, inside.end(), std::greater<>());
        for (auto sample = span.first; sample < span.last; ++sample)
            adjusted[std::size_t(sample)] = std::max(adjusted[std::size_t(sample)], *wanted);
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

LenientMetrics lenientMetrics(const std::vector<double>& score,
                              const std::vector<std::uint8_t>& flagged,
                              const std::vector<std::uint8_t>& isAnomaly)
{
    return {pointAdjustedF1(score, isAnomaly), pointAdjustedF1(score, isAnomaly, 20.0),
            affiliation(flagged, isAnomaly)};
}

LenientMetrics lenientMetricsOfRandom(const std::vector<std::uint8_t>& flagged,
                                      const std::vector<std::uint8_t>& isAnomaly)
{
    constexpr int kDraws = 5;
    const auto flags =
        std::count_if(flagged.begin(), flagged.end(), [](std::uint8_t flag) { return flag != 0; });
    LenientMetrics mean;
    for (int draw = 0; draw < kDraws; ++draw) {
        const auto score = randomScore(isAnomaly.size(), std::uint64_t(draw) + 1);
        const auto metrics = lenientMetrics(score, flagHighest(score, flags), isAnomaly);
        mean.pointAdjustedF1 += metrics.pointAdjustedF1 / kDraws;
        mean.pointAdjustedF1At20 += metrics.pointAdjustedF1At20 / kDraws;
        mean.affiliation.precision += metrics.affiliation.precision / kDraws;
        mean.affiliation.recall += metrics.affiliation.recall / kDraws;
        mean.affiliation.f1 += metrics.affiliation.f1 / kDraws;
    }
    return mean;
}

} // namespace dissonance
