#pragma once

#include "tests/quality/data_set.h"
#include "tests/quality/report.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dissonance::quality {

/// Steps of training after which the detector is judged: some before the first measurement of the
/// separation, then that one, twice as many, and so on to the last. Each is trained from the
/// start.
std::vector<int> curveSteps(const NetworkConfig& config);

/// The seed preset on one recording, had its training ended after so many steps of its schedule.
struct CurvePoint
{
    std::string collection;
    std::string recording;
    std::uint64_t seed = 0;
    int step = 0;
    double separation = 0.0; ///< AUC of held-out windows against negatives, at this step
    double vusPr = 0.0; ///< causal
    std::ptrdiff_t incidents = 0;
    std::ptrdiff_t found = 0; ///< at the causal threshold
    double delays = 0.0; ///< samples, sum over the found incidents
    double missed = 0.0; ///< samples, sum of the lengths of the others
    double falseAlarmsPerDay = 0.0;
};

/// Errors: those of the detector and of evaluate().
Result<std::vector<CurvePoint>> learningCurve(const LabelledRecording& recording,
                                              std::uint64_t seed, int threads);

/// By collection and step, over all recordings and seeds.
std::string curveMarkdown(const std::vector<CurvePoint>& points, const RunNote& note);
std::string curveJson(const std::vector<CurvePoint>& points, const RunNote& note);

} // namespace dissonance::quality
