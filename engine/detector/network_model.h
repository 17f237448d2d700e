#pragma once

#include <torch/torch.h>

#include "engine/detector/detector_config.h"
#include "engine/detector/encoder.h"
#include "engine/detector/likelihood_head.h"
#include "engine/detector/network_weights.h"
#include "engine/detector/window_source.h"

namespace dissonance {

/// What of a window's log-likelihood is asked for.
enum class Part
{
    Whole, ///< with the channels' own part, where there is one
    Latents
};

/// Weights together with what they compute, on one device.
struct NetworkModel
{
    NetworkConfig config;
    TokenLayout layout;
    WeightPlan plan;
    LikelihoodHead head;
    NetworkWeights weights;

    /// Surprise of windows by the measured statistics, larger is stranger.
    ///
    /// @param tokens  (N x T x token width) on the model's device. @return (N).
    at::Tensor surprise(const at::Tensor& tokens, Part part) const;
};

/// Where its weights lie.
at::Device deviceOf(const NetworkModel& model);

/// A copy of the model on a device.
NetworkModel movedTo(const NetworkModel& model, at::Device device);

/// Sets the threads torch uses on this thread, and puts back what was.
class TorchThreads
{
public:
    explicit TorchThreads(int threads);
    ~TorchThreads();
    TorchThreads(const TorchThreads&) = delete;
    TorchThreads& operator=(const TorchThreads&) = delete;

private:
    int m_before = 1;
};

} // namespace dissonance
