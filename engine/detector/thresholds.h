#pragma once

#include "engine/detector/detector.h"
#include "engine/detector/length_model.h"

#include <vector>

namespace dissonance {

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
