#pragma once

#include "engine/recording/recording.h"

#include <vector>

namespace dissonance {

/// How much is going on in each pixel column of a whole recording: the mean over its channels of
/// the range of values within a column, each channel relative to its own widest.
///
/// An impression for the eye: of long recordings some samples, of many channels some are read,
/// so that it takes milliseconds.
///
/// @return 0 to 1; NaN where nothing is measured.
std::vector<double> activityColumns(const Recording& recording, double lower, double upper,
                                    int columns);

} // namespace dissonance
