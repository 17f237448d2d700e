#pragma once

namespace dissonance {

/// lim P(U > u | V > u) for u -> 1 in the copula of a pair: how surely extremes come together.
///
///     2 t_{nu+1}(-sqrt((nu + 1) (1 - rho) / (1 + rho)))
///
/// @param rho      -1 to 1.
/// @param freedom  nu > 0, infinite for the Gaussian copula, whose tails are independent.
/// @return 0 to 1; NaN when rho is NaN or nu not above 0.
/// Source: Demarta and McNeil (2005), Int. Stat. Rev. 73(1), 111-129.
double tailDependence(double rho, double freedom);

} // namespace dissonance
