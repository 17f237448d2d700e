#pragma once

#include "engine/scoring/score_track.h"

#include <cstddef>
#include <vector>

namespace dissonance {

/// Slow re-centring of a score whose normal level has moved, sample by sample.
///
/// Where half of the last `memory` scores lie above what normal operation mostly stays below
/// (`calm`), the level has moved, and what their median lies above calm is taken from the score:
///
///     shift = max(0, median of the last `memory` scores - calm),   score' = max(0, score - shift)
///
/// both parts in proportion. Scores before the first count as calm, so nothing is taken from the
/// first half of `memory`. The median is that of the scores as they were, and one that is
/// shorter than half of `memory` cannot move it far: an incident is not learned while it lasts
/// less. One that lasts longer is: what stays is in the end called normal.
class DriftFilter
{
public:
    /// @param memory  samples, 2 at least. Beyond some thousand only every so-manieth is looked
    ///                at.
    DriftFilter(double calm, std::ptrdiff_t memory);

    /// The scores that follow on those so far, in place. NaN stays and counts for nothing.
    void apply(ScoreSeries& scores);

private:
    void remember(double score);

    double m_calm = 0.0;
    std::ptrdiff_t m_stride = 1;
    std::ptrdiff_t m_skipped = 0; ///< since the last score that was remembered
    std::vector<double> m_recent; ///< a ring
    std::vector<double> m_sorted; ///< the same, in order
    std::size_t m_next = 0; ///< in the ring
};

/// Samples that a DriftFilter should remember: two days; 2,880 without a clock.
std::ptrdiff_t driftMemory(double stepSeconds);

} // namespace dissonance
