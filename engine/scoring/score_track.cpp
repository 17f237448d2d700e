#include "engine/scoring/score_track.h"

namespace dissonance {

std::vector<std::uint8_t> flagAbove(const std::vector<double>& total, double threshold)
{
    std::vector<std::uint8_t> flagged(total.size());
    for (std::size_t i = 0; i < total.size(); ++i)
        flagged[i] = total[i] > threshold ? 1 : 0; // false for a NaN
    return flagged;
}

} // namespace dissonance
