#include "engine/scoring/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

double hitRate(const std::vector<std::string>& ranked, const std::vector<std::string>& causes,
               double percent)
{
    if (causes.empty())
        return std::numeric_limits<double>::quiet_NaN();
    // Rounded up, but not by the last bit of percent / 100 * n.
    const double wanted = std::ceil(percent / 100.0 * double(causes.size()) - 1e-9);
    const auto considered = std::min(ranked.size(), std::size_t(std::max(wanted, 0.0)));
    const auto end = ranked.begin() + std::ptrdiff_t(considered);
    const auto hits = std::count_if(causes.begin(), causes.end(), [&](const std::string& cause) {
        return std::find(ranked.begin(), end, cause) != end;
    });
    return double(hits) / double(causes.size());
}

} // namespace dissonance
