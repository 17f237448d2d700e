#pragma once

#include "engine/recording/recording.h"

#include <cstddef>
#include <vector>

namespace dissonance {

/// What is taken off a channel's values before they become floats: its median, where that is so
/// far from 0 beside what the channel moves that floats would make a staircase of it; else 0.
/// So too where no more than a float's rounding moves.
///
/// @param values  a sample of normal operation; what is not finite does not count.
double channelOffset(std::vector<double> values);

/// Adds every `stride`-th value that the channel takes within spans of the clock.
void addSample(const Channel& channel, const TimeAxis& clock, const std::vector<SampleSpan>& spans,
               std::size_t stride, std::vector<double>& values);

} // namespace dissonance
