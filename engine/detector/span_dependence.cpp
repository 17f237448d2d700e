#include "engine/detector/span_dependence.h"

#include "engine/copula/correlation.h"
#include "engine/copula/significance.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kFalseDiscoveryRate = 0.01;

Eigen::MatrixXi significantPairs(const ChannelDependence& dependence, const SpanDependence& span,
                                 Eigen::Index samples)
{
    const auto size = dependence.size();
    const auto here = effectiveSampleSize(dependence.autocorrelation, dependence.lags, samples);
    const auto normal = effectiveSampleSize(dependence.autocorrelation, dependence.lags,
                                            Eigen::Index(dependence.samples));
    std::vector<double> p;
    for (Eigen::Index i = 0; i < size; ++i)
        for (Eigen::Index j = 0; j < i; ++j)
            p.push_back(
                fisherDifference(span.window(i, j), here(i, j), span.normal(i, j), normal(i, j)));
    const auto found = benjaminiHochberg(p, kFalseDiscoveryRate);
    Eigen::MatrixXi significant = Eigen::MatrixXi::Zero(size, size);
    std::size_t at = 0;
    for (Eigen::Index i = 0; i < size; ++i) {
        for (Eigen::Index j = 0; j < i; ++j, ++at) {
            significant(i, j) = found[at] ? 1 : 0;
            significant(j, i) = significant(i, j);
        }
    }
    return significant;
}

} // namespace

Result<SpanDependence> spanDependence(const ChannelDependence& dependence,
                                      const Eigen::MatrixXd& normalScores,
                                      const Eigen::MatrixXd& scores, Eigen::Index samples,
                                      int threads, const RunContext& context)
{
    SpanDependence span;
    span.normal = columnCorrelation(dependence.scores.cast<double>());
    span.window = columnCorrelation(normalScores);
    const auto pairs = dependence.copula->meanPairLogDensity(scores, threads, context);
    if (!pairs)
        return pairs.error();
    span.pairSurprise = dependence.pairMean - *pairs;
    span.significant = significantPairs(dependence, span, samples);
    return span;
}

std::vector<PairContribution> brokenPairs(const SpanDependence& span,
                                          const std::vector<std::string>& names, std::size_t most)
{
    std::vector<PairContribution> pairs;
    for (Eigen::Index i = 0; i < span.pairSurprise.rows(); ++i)
        for (Eigen::Index j = i + 1; j < span.pairSurprise.rows(); ++j)
            if (span.pairSurprise(i, j) > 0.0)
                pairs.push_back({names[std::size_t(i)], names[std::size_t(j)], span.normal(i, j),
                                 span.window(i, j), span.pairSurprise(i, j),
                                 span.significant(i, j) == 1});
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const PairContribution& a, const PairContribution& b) {
                         return a.surprise > b.surprise;
                     });
    pairs.resize(std::min(pairs.size(), most));
    return pairs;
}

} // namespace dissonance
