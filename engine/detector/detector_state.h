#pragma once

#include "engine/detector/channel_dependence.h"
#include "engine/detector/detector.h"
#include "engine/detector/length_model.h"
#include "engine/detector/model_channel.h"
#include "engine/detector/model_file.h"
#include "engine/detector/scaling.h"

#include <string>
#include <vector>

namespace dissonance {

/// All that a trained detector is made of.
struct Detector::State
{
    ModelCard card; ///< sha256 included
    std::vector<ChannelTraits> traits; ///< as card.channels
    Scaling scaling;
    std::vector<LengthModel> models; ///< one a window length, as card.config.windowLengths
    ChannelDependence dependence;
};

/// Samples of the longest window of a config: what a recording must at least have.
int longestWindow(const DetectorConfig& config);

/// The model file of a state; and its bytes' hash, for the card.
Result<ModelFile> toModelFile(const Detector::State& state);
std::string modelSha256(const ModelFile& file);

/// Errors: ModelMalformed naming the field or tensor; ModelTooNew. card.sha256 is left empty.
Result<std::unique_ptr<Detector::State>> fromModelFile(const ModelFile& file);

/// Errors: ChannelsDiffer.
Result<ChannelMatch> matchedChannels(const Detector::State& state, const Recording& recording);

/// The recording's channels in the model's order, in their units; and what was noticed.
struct ReadRecording
{
    ModelValues model;
    std::vector<std::string> notices;
};

/// Of recordings of any length. Errors: ChannelsDiffer, Cancelled.
Result<ReadRecording> matchedValues(const Detector::State& state, const Recording& recording,
                                    int threads, const RunContext& context);

/// Errors: ChannelsDiffer, TooShort, Cancelled.
Result<ReadRecording> readRecording(const Detector::State& state, const Recording& recording,
                                    int threads, const RunContext& context);

/// A model of one step does not know how another one moves. Empty where the step is the same.
std::string stepNotice(const Detector::State& state, const Recording& recording);

/// The recording's channels in the model's order, scaled; and what was noticed.
struct PreparedRecording
{
    Eigen::MatrixXf scaled; ///< (T x C)
    Gaps gaps;
    std::vector<std::ptrdiff_t> jumps; ///< clockJumps()
    std::vector<std::string> notices;
};

/// Errors: ChannelsDiffer, TooShort, Cancelled.
Result<PreparedRecording> prepare(const Detector::State& state, const Recording& recording,
                                  int threads, const RunContext& context);

} // namespace dissonance
