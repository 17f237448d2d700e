#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/span_data.h"

#include <vector>

namespace dissonance {

/// What each part of the score says of a span.
struct SpanScores
{
    double marginalShare = 0.0; ///< of the score, 0 to 1; 0 where the score is 0
    double dependenceShare = 0.0;
    double networkShare = 0.0; ///< of the dependence share
    double copulaSurprise = 0.0; ///< k(T), mean over the windows; 0 without a channel copula
    double peak = 0.0; ///< highest offline score of a sample
    std::vector<SampleSpan> pieces; ///< of the span that were looked at, in rows of the data
    std::vector<double> samples; ///< offline scores of their samples, one after the other
};

/// Scores the span, or pieces spread over a long one.
/// Errors: Cancelled, and the network's.
Result<SpanScores> scoreSpan(const Detector::State& state, const SpanData& data, int threads,
                             const RunContext& context);

/// The rows that windows of `length` samples which look at a sample of the piece cover.
SampleSpan rowsAround(const SpanData& data, const SampleSpan& piece, Eigen::Index length);

/// Those windows, less any across a jump of the clock.
std::vector<WindowRun> windowsAround(const SpanData& data, const SampleSpan& piece,
                                     Eigen::Index length);

/// Adds `share` of what one window length says of the samples of a piece, offline, to as many
/// numbers from `samples` on.
///
/// @param parts  of windowsAround() the piece.
void addSampleScores(const WindowParts& parts, const SpanData& data, const SampleSpan& piece,
                     double share, double* samples);

} // namespace dissonance
