#pragma once

#include "engine/detector/detector_state.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// A span of a recording in the model's channels, with as many samples around it as the windows
/// that reach into it need.
struct SpanData
{
    SampleSpan span; ///< of the recording
    SampleSpan inner; ///< the span in rows of the matrices
    Eigen::MatrixXf values; ///< (rows x C) in the channels' units, less their offsets
    Eigen::MatrixXf scaled; ///< (rows x C)
    Gaps gaps; ///< in rows
    std::vector<std::ptrdiff_t> jumps; ///< rows after a jump of the clock
    std::vector<std::ptrdiff_t> usualGaps;
};

/// @param span  inside the recording, not empty.
SpanData cutSpan(const Detector::State& state, const ModelValues& recording,
                 const SampleSpan& span);

/// Errors: InvalidArgument when the span is empty or outside.
Status checkSpan(const SampleSpan& span, std::ptrdiff_t samples);

/// Normal scores of rows; a channel inside a long gap takes what the others make one expect, so
/// that it counts neither way.
struct SpanRows
{
    Eigen::MatrixXd scores; ///< (N x D)
    Eigen::MatrixXf present; ///< (N x D) 1, or 0 inside a long gap
};

/// @param rows  of the data, ascending.
SpanRows scoredRows(const Detector::State& state, const SpanData& data,
                    const std::vector<Eigen::Index>& rows);

/// Of rows spread over the span, at most `most`.
SpanRows spanScores(const Detector::State& state, const SpanData& data, Eigen::Index most);

} // namespace dissonance
