#include "engine/detector/span_dependence.h"

#include "engine/copula/correlation.h"
#include "engine/copula/significance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr double kFalseDiscoveryRate = 0.01;

/// Effective sizes of what the matrix over the span was made from: its thinned rows, less those
/// in which one of the two is missing.
Eigen::MatrixXd sizesHere(const ChannelDependence& dependence, const SpanRows& rows,
                          Eigen::Index samples)
{
    const auto count = rows.scores.rows();
    const Eigen::MatrixXd sizes = effectiveSampleSize(dependence.autocorrelation, dependence.lags,
                                                      count, double(samples) / double(count));
    const Eigen::MatrixXd present = (rows.present.transpose() * rows.present).cast<double>();
    return sizes.cwiseProduct(present) / double(count);
}

Eigen::MatrixXi significantPairs(const ChannelDependence& dependence, const SpanDependence& span,
                                 const SpanRows& rows, Eigen::Index samples)
{
    const auto size = dependence.size();
    const auto here = sizesHere(dependence, rows, samples);
    const auto kept = dependence.scores.rows();
    const auto normal = effectiveSampleSize(dependence.autocorrelation, dependence.lags, kept,
                                            dependence.samples / double(kept));
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

double pairCorrelation(const Eigen::Ref<const Eigen::VectorXd>& first,
                       const Eigen::Ref<const Eigen::VectorXd>& second)
{
    Eigen::MatrixXd two(first.size(), 2);
    two << first, second;
    return columnCorrelation(two)(0, 1);
}

std::optional<double> presentCorrelation(const SpanRows& rows, Eigen::Index i, Eigen::Index j)
{
    std::vector<Eigen::Index> both;
    for (Eigen::Index row = 0; row < rows.scores.rows(); ++row)
        if (rows.present(row, i) != 0.0F && rows.present(row, j) != 0.0F)
            both.push_back(row);
    if (std::ssize(both) < kLeastRows)
        return {};
    return pairCorrelation(rows.scores(both, i), rows.scores(both, j));
}

Result<SpanDependence> spanDependence(const ChannelDependence& dependence, const SpanRows& rows,
                                      const Eigen::MatrixXd& scores, Eigen::Index samples,
                                      int threads, const RunContext& context)
{
    SpanDependence span;
    span.normal = columnCorrelation(dependence.scores.cast<double>());
    span.window = columnCorrelation(rows.scores);
    const Eigen::Array<bool, 1, Eigen::Dynamic> gappy =
        rows.present.colwise().minCoeff().array() == 0.0F;
    for (Eigen::Index i = 0; i < dependence.size(); ++i)
        for (Eigen::Index j = 0; j < dependence.size(); ++j)
            if (i != j && (gappy[i] || gappy[j]))
                span.window(i, j) = presentCorrelation(rows, std::max(i, j), std::min(i, j))
                                        .value_or(span.normal(i, j));
    if (rows.scores.rows() < kLeastRows) {
        span.window.setConstant(std::numeric_limits<double>::quiet_NaN());
        span.window.diagonal().setOnes();
    }
    const auto pairs = dependence.copula->meanPairLogDensity(scores, threads, context);
    if (!pairs)
        return pairs.error();
    span.pairSurprise = dependence.pairMean - *pairs;
    span.significant = significantPairs(dependence, span, rows, samples);
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
