#include <torch/torch.h>

#include "engine/detector/network.h"

#include "engine/base/parallel.h"
#include "engine/detector/network_model.h"
#include "engine/detector/torch_guard.h"
#include "engine/detector/trainer.h"

#include <algorithm>
#include <atomic>

namespace dissonance {

namespace {

/// Tokens scored at once: fits the cache, and a stop request waits for one such chunk.
constexpr Eigen::Index kTokensAtOnce = 2048;

Result<at::Device> resolve(Device device)
{
    if (device == Device::Cpu)
        return at::Device(at::kCPU);
    if (torch::cuda::is_available())
        return at::Device(at::kCUDA);
    if (device == Device::Auto)
        return at::Device(at::kCPU);
    return Error{ErrorCode::DeviceUnavailable,
                 "LibTorch finds no CUDA device; use the CPU (--device cpu), or install a "
                 "CUDA build of LibTorch and the graphics driver."};
}

} // namespace

struct Network::State
{
    NetworkModel model;
};

Network::Network(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

Network::~Network() = default;

Status Network::checkDevice(Device device)
{
    return guardedTorch([&]() -> Status {
        const auto resolved = resolve(device);
        return resolved ? Status(Done{}) : Status(resolved.error());
    });
}

Result<std::shared_ptr<const Network>>
Network::train(const NetworkData& data, const NetworkConfig& config, std::uint64_t seed,
               Device device, const std::function<void(const TrainingStep&)>& onStep,
               const RunContext& context)
{
    return guardedTorch([&]() -> Result<std::shared_ptr<const Network>> {
        const auto resolved = resolve(device);
        if (!resolved)
            return resolved.error();
        auto model = trainNetwork(data, config, seed, *resolved, onStep, context);
        if (!model)
            return model.error();
        return std::make_shared<const Network>(std::make_unique<State>(State{*std::move(model)}));
    });
}

Result<std::shared_ptr<const Network>> Network::on(std::shared_ptr<const Network> network,
                                                   Device device)
{
    return guardedTorch([&]() -> Result<std::shared_ptr<const Network>> {
        const auto resolved = resolve(device);
        if (!resolved)
            return resolved.error();
        const auto& model = network->m_state->model;
        if (deviceOf(model).type() == resolved->type())
            return network;
        return std::make_shared<const Network>(
            std::make_unique<State>(State{movedTo(model, *resolved)}));
    });
}

Result<std::shared_ptr<const Network>> Network::restore(const NetworkConfig& config,
                                                        Eigen::Index channels,
                                                        Eigen::Index windowLength,
                                                        const std::vector<NamedTensor>& tensors)
{
    return guardedTorch([&]() -> Result<std::shared_ptr<const Network>> {
        const TokenLayout layout{channels, windowLength, config.patch};
        auto plan = planWeights(config, layout);
        at::Tensor flat;
        std::vector<at::Tensor> measured;
        if (const auto status = fromNamedTensors(plan, tensors, flat, measured); !status)
            return status.error();
        auto weights = bindWeights(config, plan, flat, std::move(measured), false);
        return std::make_shared<const Network>(std::make_unique<State>(
            State{{config, layout, std::move(plan), LikelihoodHead(config, at::kFloat),
                   std::move(weights)}}));
    });
}

std::vector<NamedTensor> Network::tensors() const
{
    return toNamedTensors(m_state->model.plan, m_state->model.weights);
}

Eigen::VectorXf Network::marginalScale() const
{
    const auto& model = m_state->model;
    if (!model.config.marginals)
        return {};
    const auto scale = model.weights.head.marginalScale.to(at::kCPU).contiguous();
    return Eigen::Map<const Eigen::VectorXf>(scale.data_ptr<float>(), model.layout.windowLength);
}

Eigen::Index Network::windowsAtOnce() const
{
    return std::max<Eigen::Index>(1, kTokensAtOnce / m_state->model.layout.tokens());
}

// Chunk by chunk on threads of our own with one torch thread each: OpenMP's threads spin while they
// wait and stall when another program has the core.
Result<Eigen::ArrayXf> Network::surpriseOf(const Eigen::MatrixXf& coordinates, int threads,
                                           const RunContext& context) const
{
    return guardedTorch([&]() -> Result<Eigen::ArrayXf> {
        const auto& model = m_state->model;
        const auto& layout = model.layout;
        const auto device = deviceOf(model);
        const auto count = coordinates.cols();
        const auto chunk = windowsAtOnce();
        const auto chunks = (count + chunk - 1) / chunk;
        Eigen::ArrayXf result(count);
        std::atomic<Eigen::Index> finished = 0;

        parallelFor(chunks, threadCount(threads), [&](Eigen::Index first, Eigen::Index last) {
            const TorchThreads torchThreads(1);
            const c10::InferenceMode inference;
            for (auto i = first; i < last && !context.stopRequested(); ++i) {
                const auto from = i * chunk;
                const auto size = std::min(chunk, count - from);
                auto tokens = at::empty({size, layout.tokens(), layout.width()}, at::kFloat);
                coordinatesToTokens(coordinates.middleCols(from, size), layout,
                                    tokens.data_ptr<float>());
                const auto surprise =
                    model.surprise(tokens.to(device), Part::Latents).to(at::kCPU).contiguous();
                std::copy_n(surprise.data_ptr<float>(), size, result.data() + from);
                const auto done = finished.fetch_add(1) + 1;
                if (first == 0)
                    context.report(double(done) / double(chunks), "scoring with the network");
            }
        });
        if (context.stopRequested())
            return cancelled();
        return result;
    });
}

} // namespace dissonance
