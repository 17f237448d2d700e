#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace dissonance {

/// Multi-head self-attention within each window, before the output projection; differentiable.
///
/// @param queryKeyValue  (N T x 3 W): queries, keys and values side by side, each of them the
///                       heads side by side.
/// @param tokens         T.
/// @param heads          a divisor of W.
/// @return (N T x W).
/// Source: Vaswani et al. (2017), "Attention Is All You Need", equation 1.
at::Tensor attend(const at::Tensor& queryKeyValue, std::int64_t tokens, int heads);

} // namespace dissonance
