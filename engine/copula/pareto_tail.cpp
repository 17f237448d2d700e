#include "engine/copula/pareto_tail.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kMostShape = 0.5;
constexpr double kExponential = 1e-9; ///< |gamma| below which the limit is used

} // namespace

double ParetoTail::exceedance(double y) const
{
    if (y <= 0.0)
        return 1.0;
    if (std::abs(shape) < kExponential)
        return std::exp(-y / scale);
    const double base = 1.0 + shape * y / scale;
    return base <= 0.0 ? 0.0 : std::pow(base, -1.0 / shape);
}

double ParetoTail::excess(double p) const
{
    if (p >= 1.0)
        return 0.0;
    if (std::abs(shape) < kExponential)
        return -scale * std::log(p);
    return scale / shape * (std::pow(p, -shape) - 1.0);
}

Result<ParetoTail> fitParetoTail(std::vector<double> excesses)
{
    if (excesses.empty())
        return Error{ErrorCode::TooShort, "There is no value in the tail."};
    std::sort(excesses.begin(), excesses.end());
    if (!(excesses.front() >= 0.0) || !std::isfinite(excesses.back()))
        return Error{ErrorCode::InvalidArgument,
                     "Excesses over a threshold must be finite and not negative."};
    const auto n = double(excesses.size());
    double mean = 0.0;
    double weighted = 0.0; // E[Y (1 - F(Y))]
    for (std::size_t i = 0; i < excesses.size(); ++i) {
        mean += excesses[i] / n;
        weighted += excesses[i] * (n - double(i) - 0.65) / n / n;
    }
    const double gap = mean - 2.0 * weighted;
    if (!(mean > 0.0) || !(gap > 1e-12 * mean))
        return ParetoTail{std::max(mean, 1e-300), 0.0}; // all alike: no shape to be seen
    const double shape = std::clamp(2.0 - mean / gap, -kMostShape, kMostShape);
    // With the shape held, the scale keeps the mean.
    return ParetoTail{mean * (1.0 - shape), shape};
}

} // namespace dissonance
