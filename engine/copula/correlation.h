#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Kendall's tau-b of two samples of the same size: ties count neither way. 0 where one of them
/// does not vary; NaN when a value is NaN.
/// Source: Knight (1966), J. Am. Stat. Assoc. 61(314), 436-439.
double kendallTau(const Eigen::Ref<const Eigen::VectorXd>& a,
                  const Eigen::Ref<const Eigen::VectorXd>& b);

/// sin(pi tau / 2): the correlation of the elliptical copula with that tau.
double tauToCorrelation(double tau);

/// sin(pi tau / 2) of every pair of columns, unit diagonal; not always positive definite.
///
/// @param values  (N x D), no NaN.
/// Errors: Cancelled.
Result<Eigen::MatrixXd> tauCorrelation(const Eigen::Ref<const Eigen::MatrixXd>& values, int threads,
                                       const RunContext& context);

/// Correlations of the columns, unit diagonal; 0 where a column does not vary.
Eigen::MatrixXd columnCorrelation(const Eigen::Ref<const Eigen::MatrixXd>& values);

/// A covariance matrix drawn towards the multiple of the identity with its mean variance.
struct Shrunk
{
    Eigen::MatrixXd covariance; ///< (D x D) (1 - shrinkage) S + shrinkage trace(S)/D I
    double shrinkage = 0.0; ///< 0 to 1
};

/// The shrinkage that is best in mean square, from the data alone; S has divisor N.
///
/// @param values  (N x D), N >= 1, no NaN.
/// Source: Ledoit and Wolf (2004), J. Multivariate Anal. 88(2), 365-411.
Shrunk ledoitWolf(const Eigen::Ref<const Eigen::MatrixXd>& values);

/// A covariance matrix as correlations; a variance of 0 gives the row of the identity.
Eigen::MatrixXd toCorrelation(const Eigen::MatrixXd& covariance);

/// A correlation matrix near `correlation` whose eigenvalues are about `least` or more:
/// eigenvalues are clipped there and the diagonal is brought back to 1.
/// Errors: Internal when the eigenvalues do not converge; InvalidArgument when not finite.
Result<Eigen::MatrixXd> clippedCorrelation(const Eigen::MatrixXd& correlation, double least);

/// Largest over smallest eigenvalue of a symmetric matrix; infinite when the smallest is not
/// positive.
double conditionNumber(const Eigen::MatrixXd& symmetric);

/// Groups of columns that are nearly the same: |correlation| > `least` links two. Groups of
/// two and more, each sorted.
std::vector<std::vector<Eigen::Index>> nearDuplicates(const Eigen::MatrixXd& correlation,
                                                      double least = 0.995);

} // namespace dissonance
