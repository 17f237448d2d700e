#pragma once

#include <vector>

namespace dissonance {

/// Share of pairs (normal, strange) in which the strange one has the larger surprise, ties
/// half: the area under the ROC curve. NaN where either is empty or holds a NaN.
double separation(std::vector<float> normal, std::vector<float> strange);

} // namespace dissonance
