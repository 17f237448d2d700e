#pragma once

#include "engine/base/result.h"
#include "engine/detector/detector.h"
#include "engine/detector/model_channel.h"

#include <string>
#include <vector>

namespace dissonance {

/// What all recordings that a model learns from must share.
struct CommonChannels
{
    /// In the first recording's order; kind and unit are those of the first that tells them.
    std::vector<WantedChannel> channels;
    double medianStepSeconds = 0.0; ///< of the first recording's clock; NaN without one
};

/// Errors: InvalidArgument (no recording, an absent one, a step of the clock that is another one);
/// ChannelsDiffer naming the recording and all that is not as in the first: channels, units, text
/// for numbers.
Result<CommonChannels> commonChannels(const std::vector<TrainingSource>& sources);

/// The recording's file as it was named, or its name where it is of no file.
std::string sourceName(const Recording& recording);

} // namespace dissonance
