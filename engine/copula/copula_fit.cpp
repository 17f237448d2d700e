#include "engine/copula/copula_fit.h"

#include "engine/copula/correlation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance {

namespace {

/// Eigenvalues of the fitted correlation are not left below this.
constexpr double kLeastEigenvalue = 0.01;

/// 90 % quantile of chi-square with one degree: at the border of the parameter's range, half of
/// all likelihood ratios are 0, and this is a test at 5 %.
constexpr double kLeastRatio = 2.706;

/// n (mean over n values' variance) / (a value's variance): how many of the values say what one
/// independent one would.
double perIndependent(const Eigen::ArrayXd& values)
{
    const auto n = values.size();
    const Eigen::ArrayXd centred = values - values.mean();
    const double variance = centred.square().sum();
    double sum = 1.0;
    for (Eigen::Index lag = 1; lag <= n / 8 && variance > 0.0; ++lag) {
        const double r = (centred.head(n - lag) * centred.tail(n - lag)).sum() / variance;
        if (r <= 0.0)
            break;
        sum += 2.0 * r;
    }
    return sum;
}

/// ln c of every row. Errors: as EllipticalCopula::create().
Result<Eigen::ArrayXd> logDensities(const Eigen::Ref<const Eigen::MatrixXd>& normalScores,
                                    const Eigen::MatrixXd& correlation, double freedom)
{
    const auto copula = EllipticalCopula::create(correlation, freedom);
    if (!copula)
        return copula.error();
    Eigen::MatrixXd scores = normalScores;
    copula->fromNormalScores(scores);
    return copula->logDensity(scores);
}

/// Does a Student-t copula gain more over the Gaussian one than chance?
/// @param gain  (N) nats a row, in the order of time.
bool gainsEnough(const Eigen::ArrayXd& gain)
{
    // Rows that follow each other closely say the same over again.
    const double independent = double(gain.size()) / perIndependent(gain);
    return 2.0 * independent * gain.mean() > kLeastRatio;
}

/// The freedom with the largest likelihood, R held. Errors: as EllipticalCopula::create();
/// Cancelled.
Result<double> likeliestFreedom(const Eigen::Ref<const Eigen::MatrixXd>& normalScores,
                                const Eigen::MatrixXd& correlation, const RunContext& context)
{
    double best = EllipticalCopula::kGaussian;
    Eigen::ArrayXd most;
    Eigen::ArrayXd gaussian;
    for (const double freedom : kFreedoms) {
        if (context.stopRequested())
            return cancelled();
        auto densities = logDensities(normalScores, correlation, freedom);
        if (!densities)
            return densities.error();
        if (freedom == EllipticalCopula::kGaussian)
            gaussian = *densities;
        if (most.size() == 0 || densities->mean() > most.mean()) {
            most = std::move(*densities);
            best = freedom;
        }
    }
    return gainsEnough(most - gaussian) ? best : EllipticalCopula::kGaussian;
}

} // namespace

Result<EllipticalCopula> fitGaussianCopula(const Eigen::Ref<const Eigen::MatrixXd>& normalScores)
{
    const auto correlation =
        clippedCorrelation(toCorrelation(ledoitWolf(normalScores).covariance), kLeastEigenvalue);
    if (!correlation)
        return correlation.error();
    return EllipticalCopula::create(*correlation, EllipticalCopula::kGaussian);
}

Result<EllipticalCopula> fitStudentCopula(const Eigen::Ref<const Eigen::MatrixXd>& normalScores,
                                          int threads, const RunContext& context)
{
    const auto raw = tauCorrelation(normalScores, threads, context);
    if (!raw)
        return raw.error();
    const auto correlation = clippedCorrelation(*raw, kLeastEigenvalue);
    if (!correlation)
        return correlation.error();
    const auto freedom = likeliestFreedom(normalScores, *correlation, context);
    if (!freedom)
        return freedom.error();
    return EllipticalCopula::create(*correlation, *freedom);
}

} // namespace dissonance
