#pragma once

#include "engine/detector/detector_config.h"
#include "engine/recording/recording.h"

#include <optional>
#include <string_view>

namespace dissonance {

// The words of model files, beside those of detector_config.h that people type as well.

/// "latent-copula", "multivariate-normal", "density-ratio"; "noise-contrastive", "hinge";
/// "continuous", "state", "text".
std::string_view toText(NetworkHead head);
std::string_view toText(NetworkObjective objective);
std::string_view toText(ChannelKind kind);
std::optional<NetworkHead> networkHeadFromText(std::string_view text);
std::optional<NetworkObjective> networkObjectiveFromText(std::string_view text);
std::optional<ChannelKind> channelKindFromText(std::string_view text);

} // namespace dissonance
