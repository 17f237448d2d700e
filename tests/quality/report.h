#pragma once

#include "tests/quality/harness.h"

#include <string>
#include <vector>

namespace dissonance::quality {

std::string markdownReport(const std::vector<MethodResult>& results, const HarnessOptions& options);
std::string jsonReport(const std::vector<MethodResult>& results, const HarnessOptions& options);

} // namespace dissonance::quality
