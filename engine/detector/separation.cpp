#include "engine/detector/separation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

double separation(std::vector<float> normal, std::vector<float> strange)
{
    const auto isNan = [](float value) {
        return std::isnan(value);
    };
    if (normal.empty() || strange.empty() || std::any_of(normal.begin(), normal.end(), isNan)
        || std::any_of(strange.begin(), strange.end(), isNan))
        return std::numeric_limits<double>::quiet_NaN();

    std::sort(normal.begin(), normal.end());
    double below = 0.0;
    for (const float value : strange) {
        const auto [first, last] = std::equal_range(normal.begin(), normal.end(), value);
        below += double(first - normal.begin()) + 0.5 * double(last - first);
    }
    return below / (double(normal.size()) * double(strange.size()));
}

} // namespace dissonance
