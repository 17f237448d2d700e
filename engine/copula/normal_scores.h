#pragma once

#include <Eigen/Core>

namespace dissonance {

/// Phi, without loss in the lower tail.
double normalCdf(double z);

/// Phi^-1; NaN outside (0, 1) and for NaN.
double normalQuantile(double u);

/// Upper tail of |Z|: the two-sided p-value of z.
double twoSidedP(double z);

/// Average ranks divided by n + 1, n the values that are present: the empirical CDF kept off 0
/// and 1. Ties share their mean rank; NaN stays NaN.
Eigen::VectorXd pseudoObservations(const Eigen::Ref<const Eigen::VectorXd>& values);

/// Phi^-1 of every value, NaN outside (0, 1).
Eigen::MatrixXd normalScores(const Eigen::Ref<const Eigen::MatrixXd>& u);

} // namespace dissonance
