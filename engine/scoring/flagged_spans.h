#pragma once

#include "engine/recording/recording.h"

#include <cstdint>
#include <vector>

namespace dissonance {

/// Alarms at most this many samples apart are one: two windows of the default length, as far as
/// the scores of two samples look at the same samples.
inline constexpr std::ptrdiff_t kMergeGap = 32;

/// Runs of non-zero flags, runs at most `mergeGap` samples apart merged, in time order.
///
/// The gap of [a, b) and [c, d) is c - b; with mergeGap 0 every run stays on its own.
std::vector<SampleSpan> flaggedSpans(const std::vector<std::uint8_t>& flagged,
                                     std::ptrdiff_t mergeGap = 0);

} // namespace dissonance
