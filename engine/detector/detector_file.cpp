#include "engine/base/atomic_file.h"
#include "engine/base/sha256.h"
#include "engine/detector/dependence_file.h"
#include "engine/detector/detector_state.h"
#include "engine/detector/guarded.h"
#include "engine/detector/model_document.h"
#include "engine/detector/tensor_shelf.h"

#include <span>
#include <utility>

namespace dissonance {

namespace {

std::string prefixOf(std::size_t model)
{
    return "length" + std::to_string(model) + ".";
}

void addLength(const LengthModel& model, const std::string& prefix, const DetectorConfig& config,
               std::vector<NamedTensor>& tensors)
{
    const auto length = model.windowLength();
    const auto channels = model.whitening.channelCount();
    tensors.push_back(tensorOf(prefix + "whitening.mean", model.whitening.mean));
    NamedTensor projection{prefix + "whitening.projection", {channels, length, length}, {}};
    for (const auto& matrix : model.whitening.projection) {
        const auto flat = tensorOf({}, matrix);
        projection.values.insert(projection.values.end(), flat.values.begin(), flat.values.end());
    }
    tensors.push_back(std::move(projection));
    tensors.push_back(tensorOf(prefix + "marginal.expected", model.marginal.expected));
    if (config.useCopula)
        tensors.push_back(tensorOf(prefix + "copula.transform", model.copula.transform));
    for (std::size_t i = 0; i < model.networks.size(); ++i)
        for (auto& tensor : model.networks[i].network->tensors()) {
            tensor.name = prefix + "network" + std::to_string(i) + "." + tensor.name;
            tensors.push_back(std::move(tensor));
        }
    if (model.reference.cols() > 0)
        tensors.push_back(tensorOf(prefix + "reference", model.reference));
}

Whitening takeWhitening(const std::string& prefix, Eigen::Index length, Eigen::Index channels,
                        TensorShelf& shelf)
{
    Whitening whitening;
    whitening.mean = shelf.take(prefix + "whitening.mean", length, channels);
    whitening.projection =
        shelf.takeStack(prefix + "whitening.projection", channels, length, length);
    return whitening;
}

Status restoreNetworks(const DetectorConfig& config, const std::string& prefix,
                       Eigen::Index channels, TensorShelf& shelf, LengthModel& model,
                       Eigen::Index length)
{
    auto networkConfig = config.network;
    networkConfig.magnitudes = model.magnitudes;
    for (std::size_t i = 0; i < model.networks.size(); ++i) {
        auto network =
            Network::restore(networkConfig, channels, length,
                             shelf.takeAll(prefix + "network" + std::to_string(i) + "."));
        if (!network)
            return network.error();
        model.networks[i].network = std::move(*network);
    }
    return Done{};
}

} // namespace

Result<ModelFile> toModelFile(const Detector::State& state)
{
    ModelFile file;
    file.document = writeDocument(state);
    file.tensors.push_back(tensorOf("scaling.median", state.scaling.median));
    file.tensors.push_back(tensorOf("scaling.scale", state.scaling.scale));
    addDependence(state.dependence, file.tensors);
    for (std::size_t i = 0; i < state.models.size(); ++i)
        addLength(state.models[i], prefixOf(i), state.card.config, file.tensors);
    return file;
}

std::string modelSha256(const ModelFile& file)
{
    const auto bytes = modelFileBytes(file);
    Sha256 hash;
    hash.add(std::as_bytes(std::span(bytes)));
    return hash.hex();
}

Result<std::unique_ptr<Detector::State>> fromModelFile(const ModelFile& file)
{
    auto read = readDocument(file.document);
    if (!read)
        return read.error();
    auto state = std::move(read->state);
    const auto& config = state->card.config;
    const auto channels = Eigen::Index(state->card.channels.size());

    TensorShelf shelf(file.tensors);
    state->scaling.median = shelf.take("scaling.median", channels, 1);
    state->scaling.scale = shelf.take("scaling.scale", channels, 1);
    if (state->scaling.scale.size() > 0 && state->scaling.scale.minCoeff() <= 0.0F)
        return Error{ErrorCode::ModelMalformed, "Tensor \"scaling.scale\" must be positive."};
    auto dependence = takeDependence(read->dependence, shelf);
    if (!dependence)
        return dependence.error();
    state->dependence = std::move(*dependence);
    for (std::size_t i = 0; i < state->models.size(); ++i) {
        auto& model = state->models[i];
        const auto length = Eigen::Index(config.windowLengths[i]);
        const auto prefix = prefixOf(i);
        model.whitening = takeWhitening(prefix, length, channels, shelf);
        model.marginal.freedom = config.marginalFreedom;
        model.marginal.expected = shelf.take(prefix + "marginal.expected", channels, 1);
        if (config.useCopula) {
            model.copula.leading = leadingFor(config.leading, channels, length);
            const auto size = model.copula.leading * channels;
            model.copula.transform = shelf.take(prefix + "copula.transform", size, size);
        }
        if (read->references[i] > 0)
            model.reference =
                shelf.take(prefix + "reference", length * channels, read->references[i]);
        if (auto status = restoreNetworks(config, prefix, channels, shelf, model, length); !status)
            return status.error();
        if (!config.useMarginal && config.network.marginals && !model.networks.empty())
            model.marginal.scale = learnedScale(model.networks);
    }
    if (auto status = shelf.status(); !status)
        return status.error();
    return state;
}

Result<std::shared_ptr<const Detector>> Detector::load(const std::filesystem::path& file)
{
    return guarded([&]() -> Result<std::shared_ptr<const Detector>> {
        const auto model = readModelFile(file);
        if (!model)
            return model.error();
        auto state = fromModelFile(*model);
        if (!state)
            return Error{state.error().code,
                         file.string() + " is no usable model file. " + state.error().detail};
        // Written by another program the same model may have other bytes; what counts is ours.
        (*state)->card.sha256 = modelSha256(*model);
        return std::make_shared<const Detector>(std::unique_ptr<const State>(std::move(*state)));
    });
}

Status Detector::save(const std::filesystem::path& file) const
{
    return guarded([&]() -> Status {
        const auto model = toModelFile(*m_state);
        if (!model)
            return model.error();
        const auto bytes = modelFileBytes(*model);
        if (auto status = checkHeaderSize(bytes); !status)
            return Error{status.error().code,
                         file.string() + " was not written. " + status.error().detail};
        return writeFileAtomically(file, bytes);
    });
}

} // namespace dissonance
