#pragma once

#include "engine/detector/length_model.h"
#include "engine/scoring/score_track.h"

#include <cstddef>
#include <vector>

namespace dissonance {

/// Scores of one stretch of samples, from the windows of one or more lengths.
///
/// windows: (T - longest + 1) values; window w ends at sample w + longest - 1, and so do the
/// windows of the shorter lengths that are averaged into it.
struct StretchScores
{
    ScoreSeries windows;
    ScoreSeries offline; ///< (T) mean over the windows that cover the sample
    ScoreSeries causal; ///< (T) the windows that end at the sample; NaN before the first
};

/// Parts of the windows of runs in their places among all windows of the rows; NaN for a window
/// that is in no run.
WindowParts placedParts(const WindowParts& parts, const std::vector<WindowRun>& runs,
                        const SampleSpan& rows);

/// A NaN window is passed over; a sample that only such windows cover is NaN.
///
/// @param parts    one per window length: all windows of the stretch.
/// @param samples  T, at least the longest window.
StretchScores stretchScores(const std::vector<WindowParts>& parts, std::ptrdiff_t samples);

} // namespace dissonance
