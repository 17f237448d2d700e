#pragma once

#include <Eigen/Core>

#include <cstdint>

namespace dissonance {

/// Brings a term to the common scale of the fusion:
///
///     k(v) = ln(1 + max(0, (v - median) / (upper - median)))
///
/// with quantiles of the term over windows that were held out from fitting. k is 0 at or below
/// the median and ln 2 at `upper`, the 99 % quantile.
struct Calibration
{
    double median = 0.0;
    double upper = 1.0; ///< > median
};

/// Quantile by linear interpolation between order statistics (R type 7). `values` is not empty.
double quantile(Eigen::ArrayXf values, double share);

/// @param values     a term over held-out normal windows, at least one.
/// @param leastStep  `upper` is at least so far above the median.
Calibration fitCalibration(const Eigen::ArrayXf& values, double leastStep = 0.0);

/// NaN for NaN.
double calibrated(double value, const Calibration& calibration);

/// k of every value.
Eigen::ArrayXd calibrated(const Eigen::ArrayXf& values, const Calibration& calibration);

/// w_N = min(3, 8 max(0, AUC_N - max(AUC_T, 0.5))): what the network adds to telling real from
/// channel-swapped windows, beyond the channel copula. Looks at no label.
double networkWeight(double separationCopula, double separationNetwork);

/// How far a network is at home in normal operation that it did not learn from, in [0, 1]:
///
///     s = 1 - 2 |AUC - 1/2|,   AUC of its surprise on windows it learned from against held-out
///     ones
///
/// 1 where held-out windows look like those; near 0 where nearly all surprise it, and its opinion
/// of another recording is worth as little. Looks at no label. NaN where either is empty.
double networkSteadiness(const Eigen::Ref<const Eigen::ArrayXf>& learned,
                         const Eigen::Ref<const Eigen::ArrayXf>& heldOut);

/// Copies of windows in which each channel is, with probability 1/3 and at least one always,
/// taken from another window: every channel stays as it was, only what binds them breaks.
///
/// @param coordinates  (L * C) x N, N >= 2.
Eigen::MatrixXf channelSwapped(const Eigen::MatrixXf& coordinates, Eigen::Index windowLength,
                               std::uint64_t seed);

} // namespace dissonance
