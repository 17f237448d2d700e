#include "engine/detector/channel_dependence.h"

#include "engine/base/parallel.h"
#include "engine/copula/copula_fit.h"
#include "engine/copula/distance_correlation.h"
#include "engine/copula/normal_scores.h"
#include "engine/copula/significance.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace dissonance {

namespace {

constexpr Eigen::Index kMarginalRows = 10'000;
constexpr Eigen::Index kManyChannels = 100; ///< from here on thinner samples do
constexpr Eigen::Index kAutocorrelationRows = 32'768;

/// Row numbers spread over the spans, at most `most`. Not evenly: a process with a period would
/// be seen at few phases.
std::vector<Eigen::Index> spreadRows(const std::vector<SampleSpan>& spans, Eigen::Index most)
{
    Eigen::Index total = 0;
    for (const auto& span : spans)
        total += span.size();
    const auto count = std::min(most, total);
    std::vector<Eigen::Index> rows;
    std::size_t span = 0;
    Eigen::Index before = 0; // samples in the spans passed over
    constexpr double kGolden = 0.618033988749895;
    for (Eigen::Index i = 0; i < count; ++i) {
        const double jitter = count < total ? std::fmod(double(i) * kGolden, 1.0) : 0.0;
        const auto at = Eigen::Index((double(i) + jitter) * double(total) / double(count));
        while (at - before >= spans[span].size())
            before += spans[span++].size();
        rows.push_back(spans[span].first + at - before);
    }
    return rows;
}

Status fitMarginals(const Eigen::MatrixXf& values, const std::vector<SampleSpan>& spans,
                    int threads, const RunContext& context, ChannelDependence& dependence)
{
    const auto rows = spreadRows(spans, kMarginalRows);
    std::vector<std::optional<Result<Marginal>>> fitted(dependence.channels.size());
    parallelFor(dependence.size(), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto i = first; i < last && !context.stopRequested(); ++i) {
            std::vector<double> sample;
            sample.reserve(rows.size());
            for (const auto row : rows)
                sample.push_back(double(values(row, dependence.channels[std::size_t(i)])));
            fitted[std::size_t(i)].emplace(Marginal::fit(std::move(sample)));
        }
    });
    if (context.stopRequested())
        return cancelled();
    for (auto& marginal : fitted) {
        if (!*marginal)
            return marginal->error();
        dependence.marginals.push_back(std::move(**marginal));
    }
    return Done{};
}

void fitAutocorrelation(const Eigen::MatrixXf& values, const std::vector<SampleSpan>& spans,
                        int threads, const RunContext& context, ChannelDependence& dependence)
{
    const auto longest =
        *std::max_element(spans.begin(), spans.end(), [](const SampleSpan& a, const SampleSpan& b) {
            return a.size() < b.size();
        });
    const auto length = std::min<Eigen::Index>(longest.size(), kAutocorrelationRows);
    dependence.lags =
        geometricLags(std::clamp<Eigen::Index>(length / 8, 1, ChannelDependence::kMostLag),
                      ChannelDependence::kMostLags);
    dependence.autocorrelation.resize(Eigen::Index(dependence.lags.size()), dependence.size());
    parallelFor(dependence.size(), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto i = first; i < last && !context.stopRequested(); ++i)
            dependence.autocorrelation.col(i) = autocorrelation(
                values.col(dependence.channels[std::size_t(i)]).segment(longest.first, length),
                dependence.lags);
    });
}

Status fitCopula(const Eigen::MatrixXd& scores, CopulaFamily family, int threads,
                 const RunContext& context, ChannelDependence& dependence)
{
    auto fitted = family == CopulaFamily::Gaussian ? fitGaussianCopula(scores)
                                                   : fitStudentCopula(scores, threads, context);
    if (!fitted)
        return fitted.error();
    dependence.copula = std::make_shared<const EllipticalCopula>(std::move(*fitted));
    return Done{};
}

} // namespace

Eigen::Index distanceRows(Eigen::Index channels)
{
    return channels > kManyChannels ? 200 : 300;
}

Eigen::MatrixXd thinnedRows(const Eigen::Ref<const Eigen::MatrixXd>& rows, Eigen::Index most)
{
    if (rows.rows() <= most)
        return rows;
    Eigen::MatrixXd thinned(most, rows.cols());
    for (Eigen::Index i = 0; i < most; ++i)
        thinned.row(i) = rows.row(i * rows.rows() / most);
    return thinned;
}

Eigen::MatrixXd toUniform(const Eigen::MatrixXd& scores)
{
    return scores.unaryExpr([](double score) { return normalCdf(score); });
}

Eigen::MatrixXd scoresOf(const ChannelDependence& dependence,
                         const Eigen::Ref<const Eigen::MatrixXf>& values)
{
    Eigen::MatrixXd scores(values.rows(), dependence.size());
    for (Eigen::Index i = 0; i < dependence.size(); ++i) {
        const auto& marginal = dependence.marginals[std::size_t(i)];
        const auto column = values.col(dependence.channels[std::size_t(i)]);
        for (Eigen::Index row = 0; row < values.rows(); ++row)
            scores(row, i) = marginal.normalScore(double(column[row]));
    }
    return scores;
}

Result<ChannelDependence> fitChannelDependence(const Eigen::MatrixXf& values,
                                               const std::vector<SampleSpan>& rows,
                                               const std::vector<bool>& constant,
                                               CopulaFamily family, int threads,
                                               const RunContext& context)
{
    ChannelDependence dependence;
    for (std::size_t c = 0; c < constant.size(); ++c)
        if (!constant[c])
            dependence.channels.push_back(Eigen::Index(c));
    for (const auto& span : rows)
        dependence.samples += double(span.size());
    if (auto status = fitMarginals(values, rows, threads, context, dependence); !status)
        return status.error();

    const auto kept =
        spreadRows(rows,
                   dependence.size() > kManyChannels ? ChannelDependence::kMostRows / 2
                                                     : ChannelDependence::kMostRows);
    Eigen::MatrixXf sample(Eigen::Index(kept.size()), values.cols());
    for (std::size_t i = 0; i < kept.size(); ++i)
        sample.row(Eigen::Index(i)) = values.row(kept[i]);
    dependence.scores = scoresOf(dependence, sample).cast<float>();
    Eigen::MatrixXd scores = dependence.scores.cast<double>();
    if (auto status = fitCopula(scores, family, threads, context, dependence); !status)
        return status.error();

    auto nonlinear = distanceCorrelation(
        toUniform(thinnedRows(scores, distanceRows(dependence.size()))), context);
    if (!nonlinear)
        return nonlinear.error();
    dependence.nonlinear = std::move(*nonlinear);
    dependence.copula->fromNormalScores(scores);
    dependence.contributionMean =
        dependence.copula->contributions(scores).colwise().mean().transpose();
    auto pairMean = dependence.copula->meanPairLogDensity(scores, threads, context);
    if (!pairMean)
        return pairMean.error();
    dependence.pairMean = std::move(*pairMean);
    fitAutocorrelation(values, rows, threads, context, dependence);
    if (context.stopRequested())
        return cancelled();
    return dependence;
}

} // namespace dissonance
