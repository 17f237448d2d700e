#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/copula/elliptical_copula.h"

#include <Eigen/Core>

#include <array>

namespace dissonance {

/// Degrees of freedom that are tried, kGaussian last.
inline constexpr std::array<double, 10> kFreedoms{
    3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, EllipticalCopula::kGaussian};

/// Eigenvalues of the fitted correlation are not left below this.
inline constexpr double kLeastEigenvalue = 0.01;

/// The freedom among kFreedoms with the largest likelihood, R held: the profile likelihood with
/// R from Kendall's tau, which does not depend on the freedom.
///
/// @param normalScores  (N x D).
/// Errors: as EllipticalCopula::create(); Cancelled.
Result<double> likeliestFreedom(const Eigen::Ref<const Eigen::MatrixXd>& normalScores,
                                const Eigen::MatrixXd& correlation, const RunContext& context);

/// Gaussian copula: correlation of the normal scores after Ledoit and Wolf.
/// Errors: Internal, InvalidArgument (a score is not finite).
Result<EllipticalCopula> fitGaussianCopula(const Eigen::Ref<const Eigen::MatrixXd>& normalScores);

/// Student-t copula: R_ij = sin(pi tau_ij / 2), and the likeliest freedom.
/// It takes D^2 N log N.
/// Errors: Cancelled, Internal.
Result<EllipticalCopula> fitStudentCopula(const Eigen::Ref<const Eigen::MatrixXd>& normalScores,
                                          int threads, const RunContext& context);

} // namespace dissonance
