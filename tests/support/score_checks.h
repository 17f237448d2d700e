#pragma once

#include "engine/scoring/score_track.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dissonance::testing {

/// The same numbers to the last bit, NaN like NaN.
inline bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return (std::isnan(x) && std::isnan(y))
            || std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

inline bool sameBits(const ScoreSeries& a, const ScoreSeries& b)
{
    return sameBits(a.total, b.total) && sameBits(a.marginal, b.marginal)
        && sameBits(a.dependence, b.dependence);
}

inline bool finite(const std::vector<double>& values)
{
    return std::all_of(values.begin(), values.end(),
                       [](double value) { return std::isfinite(value); });
}

/// Of the values [first, last).
inline double mean(const std::vector<double>& values, std::size_t first, std::size_t last)
{
    double sum = 0.0;
    for (auto i = first; i < last; ++i)
        sum += values[i];
    return sum / double(last - first);
}

} // namespace dissonance::testing
