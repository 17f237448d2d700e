#include "engine/detector/span_evidence.h"

#include "engine/detector/marginal_part.h"
#include "engine/detector/window_runs.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr Eigen::Index kScoredWindows = 8192;
constexpr Eigen::Index kEvidenceWindows = 512;

/// Tails of a channel's pattern: as the term T takes them.
constexpr float kPatternFreedom = 6.0F;

/// (nu + r)/2 ln(1 + q / nu), what a pattern of squared length q in r dimensions costs.
Eigen::ArrayXf patternCost(const Eigen::ArrayXf& q, Eigen::Index dimensions)
{
    return 0.5F * (kPatternFreedom + float(dimensions)) * (q / kPatternFreedom).log1p();
}

/// Cost of every channel's pattern given the others' less its cost alone, mean over windows.
Eigen::VectorXd patternSurprise(const Eigen::MatrixXf& precision, Eigen::Index r,
                                const Eigen::MatrixXf& coordinates, Eigen::Index length)
{
    const auto channels = coordinates.rows() / length;
    Eigen::MatrixXf f(r * channels, coordinates.cols());
    for (Eigen::Index c = 0; c < channels; ++c)
        f.middleRows(c * r, r) = coordinates.middleRows(c * length, r);
    const Eigen::MatrixXf pulled = precision * f;
    Eigen::VectorXd surprise(channels);
    for (Eigen::Index c = 0; c < channels; ++c) {
        // f_c less what the others make one expect is inv(Omega_cc) (Omega f)_c, with precision
        // Omega_cc.
        const Eigen::LLT<Eigen::MatrixXf> own(precision.block(c * r, c * r, r, r));
        const Eigen::MatrixXf whitened = own.matrixL().solve(pulled.middleRows(c * r, r));
        const Eigen::ArrayXf given = whitened.colwise().squaredNorm().transpose();
        const Eigen::ArrayXf alone = f.middleRows(c * r, r).colwise().squaredNorm().transpose();
        surprise[c] = double((patternCost(given, r) - patternCost(alone, r)).mean());
    }
    return surprise;
}

Eigen::VectorXd instantSurprise(const Detector::State& state, const Eigen::MatrixXd& scores)
{
    const auto& dependence = state.dependence;
    const Eigen::VectorXd mean =
        dependence.copula->contributions(scores).colwise().mean().transpose();
    Eigen::VectorXd surprise = Eigen::VectorXd::Zero(Eigen::Index(state.card.channels.size()));
    for (Eigen::Index i = 0; i < dependence.size(); ++i)
        surprise[dependence.channels[std::size_t(i)]] = dependence.contributionMean[i] - mean[i];
    return surprise;
}

} // namespace

std::vector<WindowRun> spanWindows(const SpanData& data, Eigen::Index length, Eigen::Index most)
{
    const auto first = std::max<Eigen::Index>(0, data.inner.first - length + 1);
    const auto last = std::min<Eigen::Index>(data.scaled.rows() - length + 1, data.inner.last);
    if (last - first <= most)
        return {{first, last - first}};
    std::vector<WindowRun> runs;
    for (const auto window : thinnedWindows({{first, last - first}}, most))
        runs.push_back({window, 1});
    return runs;
}

Eigen::MatrixXf spanCoordinates(const LengthModel& model, const SpanData& data,
                                const std::vector<WindowRun>& runs)
{
    const auto length = model.windowLength();
    const auto leftOut = leftOutWindows(data.gaps, data.usualGaps, length);
    Eigen::MatrixXf coordinates(length * data.scaled.cols(), windowCount(runs));
    Eigen::Index at = 0;
    for (const auto& run : runs) {
        coordinates.middleCols(at, run.count) = whiten(model.whitening, data.scaled, run, length);
        forLeftOut(leftOut, run, [&](Eigen::Index c, Eigen::Index first, Eigen::Index count) {
            coordinates.block(c * length, at + first, length, count).setZero();
        });
        at += run.count;
    }
    return coordinates;
}

Result<SpanScores> scoreSpan(const Detector::State& state, const SpanData& data, int threads,
                             const RunContext& context)
{
    double marginal = 0.0;
    double closed = 0.0; // dependence without the network
    double whole = 0.0;
    double peak = 0.0;
    for (const auto& model : state.models) {
        const auto length = model.windowLength();
        const auto terms = rawTerms(model, state.card.config, data.scaled,
                                    leftOutWindows(data.gaps, data.usualGaps, length),
                                    spanWindows(data, length, kScoredWindows), threads, context);
        if (!terms)
            return terms.error();
        const auto parts = fuse(model, state.card.config, *terms);
        marginal += parts.marginal.mean();
        peak = std::max(peak, (parts.marginal + parts.dependence).maxCoeff());
        whole += parts.dependence.mean();
        if (state.card.config.useCopula)
            closed += state.card.config.copulaWeight
                * calibrated(terms->copula, model.copulaCalibration).mean();
    }
    SpanScores scores;
    scores.peak = peak;
    const double total = marginal + whole;
    if (total > 0.0) {
        scores.marginalShare = marginal / total;
        scores.dependenceShare = whole / total;
    }
    if (whole > 0.0)
        scores.networkShare = std::clamp((whole - closed) / whole, 0.0, 1.0);
    return scores;
}

std::vector<Eigen::MatrixXf> patternPrecisions(const Detector::State& state)
{
    std::vector<Eigen::MatrixXf> precisions;
    for (const auto& model : state.models)
        precisions.emplace_back(model.copula.transform.transpose() * model.copula.transform);
    return precisions;
}

ChannelEvidence channelEvidence(const Detector::State& state, const SpanData& data,
                                const std::vector<Eigen::MatrixXf>& precisions,
                                const Eigen::MatrixXd& scores)
{
    const auto channels = data.scaled.cols();
    ChannelEvidence evidence{Eigen::VectorXd::Zero(channels), Eigen::VectorXd::Zero(channels),
                             instantSurprise(state, scores)};
    const double share = 1.0 / double(state.models.size());
    for (std::size_t i = 0; i < state.models.size(); ++i) {
        const auto& model = state.models[i];
        const auto length = model.windowLength();
        const auto coordinates =
            spanCoordinates(model, data, spanWindows(data, length, kEvidenceWindows));
        const Eigen::VectorXf marginal =
            channelSurprise(coordinates, length, model.marginal.freedom).rowwise().mean()
            - model.marginal.expected;
        evidence.marginal += share * marginal.cast<double>();
        if (precisions[i].size() > 0)
            evidence.pattern +=
                share * patternSurprise(precisions[i], model.copula.leading, coordinates, length);
    }
    return evidence;
}

} // namespace dissonance
