#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/span_data.h"

#include <Eigen/Core>

namespace dissonance {

/// What each part of the score says of a span.
struct SpanScores
{
    double marginalShare = 0.0; ///< of the score, 0 to 1; 0 where the score is 0
    double dependenceShare = 0.0;
    double networkShare = 0.0; ///< of the dependence share
    double peak = 0.0; ///< highest score of a window
};

/// Surprise by channel (C), nats above normal, mean over the span's windows or samples;
/// negative where the span is calmer than normal.
struct ChannelEvidence
{
    Eigen::VectorXd marginal; ///< a channel's own temporal pattern
    Eigen::VectorXd pattern; ///< its pattern given the others' patterns; 0 without a term T
    Eigen::VectorXd instant; ///< its value given the others' at that instant
};

/// The windows that reach into the span, at most `most` of them, as runs of rows of the data.
std::vector<WindowRun> spanWindows(const SpanData& data, Eigen::Index length, Eigen::Index most);

/// Whitened coordinates of the windows, ((L C) x N); a channel that takes no part is 0.
Eigen::MatrixXf spanCoordinates(const LengthModel& model, const SpanData& data,
                                const std::vector<WindowRun>& runs);

/// Errors: Cancelled, and the network's.
Result<SpanScores> scoreSpan(const Detector::State& state, const SpanData& data, int threads,
                             const RunContext& context);

/// The term T's joint precision for each window length, V diag(1/e) V': empty where T is absent.
std::vector<Eigen::MatrixXf> patternPrecisions(const Detector::State& state);

/// @param scores  of the span: spanScores(), as the copula's own.
ChannelEvidence channelEvidence(const Detector::State& state, const SpanData& data,
                                const std::vector<Eigen::MatrixXf>& precisions,
                                const Eigen::MatrixXd& scores);

} // namespace dissonance
