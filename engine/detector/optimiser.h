#pragma once

#include <torch/torch.h>

#include "engine/detector/detector_config.h"

#include <vector>

namespace dissonance {

/// AdamW over one flat array of weights: torch::optim::AdamW walks the weights one by one, which
/// costs more than a whole step of so small a network. The rate rises over the warm-up steps
/// and falls to zero along a cosine; gradients are clipped to norm 1.
/// Source: Loshchilov and Hutter (2019), ICLR, "Decoupled Weight Decay Regularization".
class AdamW
{
public:
    AdamW(const NetworkConfig& config, const at::Tensor& weights);

    /// Learning rate of a step, 1-based.
    double rate(int step) const;

    /// One step in place.
    ///
    /// @param gradients  in the order and with the sizes of the weights' pieces, all defined.
    /// @return the gradient's norm before clipping; nothing is changed where it is not finite.
    double step(int number, const std::vector<at::Tensor>& gradients, at::Tensor& weights);

private:
    const NetworkConfig& m_config;
    at::Tensor m_gradient;
    at::Tensor m_first; ///< running mean of the gradient
    at::Tensor m_second; ///< running mean of its square
};

} // namespace dissonance
