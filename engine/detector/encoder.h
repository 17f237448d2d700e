#pragma once

#include <torch/torch.h>

#include "engine/detector/network_weights.h"
#include "engine/detector/random_source.h"

namespace dissonance {

/// Dropout from a pool of masks drawn once: a step takes views at random places, which costs
/// nothing, while drawing fresh masks would cost as much as the layers that they drop from.
class DropoutPool
{
public:
    /// @param share    of values dropped, in [0, 1).
    /// @param largest  values of the largest tensor that will be dropped from.
    DropoutPool(double share, std::int64_t largest, std::uint64_t seed,
                const at::TensorOptions& options);

    /// x with a share of it zeroed and the rest scaled up; x itself where the share is 0.
    at::Tensor operator()(const at::Tensor& x);

private:
    at::Tensor m_masks;
    RandomSource m_random;
    double m_share = 0.0;
};

/// Tokens to features: linear embedding (of the coordinates, and where the weights say so of their
/// magnitudes |z| - 0.8 too) with learned positions, pre-norm transformer layers (attention, then a
/// feed-forward block of twice the width with GELU), a last norm. Without layers the embedding
/// alone.
///
/// @param tokens   (N x T x token width).
/// @param dropout  null: none (inference).
/// @return (N T x W).
at::Tensor encode(const at::Tensor& tokens, const EncoderWeights& weights, int heads,
                  DropoutPool* dropout);

} // namespace dissonance
