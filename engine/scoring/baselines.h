#pragma once

#include "engine/base/run_context.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// Scores of one recording by a simple detector.
struct SampleScores
{
    std::vector<double> offline; ///< a window's score counts for all samples it covers (mean)
    std::vector<double> causal; ///< a window's score counts for its last sample; NaN before that
};

/// A simple detector's scores on what it learned from and on what it is judged by.
struct BaselineScores
{
    SampleScores train;
    SampleScores test;
    std::ptrdiff_t windowLength = 1;
};

/// Training and test part as z-scores of the training part, cut to +-10. Channels that are
/// constant in training are left out; where all are, one column of zeros is left.
struct ClippedScores
{
    Eigen::MatrixXd train; ///< (samples x channels)
    Eigen::MatrixXd test;
    /// Rows that follow each other in time: no window reaches across. Empty: all do.
    std::vector<SampleSpan> trainStretches = {};
    std::vector<SampleSpan> testStretches = {};
};

/// @param train  (samples x channels), at least two samples, finite; `test` likewise.
ClippedScores clippedZScores(const Eigen::MatrixXf& train, const Eigen::MatrixXf& test);

/// Uniform noise: what a metric gives for nothing.
BaselineScores randomScore(const ClippedScores& data, std::uint64_t seed);

/// Largest |z| of all channels: marginal only.
BaselineScores largestZ(const ClippedScores& data);

/// Squared distance to the plane of the leading principal components.
///
/// @param share  of the variance that these components hold.
BaselineScores pcaResidual(const ClippedScores& data, double share = 0.9);

/// Squared Mahalanobis distance of single samples: joint, no time.
///
/// @param ridge  added to the covariance's diagonal.
BaselineScores mahalanobis(const ClippedScores& data, double ridge = 0.01);

/// Distance of windows of 20 samples to the nearest of 20 k-means centres of training windows.
///
/// A stop request ends it early: what it then returns is of no use.
BaselineScores kMeansWindows(const ClippedScores& data, std::uint64_t seed,
                             const RunContext& context = {});

/// "random", "max|z|", "PCA Q", "Mahal.", "KMeans w20": in the order of the reference.
const std::vector<std::string>& baselineNames();

/// What people call it: "Mahalanobis" for "Mahal.".
std::string_view baselineTitle(std::string_view name);

/// Does it draw numbers?
bool baselineHasSeed(std::string_view name);

/// The baseline of that name; a stop request as in kMeansWindows().
BaselineScores runBaseline(std::string_view name, const ClippedScores& data, std::uint64_t seed,
                           const RunContext& context = {});

/// The threshold by the detector's rule (fitAlarmRate() at defaultAlarmRate()), from the last
/// fifth of the normal scores. A baseline learned from these, so it is a little low for it.
///
/// @param normal       scores of normal samples in time order; NaN values are passed over.
/// @param stepSeconds  median step of their clock; NaN or 0 without one.
double baselineThreshold(const std::vector<double>& normal, std::ptrdiff_t windowLength,
                         double stepSeconds);

} // namespace dissonance
