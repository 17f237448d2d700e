#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector_state.h"

#include <memory>
#include <vector>

namespace dissonance {

/// Detector::train() without the envelope: gathers, splits, scales, fits one model per window
/// length, calibrates, sets the thresholds and writes the card. May throw.
Result<std::unique_ptr<Detector::State>> trainState(const TrainingRequest& request,
                                                    const RunContext& context);

/// Sample scores of the calibration stretches, one after the other.
struct CalibrationScores
{
    std::vector<double> offline;
    std::vector<double> causal;
};

/// @param parts  one per window length: of all windows of the stretches, one after the other.
CalibrationScores calibrationScores(const std::vector<SampleSpan>& calibration,
                                    const std::vector<WindowParts>& parts, int longest);

/// Alarm rates, thresholds, their rule and what is calm, from what normal samples score.
///
/// @param rate  false alarms per sample that the thresholds are for.
void setThresholds(const CalibrationScores& scores, int longest, double rate, ModelCard& card);

} // namespace dissonance
