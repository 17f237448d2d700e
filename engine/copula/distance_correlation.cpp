#include "engine/copula/distance_correlation.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr Eigen::Index kRowsAtOnce = 16;

/// Row sums of the distances of a column, and their total.
Eigen::VectorXd distanceSums(const Eigen::Ref<const Eigen::VectorXd>& values)
{
    Eigen::VectorXd sums(values.size());
    for (Eigen::Index i = 0; i < values.size(); ++i)
        sums[i] = (values.array() - values[i]).abs().sum();
    return sums;
}

} // namespace

Result<Eigen::MatrixXd> distanceCorrelation(const Eigen::Ref<const Eigen::MatrixXd>& values,
                                            const RunContext& context)
{
    const auto n = values.rows();
    const auto d = values.cols();
    if (n < 4)
        return Eigen::MatrixXd(Eigen::MatrixXd::Identity(d, d));

    Eigen::MatrixXd sums(n, d);
    for (Eigen::Index c = 0; c < d; ++c)
        sums.col(c) = distanceSums(values.col(c));
    const double width = double(n) - 2.0;
    const Eigen::RowVectorXd totals =
        sums.colwise().sum() / (double(n) - 1.0) / width; // U-centring's last term

    // All products of U-centred distances at once: the columns of `centred` are channels, its
    // rows pairs of samples, and the wanted inner products its Gram matrix.
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(d, d);
    Eigen::MatrixXd centred;
    for (Eigen::Index first = 0; first < n; first += kRowsAtOnce) {
        if (context.stopRequested())
            return cancelled();
        const auto count = std::min(kRowsAtOnce, n - first);
        centred.resize(count * n, d);
        for (Eigen::Index c = 0; c < d; ++c) {
            for (Eigen::Index r = 0; r < count; ++r) {
                const auto i = first + r;
                auto row = centred.col(c).segment(r * n, n);
                row = ((values.col(c).array() - values(i, c)).abs()
                       - (sums.col(c).array() + sums(i, c)) / width + totals[c])
                          .matrix();
                row[i] = 0.0;
            }
        }
        gram.selfadjointView<Eigen::Lower>().rankUpdate(centred.transpose());
    }

    Eigen::MatrixXd correlation = Eigen::MatrixXd::Identity(d, d);
    for (Eigen::Index i = 0; i < d; ++i) {
        for (Eigen::Index j = 0; j < i; ++j) {
            const double norm = std::sqrt(gram(i, i) * gram(j, j));
            const double square = norm > 0.0 ? gram(i, j) / norm : 0.0;
            correlation(i, j) = std::sqrt(std::clamp(square, 0.0, 1.0));
            correlation(j, i) = correlation(i, j);
        }
    }
    return correlation;
}

} // namespace dissonance
