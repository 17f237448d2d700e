#pragma once

#include "tests/quality/harness.h"

#include <string>
#include <vector>

namespace dissonance::quality {

/// One method's means over the recordings of one collection.
struct MethodMean
{
    std::string collection;
    std::string method;
    int recordings = 0;
    double vusPr = 0.0;
    double aucPr = 0.0;
    double aucRoc = 0.0;
    std::ptrdiff_t incidents = 0; ///< sum
    std::ptrdiff_t found = 0; ///< sum, offline score at the set threshold
    std::ptrdiff_t foundCausal = 0;
    double falseAlarmsPerDay = 0.0; ///< mean; NaN without a clock
    double falseAlarmsPerDayCausal = 0.0;
    double falseAlarmsPer10k = 0.0;
    double precision = 0.0;
    double recall = 0.0;
    double f1 = 0.0;
    double hitRate100 = 0.0; ///< NaN where a recording has none
    double hitRate150 = 0.0;
};

/// In the order of the results: collections, then methods.
std::vector<MethodMean> meansOf(const std::vector<MethodResult>& results);

/// What was run, one line.
std::string settingsLine(const HarnessOptions& options);

std::string markdownReport(const std::vector<MethodResult>& results, const HarnessOptions& options);
std::string jsonReport(const std::vector<MethodResult>& results, const HarnessOptions& options);

} // namespace dissonance::quality
