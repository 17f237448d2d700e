#include "engine/copula/copula_density.h"

#include "engine/copula/log_gamma.h"
#include "engine/copula/normal_scores.h"

#include <Eigen/Cholesky>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <string>

namespace dissonance {

namespace {

using Cholesky = Eigen::LLT<Eigen::MatrixXd>;

Result<Cholesky> factor(Eigen::Index d, const Eigen::Ref<const Eigen::MatrixXd>& correlation)
{
    if (correlation.rows() != d || correlation.cols() != d)
        return Error{ErrorCode::ShapeMismatch,
                     "The correlation must be " + std::to_string(d) + " square."};
    // Cholesky rather than inverse(): half the work, and it is the test for definiteness.
    Cholesky chol(correlation);
    if (chol.info() != Eigen::Success)
        return Error{ErrorCode::NotPositiveDefinite,
                     "The correlation matrix is not positive definite."};
    return chol;
}

double halfLogDeterminant(const Cholesky& chol)
{
    return chol.matrixLLT().diagonal().array().log().sum();
}

} // namespace

Result<Eigen::ArrayXd>
gaussianCopulaLogDensity(const Eigen::Ref<const Eigen::MatrixXd>& u,
                         const Eigen::Ref<const Eigen::MatrixXd>& correlation)
{
    const auto chol = factor(u.cols(), correlation);
    if (!chol)
        return chol.error();
    const Eigen::MatrixXd z = normalScores(u).transpose(); // (d x N)
    const Eigen::MatrixXd w = chol->matrixL().solve(z); // |w_n|^2 = z'inv(R)z
    return Eigen::ArrayXd(
        -halfLogDeterminant(*chol)
        - 0.5 * (w.colwise().squaredNorm() - z.colwise().squaredNorm()).transpose().array());
}

Result<Eigen::ArrayXd> studentCopulaLogDensity(const Eigen::Ref<const Eigen::MatrixXd>& u,
                                               const Eigen::Ref<const Eigen::MatrixXd>& correlation,
                                               double freedom)
{
    if (!(freedom > 0.0) || std::isinf(freedom))
        return Error{ErrorCode::InvalidArgument, "Degrees of freedom must be finite, above 0."};
    const auto chol = factor(u.cols(), correlation);
    if (!chol)
        return chol.error();
    const boost::math::students_t_distribution<double> student(freedom);
    const Eigen::MatrixXd y = u.transpose().unaryExpr([&](double value) {
        return value > 0.0 && value < 1.0 ? boost::math::quantile(student, value)
                                          : std::numeric_limits<double>::quiet_NaN();
    });
    const Eigen::MatrixXd w = chol->matrixL().solve(y);

    const auto d = double(u.cols());
    const double joint = logGamma(0.5 * (freedom + d)) - logGamma(0.5 * freedom);
    const double single = logGamma(0.5 * (freedom + 1.0)) - logGamma(0.5 * freedom);
    const Eigen::ArrayXd quadratic = w.colwise().squaredNorm().transpose().array() / freedom;
    const Eigen::ArrayXd marginal =
        (y.array().square() / freedom).log1p().colwise().sum().transpose();
    return Eigen::ArrayXd(joint - d * single - halfLogDeterminant(*chol)
                          - 0.5 * (freedom + d) * quadratic.log1p()
                          + 0.5 * (freedom + 1.0) * marginal);
}

} // namespace dissonance
