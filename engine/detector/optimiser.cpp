#include "engine/detector/optimiser.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kFirstDecay = 0.9;
constexpr double kSecondDecay = 0.999;
constexpr double kLeastDenominator = 1e-8;
constexpr double kGreatestNorm = 1.0;

} // namespace

AdamW::AdamW(const NetworkConfig& config, const at::Tensor& weights)
    : m_config(config)
    , m_gradient(at::zeros_like(weights))
    , m_first(at::zeros_like(weights))
    , m_second(at::zeros_like(weights))
{
}

double AdamW::rate(int step) const
{
    const double warm = std::min(1.0, double(step) / std::max(1, m_config.warmUpSteps));
    const double along = double(step - 1) / std::max(1, m_config.maxSteps);
    return m_config.learningRate * warm * 0.5 * (1.0 + std::cos(M_PI * along));
}

double AdamW::step(int number, const std::vector<at::Tensor>& gradients, at::Tensor& weights)
{
    const torch::NoGradGuard noGradients;
    std::vector<at::Tensor> pieces;
    pieces.reserve(gradients.size());
    for (const auto& gradient : gradients)
        pieces.push_back(gradient.reshape({-1}));
    at::cat_out(m_gradient, pieces);

    const auto norm = m_gradient.norm().item<double>();
    if (!std::isfinite(norm))
        return norm;
    if (norm > kGreatestNorm)
        m_gradient.mul_(kGreatestNorm / norm);

    const double rate = this->rate(number);
    m_first.lerp_(m_gradient, 1.0 - kFirstDecay);
    m_second.mul_(kSecondDecay).addcmul_(m_gradient, m_gradient, 1.0 - kSecondDecay);
    const double firstBias = 1.0 - std::pow(kFirstDecay, number);
    const double secondBias = 1.0 - std::pow(kSecondDecay, number);
    const auto denominator = m_second.sqrt().div_(std::sqrt(secondBias)).add_(kLeastDenominator);
    weights.mul_(1.0 - rate * m_config.weightDecay)
        .addcdiv_(m_first, denominator, -rate / firstBias);
    return norm;
}

} // namespace dissonance
