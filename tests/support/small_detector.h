#pragma once

#include "engine/detector/detector.h"

#include <memory>
#include <string>
#include <utility>

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

/// To train on all of one recording, on the CPU.
inline TrainingRequest requestFor(std::shared_ptr<const Recording> recording, DetectorConfig config)
{
    TrainingRequest request;
    request.sources = {{std::move(recording), {}, {}}};
    request.config = std::move(config);
    request.device = Device::Cpu;
    return request;
}

inline Result<std::shared_ptr<const Detector>> trainOn(std::shared_ptr<const Recording> recording,
                                                       DetectorConfig config,
                                                       const RunContext& context = {})
{
    return Detector::train(requestFor(std::move(recording), std::move(config)), context);
}

/// The scores, or none where there is an error.
inline ScoreTrack scored(const Detector& detector, const Recording& recording,
                         const ScoringOptions& options = {})
{
    auto track = detector.score(recording, options, {});
    return track ? **track : ScoreTrack();
}

inline std::string detailOf(const auto& result)
{
    return result ? std::string("no error") : result.error().detail;
}

} // namespace dissonance::testing
