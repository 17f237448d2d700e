#pragma once

#include "engine/base/result.h"

namespace dissonance {

/// h(u | v) = P(U <= u | V = v) of the copula of a pair.
///
/// @param freedom  nu > 0, infinite for the Gaussian copula.
/// @return NaN when u or v is NaN or outside (0, 1), or |rho| >= 1.
/// Source: Aas et al. (2009), Insur. Math. Econ. 44(2), 182-198.
double hFunction(double u, double v, double rho, double freedom);

/// lim P(U > u | V > u) for u -> 1: how surely extremes come together. 0 for Gaussian.
///
///     2 t_{nu+1}(-sqrt((nu + 1) (1 - rho) / (1 + rho)))
///
/// @param rho  -1 to 1.
double tailDependence(double rho, double freedom);

/// Mean of ln c under the Gaussian copula of a pair, nats: -1/2 ln(1 - rho^2).
double expectedGaussianPair(double rho);

/// Spearman's correlation of the Gaussian copula: 6/pi asin(rho / 2).
double gaussianSpearman(double rho);

/// Kendall's tau of any elliptical copula: 2/pi asin(rho).
double correlationToTau(double rho);

} // namespace dissonance
