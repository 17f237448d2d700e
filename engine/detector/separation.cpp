#include "engine/detector/separation.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace dissonance {

double separation(const Eigen::Ref<const Eigen::ArrayXf>& real,
                  const Eigen::Ref<const Eigen::ArrayXf>& altered)
{
    if (real.size() == 0 || altered.size() == 0 || real.hasNaN() || altered.hasNaN())
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<float> sorted(real.begin(), real.end());
    std::sort(sorted.begin(), sorted.end());
    double below = 0.0;
    for (const float value : altered) {
        const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
        below += double(first - sorted.begin()) + 0.5 * double(last - first);
    }
    return below / (double(real.size()) * double(altered.size()));
}

} // namespace dissonance
