#pragma once

#include "engine/detector/copula_part.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Largest canonical correlation between the leading temporal coordinates of every two of the
/// channels, from the (r x r) block of the term T's correlation, (K x K), diagonal 1.
///
/// Of a span there is no such matrix: its few windows that do not overlap would correlate almost
/// fully along some direction whatever happened.
///
/// @param channels  K of the model, ascending.
Eigen::MatrixXd temporalDependence(const CopulaPart& part,
                                   const std::vector<Eigen::Index>& channels);

} // namespace dissonance
