#pragma once

#include "engine/recording/label.h"

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <vector>

namespace dissonance::quality {

/// What differs between two runs of one plant: "set-points" (each channel's level by 1 to 4 of
/// its standard deviations), "loads" (both hidden loads, and so all channels, at another level and
/// swinging up to a third more or less), "gains" (each channel's swing by up to a fifth),
/// "together" (all three).
const std::vector<std::string>& operatingPoints();

/// A run of the plant at its usual operating point, and another one with breaks of relations.
struct OperatingRuns
{
    Eigen::MatrixXd usual; ///< (16,800 x 10)
    Eigen::MatrixXd other; ///< (7,200 x 10), its first tenth without breaks
    std::vector<Label> breaks; ///< in `other`
};

/// @param shifted  false: `other`, too, is at the usual operating point; else nothing differs.
OperatingRuns operatingRuns(const std::string& name, bool shifted, std::uint64_t seed);

} // namespace dissonance::quality
