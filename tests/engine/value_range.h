#pragma once

#include "engine/recording/recording.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace dissonance {

/// What a channel's values keep to over a span.
struct ValueRange
{
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    double mean = 0.0;
    double deviation = 0.0;
};

inline ValueRange rangeOf(const std::vector<double>& values, const SampleSpan& span)
{
    ValueRange range;
    const auto count = double(span.size());
    for (auto i = std::size_t(span.first); i < std::size_t(span.last); ++i) {
        range.least = std::min(range.least, values[i]);
        range.most = std::max(range.most, values[i]);
        range.mean += values[i] / count;
    }
    for (auto i = std::size_t(span.first); i < std::size_t(span.last); ++i)
        range.deviation += (values[i] - range.mean) * (values[i] - range.mean) / count;
    range.deviation = std::sqrt(range.deviation);
    return range;
}

} // namespace dissonance
