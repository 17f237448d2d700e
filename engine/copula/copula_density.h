#pragma once

#include "engine/base/result.h"

#include <Eigen/Core>

namespace dissonance {

/// Log density of the Gaussian copula, one value per observation.
///
///     log c(u; R) = -1/2 log|R| - 1/2 z'(inv(R) - I)z,   z_j = Phi^-1(u_j)
///
/// @param u            (N x d) pseudo-observations, inside the open interval (0, 1).
/// @param correlation  (d x d) R; only the lower triangle is read.
/// @return (N) in nats. A row holding a NaN, or a value outside (0, 1), is NaN: a gap in the
///         recording stays a gap in the picture.
/// Errors: ShapeMismatch, NotPositiveDefinite.
/// Source: Song (2000), Scand. J. Statist. 27(2), 305-320.
Result<Eigen::ArrayXd>
gaussianCopulaLogDensity(const Eigen::Ref<const Eigen::MatrixXd>& u,
                         const Eigen::Ref<const Eigen::MatrixXd>& correlation);

/// Log density of the Student-t copula, one value per observation.
///
///     log c(u; R, nu) = log t_R,nu(y) - sum log t_nu(y_j),   y_j = t_nu^-1(u_j)
///
/// It rewards joint extremes of either sign, which the Gaussian copula does not.
///
/// @param freedom  nu > 0.
/// Shapes, gaps and errors as for the Gaussian copula; InvalidArgument for nu.
/// Source: Demarta and McNeil (2005), Int. Stat. Rev. 73(1), 111-129.
Result<Eigen::ArrayXd> studentCopulaLogDensity(const Eigen::Ref<const Eigen::MatrixXd>& u,
                                               const Eigen::Ref<const Eigen::MatrixXd>& correlation,
                                               double freedom);

} // namespace dissonance
