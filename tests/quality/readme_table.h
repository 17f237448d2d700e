#pragma once

#include "tests/quality/report.h"

#include <string>
#include <vector>

namespace dissonance::quality {

/// What the README shows of a run: mean VUS-PR of every baseline and preset by collection, then
/// what the default preset finds, with the command and the date.
std::string readmeTable(const std::vector<MethodResult>& results, const RunNote& note);

} // namespace dissonance::quality
