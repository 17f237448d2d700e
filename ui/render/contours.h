#pragma once

#include <QLineF>

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// The line along which values on a grid cross a level, by marching squares with linear
/// interpolation, as segments in the units of x and y.
///
/// @param values  (X x Y), values(i, j) at x[i], y[j]; a square with a value that is not finite
///                has no line.
std::vector<QLineF> contour(const std::vector<double>& x, const std::vector<double>& y,
                            const Eigen::MatrixXd& values, double level);

} // namespace dissonance
