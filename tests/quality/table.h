#pragma once

#include "tests/quality/means.h"

#include <string>
#include <vector>

namespace dissonance::quality {

/// A fixed number of decimals; a dash for NaN.
std::string fixed(double value, int decimals);

/// "0.714 ± 0.003"; without the interval where there is none.
std::string fixed(const Estimate& estimate, int decimals);

/// One row of a Markdown table.
std::string row(const std::vector<std::string>& cells);

/// A row and the line below it that makes it the table's head.
std::string headRow(const std::vector<std::string>& cells);

} // namespace dissonance::quality
