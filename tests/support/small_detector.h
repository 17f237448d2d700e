#pragma once

#include "engine/detector/detector.h"

#include <memory>
#include <string>

namespace dissonance::testing {

/// A preset with a network that trains in a fraction of a second.
inline DetectorConfig smallConfig(Preset preset, std::uint64_t seed = 1, int maxSteps = 60)
{
    auto config = configFor(preset, seed);
    config.network.modelWidth = 16;
    config.network.layers = 1;
    config.network.heads = 2;
    config.network.latents = 6;
    config.network.batch = 16;
    config.network.maxSteps = maxSteps;
    config.network.validationEvery = 20;
    config.threads = 2;
    return config;
}

inline Result<std::shared_ptr<const Detector>>
trainOn(const std::shared_ptr<const Recording>& recording, const DetectorConfig& config,
        const RunContext& context = {})
{
    TrainingRequest request;
    request.sources = {{recording, {}, {}}};
    request.config = config;
    request.device = Device::Cpu;
    return Detector::train(request, context);
}

inline std::string detailOf(const auto& result)
{
    return result ? std::string("no error") : result.error().detail;
}

} // namespace dissonance::testing
