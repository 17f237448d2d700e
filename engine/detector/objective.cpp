#include "engine/detector/objective.h"

namespace dissonance {

namespace {

/// What a step of the logit's scale is worth: l is per feature, a logit per window.
constexpr double kLogitScale = 4.0;
constexpr double kMargin = 1.0; ///< nat per feature
constexpr double kLikelihoodWeight = 0.1;

} // namespace

at::Tensor logit(const at::Tensor& logLikelihood, NetworkHead head, const HeadWeights& weights)
{
    if (head == NetworkHead::DensityRatio)
        return logLikelihood;
    return weights.logScale.exp() * kLogitScale * logLikelihood + weights.offset;
}

ObjectiveValue objective(const at::Tensor& normal, const at::Tensor& negatives,
                         const NetworkConfig& config, const HeadWeights& weights)
{
    if (config.objective == NetworkObjective::Hinge) {
        const auto contrastive = at::relu(kMargin - (normal - negatives)).mean();
        const auto likelihood = -kLikelihoodWeight * normal.mean();
        return {contrastive + likelihood, contrastive, likelihood};
    }
    if (config.objective == NetworkObjective::Likelihood) {
        const auto likelihood = -normal.mean();
        return {likelihood, at::zeros_like(likelihood), likelihood};
    }
    const auto loss = at::softplus(-logit(normal, config.head, weights)).mean()
        + at::softplus(logit(negatives, config.head, weights)).mean();
    return {loss, loss, {}};
}

} // namespace dissonance
