#include "engine/copula/tail_dependence.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace dissonance {

double tailDependence(double rho, double freedom)
{
    if (std::isnan(rho) || !(freedom > 0.0))
        return std::numeric_limits<double>::quiet_NaN();
    if (rho >= 1.0)
        return 1.0;
    if (std::isinf(freedom) || rho <= -1.0)
        return 0.0;
    const double at = -std::sqrt((freedom + 1.0) * (1.0 - rho) / (1.0 + rho));
    const boost::math::students_t_distribution<double> student(freedom + 1.0);
    return 2.0 * boost::math::cdf(student, at);
}

} // namespace dissonance
