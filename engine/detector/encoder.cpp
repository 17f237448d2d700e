#include "engine/detector/encoder.h"

#include "engine/detector/attention.h"

#include <algorithm>

namespace dissonance {

namespace {

/// Masks kept at least, so that two steps seldom see the same one.
constexpr std::int64_t kLeastPool = std::int64_t(1) << 18;

/// Mean magnitude of a whitened coordinate, E|z| of a standard normal.
constexpr double kUsualMagnitude = 0.8;

at::Tensor normalise(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift)
{
    return at::layer_norm(x, {x.size(-1)}, scale, shift);
}

at::Tensor withMagnitudes(const at::Tensor& coordinates)
{
    return at::cat({coordinates, coordinates.abs() - kUsualMagnitude}, 1);
}

} // namespace

DropoutPool::DropoutPool(double share, std::int64_t largest, std::uint64_t seed,
                         const at::TensorOptions& options)
    : m_random(seed)
    , m_share(share)
{
    if (share <= 0.0)
        return;
    auto masks = at::empty({std::max(kLeastPool, 2 * largest)}, at::kFloat);
    std::generate_n(masks.data_ptr<float>(), masks.numel(),
                    [&] { return m_random.uniform() < share ? 0.0F : float(1.0 / (1.0 - share)); });
    m_masks = masks.to(options);
}

at::Tensor DropoutPool::operator()(const at::Tensor& x)
{
    if (m_share <= 0.0)
        return x;
    const auto at = m_random.below(m_masks.numel() - x.numel());
    return x * m_masks.narrow(0, at, x.numel()).view(x.sizes());
}

at::Tensor encode(const at::Tensor& tokens, const EncoderWeights& weights, int heads,
                  DropoutPool* dropout)
{
    const auto windows = tokens.size(0);
    const auto count = tokens.size(1);
    const auto width = weights.positions.size(1);
    const auto drop = [&](const at::Tensor& x) {
        return dropout ? (*dropout)(x) : x;
    };

    const auto coordinates = tokens.view({windows * count, tokens.size(2)});
    auto x =
        at::linear(weights.magnitudes ? withMagnitudes(coordinates) : coordinates, weights.embed);
    x = (x.view({windows, count, width}) + weights.positions).view({windows * count, width});
    for (const auto& layer : weights.layers) {
        const auto attended = attend(at::linear(normalise(x, layer.norm1Scale, layer.norm1Shift),
                                                layer.queryKeyValue, layer.queryKeyValueBias),
                                     count, heads);
        x = x + drop(at::linear(attended, layer.attentionOut, layer.attentionOutBias));
        const auto wide = at::gelu(at::linear(normalise(x, layer.norm2Scale, layer.norm2Shift),
                                              layer.widen, layer.widenBias));
        x = x + drop(at::linear(drop(wide), layer.narrow, layer.narrowBias));
    }
    return weights.layers.empty() ? x : normalise(x, weights.normScale, weights.normShift);
}

} // namespace dissonance
