#pragma once

#include "engine/recording/recording.h"

#include <cstdint>
#include <vector>

namespace dissonance {

/// Runs of non-zero flags, runs at most `mergeGap` samples apart merged, in time order.
///
/// The gap of [a, b) and [c, d) is c - b; with mergeGap 0 every run stays on its own.
std::vector<SampleSpan> flaggedSpans(const std::vector<std::uint8_t>& flagged,
                                     std::ptrdiff_t mergeGap = 0);

} // namespace dissonance
