#pragma once

#include "engine/detector/whitening.h"

#include <Eigen/Core>

namespace dissonance {

/// whiten() into memory that is there already: columns of a larger block.
///
/// @param out  (rows * C) x run.count.
void whitenInto(const Whitening& whitening, const Eigen::MatrixXf& scaled, WindowRun run,
                Eigen::Index rows, Eigen::Ref<Eigen::MatrixXf> out);

} // namespace dissonance
