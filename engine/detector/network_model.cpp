#include "engine/detector/network_model.h"

namespace dissonance {

at::Tensor NetworkModel::surprise(const at::Tensor& tokens, Part part) const
{
    const auto features = encode(tokens, weights.encoder, config.heads, nullptr);
    const auto latents = head.latents(features, weights.head);
    const LatentStatistics statistics{weights.head.mean, weights.head.deviation};
    return part == Part::Whole ? -head.logLikelihood(latents, tokens, statistics, weights.head)
                               : -head.ofLatents(latents, tokens, statistics, weights.head);
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
