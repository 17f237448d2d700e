#pragma once

#include "engine/detector/span_data.h"

#include <Eigen/Core>

namespace dissonance {

/// Surprise by channel (C), nats above normal, mean over the span's windows or samples;
/// negative where the span is calmer than normal. A window counts 0 for a channel that takes no
/// part in it.
struct ChannelEvidence
{
    Eigen::VectorXd marginal; ///< a channel's own temporal pattern
    Eigen::VectorXd pattern; ///< its pattern given the others' patterns; 0 without a term T
    Eigen::VectorXd instant; ///< its value given the others' at that instant
    Eigen::VectorXd shapley; ///< ChannelContribution::shapley
    Eigen::VectorXd state{}; ///< of `marginal`, that of a channel's states; empty without term S
};

/// The windows that reach into the span, and across no jump of the clock, at most `most` of them,
/// as runs of rows of the data.
std::vector<WindowRun> spanWindows(const SpanData& data, Eigen::Index length, Eigen::Index most);

/// Windows of a span as the score sees them.
struct SpanCoordinates
{
    Eigen::MatrixXf values; ///< ((L C) x N) whitened; of a missing channel what is expected
    Eigen::MatrixXf present; ///< (C x N) 1, or 0 where the channel takes no part in the window
};

SpanCoordinates spanCoordinates(const LengthModel& model, const SpanData& data,
                                const std::vector<WindowRun>& runs);

/// What spans are held against.
struct NormalEvidence
{
    /// The term T's joint precision for each window length, V diag(1/e) V': empty where T is
    /// absent.
    std::vector<Eigen::MatrixXf> precisions;
    Eigen::VectorXd shapley; ///< mean of x_i (Omega x)_i, by channel of the dependence
};

NormalEvidence normalEvidence(const Detector::State& state);

/// @param normalScores  of the span: spanScores().
/// @param scores        the same as the copula's own.
ChannelEvidence channelEvidence(const Detector::State& state, const SpanData& data,
                                const NormalEvidence& normal, const Eigen::MatrixXd& normalScores,
                                const Eigen::MatrixXd& scores);

} // namespace dissonance
