#pragma once

#include "engine/base/result.h"

namespace dissonance::quality {

/// How time grows with rows, 38 channels, default preset, two threads.
struct ScaleResult
{
    double fewRows = 0.0;
    double manyRows = 0.0;
    double fewSeconds = 0.0; ///< to train
    double manySeconds = 0.0;
    double scoredRows = 0.0; ///< a second, offline
    double scoredRowsProcessor = 0.0; ///< in a second of one processor
};

/// Errors: those of the detector.
Result<ScaleResult> measureScale();

} // namespace dissonance::quality
