#pragma once

#include "engine/detector/detector_config.h"

#include <string>
#include <vector>

namespace dissonance::quality {

/// A detector to measure: a preset, or the default with one thing changed.
struct Variant
{
    std::string name; ///< "Dissonance default", "no M"
    DetectorConfig config;
};

Variant presetVariant(Preset preset);

/// The default with one part, head, objective, kind of negative or copula family changed: what
/// each is worth.
std::vector<Variant> ablations();

/// Each term alone, and the network with a linear map in the encoder's place.
std::vector<Variant> parts();

/// Does another seed make another detector?
bool hasSeed(const Variant& variant);

/// The config with its networks' seeds counted from this one.
DetectorConfig withSeed(const DetectorConfig& config, std::uint64_t seed);

} // namespace dissonance::quality
