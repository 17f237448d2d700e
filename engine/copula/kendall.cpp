#include "engine/base/parallel.h"
#include "engine/copula/correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace dissonance {

namespace {

/// A sample as dense ranks with its order: what every pair with it needs.
struct Ranked
{
    std::vector<int> rank; ///< equal values share one
    std::vector<int> order; ///< sample indices by rank
    double tied = 0.0; ///< pairs of equal values
};

double pairsOf(double count)
{
    return 0.5 * count * (count - 1.0);
}

Ranked rankedOf(const Eigen::Ref<const Eigen::VectorXd>& values)
{
    Ranked ranked;
    ranked.order.resize(std::size_t(values.size()));
    ranked.rank.resize(ranked.order.size());
    std::iota(ranked.order.begin(), ranked.order.end(), 0);
    std::sort(ranked.order.begin(), ranked.order.end(),
              [&](int a, int b) { return values[a] < values[b]; });
    int rank = -1;
    double run = 0.0;
    for (std::size_t i = 0; i < ranked.order.size(); ++i) {
        const auto at = std::size_t(ranked.order[i]);
        if (i == 0 || values[ranked.order[i]] != values[ranked.order[i - 1]]) {
            ranked.tied += pairsOf(run);
            run = 0.0;
            ++rank;
        }
        run += 1.0;
        ranked.rank[at] = rank;
    }
    ranked.tied += pairsOf(run);
    return ranked;
}

/// Sorts `values` and returns how many pairs stood in the wrong order.
double sortCounting(std::vector<int>& values, std::vector<int>& spare)
{
    double swaps = 0.0;
    const auto size = values.size();
    for (std::size_t width = 1; width < size; width *= 2) {
        for (std::size_t first = 0; first < size; first += 2 * width) {
            const auto middle = std::min(first + width, size);
            const auto last = std::min(first + 2 * width, size);
            auto left = first;
            auto right = middle;
            for (auto at = first; at < last; ++at) {
                if (right == last || (left < middle && values[left] <= values[right])) {
                    spare[at] = values[left++];
                } else {
                    swaps += double(middle - left);
                    spare[at] = values[right++];
                }
            }
        }
        values.swap(spare);
    }
    return swaps;
}

double tauOf(const Ranked& a, const Ranked& b, std::vector<int>& values, std::vector<int>& spare)
{
    const auto size = a.order.size();
    values.resize(size);
    spare.resize(size);
    for (std::size_t i = 0; i < size; ++i)
        values[i] = b.rank[std::size_t(a.order[i])];
    // Among equals of a the pairs of b count neither way: put them in order first.
    double tiedBoth = 0.0;
    for (std::size_t first = 0, last = 0; first < size && a.tied > 0.0; first = last) {
        while (last < size
               && a.rank[std::size_t(a.order[last])] == a.rank[std::size_t(a.order[first])])
            ++last;
        if (last - first < 2)
            continue;
        std::sort(values.begin() + std::ptrdiff_t(first), values.begin() + std::ptrdiff_t(last));
        double run = 1.0;
        for (auto i = first + 1; i <= last; ++i) {
            if (i < last && values[i] == values[i - 1]) {
                run += 1.0;
                continue;
            }
            tiedBoth += pairsOf(run);
            run = 1.0;
        }
    }
    const double swaps = sortCounting(values, spare);
    const double all = pairsOf(double(size));
    const double norm = std::sqrt((all - a.tied) * (all - b.tied));
    if (!(norm > 0.0))
        return 0.0;
    return (all - a.tied - b.tied + tiedBoth - 2.0 * swaps) / norm;
}

} // namespace

double kendallTau(const Eigen::Ref<const Eigen::VectorXd>& a,
                  const Eigen::Ref<const Eigen::VectorXd>& b)
{
    if (a.hasNaN() || b.hasNaN())
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<int> values;
    std::vector<int> spare;
    return tauOf(rankedOf(a), rankedOf(b), values, spare);
}

double tauToCorrelation(double tau)
{
    return std::sin(0.5 * M_PI * tau);
}

Result<Eigen::MatrixXd> tauCorrelation(const Eigen::Ref<const Eigen::MatrixXd>& values, int threads,
                                       const RunContext& context)
{
    const auto size = values.cols();
    std::vector<Ranked> ranked;
    for (Eigen::Index c = 0; c < size; ++c)
        ranked.push_back(rankedOf(values.col(c)));

    Eigen::MatrixXd correlation = Eigen::MatrixXd::Identity(size, size);
    // Rows are paired first with last: each pair of rows holds as many pairs as any other.
    parallelFor((size + 1) / 2, threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        std::vector<int> work;
        std::vector<int> spare;
        for (auto half = first; half < last; ++half) {
            for (const auto i : {half, size - 1 - half}) {
                for (Eigen::Index j = 0; j < i && !context.stopRequested(); ++j)
                    correlation(i, j) = tauToCorrelation(
                        tauOf(ranked[std::size_t(i)], ranked[std::size_t(j)], work, spare));
            }
        }
    });
    if (context.stopRequested())
        return cancelled();
    correlation.triangularView<Eigen::StrictlyUpper>() = correlation.transpose();
    return correlation;
}

} // namespace dissonance
