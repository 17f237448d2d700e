#include "engine/copula/normal_scores.h"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>

namespace dissonance {

double normalCdf(double z)
{
    return 0.5 * std::erfc(-z * M_SQRT1_2);
}

double normalQuantile(double u)
{
    if (!(u > 0.0 && u < 1.0))
        return std::numeric_limits<double>::quiet_NaN();
    return -M_SQRT2 * boost::math::erfc_inv(2.0 * u);
}

double twoSidedP(double z)
{
    return std::erfc(std::abs(z) * M_SQRT1_2);
}

} // namespace dissonance
