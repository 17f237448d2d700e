#include "engine/copula/normal_scores.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <vector>

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

Eigen::VectorXd pseudoObservations(const Eigen::Ref<const Eigen::VectorXd>& values)
{
    std::vector<Eigen::Index> order;
    for (Eigen::Index i = 0; i < values.size(); ++i)
        if (!std::isnan(values[i]))
            order.push_back(i);
    std::sort(order.begin(), order.end(),
              [&](Eigen::Index a, Eigen::Index b) { return values[a] < values[b]; });

    Eigen::VectorXd u =
        Eigen::VectorXd::Constant(values.size(), std::numeric_limits<double>::quiet_NaN());
    const auto count = double(order.size());
    for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
        while (last < order.size() && values[order[last]] == values[order[first]])
            ++last;
        const double rank = 0.5 * double(first + 1 + last); // mean of first + 1 … last
        for (auto i = first; i < last; ++i)
            u[order[i]] = rank / (count + 1.0);
    }
    return u;
}

Eigen::MatrixXd normalScores(const Eigen::Ref<const Eigen::MatrixXd>& u)
{
    return u.unaryExpr([](double value) { return normalQuantile(value); });
}

} // namespace dissonance
