#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/copula/elliptical_copula.h"

#include <Eigen/Core>

#include <array>

namespace dissonance {

/// Degrees of freedom that a fitted copula may have, kGaussian last.
inline constexpr std::array<double, 10> kFreedoms{
    3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, EllipticalCopula::kGaussian};

/// Gaussian copula: correlation of the normal scores (N x D) after Ledoit and Wolf.
/// Errors: Internal, InvalidArgument (a score is not finite).
Result<EllipticalCopula> fitGaussianCopula(const Eigen::Ref<const Eigen::MatrixXd>& normalScores);

/// Student-t copula of normal scores (N x D), rows in the order of time: R_ij = sin(pi tau_ij / 2),
/// and of kFreedoms the likeliest with that R, which does not depend on it. Of Gaussian data every
/// second sample is a little likelier under some Student-t: it stays Gaussian unless the
/// likelihood ratio, for as many independent rows as the autocorrelation of the gain leaves, is
/// significant at 5 %. It takes D^2 N log N.
/// Source: Self and Liang (1987), J. Am. Stat. Assoc. 82(398), 605-610.
/// Errors: Cancelled, Internal.
Result<EllipticalCopula> fitStudentCopula(const Eigen::Ref<const Eigen::MatrixXd>& normalScores,
                                          int threads, const RunContext& context);

} // namespace dissonance
