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
    bool oneSeed = false; ///< run with the first seed only, for what it costs
};

Variant presetVariant(Preset preset);

/// What each part of the fused detector is worth, and each head, objective, kind of negative and
/// copula family of the network. The latter by the network alone ("N: …"): fused, the weight that
/// it earns hides them.
std::vector<Variant> ablations();

/// Each term alone, and the network with a linear map in the encoder's place.
std::vector<Variant> parts();

/// Adds those with settings that none has so far: one head, objective, family and kind of negative
/// is the preset's own.
void addUnlike(std::vector<Variant>& variants, std::vector<Variant> more);

/// Does another seed make another detector?
bool hasSeed(const Variant& variant);

/// The config with its networks' seeds counted from this one.
DetectorConfig withSeed(const DetectorConfig& config, std::uint64_t seed);

} // namespace dissonance::quality
