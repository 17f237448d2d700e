#pragma once

#include "tests/quality/harness.h"

#include <string>
#include <vector>

namespace dissonance::quality {

/// How results came about.
struct RunNote
{
    std::string command; ///< the line that repeats it
    std::string date; ///< "2026-11-27", UTC
    double seconds = 0.0;
    int jobs = 1; ///< recordings at once
};

/// "`command` on date, 1.5 minutes, 2 recordings at once."
std::string noteLine(const RunNote& note);

std::string markdownReport(const std::vector<MethodResult>& results, const HarnessOptions& options,
                           const RunNote& note);
std::string jsonReport(const std::vector<MethodResult>& results, const HarnessOptions& options,
                       const RunNote& note);

} // namespace dissonance::quality
