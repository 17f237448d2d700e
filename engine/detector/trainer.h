#pragma once

#include <torch/torch.h>

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/network.h"
#include "engine/detector/network_model.h"

#include <cstdint>
#include <functional>

namespace dissonance {

/// Trains a network, on one thread: AdamW with warm-up and cosine decay, gradients
/// clipped at 1, until the separation of held-out normal windows from negatives stops growing.
/// The weights of the best measurement are kept.
///
/// @return the model on the CPU.
/// Errors: TrainingDiverged, Cancelled. May throw what torch throws.
Result<NetworkModel> trainNetwork(const NetworkData& data, const NetworkConfig& config,
                                  std::uint64_t seed, at::Device device,
                                  const std::function<void(const TrainingStep&)>& onStep,
                                  const RunContext& context);

} // namespace dissonance
