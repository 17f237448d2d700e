#include "engine/scoring/baselines.h"

#include "engine/scoring/alarm_rate.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <random>

namespace dissonance {

namespace {

constexpr double kClip = 10.0;
constexpr double kCalibrationShare = 0.2; // as the detector's

/// Scores of single samples look at no other sample: both kinds are the same.
SampleScores sampleScores(const Eigen::VectorXd& score)
{
    const std::vector<double> values(score.begin(), score.end());
    return {values, values};
}

template <typename Score>
BaselineScores scoreBoth(const ClippedScores& data, const Score& score)
{
    return {sampleScores(score(data.train)), sampleScores(score(data.test)), 1};
}

Eigen::MatrixXd covariance(const Eigen::MatrixXd& values, const Eigen::RowVectorXd& mean)
{
    const Eigen::MatrixXd centred = values.rowwise() - mean;
    return centred.transpose() * centred / double(values.rows() - 1);
}

} // namespace

ClippedScores clippedZScores(const Eigen::MatrixXf& train, const Eigen::MatrixXf& test)
{
    assert(train.cols() == test.cols() && train.rows() > 1);
    ClippedScores scores{Eigen::MatrixXd::Zero(train.rows(), train.cols()),
                         Eigen::MatrixXd::Zero(test.rows(), test.cols())};
    Eigen::Index kept = 0;
    for (Eigen::Index c = 0; c < train.cols(); ++c) {
        if (train.col(c).minCoeff() == train.col(c).maxCoeff())
            continue;
        const Eigen::ArrayXd values = train.col(c).cast<double>().array();
        const double mean = values.mean();
        const double deviation = std::sqrt((values - mean).square().mean());
        const auto clipped = [&](const auto& column) {
            return ((column.template cast<double>().array() - mean) / deviation)
                .cwiseMax(-kClip)
                .cwiseMin(kClip);
        };
        scores.train.col(kept) = clipped(train.col(c));
        scores.test.col(kept) = clipped(test.col(c));
        ++kept;
    }
    kept = std::max<Eigen::Index>(kept, 1); // the untouched column: zeros
    scores.train.conservativeResize(Eigen::NoChange, kept);
    scores.test.conservativeResize(Eigen::NoChange, kept);
    return scores;
}

BaselineScores randomScore(const ClippedScores& data, std::uint64_t seed)
{
    std::mt19937_64 generator(seed);
    return scoreBoth(data, [&](const Eigen::MatrixXd& values) {
        Eigen::VectorXd score(values.rows());
        for (auto& value : score)
            value = double(generator() >> 11) * 0x1p-53;
        return score;
    });
}

BaselineScores largestZ(const ClippedScores& data)
{
    return scoreBoth(data, [](const Eigen::MatrixXd& values) -> Eigen::VectorXd {
        return values.cwiseAbs().rowwise().maxCoeff();
    });
}

BaselineScores pcaResidual(const ClippedScores& data, double share)
{
    const Eigen::RowVectorXd mean = data.train.colwise().mean();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(covariance(data.train, mean));
    const auto& variances = eigen.eigenvalues(); // rising
    const double wanted = share * variances.sum();
    Eigen::Index components = 0;
    for (double held = 0.0; components < variances.size() && held < wanted; ++components)
        held += variances[variances.size() - 1 - components];

    const Eigen::MatrixXd leading = eigen.eigenvectors().rightCols(components);
    return scoreBoth(data, [&](const Eigen::MatrixXd& values) -> Eigen::VectorXd {
        const Eigen::MatrixXd centred = values.rowwise() - mean;
        return (centred - (centred * leading) * leading.transpose()).rowwise().squaredNorm();
    });
}

BaselineScores mahalanobis(const ClippedScores& data, double ridge)
{
    const Eigen::RowVectorXd mean = data.train.colwise().mean();
    Eigen::MatrixXd spread = covariance(data.train, mean);
    spread.diagonal().array() += ridge;
    const Eigen::LLT<Eigen::MatrixXd> cholesky(spread);
    return scoreBoth(data, [&](const Eigen::MatrixXd& values) -> Eigen::VectorXd {
        const Eigen::MatrixXd centred = (values.rowwise() - mean).transpose();
        return cholesky.matrixL().solve(centred).colwise().squaredNorm().transpose();
    });
}

const std::vector<std::string>& baselineNames()
{
    static const std::vector<std::string> names{"random", "max|z|", "PCA Q", "Mahal.",
                                                "KMeans w20"};
    return names;
}

bool baselineHasSeed(std::string_view name)
{
    return name == "random" || name == "KMeans w20";
}

std::string_view baselineTitle(std::string_view name)
{
    if (name == "PCA Q")
        return "PCA residual";
    if (name == "Mahal.")
        return "Mahalanobis";
    if (name == "KMeans w20")
        return "k-means windows";
    return name;
}

BaselineScores runBaseline(std::string_view name, const ClippedScores& data, std::uint64_t seed,
                           const RunContext& context)
{
    if (name == "random")
        return randomScore(data, seed);
    if (name == "max|z|")
        return largestZ(data);
    if (name == "PCA Q")
        return pcaResidual(data);
    if (name == "Mahal.")
        return mahalanobis(data);
    assert(name == "KMeans w20");
    return kMeansWindows(data, seed, context);
}

double baselineThreshold(const std::vector<double>& normal, std::ptrdiff_t windowLength,
                         double stepSeconds)
{
    const auto held = std::ptrdiff_t(kCalibrationShare * double(normal.size()));
    return fitAlarmRate(std::vector<double>(normal.end() - held, normal.end()), windowLength)
        .thresholdFor(defaultAlarmRate(stepSeconds));
}

} // namespace dissonance
