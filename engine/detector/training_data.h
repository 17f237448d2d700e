#pragma once

#include "engine/base/result.h"
#include "engine/detector/detector.h"
#include "engine/detector/model_channel.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// The normal samples of all sources, one after the other, in the first source's channels.
struct TrainingData
{
    std::vector<WantedChannel> channels;
    std::vector<ChannelTraits> traits;
    std::vector<ModelCard::Source> sources;
    double medianStepSeconds = 0.0; ///< of the first source's clock; NaN without one
    Eigen::MatrixXf values; ///< (T x C) in the channels' units, less their offsets
    Gaps gaps; ///< in rows of `values`
    std::vector<SampleSpan> stretches; ///< rows that follow each other in time, without a jump
    std::vector<int> weights; ///< of the stretches: TrainingSource::weight
};

/// Errors: as commonChannels(); InvalidArgument (a span outside its recording, a weight out of
/// bounds, under two channels); TooShort when nothing normal is left; Cancelled.
Result<TrainingData> gatherTrainingData(const TrainingRequest& request, int threads,
                                        const RunContext& context);

/// Which rows fit and which only calibrate. Rows of weight w are there w times, stretch by stretch.
struct TrainingSplit
{
    std::vector<SampleSpan> fit;
    std::vector<SampleSpan> calibration;
};

/// The first 1 - share of the normal samples of all stretches together fit, the rest
/// calibrates; the first `longest` samples of the rest are passed over, so that no calibration
/// window is nearly one that was learned. Stretches of one weight are split together, apart from
/// those of others: what is weighed takes part in both.
///
/// @param weights  of the stretches.
/// Errors: TooShort saying how many samples there are and how many are needed.
Result<TrainingSplit> splitTraining(const std::vector<SampleSpan>& stretches,
                                    const std::vector<int>& weights, double share, int longest);

/// Samples that lie in a span, each counted once.
std::ptrdiff_t coveredSamples(std::vector<SampleSpan> spans);

/// Leaves out window lengths beyond those with networks, and beyond the first, that are too long
/// for these stretches: splitTraining() has the samples that one needs.
DetectorConfig withoutTooLong(DetectorConfig config, const std::vector<SampleSpan>& stretches,
                              const std::vector<int>& weights);

/// The spans where they hold `most` samples or fewer, else so many in pieces of `piece` samples,
/// evenly spread over them. Pieces that touch within a span are one.
std::vector<SampleSpan> thinnedSpans(const std::vector<SampleSpan>& spans, std::ptrdiff_t most,
                                     std::ptrdiff_t piece);

/// `normal` (all of `samples` when empty) less `excluded`, sorted, apart.
/// Errors: InvalidArgument naming a span that is empty or outside.
Result<std::vector<SampleSpan>> normalSpans(const std::vector<SampleSpan>& normal,
                                            const std::vector<SampleSpan>& excluded,
                                            std::ptrdiff_t samples);

} // namespace dissonance
