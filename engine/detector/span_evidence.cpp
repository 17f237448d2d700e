#include "engine/detector/span_evidence.h"

#include "engine/detector/clock_jumps.h"
#include "engine/detector/left_out.h"
#include "engine/detector/marginal_part.h"
#include "engine/detector/window_runs.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

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
                                const SpanCoordinates& windows, Eigen::Index length)
{
    const auto& coordinates = windows.values;
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
        const Eigen::ArrayXf present = windows.present.row(c).transpose().array();
        surprise[c] = double(((patternCost(given, r) - patternCost(alone, r)) * present).mean());
    }
    return surprise;
}

/// Mean of every channel's x_i (Omega x)_i over rows of normal scores.
Eigen::VectorXd meanShares(const ChannelDependence& dependence, const Eigen::MatrixXd& scores)
{
    return dependence.copula->quadraticShares(scores).colwise().mean().transpose();
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

/// Surprise of the states that channels are in, mean over windows.
Eigen::VectorXd meanStateSurprise(const LengthModel& model, const SpanData& data,
                                  const std::vector<WindowRun>& runs)
{
    const auto length = model.windowLength();
    const auto leftOut = leftOutWindows(data.gaps, data.usualGaps, length);
    Eigen::VectorXd surprise = Eigen::VectorXd::Zero(data.scaled.cols());
    for (const auto& run : runs) {
        const auto own =
            stateSurprise(model.state, data.scaled, run, length, missingSpans(leftOut, run));
        for (Eigen::Index k = 0; k < own.rows(); ++k)
            surprise[model.state.channels[std::size_t(k)].channel] += double(own.row(k).sum());
    }
    return surprise / double(windowCount(runs));
}

} // namespace

std::vector<WindowRun> spanWindows(const SpanData& data, Eigen::Index length, Eigen::Index most)
{
    const auto first = std::max<Eigen::Index>(0, data.inner.first - length + 1);
    const auto last = std::min<Eigen::Index>(data.scaled.rows() - length + 1, data.inner.last);
    auto all = windowRuns(cutAtJumps({first, last + length - 1}, data.jumps), length);
    if (windowCount(all) <= most)
        return all;
    std::vector<WindowRun> runs;
    for (const auto window : thinnedWindows(all, most))
        runs.push_back({window, 1});
    return runs;
}

SpanCoordinates spanCoordinates(const LengthModel& model, const SpanData& data,
                                const std::vector<WindowRun>& runs)
{
    const auto length = model.windowLength();
    const auto leftOut = leftOutWindows(data.gaps, data.usualGaps, length);
    const auto windows = windowCount(runs);
    SpanCoordinates coordinates{Eigen::MatrixXf(length * data.scaled.cols(), windows),
                                Eigen::MatrixXf::Ones(data.scaled.cols(), windows)};
    Eigen::Index at = 0;
    for (const auto& run : runs) {
        auto values = coordinates.values.middleCols(at, run.count);
        values = whiten(model.whitening, data.scaled, run, length);
        const auto missing = missingSpans(leftOut, run);
        leaveOut(missing, model.copula, length, values);
        for (const auto& span : missing)
            for (const auto c : span.channels)
                coordinates.present.row(c).segment(at + span.first, span.count).setZero();
        at += run.count;
    }
    return coordinates;
}

NormalEvidence normalEvidence(const Detector::State& state)
{
    NormalEvidence normal;
    for (const auto& model : state.models)
        normal.precisions.emplace_back(model.copula.transform.transpose() * model.copula.transform);
    const auto& dependence = state.dependence;
    normal.shapley = meanShares(dependence, dependence.scores.cast<double>());
    return normal;
}

ChannelEvidence channelEvidence(const Detector::State& state, const SpanData& data,
                                const NormalEvidence& normal, const Eigen::MatrixXd& normalScores,
                                const Eigen::MatrixXd& scores)
{
    const auto channels = data.scaled.cols();
    ChannelEvidence evidence{Eigen::VectorXd::Zero(channels), Eigen::VectorXd::Zero(channels),
                             instantSurprise(state, scores), Eigen::VectorXd::Zero(channels),
                             Eigen::VectorXd::Zero(channels)};
    const Eigen::VectorXd shapley = meanShares(state.dependence, normalScores) - normal.shapley;
    for (Eigen::Index i = 0; i < shapley.size(); ++i)
        evidence.shapley[state.dependence.channels[std::size_t(i)]] = shapley[i];
    const double share = 1.0 / double(state.models.size());
    for (std::size_t i = 0; i < state.models.size(); ++i) {
        const auto& model = state.models[i];
        const auto length = model.windowLength();
        const auto windows = spanWindows(data, length, kEvidenceWindows);
        const auto coordinates = spanCoordinates(model, data, windows);
        if (coordinates.values.cols() == 0)
            continue;
        Eigen::MatrixXf surprise = channelSurprise(coordinates.values, length,
                                                   model.marginal.freedom, model.marginal.scale);
        surprise.colwise() -= model.marginal.expected;
        const Eigen::VectorXf marginal =
            surprise.cwiseProduct(coordinates.present).rowwise().mean();
        evidence.marginal += share * marginal.cast<double>();
        evidence.state += share * meanStateSurprise(model, data, windows);
        if (normal.precisions[i].size() > 0)
            evidence.pattern += share
                * patternSurprise(normal.precisions[i], model.copula.leading, coordinates, length);
    }
    evidence.marginal += evidence.state;
    return evidence;
}

} // namespace dissonance
