#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector.h"
#include "engine/detector/detector_config.h"
#include "engine/detector/named_tensor.h"
#include "engine/detector/whitening.h"

#include <Eigen/Core>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace dissonance {

/// What the network learns from; borrowed for the call.
struct NetworkData
{
    const Eigen::MatrixXf& scaled; ///< (T x C), no NaN
    const Whitening& whitening;
    std::vector<WindowRun> training;
    std::vector<WindowRun> validation; ///< held out: measures separation, chooses the end
};

/// The learned part of the detector (term N): a transformer encoder over patches of whitened
/// coordinates and a likelihood head, trained to tell normal windows from negatives.
///
/// This header is torch-free; network.cpp and the files it includes are the only ones that see
/// torch. Nothing torch throws leaves it.
class Network
{
public:
    /// On the calling thread: batches are too small to gain from more.
    /// Errors: DeviceUnavailable, TrainingDiverged (loss not finite), Cancelled, OutOfMemory,
    /// Internal.
    static Result<std::shared_ptr<const Network>>
    train(const NetworkData& data, const NetworkConfig& config, std::uint64_t seed, Device device,
          const std::function<void(const TrainingStep&)>& onStep, const RunContext& context);

    /// Whether a network could be trained or asked there. Errors: DeviceUnavailable.
    static Status checkDevice(Device device);

    /// The network on a device: surpriseOf() computes there. As trained or restored it is on the
    /// processor.
    /// Errors: DeviceUnavailable, OutOfMemory, Internal.
    static Result<std::shared_ptr<const Network>> on(std::shared_ptr<const Network> network,
                                                     Device device);

    /// Rebuilds a trained network. Errors: ModelMalformed naming the tensor that is missing,
    /// surplus, or of the wrong shape.
    static Result<std::shared_ptr<const Network>> restore(const NetworkConfig& config,
                                                          Eigen::Index channels,
                                                          Eigen::Index windowLength,
                                                          const std::vector<NamedTensor>& tensors);

    /// Weights and running statistics, in a fixed order.
    std::vector<NamedTensor> tensors() const;

    /// Surprise of windows, larger is stranger: minus the log-likelihood ratio per feature (or
    /// minus the critic's logit), without the channels' own part.
    ///
    /// @param coordinates  (L * C) x N, whitened, as whiten() lays them out.
    /// @return (N). Errors: Cancelled, OutOfMemory, Internal.
    Result<Eigen::ArrayXf> surpriseOf(const Eigen::MatrixXf& coordinates, int threads,
                                      const RunContext& context) const;

    /// What the network learned to multiply the whitened coordinates of a channel by in the
    /// channels' own part, (L); empty without that part.
    Eigen::VectorXf marginalScale() const;

    /// Windows that surpriseOf() computes together, counted from the first.
    Eigen::Index windowsAtOnce() const;

    struct State;
    explicit Network(std::unique_ptr<State> state);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

private:
    std::unique_ptr<State> m_state;
};

} // namespace dissonance
