#pragma once

#include "engine/recording/recording.h"

#include <cstddef>
#include <vector>

namespace dissonance {

/// What stands in one channel.
struct ChannelSummary
{
    std::size_t missing = 0; ///< values that are NaN
    double least = 0.0; ///< of the present values, in the channel's unit; NaN when there is none
    double greatest = 0.0;

    /// It does not move: all present values are the same, or there is none.
    bool constant() const { return !(least < greatest); }
};

/// A place where the clock jumps.
struct TimeGap
{
    std::ptrdiff_t sample = 0; ///< the last sample before it
    std::int64_t ticks = 0; ///< from that sample to the next (see stepBetween())
};

/// A recording at a glance.
struct RecordingSummary
{
    std::vector<ChannelSummary> channels; ///< in the recording's order
    std::vector<TimeGap> gaps; ///< steps of the clock longer than kGapSteps median steps, in order
    double samplesPerSecond = 0.0; ///< of the median step; NaN without a clock

    static constexpr double kGapSteps = 1.5;
};

RecordingSummary summarise(const Recording& recording);

} // namespace dissonance
