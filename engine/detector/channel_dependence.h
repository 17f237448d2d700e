#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/copula/elliptical_copula.h"
#include "engine/copula/marginal.h"
#include "engine/detector/detector_config.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace dissonance {

/// How the observed channels depend on each other at one instant in normal operation: what
/// explanations are made from. The score does not use it.
///
/// D channels moved in training; all matrices are in their order.
struct ChannelDependence
{
    static constexpr Eigen::Index kMostRows = 2000;
    static constexpr std::size_t kMostLags = 64;
    static constexpr Eigen::Index kMostLag = 4096;

    std::vector<Eigen::Index> channels; ///< of the model, ascending
    std::vector<Marginal> marginals; ///< in the channels' units, less their offsets
    std::shared_ptr<const EllipticalCopula> copula;
    Eigen::MatrixXf scores; ///< (N x D) normal scores of rows spread over training
    Eigen::MatrixXd nonlinear; ///< (D x D) distance correlation of pseudo-observations
    Eigen::MatrixXd pairMean; ///< (D x D) mean of ln c_ij, nats
    Eigen::VectorXd contributionMean; ///< (D) mean of Delta_i, nats
    std::vector<Eigen::Index> lags;
    Eigen::MatrixXd autocorrelation; ///< (lags x D)
    double samples = 0.0; ///< of training

    Eigen::Index size() const { return Eigen::Index(channels.size()); }
};

/// What of a channel dependence stands in the model's document, beside the tensors.
struct DependenceShape
{
    std::vector<Eigen::Index> channels;
    std::vector<Eigen::Index> lags;
    Eigen::Index knots = 0; ///< of every marginal
    Eigen::Index rows = 0; ///< of scores
    double count = 0.0; ///< values behind every marginal
    double samples = 0.0;
    double freedom = 0.0; ///< of the copula, infinite for Gaussian
};

/// @param values    (T x C) in the channels' units, no NaN.
/// @param rows      spans of rows to learn from, at least two samples.
/// @param constant  (C) channels to leave out; one at least stays.
/// Errors: Cancelled, Internal.
Result<ChannelDependence> fitChannelDependence(const Eigen::MatrixXf& values,
                                               const std::vector<SampleSpan>& rows,
                                               const std::vector<bool>& constant,
                                               CopulaFamily family, int threads,
                                               const RunContext& context);

/// Normal scores of rows of values, (N x D).
///
/// @param values  (N x C) in the channels' units, no NaN.
Eigen::MatrixXd scoresOf(const ChannelDependence& dependence,
                         const Eigen::Ref<const Eigen::MatrixXf>& values);

/// Every n-th row, so that at most `most` are left.
Eigen::MatrixXd thinnedRows(const Eigen::Ref<const Eigen::MatrixXd>& rows, Eigen::Index most);

/// Phi of normal scores: pseudo-observations.
Eigen::MatrixXd toUniform(const Eigen::MatrixXd& scores);

/// Rows that distance correlations between D channels are measured on.
Eigen::Index distanceRows(Eigen::Index channels);

} // namespace dissonance
