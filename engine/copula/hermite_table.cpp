#include "engine/copula/hermite_table.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <map>
#include <mutex>

namespace dissonance {

namespace {

struct Knot
{
    double value = 0.0;
    double slope = 0.0;
};

/// For z <= 0, where Phi(z) keeps its digits.
Knot knotAt(double z, double nu)
{
    const boost::math::students_t_distribution<double> student(nu);
    const double value =
        z == 0.0 ? 0.0 : boost::math::quantile(student, 0.5 * std::erfc(-z * M_SQRT1_2));
    const double density = 0.5 * M_SQRT1_2 * M_2_SQRTPI * std::exp(-0.5 * z * z);
    return {value, density / boost::math::pdf(student, value)};
}

} // namespace

std::shared_ptr<const HermiteTable> HermiteTable::forFreedom(double nu)
{
    static std::mutex mutex;
    static std::map<double, std::shared_ptr<const HermiteTable>> tables;
    const std::lock_guard lock(mutex);
    auto& table = tables[nu];
    if (!table)
        table = std::make_shared<const HermiteTable>(nu);
    return table;
}

HermiteTable::HermiteTable(double nu)
{
    std::vector<Knot> knots(kKnots);
    for (int i = 0; i <= kKnots / 2; ++i) {
        const Knot knot = knotAt(-kLimit + i * kSpacing, nu);
        knots[std::size_t(i)] = knot;
        knots[std::size_t(kKnots - 1 - i)] = {-knot.value, knot.slope};
    }
    m_limitValue = knots.back().value;
    m_limitSlope = knots.back().slope;

    m_pieces.reserve(kKnots - 1);
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        const double rise = knots[i + 1].value - knots[i].value;
        const double left = knots[i].slope * kSpacing;
        const double right = knots[i + 1].slope * kSpacing;
        m_pieces.push_back(
            {knots[i].value, left, 3.0 * rise - 2.0 * left - right, left + right - 2.0 * rise});
    }
}

double HermiteTable::value(double z) const
{
    if (!(std::abs(z) < kLimit))
        return std::copysign(m_limitValue + m_limitSlope * (std::abs(z) - kLimit), z);
    const double x = (z + kLimit) / kSpacing;
    const auto i = std::min(std::size_t(x), m_pieces.size() - 1);
    const double s = x - double(i);
    const auto& p = m_pieces[i];
    return p[0] + s * (p[1] + s * (p[2] + s * p[3]));
}

double HermiteTable::slope(double z) const
{
    if (!(std::abs(z) < kLimit))
        return m_limitSlope;
    const double x = (z + kLimit) / kSpacing;
    const auto i = std::min(std::size_t(x), m_pieces.size() - 1);
    const double s = x - double(i);
    const auto& p = m_pieces[i];
    return (p[1] + s * (2.0 * p[2] + s * 3.0 * p[3])) / kSpacing;
}

} // namespace dissonance
