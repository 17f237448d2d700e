#pragma once

#include "engine/base/result.h"
#include "engine/scoring/metrics.h"
#include "tests/quality/data_set.h"
#include "tests/quality/harness.h"

#include <cstddef>
#include <string>
#include <vector>

namespace dissonance::quality {

/// The rates of alarm episodes that are promised: a day, or per 1,000 samples without a clock.
inline constexpr double kPromises[] = {0.1, 0.5, 1.0, 2.0};

/// What came of one promise on normal samples that were never seen before.
struct PromiseCount
{
    std::string collection;
    std::string recording;
    std::string method;
    bool ofTest = false; ///< unlabelled samples of the test part; else the end of the train part
    bool causal = false;
    bool perDay = false; ///< else per 1,000 samples
    double promised = 0.0; ///< episodes a unit
    double units = 0.0; ///< days, or thousands of normal samples
    std::ptrdiff_t episodes = 0; ///< that share no sample with a label
    Evaluation evaluation; ///< of the test part
};

/// A rate and its 90 % interval, exact for a Poisson count.
struct RateInterval
{
    double rate = 0.0;
    double low = 0.0;
    double high = 0.0;
};

/// @param units  > 0.
RateInterval poissonRate(std::ptrdiff_t count, double units);

/// (a) Learns from the first 70 % of the train part, calibration included, and counts alarm
/// episodes in the rest of it: no label is looked at. (b) Learns from the whole train part and
/// counts the episodes in the test part that share no sample with a label.
///
/// Episodes are incidents as findIncidents() has them.
/// Errors: those of the detector and of evaluate().
Result<std::vector<PromiseCount>> keepPromises(const LabelledRecording& recording,
                                               const HarnessOptions& options);

/// Markdown: pooled over recordings with Poisson intervals, then recording by recording.
std::string promisesReport(const std::vector<PromiseCount>& counts);

/// The same as JSON.
std::string promisesJson(const std::vector<PromiseCount>& counts);

} // namespace dissonance::quality
