#include "tests/quality/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace dissonance::quality {

std::string fixed(double value, int decimals)
{
    if (std::isnan(value))
        return "–";
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return std::string(text.data(), std::size_t(std::max(size, 0)));
}

std::string fixed(const Estimate& estimate, int decimals)
{
    const auto mean = fixed(estimate.mean, decimals);
    return std::isnan(estimate.half) ? mean : mean + " ± " + fixed(estimate.half, decimals);
}

std::string row(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const auto& cell : cells) {
        line += ' ';
        for (const char c : cell) {
            if (c == '|')
                line += '\\'; // "max|z|" must not open a column
            line += c;
        }
        line += " |";
    }
    return line + "\n";
}

std::string headRow(const std::vector<std::string>& cells)
{
    return row(cells) + row(std::vector<std::string>(cells.size(), "---"));
}

} // namespace dissonance::quality
