#include "engine/copula/bivariate_copula.h"

#include "engine/copula/normal_scores.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace dissonance {

using Student = boost::math::students_t_distribution<double>;

double hFunction(double u, double v, double rho, double freedom)
{
    const bool inside = u > 0.0 && u < 1.0 && v > 0.0 && v < 1.0;
    if (!inside || !(std::abs(rho) < 1.0) || !(freedom > 0.0))
        return std::numeric_limits<double>::quiet_NaN();
    const double rest = 1.0 - rho * rho;
    if (std::isinf(freedom))
        return normalCdf((normalQuantile(u) - rho * normalQuantile(v)) / std::sqrt(rest));
    const Student student(freedom);
    const double x = boost::math::quantile(student, u);
    const double y = boost::math::quantile(student, v);
    const double scale = std::sqrt((freedom + y * y) * rest / (freedom + 1.0));
    return boost::math::cdf(Student(freedom + 1.0), (x - rho * y) / scale);
}

double tailDependence(double rho, double freedom)
{
    if (std::isnan(rho) || !(freedom > 0.0))
        return std::numeric_limits<double>::quiet_NaN();
    if (rho >= 1.0)
        return 1.0;
    if (std::isinf(freedom) || rho <= -1.0)
        return 0.0;
    const double at = -std::sqrt((freedom + 1.0) * (1.0 - rho) / (1.0 + rho));
    return 2.0 * boost::math::cdf(Student(freedom + 1.0), at);
}

double expectedGaussianPair(double rho)
{
    return -0.5 * std::log1p(-rho * rho);
}

double gaussianSpearman(double rho)
{
    return 6.0 / M_PI * std::asin(0.5 * rho);
}

double correlationToTau(double rho)
{
    return 2.0 / M_PI * std::asin(rho);
}

} // namespace dissonance
