#include "engine/detector/likelihood_head.h"

#include "engine/copula/log_gamma.h"

#include <cmath>

namespace dissonance {

namespace {

constexpr double kSpread = 0.95;
constexpr double kLeastDeviation = 1e-3;
constexpr double kMarginalFreedom = 200.0; // as term M has
/// What the channels' own surprise weighs before anything is learned: about as much as the latents.
constexpr double kFirstMarginalWeight = 0.1;

/// z' inv(R) z for every row, and 1/2 ln|R|.
struct QuadraticForm
{
    at::Tensor square; ///< (M)
    at::Tensor halfLogDeterminant; ///< ()
};

QuadraticForm quadraticForm(const at::Tensor& z, const at::Tensor& correlation)
{
    const auto lower = at::linalg_cholesky(correlation);
    // d is far below the number of rows: invert once, multiply many.
    const auto identity = at::eye(lower.size(0), lower.options());
    const auto inverse = at::linalg_solve_triangular(lower, identity, /*upper=*/false);
    return {at::linear(z, inverse).square().sum(1), lower.diagonal().log().sum()};
}

} // namespace

at::Tensor latentCorrelation(const at::Tensor& factor)
{
    const auto lower = at::tril(factor);
    const auto rows = lower / lower.square().sum(1, /*keepdim=*/true).add(1e-12).sqrt();
    return kSpread * at::mm(rows, rows.t())
        + (1.0 - kSpread) * at::eye(factor.size(0), factor.options().requires_grad(false));
}

at::Tensor gaussianCopulaLogDensity(const at::Tensor& z, const at::Tensor& correlation)
{
    const auto form = quadraticForm(z, correlation);
    return 0.5 * (z.square().sum(1) - form.square) - form.halfLogDeterminant;
}

at::Tensor studentCopulaLogDensity(const at::Tensor& y, const at::Tensor& correlation, double nu)
{
    const auto d = double(y.size(1));
    const double constant =
        logGamma(0.5 * (nu + d)) + (d - 1.0) * logGamma(0.5 * nu) - d * logGamma(0.5 * (nu + 1.0));
    const auto form = quadraticForm(y, correlation);
    const auto marginals = (y.square() / nu).log1p().sum(1);
    return 0.5 * (nu + 1.0) * marginals - 0.5 * (nu + d) * (form.square / nu).log1p()
        - form.halfLogDeterminant + constant;
}

at::Tensor multivariateNormalLogDensity(const at::Tensor& z, const at::Tensor& correlation)
{
    const auto form = quadraticForm(z, correlation);
    const double constant = 0.5 * double(z.size(1)) * std::log(2.0 * M_PI);
    return -0.5 * form.square - form.halfLogDeterminant - constant;
}

at::Tensor normalLogDensity(const at::Tensor& z)
{
    return -0.5 * (z.square() + std::log(2.0 * M_PI)).sum(1);
}

at::Tensor channelSurprise(const at::Tensor& tokens, const at::Tensor& scale)
{
    const auto patch = scale.size(1);
    const auto length = double(scale.numel());
    const auto coordinates =
        tokens.view({tokens.size(0), tokens.size(1), tokens.size(2) / patch, patch});
    const auto square = (coordinates * scale.unsqueeze(1)).square().sum({1, 3});
    return 0.5 * (kMarginalFreedom + length) * (square / kMarginalFreedom).log1p().mean(1);
}

LatentStatistics latentStatistics(const at::Tensor& latents)
{
    const auto mean = latents.mean(0);
    const auto variance = (latents - mean).square().mean(0);
    return {mean, (variance + kLeastDeviation * kLeastDeviation).sqrt()};
}

LikelihoodHead::LikelihoodHead(const NetworkConfig& config, const at::TensorOptions& options)
    : m_head(config.head)
    , m_family(config.family)
    , m_nu(config.degreesOfFreedom)
{
    if (m_head == NetworkHead::LatentCopula && m_family == CopulaFamily::StudentT)
        m_map.emplace(m_nu, options);
}

at::Tensor LikelihoodHead::latents(const at::Tensor& features, const HeadWeights& weights) const
{
    return at::linear(features, weights.project, weights.projectBias);
}

at::Tensor LikelihoodHead::logLikelihood(const at::Tensor& latents, const at::Tensor& tokens,
                                         const LatentStatistics& statistics,
                                         const HeadWeights& weights) const
{
    auto likelihood = ofLatents(latents, tokens, statistics, weights);
    if (!weights.marginalScale.defined())
        return likelihood;
    return likelihood
        - kFirstMarginalWeight * weights.marginalLogWeight.exp()
        * channelSurprise(tokens, weights.marginalScale);
}

at::Tensor LikelihoodHead::ofLatents(const at::Tensor& latents, const at::Tensor& tokens,
                                     const LatentStatistics& statistics,
                                     const HeadWeights& weights) const
{
    const auto windows = tokens.size(0);
    if (m_head == NetworkHead::DensityRatio) {
        // The first token holds every channel's leading coordinates f, whose linear dependence
        // is known in closed form: dep = 1/2 f'(inv(R) - I)f / sqrt(rD), larger is stranger.
        const auto leading = tokens.select(1, 0);
        const auto dependence = (at::mm(leading, weights.precision) * leading).sum(1)
            * (0.5 / std::sqrt(double(leading.size(1))));
        return latents.view({windows, -1}).mean(1) - weights.logScale.exp() * dependence
            + weights.offset;
    }

    const auto z = (latents - statistics.mean) / statistics.deviation;
    if (m_head == NetworkHead::IndependentNormal)
        return normalLogDensity(z).view({windows, -1}).mean(1) / double(z.size(1));
    const auto correlation = latentCorrelation(weights.factor);
    const auto density = m_head == NetworkHead::MultivariateNormal
        ? multivariateNormalLogDensity(z, correlation)
        : m_family == CopulaFamily::StudentT
        ? studentCopulaLogDensity((*m_map)(z), correlation, m_nu)
        : gaussianCopulaLogDensity(z, correlation);
    return density.view({windows, -1}).mean(1) / double(z.size(1));
}

} // namespace dissonance
