#pragma once

#include <torch/torch.h>

#include "engine/detector/detector_config.h"
#include "engine/detector/hermite_map.h"
#include "engine/detector/network_weights.h"

#include <optional>

namespace dissonance {

/// Correlation matrix .95 Lam Lam' + .05 I, the rows of Lam = tril(factor) normalised to 1.
///
/// @param factor  (d x d). @return (d x d).
at::Tensor latentCorrelation(const at::Tensor& factor);

/// Log density of the Gaussian copula at normal scores z (M x d), nats. @return (M).
at::Tensor gaussianCopulaLogDensity(const at::Tensor& z, const at::Tensor& correlation);

/// Log density of the Student-t copula at t scores y = g_nu(z) (M x d), nats. @return (M).
at::Tensor studentCopulaLogDensity(const at::Tensor& y, const at::Tensor& correlation, double nu);

/// Log density of the standard multivariate normal with this correlation at z, nats. (M).
at::Tensor multivariateNormalLogDensity(const at::Tensor& z, const at::Tensor& correlation);

/// Log density of independent standard normals at z (M x d), nats. (M).
at::Tensor normalLogDensity(const at::Tensor& z);

/// How unlikely the channels of a window are each by itself: minus the log density of an
/// L-dimensional Student-t of a channel's scaled coordinates, without its constant,
///
///     (nu + L)/2 ln(1 + sum over k of (a_k z_ck)^2 / nu),   nu = 200, mean over channels c.
///
/// @param tokens  (N x T x C patch). @param scale  (T x patch), a. @return (N).
at::Tensor channelSurprise(const at::Tensor& tokens, const at::Tensor& scale);

/// Mean and deviation of latents over all rows.
struct LatentStatistics
{
    at::Tensor mean; ///< (d)
    at::Tensor deviation; ///< (d), at least 1e-3
};
LatentStatistics latentStatistics(const at::Tensor& latents);

/// What turns features into one number a window.
class LikelihoodHead
{
public:
    LikelihoodHead(const NetworkConfig& config, const at::TensorOptions& options);

    /// @param features  (N T x W). @return (N T x d) latents; of the critic (N T x 1).
    at::Tensor latents(const at::Tensor& features, const HeadWeights& weights) const;

    /// Log-likelihood per feature of each window, less the weighted channelSurprise() where the
    /// config has marginals; of the critic, its logit.
    ///
    /// @param latents     (N T x d).
    /// @param tokens      (N x T x token width), which the critic's dependence part reads.
    /// @param statistics  what the latents are standardised by; the critic reads none.
    /// @return (N).
    at::Tensor logLikelihood(const at::Tensor& latents, const at::Tensor& tokens,
                             const LatentStatistics& statistics, const HeadWeights& weights) const;

    /// The same without the channels' own part.
    at::Tensor ofLatents(const at::Tensor& latents, const at::Tensor& tokens,
                         const LatentStatistics& statistics, const HeadWeights& weights) const;

private:
    NetworkHead m_head;
    CopulaFamily m_family;
    double m_nu = 0.0;
    std::optional<HermiteMap> m_map;
};

} // namespace dissonance
