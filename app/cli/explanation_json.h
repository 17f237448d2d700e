#pragma once

#include "app/cli/output.h"
#include "engine/detector/explanation.h"

namespace dissonance {

Json toJson(const std::vector<ChannelContribution>& channels);
Json toJson(const std::vector<PairContribution>& pairs);

/// All of an explanation; matrices as lists of rows.
Json toJson(const Explanation& explanation);

} // namespace dissonance
