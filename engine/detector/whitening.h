#pragma once

#include "engine/base/run_context.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Per channel, the linear map from a window of L samples to L whitened temporal coordinates,
/// the leading ones first:
///
///     z_c = diag(lambda + rho vbar)^(-1/2) U' (w_c - mu_c),   C_c = U diag(lambda) U'
///
/// Shapes: mean is (L x C); projection[c] is (L x L), row k gives coordinate k.
struct Whitening
{
    Eigen::MatrixXf mean;
    std::vector<Eigen::MatrixXf> projection;

    Eigen::Index windowLength() const { return mean.rows(); }
    Eigen::Index channelCount() const { return mean.cols(); }
};

/// A run of windows of scaled data: window w covers rows [first + w, first + w + L).
struct WindowRun
{
    Eigen::Index first = 0;
    Eigen::Index count = 0;
};

/// Fits the whitening to all windows of the runs.
///
/// @param scaled  (T x C) scaled values, no NaN.
/// @param ridge   rho > 0, relative to vbar, the mean variance over channels and lags.
/// @param without  channels that get no coordinates, all 0, and no say in vbar; ascending.
/// Stopped on request, it returns early what is of no use: ask the context.
Whitening fitWhitening(const Eigen::MatrixXf& scaled, const std::vector<WindowRun>& runs,
                       Eigen::Index windowLength, double ridge, int threads,
                       const RunContext& context = {},
                       const std::vector<Eigen::Index>& without = {});

/// Coordinates of consecutive windows: (rows * C) x count, row c * rows + k is coordinate k of
/// channel c.
///
/// @param rows  leading coordinates wanted per channel, 1 to L.
Eigen::MatrixXf whiten(const Whitening& whitening, const Eigen::MatrixXf& scaled, WindowRun run,
                       Eigen::Index rows);

} // namespace dissonance
