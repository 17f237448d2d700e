#include "engine/detector/network_model.h"

#include <utility>
#include <vector>

namespace dissonance {

at::Tensor NetworkModel::surprise(const at::Tensor& tokens, Part part) const
{
    const auto features = encode(tokens, weights.encoder, config.heads, nullptr);
    const auto latents = head.latents(features, weights.head);
    const LatentStatistics statistics{weights.head.mean, weights.head.deviation};
    return part == Part::Whole ? -head.logLikelihood(latents, tokens, statistics, weights.head)
                               : -head.ofLatents(latents, tokens, statistics, weights.head);
}

at::Device deviceOf(const NetworkModel& model)
{
    return model.weights.encoder.embed.device();
}

NetworkModel movedTo(const NetworkModel& model, at::Device device)
{
    const auto options = at::TensorOptions(at::kFloat).device(device);
    std::vector<at::Tensor> pieces;
    for (const auto& weights : model.weights.learned)
        pieces.push_back(weights.detach().reshape({-1}));
    std::vector<at::Tensor> measured;
    for (const auto& statistic : model.weights.measured)
        measured.push_back(statistic.detach().to(options));
    NetworkModel moved{
        model.config, model.layout, model.plan, LikelihoodHead(model.config, options), {}};
    moved.weights = bindWeights(model.config, model.plan, at::cat(pieces).to(options),
                                std::move(measured), false);
    return moved;
}

TorchThreads::TorchThreads(int threads)
    : m_before(at::get_num_threads())
{
    at::set_num_threads(threads);
}

TorchThreads::~TorchThreads()
{
    at::set_num_threads(m_before);
}

} // namespace dissonance
