#include "engine/copula/marginal.h"

#include "engine/copula/normal_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dissonance {

namespace {

/// What a float holds: laws are kept in model files.
constexpr double kLeastScale = 1e-30;
constexpr double kMostScale = 1e38;

/// The law of how far `values` lie beyond the threshold, upwards for sign 1.
ParetoTail tailBeyond(const std::vector<double>& values, double threshold, double sign,
                      double range)
{
    std::vector<double> excesses;
    for (const double value : values)
        if (sign * (value - threshold) > 0.0)
            excesses.push_back(sign * (value - threshold));
    // Nothing beyond, as where the outer 1 % are one value: a tail as narrow as can be told.
    const auto tail = fitParetoTail(std::move(excesses));
    if (!tail)
        return {std::clamp(1e-3 * range, kLeastScale, kMostScale), 0.0};
    return {std::clamp(std::max(tail->scale, 1e-6 * range), kLeastScale, kMostScale), tail->shape};
}

Error invalid(const char* what)
{
    return {ErrorCode::InvalidArgument, what};
}

bool usable(const ParetoTail& tail)
{
    return std::isfinite(tail.scale) && tail.scale > 0.0 && std::abs(tail.shape) <= 0.5;
}

} // namespace

Marginal::Marginal(std::vector<double> knots, double count, ParetoTail lower, ParetoTail upper)
    : m_knots(std::move(knots))
    , m_count(count)
    , m_lower(lower)
    , m_upper(upper)
{
    m_lowerThreshold = bodyQuantile(kTail);
    m_upperThreshold = bodyQuantile(1.0 - kTail);
}

Result<Marginal> Marginal::fit(std::vector<double> values)
{
    if (values.size() < 2)
        return Error{ErrorCode::TooShort, "A distribution needs at least two values."};
    std::sort(values.begin(), values.end());
    if (!std::isfinite(values.front()) || !std::isfinite(values.back()))
        return invalid("Values of a distribution must be finite.");
    const auto kept = std::min(values.size(), kMostKnots);
    std::vector<double> knots(kept);
    for (std::size_t k = 0; k < kept; ++k)
        knots[k] = values[(k * (values.size() - 1) + (kept - 1) / 2) / (kept - 1)];

    const Marginal body(knots, double(values.size()), {}, {});
    const double range = values.back() - values.front();
    const auto lower = tailBeyond(values, body.m_lowerThreshold, -1.0, range);
    const auto upper = tailBeyond(values, body.m_upperThreshold, 1.0, range);
    return Marginal(std::move(knots), double(values.size()), lower, upper);
}

Result<Marginal> Marginal::create(std::vector<double> knots, double count, ParetoTail lower,
                                  ParetoTail upper)
{
    if (knots.size() < 2)
        return invalid("A distribution needs at least two values.");
    if (!std::all_of(knots.begin(), knots.end(), [](double k) { return std::isfinite(k); })
        || !std::is_sorted(knots.begin(), knots.end()))
        return invalid("Values of a distribution must be finite and sorted.");
    if (!usable(lower) || !usable(upper))
        return invalid("A tail needs a positive scale and a shape within 0.5 of 0.");
    if (!(count >= double(knots.size())) || !std::isfinite(count))
        return invalid("A distribution cannot keep more values than it was fitted to.");
    return Marginal(std::move(knots), count, lower, upper);
}

double Marginal::level(double knot) const
{
    const double rank = 1.0 + knot * (m_count - 1.0) / double(m_knots.size() - 1);
    return rank / (m_count + 1.0);
}

double Marginal::bodyCdf(double x) const
{
    const auto [low, high] = std::equal_range(m_knots.begin(), m_knots.end(), x);
    if (low != high)
        return level(0.5 * double((low - m_knots.begin()) + (high - m_knots.begin()) - 1));
    if (low == m_knots.begin())
        return level(0.0);
    if (low == m_knots.end())
        return level(double(m_knots.size() - 1));
    const double before = *(low - 1);
    const double share = (x - before) / (*low - before);
    return level(double(low - m_knots.begin() - 1) + share);
}

double Marginal::bodyQuantile(double u) const
{
    const double rank = u * (m_count + 1.0);
    const auto last = double(m_knots.size() - 1);
    const double knot = std::clamp((rank - 1.0) * last / (m_count - 1.0), 0.0, last);
    const auto index = std::min(std::size_t(knot), m_knots.size() - 2);
    return m_knots[index] + (knot - double(index)) * (m_knots[index + 1] - m_knots[index]);
}

double Marginal::cdf(double x) const
{
    if (std::isnan(x))
        return x;
    constexpr double kLeast = std::numeric_limits<double>::min();
    if (x < m_lowerThreshold)
        return std::max(kTail * m_lower.exceedance(m_lowerThreshold - x), kLeast);
    if (x > m_upperThreshold)
        return std::min(1.0 - kTail * m_upper.exceedance(x - m_upperThreshold),
                        1.0 - std::numeric_limits<double>::epsilon());
    return bodyCdf(x);
}

double Marginal::normalScore(double x) const
{
    if (std::isnan(x))
        return x;
    // In the upper tail 1 - u would be rounded away.
    if (x > m_upperThreshold) {
        const double beyond = kTail * m_upper.exceedance(x - m_upperThreshold);
        return beyond > 0.0 ? std::min(-normalQuantile(beyond), kMostScore) : kMostScore;
    }
    return std::clamp(normalQuantile(cdf(x)), -kMostScore, kMostScore);
}

double Marginal::quantile(double u) const
{
    if (std::isnan(u))
        return u;
    if (u < kTail)
        return m_lowerThreshold - m_lower.excess(u / kTail);
    if (u > 1.0 - kTail)
        return m_upperThreshold + m_upper.excess((1.0 - u) / kTail);
    return bodyQuantile(u);
}

} // namespace dissonance
