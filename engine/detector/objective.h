#pragma once

#include <torch/torch.h>

#include "engine/detector/detector_config.h"
#include "engine/detector/network_weights.h"

namespace dissonance {

/// Loss of one batch and what it consists of, each ().
struct ObjectiveValue
{
    at::Tensor loss;
    at::Tensor contrastive;
    at::Tensor likelihood; ///< undefined where the objective has no such part
};

/// The logit that a window is normal: e^a 4 l(X) + b; the critic's output is one already.
at::Tensor logit(const at::Tensor& logLikelihood, NetworkHead head, const HeadWeights& weights);

/// Noise-contrastive: mean logistic loss of normal windows against negatives.
/// Hinge: mean [1 - (l(X+) - l(X-))]_+ over pairs, minus 0.1 mean l(X+), l in nats per feature.
/// Likelihood: minus mean l(X+), which lets the latents collapse.
///
/// @param normal     (B) log-likelihood per feature of normal windows.
/// @param negatives  (B) of their negatives.
/// Source: Gutmann and Hyvarinen (2010), AISTATS, 297-304, for the noise-contrastive one.
ObjectiveValue objective(const at::Tensor& normal, const at::Tensor& negatives,
                         const NetworkConfig& config, const HeadWeights& weights);

} // namespace dissonance
