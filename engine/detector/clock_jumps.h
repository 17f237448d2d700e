#pragma once

#include "engine/recording/recording.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dissonance {

/// Steps of the clock beyond this many usual ones are jumps. Usual is the step that 95 % of the
/// steps do not exceed: where pauses are the habit they are no jumps.
inline constexpr double kJumpSteps = 10.0;

/// The step that 95 % of these, at least one, do not exceed.
double usualStep(std::vector<std::int64_t> steps);

/// Samples that come after a jump of the clock, ascending; none where samples are only counted.
std::vector<std::ptrdiff_t> clockJumps(const TimeAxis& clock);

/// The rows in pieces that no jump cuts. No window reaches across a jump.
std::vector<SampleSpan> cutAtJumps(const SampleSpan& rows,
                                   const std::vector<std::ptrdiff_t>& jumps);

/// Whether a clock of `step` seconds is another one than that of `learned` seconds; not where
/// either is unknown (NaN).
bool isOtherStep(double learned, double step);

} // namespace dissonance
