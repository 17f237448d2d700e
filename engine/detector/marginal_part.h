#pragma once

#include <Eigen/Core>

namespace dissonance {

/// Term M: how unusual each channel's own temporal pattern is.
///
///     m_c = (nu + L)/2 ln(1 + |z_c|^2 / nu),   M = sum over c of m_c
struct MarginalPart
{
    double freedom = 200.0; ///< nu
    /// (C) mean of m_c over normal windows: what a channel counts while it is missing.
    Eigen::VectorXf expected;
    /// (L) what a network learned to multiply every channel's coordinates by; empty: 1.
    Eigen::VectorXf scale;
};

/// m_c of every window: (C x N).
///
/// @param coordinates  (L * C) x N whitened coordinates, as whiten() lays them out.
Eigen::MatrixXf channelSurprise(const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                                Eigen::Index windowLength, double freedom,
                                const Eigen::VectorXf& scale = {});

/// @param coordinates  of normal windows, (L * C) x N.
MarginalPart fitMarginalPart(const Eigen::MatrixXf& coordinates, Eigen::Index windowLength,
                             double freedom, Eigen::VectorXf scale = {});

} // namespace dissonance
