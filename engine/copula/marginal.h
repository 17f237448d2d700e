#pragma once

#include "engine/base/result.h"
#include "engine/copula/pareto_tail.h"

#include <vector>

namespace dissonance {

/// The law of one channel in normal operation: the empirical distribution of a sample, thinned
/// to kept order statistics, and generalised Pareto tails beyond its outer 1 %.
///
/// F is linear between order statistics at r / (n + 1); at a value that occurs often it is the
/// middle of its step, so that a channel with few values still has scores around 0.
class Marginal
{
public:
    static constexpr double kTail = 0.01; ///< probability of each tail
    static constexpr std::size_t kMostKnots = 1001;

    /// Errors: TooShort under two values; InvalidArgument when one is not finite.
    static Result<Marginal> fit(std::vector<double> values);

    /// The parts of a fitted law. Errors: InvalidArgument when the knots are under two, not
    /// finite or not sorted, a tail's scale not positive or its shape beyond 0.5, or `count`
    /// less than the knots.
    static Result<Marginal> create(std::vector<double> knots, double count, ParetoTail lower,
                                   ParetoTail upper);

    /// F(x), inside (0, 1); NaN for NaN.
    double cdf(double x) const;

    /// Phi^-1(F(x)), kept within +-kMostScore.
    double normalScore(double x) const;
    static constexpr double kMostScore = 6.0;

    /// F^-1(u) for u in (0, 1); NaN for NaN.
    double quantile(double u) const;

    const std::vector<double>& knots() const { return m_knots; } ///< sorted
    double count() const { return m_count; } ///< values it was fitted to
    const ParetoTail& lowerTail() const { return m_lower; }
    const ParetoTail& upperTail() const { return m_upper; }

private:
    Marginal(std::vector<double> knots, double count, ParetoTail lower, ParetoTail upper);

    double level(double knot) const; ///< F at knot number `knot`, which may lie between two
    double bodyCdf(double x) const;
    double bodyQuantile(double u) const;

    std::vector<double> m_knots;
    double m_count = 0.0;
    ParetoTail m_lower;
    ParetoTail m_upper;
    double m_lowerThreshold = 0.0; ///< F^-1(kTail)
    double m_upperThreshold = 0.0;
};

} // namespace dissonance
