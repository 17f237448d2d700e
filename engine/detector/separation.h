#pragma once

#include <Eigen/Core>

namespace dissonance {

/// Chance that a value of `altered` lies above one of `real`, ties counted half: the area under
/// the ROC curve. NaN where either is empty or holds a NaN.
double separation(const Eigen::Ref<const Eigen::ArrayXf>& real,
                  const Eigen::Ref<const Eigen::ArrayXf>& altered);

} // namespace dissonance
