#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"

#include <Eigen/Core>

#include <limits>
#include <string>

namespace dissonance {

/// What one coordinate is expected to be, given all others: location-scale Student-t (normal
/// where the freedom is infinite).
struct Conditional
{
    Eigen::VectorXd location; ///< (N)
    Eigen::VectorXd scale; ///< (N), > 0
    double freedom = std::numeric_limits<double>::infinity();

    double variance(Eigen::Index row) const; ///< infinite for freedom <= 2
};

/// A Gaussian (freedom infinite) or Student-t copula with what is asked of it again and again
/// at hand. It works on its own scores: y = t_nu^-1(u), or Phi^-1(u) for Gaussian.
///
/// Shapes: scores are (N x D), a row an observation.
class EllipticalCopula
{
public:
    static constexpr double kGaussian = std::numeric_limits<double>::infinity();

    /// @param correlation  (D x D) R.
    /// @param freedom      nu > 0, kGaussian for the Gaussian copula.
    /// Errors: ShapeMismatch, NotPositiveDefinite, InvalidArgument.
    static Result<EllipticalCopula> create(Eigen::MatrixXd correlation, double freedom);

    Eigen::Index size() const { return m_correlation.rows(); }
    double freedom() const { return m_freedom; }
    bool isGaussian() const { return m_freedom == kGaussian; }
    const Eigen::MatrixXd& correlation() const { return m_correlation; }
    const Eigen::MatrixXd& precision() const { return m_precision; } ///< Omega = R^-1

    /// "Gaussian" or "Student-t, nu = 8".
    std::string familyText() const;

    /// Normal scores to this copula's, in place.
    void fromNormalScores(Eigen::Ref<Eigen::MatrixXd> scores) const;

    /// Probability below a score of this copula's margin.
    double marginCdf(double score) const;

    /// ln c of every row, nats, (N); NaN where a score is.
    ///
    ///     log c(u; R) = -1/2 log|R| - 1/2 z'(inv(R) - I)z,   log t_R,nu(y) - sum log t_nu(y_j)
    ///
    /// Source: Song (2000), Scand. J. Statist. 27(2), 305-320; Demarta and McNeil (2005), Int.
    /// Stat. Rev. 73(1), 111-129.
    Eigen::ArrayXd logDensity(const Eigen::Ref<const Eigen::MatrixXd>& scores) const;

    /// Delta_i = ln c(u) - ln c(u without i), nats, (N x D): how well coordinate i agrees with
    /// the others; the most negative disagrees most.
    Eigen::MatrixXd contributions(const Eigen::Ref<const Eigen::MatrixXd>& scores) const;

    /// x_i (Omega x)_i, (N x D): what each coordinate adds to the quadratic form x' Omega x.
    Eigen::MatrixXd quadraticShares(const Eigen::Ref<const Eigen::MatrixXd>& scores) const;

    /// Coordinate i given the others of its row.
    Conditional conditional(const Eigen::Ref<const Eigen::MatrixXd>& scores, Eigen::Index i) const;

    /// Mean over the rows of ln c_ij of every pair, nats, (D x D), 0 on the diagonal.
    /// Errors: Cancelled.
    Result<Eigen::MatrixXd> meanPairLogDensity(const Eigen::Ref<const Eigen::MatrixXd>& scores,
                                               int threads, const RunContext& context) const;

private:
    EllipticalCopula(Eigen::MatrixXd correlation, Eigen::MatrixXd precision,
                     double halfLogDeterminant, double freedom);

    Eigen::MatrixXd m_correlation;
    Eigen::MatrixXd m_precision;
    double m_halfLogDeterminant = 0.0;
    double m_freedom = kGaussian;
};

} // namespace dissonance
