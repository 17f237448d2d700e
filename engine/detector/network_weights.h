#pragma once

#include <torch/torch.h>

#include "engine/base/result.h"
#include "engine/detector/detector_config.h"
#include "engine/detector/named_tensor.h"
#include "engine/detector/window_source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dissonance {

/// Name and shape of one array of a network.
struct WeightSpec
{
    std::string name;
    std::vector<std::int64_t> shape;

    std::int64_t size() const;
};

/// What a network of this config consists of, in the order in which it is stored: weights that
/// are learned, then statistics that are measured.
struct WeightPlan
{
    std::vector<WeightSpec> learned;
    std::vector<WeightSpec> measured;

    std::int64_t learnedSize() const;
};

WeightPlan planWeights(const NetworkConfig& config, const TokenLayout& layout);

/// Weights of one pre-norm encoder layer; W is the model width.
struct LayerWeights
{
    at::Tensor norm1Scale, norm1Shift; ///< (W)
    at::Tensor queryKeyValue; ///< (3W x W)
    at::Tensor queryKeyValueBias; ///< (3W)
    at::Tensor attentionOut, attentionOutBias; ///< (W x W), (W)
    at::Tensor norm2Scale, norm2Shift; ///< (W)
    at::Tensor widen, widenBias; ///< (2W x W), (2W)
    at::Tensor narrow, narrowBias; ///< (W x 2W), (W)
};

struct EncoderWeights
{
    at::Tensor embed; ///< (W x token width), with magnitudes (W x 2 token width)
    at::Tensor positions; ///< (tokens x W); the embedding needs no bias of its own
    std::vector<LayerWeights> layers;
    at::Tensor normScale, normShift; ///< (W)
    bool magnitudes = false; ///< NetworkConfig::magnitudes
};

struct HeadWeights
{
    at::Tensor project, projectBias; ///< (d x W), (d); of the critic (1 x W), (1)
    at::Tensor factor; ///< (d x d) before tril and normalisation; not of the critic
    at::Tensor logScale; ///< () a of logit = e^a 4 l(X) + b; of the critic, alpha
    at::Tensor offset; ///< () b
    /// (tokens x patch) of every channel's coordinates, and (): e^w; where the config has
    /// marginals.
    at::Tensor marginalScale, marginalLogWeight;
    at::Tensor mean, deviation; ///< (d) of the latents in normal operation; not of the critic
    at::Tensor precision; ///< (rD x rD) inv(R) - I of the leading coordinates; critic only
};

struct NetworkWeights
{
    EncoderWeights encoder;
    HeadWeights head;
    std::vector<at::Tensor> learned; ///< as in WeightPlan
    std::vector<at::Tensor> measured;
};

/// Learned weights drawn as usual (uniform within 1/sqrt(fan in)), statistics of a standard
/// normal, as one float32 array on the CPU.
at::Tensor drawWeights(const WeightPlan& plan, std::uint64_t seed);

/// Names the pieces of a flat array of learned weights, (plan.learnedSize()).
///
/// @param leaves  whether each piece is a leaf of its own that gradients are asked for.
NetworkWeights bindWeights(const NetworkConfig& config, const WeightPlan& plan,
                           const at::Tensor& flat, std::vector<at::Tensor> measured, bool leaves);

/// Statistics before anything was measured.
std::vector<at::Tensor> initialStatistics(const WeightPlan& plan);

std::vector<NamedTensor> toNamedTensors(const WeightPlan& plan, const NetworkWeights& weights);

/// The flat array and the statistics from stored arrays.
/// Errors: ModelMalformed naming the tensor.
Result<Done> fromNamedTensors(const WeightPlan& plan, const std::vector<NamedTensor>& tensors,
                              at::Tensor& flat, std::vector<at::Tensor>& measured);

} // namespace dissonance
