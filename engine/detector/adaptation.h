#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector_state.h"
#include "engine/recording/recording.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace dissonance {

/// Samples, in window lengths, that a span must hold to set thresholds as well: with fewer the
/// law of what they score is a guess.
inline constexpr std::ptrdiff_t kLeastSpanWindows = 12;

/// Share of samples above a model's calm, which 5 % of held-out normal samples exceed, from which
/// on a normal span is taken to be of another operation than those.
inline constexpr double kMostRestless = 0.1;

/// Share of the scores that are known which lie above a level; 0 without any.
double shareAbove(const std::vector<double>& scores, double level);

/// Detector::adapted() without the envelope. May throw.
Result<std::unique_ptr<Detector::State>> adaptedState(const Detector::State& state,
                                                      const Recording& recording,
                                                      const SampleSpan& normal, int threads,
                                                      const RunContext& context);

/// Samples of a recording as one of its own, which knows nothing of what is around them.
///
/// @param span  inside the recording, not empty.
std::shared_ptr<const Recording> partOf(const Recording& recording, const SampleSpan& span);

} // namespace dissonance
