#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector_state.h"

#include <memory>

namespace dissonance {

/// Detector::train() without the envelope: gathers, splits, scales, fits one model per window
/// length, calibrates, sets the thresholds and writes the card. May throw.
Result<std::unique_ptr<Detector::State>> trainState(const TrainingRequest& request,
                                                    const RunContext& context);

} // namespace dissonance
