#include "engine/detector/network_weights.h"

#include "engine/detector/random_source.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace dissonance {

namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const auto size : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    return shape.empty() ? "one value" : text;
}

void planLayer(const std::string& name, std::int64_t width, std::vector<WeightSpec>& specs)
{
    specs.push_back({name + "norm1.scale", {width}});
    specs.push_back({name + "norm1.shift", {width}});
    specs.push_back({name + "attention.in.weight", {3 * width, width}});
    specs.push_back({name + "attention.in.bias", {3 * width}});
    specs.push_back({name + "attention.out.weight", {width, width}});
    specs.push_back({name + "attention.out.bias", {width}});
    specs.push_back({name + "norm2.scale", {width}});
    specs.push_back({name + "norm2.shift", {width}});
    specs.push_back({name + "widen.weight", {2 * width, width}});
    specs.push_back({name + "widen.bias", {2 * width}});
    specs.push_back({name + "narrow.weight", {width, 2 * width}});
    specs.push_back({name + "narrow.bias", {width}});
}

bool endsWith(const std::string& name, const char* ending)
{
    return name.ends_with(ending);
}

/// Hands out tensors one after the other, in plan order.
class Taker
{
public:
    explicit Taker(const std::vector<at::Tensor>& tensors)
        : m_tensors(tensors)
    {
    }
    at::Tensor next() { return m_tensors.at(m_next++); }

private:
    const std::vector<at::Tensor>& m_tensors;
    std::size_t m_next = 0;
};

LayerWeights takeLayer(Taker& taker)
{
    LayerWeights layer;
    for (auto* weight :
         {&layer.norm1Scale, &layer.norm1Shift, &layer.queryKeyValue, &layer.queryKeyValueBias,
          &layer.attentionOut, &layer.attentionOutBias, &layer.norm2Scale, &layer.norm2Shift,
          &layer.widen, &layer.widenBias, &layer.narrow, &layer.narrowBias})
        *weight = taker.next();
    return layer;
}

} // namespace

std::int64_t WeightSpec::size() const
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t(1), std::multiplies<>());
}

std::int64_t WeightPlan::learnedSize() const
{
    return std::accumulate(
        learned.begin(), learned.end(), std::int64_t(0),
        [](std::int64_t sum, const WeightSpec& spec) { return sum + spec.size(); });
}

WeightPlan planWeights(const NetworkConfig& config, const TokenLayout& layout)
{
    const std::int64_t width = config.modelWidth;
    WeightPlan plan;
    auto& learned = plan.learned;
    learned.push_back({"embed.weight", {width, layout.width() * (config.magnitudes ? 2 : 1)}});
    learned.push_back({"embed.positions", {layout.tokens(), width}});
    for (int i = 0; i < config.layers; ++i)
        planLayer("layer" + std::to_string(i) + ".", width, learned);
    learned.push_back({"norm.scale", {width}});
    learned.push_back({"norm.shift", {width}});

    const bool critic = config.head == NetworkHead::DensityRatio;
    const std::int64_t outputs = critic ? 1 : config.latents;
    learned.push_back({"head.weight", {outputs, width}});
    learned.push_back({"head.bias", {outputs}});
    if (!critic)
        learned.push_back({"head.factor", {outputs, outputs}});
    learned.push_back({critic ? "head.alpha" : "head.log_scale", {}});
    learned.push_back({"head.offset", {}});
    if (config.marginals) {
        learned.push_back({"head.marginal.scale", {layout.tokens(), layout.patch}});
        learned.push_back({"head.marginal.log_weight", {}});
    }

    if (critic) {
        plan.measured.push_back({"head.precision", {layout.width(), layout.width()}});
    } else {
        plan.measured.push_back({"head.mean", {outputs}});
        plan.measured.push_back({"head.deviation", {outputs}});
    }
    return plan;
}

at::Tensor drawWeights(const WeightPlan& plan, std::uint64_t seed)
{
    RandomSource random(seed);
    auto flat = at::zeros({plan.learnedSize()}, at::kFloat);
    auto* to = flat.data_ptr<float>();
    for (const auto& spec : plan.learned) {
        const auto size = spec.size();
        if (endsWith(spec.name, ".scale")) {
            std::fill_n(to, size, 1.0F);
        } else if (endsWith(spec.name, ".weight")) {
            const double bound = 1.0 / std::sqrt(double(spec.shape.back()));
            std::generate_n(to, size, [&] { return float(random.uniform(-bound, bound)); });
        } else if (endsWith(spec.name, ".positions")) {
            std::generate_n(to, size, [&] { return float(random.uniform(-0.5, 0.5)); });
        } else if (endsWith(spec.name, ".alpha")) {
            *to = -2.0F;
        } else if (endsWith(spec.name, ".factor")) {
            // Off the identity: there a Gaussian copula is flat and teaches nothing.
            const auto side = spec.shape.back();
            for (std::int64_t i = 0; i < side; ++i)
                for (std::int64_t j = 0; j < side; ++j)
                    to[i * side + j] = i == j ? 1.0F : float(random.uniform(-0.3, 0.3));
        }
        to += size;
    }
    return flat;
}

std::vector<at::Tensor> initialStatistics(const WeightPlan& plan)
{
    std::vector<at::Tensor> statistics;
    for (const auto& spec : plan.measured)
        statistics.push_back(endsWith(spec.name, ".deviation") ? at::ones(spec.shape, at::kFloat)
                                                               : at::zeros(spec.shape, at::kFloat));
    return statistics;
}

NetworkWeights bindWeights(const NetworkConfig& config, const WeightPlan& plan,
                           const at::Tensor& flat, std::vector<at::Tensor> measured, bool leaves)
{
    NetworkWeights weights;
    std::int64_t at = 0;
    for (const auto& spec : plan.learned) {
        auto piece = flat.narrow(0, at, spec.size()).view(spec.shape);
        at += spec.size();
        weights.learned.push_back(leaves ? piece.detach().requires_grad_(true) : piece);
    }
    weights.measured = std::move(measured);

    Taker taker(weights.learned);
    weights.encoder.magnitudes = config.magnitudes;
    weights.encoder.embed = taker.next();
    weights.encoder.positions = taker.next();
    for (int i = 0; i < config.layers; ++i)
        weights.encoder.layers.push_back(takeLayer(taker));
    weights.encoder.normScale = taker.next();
    weights.encoder.normShift = taker.next();

    const bool critic = config.head == NetworkHead::DensityRatio;
    weights.head.project = taker.next();
    weights.head.projectBias = taker.next();
    if (!critic)
        weights.head.factor = taker.next();
    weights.head.logScale = taker.next();
    weights.head.offset = taker.next();
    if (config.marginals) {
        weights.head.marginalScale = taker.next();
        weights.head.marginalLogWeight = taker.next();
    }
    if (critic) {
        weights.head.precision = weights.measured.at(0);
    } else {
        weights.head.mean = weights.measured.at(0);
        weights.head.deviation = weights.measured.at(1);
    }
    return weights;
}

std::vector<NamedTensor> toNamedTensors(const WeightPlan& plan, const NetworkWeights& weights)
{
    std::vector<NamedTensor> named;
    const auto add = [&](const std::vector<WeightSpec>& specs,
                         const std::vector<at::Tensor>& tensors) {
        for (std::size_t i = 0; i < specs.size(); ++i) {
            const auto values = tensors.at(i).detach().to(at::kCPU).contiguous();
            const float* from = values.data_ptr<float>();
            named.push_back({specs[i].name, specs[i].shape, {from, from + values.numel()}});
        }
    };
    add(plan.learned, weights.learned);
    add(plan.measured, weights.measured);
    return named;
}

Result<Done> fromNamedTensors(const WeightPlan& plan, const std::vector<NamedTensor>& tensors,
                              at::Tensor& flat, std::vector<at::Tensor>& measured)
{
    const auto malformed = [](const std::string& detail) {
        return Error{ErrorCode::ModelMalformed, detail};
    };

    std::vector<WeightSpec> specs = plan.learned;
    specs.insert(specs.end(), plan.measured.begin(), plan.measured.end());
    for (const auto& tensor : tensors) {
        const auto known = [&](const WeightSpec& spec) {
            return spec.name == tensor.name;
        };
        if (std::none_of(specs.begin(), specs.end(), known))
            return malformed("Tensor \"" + tensor.name + "\" does not belong to this network.");
    }

    // All is checked before anything is allocated: the sizes come from a file.
    std::vector<const NamedTensor*> found;
    for (const auto& spec : specs) {
        const auto named = [&](const NamedTensor& tensor) {
            return tensor.name == spec.name;
        };
        const auto tensor = std::find_if(tensors.begin(), tensors.end(), named);
        if (tensor == tensors.end())
            return malformed("Tensor \"" + spec.name + "\" is missing.");
        if (std::find_if(tensor + 1, tensors.end(), named) != tensors.end())
            return malformed("Tensor \"" + spec.name + "\" is there twice.");
        if (tensor->shape != spec.shape || std::int64_t(tensor->values.size()) != spec.size())
            return malformed("Tensor \"" + spec.name + "\" is " + shapeText(tensor->shape)
                             + ", not " + shapeText(spec.shape) + ".");
        const auto finite = [](float value) {
            return std::isfinite(value);
        };
        if (!std::all_of(tensor->values.begin(), tensor->values.end(), finite))
            return malformed("Tensor \"" + spec.name + "\" holds a value that is not finite.");
        const auto positive = [](float value) {
            return value > 0.0F;
        };
        if (spec.name.ends_with("deviation")
            && !std::all_of(tensor->values.begin(), tensor->values.end(), positive))
            return malformed("Tensor \"" + spec.name + "\" must be positive.");
        found.push_back(&*tensor);
    }

    flat = at::empty({plan.learnedSize()}, at::kFloat);
    auto* to = flat.data_ptr<float>();
    for (std::size_t i = 0; i < plan.learned.size(); ++i)
        to = std::copy(found[i]->values.begin(), found[i]->values.end(), to);
    measured = initialStatistics(plan);
    for (std::size_t i = 0; i < plan.measured.size(); ++i) {
        const auto& values = found[plan.learned.size() + i]->values;
        std::copy(values.begin(), values.end(), measured[i].data_ptr<float>());
    }
    return Done{};
}

} // namespace dissonance
