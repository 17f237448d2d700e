#include "engine/copula/copula_fit.h"

#include "engine/copula/correlation.h"

#include <limits>

namespace dissonance {

namespace {

/// Eigenvalues of the fitted correlation are not left below this.
constexpr double kLeastEigenvalue = 0.01;

/// The freedom with the largest likelihood, R held. Errors: as EllipticalCopula::create();
/// Cancelled.
Result<double> likeliestFreedom(const Eigen::Ref<const Eigen::MatrixXd>& normalScores,
                                const Eigen::MatrixXd& correlation, const RunContext& context)
{
    double best = EllipticalCopula::kGaussian;
    double most = -std::numeric_limits<double>::infinity();
    for (const double freedom : kFreedoms) {
        if (context.stopRequested())
            return cancelled();
        const auto copula = EllipticalCopula::create(correlation, freedom);
        if (!copula)
            return copula.error();
        Eigen::MatrixXd scores = normalScores;
        copula->fromNormalScores(scores);
        const double mean = copula->logDensity(scores).mean();
        if (mean > most) {
            most = mean;
            best = freedom;
        }
    }
    return best;
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
