#include "engine/copula/elliptical_copula.h"

#include "engine/base/parallel.h"
#include "engine/copula/hermite_table.h"
#include "engine/copula/log_gamma.h"
#include "engine/copula/normal_scores.h"

#include <Eigen/Cholesky>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <sstream>
#include <utility>

namespace dissonance {

namespace {

/// ln of the constant of a d-variate t density with unit scale, less pi and nu terms that
/// cancel in a copula.
double logGammaRatio(double freedom, double d)
{
    return logGamma(0.5 * (freedom + d)) - logGamma(0.5 * freedom);
}

/// ln t_nu(y) with location and scale 0 and 1.
Eigen::ArrayXd logStudent(const Eigen::Ref<const Eigen::ArrayXd>& y, double freedom)
{
    return logGammaRatio(freedom, 1.0) - 0.5 * std::log(freedom * M_PI)
        - 0.5 * (freedom + 1.0) * (y.square() / freedom).log1p();
}

/// Freedoms up to here are summed term by term, which is many times faster than the incomplete
/// beta function. Source: Abramowitz and Stegun, 26.7.3 and 26.7.4.
constexpr int kMostTerms = 64;

/// P(|T| < t) of whole degrees of freedom.
double studentWithin(double t, int freedom)
{
    const double square = t * t / double(freedom);
    const double cosSquare = 1.0 / (1.0 + square);
    const double sine = std::sqrt(square * cosSquare);
    double sum = 0.0;
    double term = freedom % 2 == 0 ? 1.0 : std::sqrt(cosSquare);
    for (int k = freedom % 2 == 0 ? 2 : 3; k <= freedom; k += 2) {
        sum += term;
        term *= cosSquare * double(k - 1) / double(k);
    }
    if (freedom % 2 == 0)
        return sine * sum;
    return 2.0 / M_PI * (std::atan(std::sqrt(square)) + sine * sum);
}

} // namespace

double Conditional::variance(Eigen::Index row) const
{
    const double square = scale[row] * scale[row];
    if (std::isinf(freedom))
        return square;
    return freedom > 2.0 ? square * freedom / (freedom - 2.0)
                         : std::numeric_limits<double>::infinity();
}

EllipticalCopula::EllipticalCopula(Eigen::MatrixXd correlation, Eigen::MatrixXd precision,
                                   double halfLogDeterminant, double freedom)
    : m_correlation(std::move(correlation))
    , m_precision(std::move(precision))
    , m_halfLogDeterminant(halfLogDeterminant)
    , m_freedom(freedom)
{
}

Result<EllipticalCopula> EllipticalCopula::create(Eigen::MatrixXd correlation, double freedom)
{
    const auto d = correlation.rows();
    if (d < 1 || correlation.cols() != d)
        return Error{ErrorCode::ShapeMismatch, "A correlation matrix must be square."};
    if (!(freedom > 0.0))
        return Error{ErrorCode::InvalidArgument, "Degrees of freedom must be above 0."};
    const Eigen::LLT<Eigen::MatrixXd> chol(correlation);
    if (chol.info() != Eigen::Success)
        return Error{ErrorCode::NotPositiveDefinite,
                     "The correlation matrix is not positive definite."};
    Eigen::MatrixXd precision = chol.solve(Eigen::MatrixXd::Identity(d, d));
    const double halfLogDeterminant = chol.matrixLLT().diagonal().array().log().sum();
    return EllipticalCopula(std::move(correlation), std::move(precision), halfLogDeterminant,
                            freedom);
}

std::string EllipticalCopula::familyText() const
{
    if (isGaussian())
        return "Gaussian";
    std::ostringstream text;
    text << "Student-t, nu = " << m_freedom;
    return text.str();
}

void EllipticalCopula::fromNormalScores(Eigen::Ref<Eigen::MatrixXd> scores) const
{
    if (isGaussian())
        return;
    const auto table = HermiteTable::forFreedom(m_freedom);
    scores = scores.unaryExpr([&](double z) { return std::isnan(z) ? z : table->value(z); });
}

double EllipticalCopula::marginCdf(double score) const
{
    if (isGaussian() || std::isnan(score))
        return normalCdf(score);
    // Far out what is left of 1 is rounded away.
    if (m_freedom == std::floor(m_freedom) && m_freedom <= kMostTerms) {
        const double within = studentWithin(std::abs(score), int(m_freedom));
        if (within < 1.0 - 1e-8)
            return 0.5 + (score < 0.0 ? -0.5 : 0.5) * within;
    }
    return boost::math::cdf(boost::math::students_t_distribution<double>(m_freedom), score);
}

Eigen::ArrayXd EllipticalCopula::logDensity(const Eigen::Ref<const Eigen::MatrixXd>& scores) const
{
    const Eigen::ArrayXd quadratic =
        (scores * m_precision).cwiseProduct(scores).rowwise().sum().array();
    const Eigen::ArrayXd squares = scores.rowwise().squaredNorm().array();
    if (isGaussian())
        return -m_halfLogDeterminant - 0.5 * (quadratic - squares);
    const auto d = double(size());
    const double constant = logGammaRatio(m_freedom, d) - d * logGammaRatio(m_freedom, 1.0);
    const Eigen::ArrayXd marginal = (scores.array().square() / m_freedom).log1p().rowwise().sum();
    return constant - m_halfLogDeterminant - 0.5 * (m_freedom + d) * (quadratic / m_freedom).log1p()
        + 0.5 * (m_freedom + 1.0) * marginal;
}

Eigen::MatrixXd
EllipticalCopula::contributions(const Eigen::Ref<const Eigen::MatrixXd>& scores) const
{
    const Eigen::MatrixXd pulled = scores * m_precision; // (Omega y)'
    const Eigen::ArrayXd quadratic = pulled.cwiseProduct(scores).rowwise().sum().array();
    const double wide = m_freedom + double(size()) - 1.0; // of the conditional t
    Eigen::MatrixXd out(scores.rows(), size());
    for (Eigen::Index i = 0; i < size(); ++i) {
        const double omega = m_precision(i, i);
        const Eigen::ArrayXd own = pulled.col(i).array().square() / omega;
        if (isGaussian()) {
            out.col(i) = 0.5 * std::log(omega) - 0.5 * own + 0.5 * scores.col(i).array().square();
            continue;
        }
        // Without i the quadratic form is q - (Omega y)_i^2 / Omega_ii.
        const Eigen::ArrayXd square =
            (m_freedom + (quadratic - own).max(0.0)) / (wide * omega); // scale^2
        const Eigen::ArrayXd residual = pulled.col(i).array() / omega / square.sqrt();
        out.col(i) = logStudent(residual, wide) - 0.5 * square.log()
            - logStudent(scores.col(i).array(), m_freedom);
    }
    return out;
}

Eigen::MatrixXd
EllipticalCopula::quadraticShares(const Eigen::Ref<const Eigen::MatrixXd>& scores) const
{
    return (scores * m_precision).cwiseProduct(scores);
}

Conditional EllipticalCopula::conditional(const Eigen::Ref<const Eigen::MatrixXd>& scores,
                                          Eigen::Index i) const
{
    const double omega = m_precision(i, i);
    const Eigen::VectorXd pulled = scores * m_precision.col(i);
    Conditional given;
    given.location = scores.col(i) - pulled / omega;
    if (isGaussian()) {
        given.scale = Eigen::VectorXd::Constant(scores.rows(), 1.0 / std::sqrt(omega));
        return given;
    }
    given.freedom = m_freedom + double(size()) - 1.0;
    const Eigen::ArrayXd quadratic =
        (scores * m_precision).cwiseProduct(scores).rowwise().sum().array();
    const Eigen::ArrayXd others = (quadratic - pulled.array().square() / omega).max(0.0);
    given.scale = ((m_freedom + others) / (given.freedom * omega)).sqrt();
    return given;
}

Result<Eigen::MatrixXd>
EllipticalCopula::meanPairLogDensity(const Eigen::Ref<const Eigen::MatrixXd>& scores, int threads,
                                     const RunContext& context) const
{
    const auto d = size();
    const Eigen::MatrixXd squares = scores.cwiseAbs2();
    Eigen::RowVectorXd marginal(d); // mean of -ln t_nu(y_i) without its constant
    double constant = 0.0;
    if (!isGaussian()) {
        marginal = 0.5 * (m_freedom + 1.0)
            * (squares.array() / m_freedom).log1p().matrix().colwise().mean();
        constant = logGammaRatio(m_freedom, 2.0) - 2.0 * logGammaRatio(m_freedom, 1.0);
    }
    const auto meanOf = [&](Eigen::Index i, Eigen::Index j) {
        const double rho = m_correlation(i, j);
        const double rest = 1.0 - rho * rho;
        const auto quadratic = (squares.col(i) + squares.col(j)
                                - 2.0 * rho * scores.col(i).cwiseProduct(scores.col(j)))
                                   .array()
            / rest;
        if (isGaussian())
            return -0.5 * std::log(rest)
                - 0.5 * (quadratic - squares.col(i).array() - squares.col(j).array()).mean();
        return constant - 0.5 * std::log(rest)
            - 0.5 * (m_freedom + 2.0) * (quadratic / m_freedom).log1p().mean() + marginal[i]
            + marginal[j];
    };

    Eigen::MatrixXd mean = Eigen::MatrixXd::Zero(d, d);
    parallelFor((d + 1) / 2, threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto half = first; half < last; ++half)
            for (const auto i : {half, d - 1 - half})
                for (Eigen::Index j = 0; j < i && !context.stopRequested(); ++j)
                    mean(i, j) = meanOf(i, j);
    });
    if (context.stopRequested())
        return cancelled();
    mean.triangularView<Eigen::StrictlyUpper>() = mean.transpose();
    return mean;
}

} // namespace dissonance
