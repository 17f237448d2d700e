#pragma once

#include "engine/copula/elliptical_copula.h"
#include "engine/copula/normal_scores.h"

#include <QTest>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace dissonance::testing {

inline const double kNaN = std::numeric_limits<double>::quiet_NaN();
inline const double kGaussian = EllipticalCopula::kGaussian;

/// Whether |actual - expected| <= tolerance, or both are NaN; says what it found where not.
inline bool near(double actual, double expected, double tolerance = 1e-9)
{
    if (std::isnan(expected))
        return std::isnan(actual);
    const bool ok = std::abs(actual - expected) <= tolerance;
    if (!ok)
        qWarning("%.12g is not %.12g", actual, expected);
    return ok;
}

inline Eigen::MatrixXd pairCorrelation(double rho)
{
    Eigen::MatrixXd r = Eigen::MatrixXd::Identity(2, 2);
    r(0, 1) = r(1, 0) = rho;
    return r;
}

inline Eigen::MatrixXd threeCorrelation()
{
    Eigen::MatrixXd r(3, 3);
    r << 1.0, 0.6, 0.3, 0.6, 1.0, -0.2, 0.3, -0.2, 1.0;
    return r;
}

inline EllipticalCopula copulaOf(const Eigen::MatrixXd& correlation, double freedom)
{
    const auto copula = EllipticalCopula::create(correlation, freedom);
    Q_ASSERT(copula);
    return *copula;
}

/// u as the copula's own scores, exactly.
inline Eigen::MatrixXd scoresOf(const EllipticalCopula& copula, const Eigen::MatrixXd& u)
{
    if (copula.isGaussian())
        return u.unaryExpr([](double value) { return normalQuantile(value); });
    const boost::math::students_t_distribution<double> student(copula.freedom());
    return u.unaryExpr([&](double value) {
        return value > 0.0 && value < 1.0 ? boost::math::quantile(student, value) : kNaN;
    });
}

} // namespace dissonance::testing
