#pragma once

#include <string>
#include <vector>

namespace dissonance {

/// "a", "b" and "c", quoted, as a sentence has them.
std::string quotedList(const std::vector<std::string>& names);

} // namespace dissonance
