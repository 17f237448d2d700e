#pragma once

namespace dissonance {

/// Phi, without loss in the lower tail.
double normalCdf(double z);

/// Phi^-1; NaN outside (0, 1) and for NaN.
double normalQuantile(double u);

/// Upper tail of |Z|: the two-sided p-value of z.
double twoSidedP(double z);

} // namespace dissonance
