#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector.h"
#include "engine/recording/recording.h"

#include <string>
#include <vector>

namespace dissonance {

/// A simple detector's scores of a recording, to stand beside ours.
struct SimpleScores
{
    std::string title; ///< "Mahalanobis"
    std::vector<double> score; ///< one a sample; NaN where no window lies
    double threshold = 0.0; ///< baselineThreshold() of what was learned from
};

/// max|z|, PCA residual, Mahalanobis distance and k-means windows, learned from the normal
/// samples of `learned`, in the channels of that recording.
///
/// @param causal   windows count for their last sample, else for all samples that they cover.
/// @param threads  cores to use, 0 for all.
/// Errors: InvalidArgument (a span outside, under two channels); TooShort; ChannelsDiffer when
/// `recording` lacks channels; Cancelled.
Result<std::vector<SimpleScores>> simpleDetectorScores(const TrainingSource& learned,
                                                       const Recording& recording, bool causal,
                                                       int threads, const RunContext& context);

} // namespace dissonance
