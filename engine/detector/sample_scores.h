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

/// @param parts    one per window length: all windows of the stretch.
/// @param samples  T, at least the longest window.
StretchScores stretchScores(const std::vector<WindowParts>& parts, std::ptrdiff_t samples);

} // namespace dissonance
