#pragma once

#include "engine/base/result.h"

#include <vector>

namespace dissonance {

/// Generalised Pareto law of what lies above a threshold:
///
///     P(X > t + y | X > t) = (1 + gamma y / sigma)^(-1/gamma),  exp(-y / sigma) at gamma = 0
struct ParetoTail
{
    double scale = 1.0; ///< sigma, > 0, in the unit of the values
    double shape = 0.0; ///< gamma

    /// P(Y > y), 1 for y <= 0.
    double exceedance(double y) const;

    /// y with P(Y > y) = p, p in (0, 1]; 0 for p >= 1.
    double excess(double p) const;
};

/// Fits by probability-weighted moments, the shape kept within [-0.5, 0.5]: beyond that the
/// estimate is of no use and the tail without end or mean.
///
/// @param excesses  y > 0 above the threshold, any order, at least one.
/// Errors: TooShort without any; InvalidArgument when one is negative or not finite.
/// Source: Hosking and Wallis (1987), Technometrics 29(3), 339-349.
Result<ParetoTail> fitParetoTail(std::vector<double> excesses);

} // namespace dissonance
