#pragma once

#include <string>
#include <vector>

namespace dissonance {

/// "a", "b" and "c", quoted, as a sentence has them.
std::string quotedList(const std::vector<std::string>& names);

/// "a", "b", of many the first few "and 3 more".
std::string fewQuoted(const std::vector<std::string>& names);

} // namespace dissonance
