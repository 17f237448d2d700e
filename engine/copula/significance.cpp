#include "engine/copula/significance.h"

#include "engine/copula/normal_scores.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

Eigen::VectorXd autocorrelation(const Eigen::Ref<const Eigen::VectorXf>& series,
                                const std::vector<Eigen::Index>& lags)
{
    Eigen::VectorXd rho = Eigen::VectorXd::Zero(Eigen::Index(lags.size()));
    if (series.size() < 2)
        return rho;
    const double mean = series.cast<double>().mean();
    const Eigen::ArrayXd apart = series.cast<double>().array() - mean;
    // Brought to 1, so that squares of the largest floats stay floats.
    const double most = apart.abs().maxCoeff();
    if (!(most > 0.0))
        return rho;
    const Eigen::VectorXf centred = (apart / most).cast<float>();
    const auto variance = double(centred.squaredNorm());
    if (!(variance > 0.0))
        return rho;
    for (std::size_t k = 0; k < lags.size(); ++k) {
        const auto rest = series.size() - lags[k];
        if (rest > 0)
            rho[Eigen::Index(k)] = double(centred.head(rest).dot(centred.tail(rest))) / variance;
    }
    return rho;
}

std::vector<Eigen::Index> geometricLags(Eigen::Index most, std::size_t count)
{
    std::vector<Eigen::Index> lags;
    for (std::size_t k = 0; k < count && most > 0; ++k) {
        const double share = count > 1 ? double(k) / double(count - 1) : 0.0;
        const auto lag = Eigen::Index(std::lround(std::pow(double(most), share)));
        if (lags.empty() || lag > lags.back())
            lags.push_back(lag);
    }
    return lags;
}

Eigen::MatrixXd effectiveSampleSize(const Eigen::Ref<const Eigen::MatrixXd>& autocorrelations,
                                    const std::vector<Eigen::Index>& lags, Eigen::Index samples,
                                    double step)
{
    const auto channels = autocorrelations.cols();
    const double last = lags.empty() ? 0.0 : double(lags.back());
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(channels, channels);
    std::size_t right = 0;
    Eigen::RowVectorXd rho(channels);
    for (Eigen::Index k = 1; k < samples && double(k) * step <= last; ++k) {
        const double lag = double(k) * step;
        while (double(lags[right]) < lag)
            ++right;
        if (right == 0 || double(lags[right]) == lag) {
            rho = autocorrelations.row(Eigen::Index(right));
        } else {
            const double share =
                (lag - double(lags[right - 1])) / double(lags[right] - lags[right - 1]);
            rho = (1.0 - share) * autocorrelations.row(Eigen::Index(right) - 1)
                + share * autocorrelations.row(Eigen::Index(right));
        }
        sum.selfadjointView<Eigen::Lower>().rankUpdate(rho.transpose(),
                                                       1.0 - double(k) / double(samples));
    }
    const Eigen::MatrixXd full = sum.selfadjointView<Eigen::Lower>();
    const auto n = double(std::max<Eigen::Index>(samples, 1));
    return (n / (1.0 + 2.0 * full.array()).max(1.0)).max(1.0).matrix();
}

double fisherDifference(double first, double firstSize, double second, double secondSize)
{
    if (!(firstSize > 4.0) || !(secondSize > 4.0))
        return 1.0;
    // Off +-1, where z has no end.
    const auto z = [](double r) {
        return std::atanh(std::clamp(r, -0.999999, 0.999999));
    };
    const double deviation = std::sqrt(1.0 / (firstSize - 3.0) + 1.0 / (secondSize - 3.0));
    return twoSidedP((z(first) - z(second)) / deviation);
}

std::vector<bool> benjaminiHochberg(const std::vector<double>& pValues, double rate)
{
    std::vector<double> sorted;
    for (const double p : pValues)
        if (!std::isnan(p))
            sorted.push_back(p);
    std::sort(sorted.begin(), sorted.end());
    double limit = -1.0;
    for (std::size_t k = 0; k < sorted.size(); ++k)
        if (sorted[k] <= rate * double(k + 1) / double(sorted.size()))
            limit = sorted[k];
    std::vector<bool> significant(pValues.size());
    std::transform(pValues.begin(), pValues.end(), significant.begin(),
                   [limit](double p) { return p <= limit; });
    return significant;
}

} // namespace dissonance
