#include "engine/detector/detector_config.h"

#include "engine/detector/config_text.h"
#include "engine/detector/json_fields.h"

#include <algorithm>
#include <string>
#include <utility>

namespace dissonance {

namespace {

std::string number(double value)
{
    auto text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

/// Collects the first field that is out of bounds.
class Bounds
{
public:
    void check(const char* name, double value, double least, double most)
    {
        if (value >= least && value <= most) // false for NaN
            return;
        refuse(std::string(name) + " is " + number(value) + "; it must be between " + number(least)
               + " and " + number(most) + ".");
    }

    void refuse(std::string detail)
    {
        if (m_detail.empty())
            m_detail = std::move(detail);
    }

    Status status() const
    {
        if (m_detail.empty())
            return Done{};
        return Error{ErrorCode::InvalidArgument, m_detail};
    }

private:
    std::string m_detail;
};

template <typename T>
bool hasDuplicates(std::vector<T> values)
{
    std::sort(values.begin(), values.end());
    return std::adjacent_find(values.begin(), values.end()) != values.end();
}

void checkNetwork(const NetworkConfig& network, Bounds& bounds)
{
    bounds.check("network.negatives.swap", network.negatives.swap, 0.0, 1e6);
    bounds.check("network.negatives.lag", network.negatives.lag, 0.0, 1e6);
    bounds.check("network.negatives.cutPaste", network.negatives.cutPaste, 0.0, 1e6);
    bounds.check("network.negatives.level", network.negatives.level, 0.0, 1e6);
    if (network.negatives.swap + network.negatives.lag + network.negatives.cutPaste
            + network.negatives.level
        <= 0.0)
        bounds.refuse("network.negatives are all 0; at least one kind must be drawn.");
    bounds.check("network.degreesOfFreedom", network.degreesOfFreedom, 2.5, 1000.0);
    bounds.check("network.patch", network.patch, 1, 256);
    bounds.check("network.modelWidth", network.modelWidth, 4, 1024);
    bounds.check("network.layers", network.layers, 0, 16);
    bounds.check("network.heads", network.heads, 1, 32);
    if (network.heads >= 1 && network.modelWidth % network.heads != 0)
        bounds.refuse("network.modelWidth must be a multiple of network.heads.");
    bounds.check("network.latents", network.latents, 2, 256);
    bounds.check("network.dropout", network.dropout, 0.0, 0.9);
    bounds.check("network.learningRate", network.learningRate, 1e-7, 1.0);
    bounds.check("network.weightDecay", network.weightDecay, 0.0, 1.0);
    bounds.check("network.warmUpSteps", network.warmUpSteps, 0, 1e6);
    bounds.check("network.batch", network.batch, 4, 4096);
    bounds.check("network.maxSteps", network.maxSteps, 1, 1e6);
    bounds.check("network.validationEvery", network.validationEvery, 1, 1e6);
    bounds.check("network.patience", network.patience, 1, 1e6);
    bounds.check("network.endAfter", network.endAfter, 0, 1e6);
}

nlohmann::json networkJson(const NetworkConfig& network)
{
    nlohmann::json json{
        {"head", toText(network.head)},
        {"family", toText(network.family)},
        {"objective", toText(network.objective)},
        {"negatives",
         {{"swap", network.negatives.swap},
          {"lag", network.negatives.lag},
          {"cutPaste", network.negatives.cutPaste},
          {"level", network.negatives.level}}},
        {"degreesOfFreedom", network.degreesOfFreedom},
        {"patch", network.patch},
        {"marginals", network.marginals},
        {"modelWidth", network.modelWidth},
        {"layers", network.layers},
        {"heads", network.heads},
        {"latents", network.latents},
        {"dropout", network.dropout},
        {"learningRate", network.learningRate},
        {"weightDecay", network.weightDecay},
        {"warmUpSteps", network.warmUpSteps},
        {"batch", network.batch},
        {"maxSteps", network.maxSteps},
        {"validationEvery", network.validationEvery},
        {"patience", network.patience},
    };
    if (network.endAfter > 0)
        json["endAfter"] = network.endAfter;
    return json;
}

/// Reads one of the words that `parse` knows.
template <typename Parse, typename Value>
void readWord(JsonFields& fields, const char* name, const Parse& parse, const char* expected,
              Value& value)
{
    std::string word;
    fields.read(name, word);
    if (const auto known = parse(word))
        value = *known;
    else
        fields.fail(name, expected);
}

Status readNegatives(const nlohmann::json& json, NegativeMix& negatives)
{
    JsonFields fields(json, "config.network.negatives");
    fields.read("swap", negatives.swap);
    fields.read("lag", negatives.lag);
    fields.read("cutPaste", negatives.cutPaste);
    fields.read("level", negatives.level);
    return fields.status();
}

Status readNetwork(const nlohmann::json& json, NetworkConfig& network)
{
    JsonFields fields(json, "config.network");
    readWord(fields, "head", networkHeadFromText,
             "latent-copula, multivariate-normal, independent-normal or density-ratio",
             network.head);
    readWord(fields, "family", copulaFamilyFromText, "gaussian or student-t", network.family);
    readWord(fields, "objective", networkObjectiveFromText,
             "noise-contrastive, hinge or likelihood", network.objective);
    fields.read("degreesOfFreedom", network.degreesOfFreedom);
    fields.read("patch", network.patch);
    if (fields.has("marginals")) // older networks have none
        fields.read("marginals", network.marginals);
    fields.read("modelWidth", network.modelWidth);
    fields.read("layers", network.layers);
    fields.read("heads", network.heads);
    fields.read("latents", network.latents);
    fields.read("dropout", network.dropout);
    fields.read("learningRate", network.learningRate);
    fields.read("weightDecay", network.weightDecay);
    fields.read("warmUpSteps", network.warmUpSteps);
    fields.read("batch", network.batch);
    fields.read("maxSteps", network.maxSteps);
    fields.read("validationEvery", network.validationEvery);
    fields.read("patience", network.patience);
    if (fields.has("endAfter"))
        fields.read("endAfter", network.endAfter);
    if (const auto* negatives = fields.findObject("negatives"))
        if (auto status = readNegatives(*negatives, network.negatives); !status)
            return status;
    return fields.status();
}

} // namespace

DetectorConfig configFor(Preset preset, std::uint64_t seed, CopulaFamily family)
{
    DetectorConfig config;
    config.preset = preset;
    config.seeds = {seed};
    config.network.family = family;
    switch (preset) {
    case Preset::Default:
        break;
    case Preset::Quick:
        config.useNetwork = false;
        break;
    case Preset::Seed:
        config.useMarginal = false;
        config.useCopula = false;
        // Swaps alone teach what binds channels and nothing of the channels themselves.
        config.network.marginals = true;
        config.network.negatives = {1.0, 0.0, 1.0, 1.0};
        config.useState = false;
        config.windowLengths = {16};
        break;
    case Preset::Thorough:
        config.windowLengths = {12, 16, 24};
        config.seeds = {seed, seed + 1};
        config.networkLengths = 3;
        break;
    }
    return config;
}

std::size_t lengthsWithNetworks(const DetectorConfig& config)
{
    const auto lengths = config.windowLengths.size();
    return config.useNetwork ? std::min(lengths, std::size_t(config.networkLengths)) : 0;
}

std::size_t networkCount(const DetectorConfig& config)
{
    return lengthsWithNetworks(config) * config.seeds.size();
}

Status validate(const DetectorConfig& config)
{
    Bounds bounds;
    bounds.check("windowLengths (their number)", double(config.windowLengths.size()), 1, 8);
    for (const int length : config.windowLengths)
        bounds.check("windowLengths", length, 4, 256);
    if (hasDuplicates(config.windowLengths))
        bounds.refuse("windowLengths holds a length twice.");
    bounds.check("seeds (their number)", double(config.seeds.size()), 1, 16);
    if (hasDuplicates(config.seeds))
        bounds.refuse("seeds holds a seed twice.");
    if (!config.useMarginal && !config.useCopula && !config.useNetwork)
        bounds.refuse("useMarginal, useCopula and useNetwork are all off; one must be on.");
    bounds.check("networkLengths", config.networkLengths, 1, 8);
    if (!config.useMarginal && !config.useCopula
        && config.networkLengths < int(config.windowLengths.size()))
        bounds.refuse("networkLengths leaves a window length without any term.");
    bounds.check("clip", config.clip, 0.5, 100.0);
    bounds.check("rangeFloor", config.rangeFloor, 0.0, 1.0);
    bounds.check("ridge", config.ridge, 1e-6, 1.0);
    bounds.check("marginalFreedom", config.marginalFreedom, 1.0, 1e6);
    bounds.check("leading", config.leading, 1, 256);
    bounds.check("shrinkage", config.shrinkage, 1e-4, 1.0);
    bounds.check("copulaWeight", config.copulaWeight, 0.0, 100.0);
    bounds.check("magnitudesBelow", config.magnitudesBelow, 0.0, 1.0);
    bounds.check("stateWeight", config.stateWeight, 0.0, 100.0);
    bounds.check("networkShare", config.networkShare, 0.0, 100.0);
    bounds.check("beyondWeight", config.beyondWeight, 0.0, 100.0);
    bounds.check("calibrationShare", config.calibrationShare, 0.05, 0.5);
    bounds.check("threads", config.threads, 0, 1024);
    checkNetwork(config.network, bounds);
    if (auto status = bounds.status(); !status)
        return status;
    for (std::size_t i = 0; i < lengthsWithNetworks(config); ++i)
        if (config.windowLengths[i] % config.network.patch != 0)
            bounds.refuse("windowLengths holds " + std::to_string(config.windowLengths[i])
                          + ", which is no multiple of network.patch.");
    return bounds.status();
}

std::string toJson(const DetectorConfig& config)
{
    const nlohmann::json json = {
        {"preset", toText(config.preset)},
        {"windowLengths", config.windowLengths},
        {"networkLengths", config.networkLengths},
        {"seeds", config.seeds},
        {"useMarginal", config.useMarginal},
        {"useCopula", config.useCopula},
        {"useNetwork", config.useNetwork},
        {"useState", config.useState},
        {"clip", config.clip},
        {"rangeFloor", config.rangeFloor},
        {"ridge", config.ridge},
        {"marginalFreedom", config.marginalFreedom},
        {"leading", config.leading},
        {"shrinkage", config.shrinkage},
        {"copulaWeight", config.copulaWeight},
        {"magnitudesBelow", config.magnitudesBelow},
        {"stateWeight", config.stateWeight},
        {"networkShare", config.networkShare},
        {"beyondWeight", config.beyondWeight},
        {"calibrationShare", config.calibrationShare},
        {"network", networkJson(config.network)},
        {"threads", config.threads},
    };
    return json.dump();
}

Result<DetectorConfig> configFromJson(std::string_view json)
{
    const auto parsed = parseUntrustedJson(json, "config");
    if (!parsed)
        return parsed.error();

    DetectorConfig config;
    JsonFields fields(*parsed, "config");
    readWord(fields, "preset", presetFromText, "default, quick, seed or thorough", config.preset);
    fields.read("windowLengths", config.windowLengths);
    config.networkLengths = 8; // in older detectors all have them
    if (fields.has("networkLengths"))
        fields.read("networkLengths", config.networkLengths);
    fields.read("seeds", config.seeds);
    fields.read("useMarginal", config.useMarginal);
    fields.read("useCopula", config.useCopula);
    fields.read("useNetwork", config.useNetwork);
    fields.read("clip", config.clip);
    fields.read("rangeFloor", config.rangeFloor);
    fields.read("ridge", config.ridge);
    fields.read("marginalFreedom", config.marginalFreedom);
    fields.read("leading", config.leading);
    fields.read("shrinkage", config.shrinkage);
    fields.read("copulaWeight", config.copulaWeight);
    if (fields.has("magnitudesBelow")) // older models have no magnitudes, and say so each
        fields.read("magnitudesBelow", config.magnitudesBelow);
    config.useState = fields.has("useState"); // older detectors have no such term
    if (config.useState) {
        fields.read("useState", config.useState);
        fields.read("stateWeight", config.stateWeight);
    }
    if (fields.has("networkShare")) {
        fields.read("networkShare", config.networkShare);
        fields.read("beyondWeight", config.beyondWeight);
    } else { // as older detectors were fused
        config.networkShare = 0.5;
        config.beyondWeight = 1.0;
    }
    fields.read("calibrationShare", config.calibrationShare);
    fields.read("threads", config.threads);
    if (const auto* network = fields.findObject("network"))
        if (auto status = readNetwork(*network, config.network); !status)
            return status.error();
    if (auto status = fields.status(); !status)
        return status.error();
    if (auto status = validate(config); !status)
        return Error{ErrorCode::ModelMalformed, "In the config: " + status.error().detail};
    return config;
}

} // namespace dissonance
