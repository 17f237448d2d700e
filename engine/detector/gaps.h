#pragma once

#include "engine/detector/whitening.h"
#include "engine/detector/window_runs.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Where channels are missing, per channel in the model's order: spans of the recording's clock
/// in which nothing was measured. Sorted, apart.
using Gaps = std::vector<std::vector<SampleSpan>>;

/// Runs of missing values of one channel on the clock. A channel on an axis of its own is held
/// between its samples; there a gap lasts from a missing sample to the next present one.
std::vector<SampleSpan> gapsOf(const Channel& channel, const TimeAxis& clock);

/// Length that 95 % of a channel's gaps do not exceed, 0 without gaps: a channel that is
/// measured every tenth sample has gaps of 9 that mean nothing.
std::ptrdiff_t usualGap(const std::vector<SampleSpan>& gaps);

/// Per channel the windows that it takes no part in, as runs.
///
/// A gap is long when it fills half a window and exceeds three of the channel's usual gaps. A
/// window leaves the channel out when more than half of it lies in a long gap, or when the gap
/// ends inside it: the value held so far jumps there, which is no behaviour of the plant.
std::vector<std::vector<WindowRun>> leftOutWindows(const Gaps& gaps,
                                                   const std::vector<std::ptrdiff_t>& usual,
                                                   Eigen::Index windowLength);

/// The windows that no channel is left out of, as long as those are at least half; else all. A
/// channel that is left out of more than half of the windows is not asked.
std::vector<WindowRun> wholeWindows(const std::vector<WindowRun>& runs,
                                    const std::vector<std::vector<WindowRun>>& leftOut);

/// Calls leave(channel, first, count) for what of `run` is left out, in columns of the run.
template <typename Leave>
void forLeftOut(const std::vector<std::vector<WindowRun>>& leftOut, WindowRun run,
                const Leave& leave)
{
    for (std::size_t c = 0; c < leftOut.size(); ++c) {
        for (const auto& out : leftOut[c]) {
            const auto first = std::max(out.first, run.first);
            const auto last = std::min(out.first + out.count, run.first + run.count);
            if (first < last)
                leave(Eigen::Index(c), first - run.first, last - first);
        }
    }
}

} // namespace dissonance
