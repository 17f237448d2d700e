#pragma once

#include <cmath>

namespace dissonance {

/// ln Gamma(x), x > 0. std::lgamma writes the sign into a variable that all threads share.
inline double logGamma(double x)
{
    int sign = 0;
    return ::lgamma_r(x, &sign);
}

} // namespace dissonance
