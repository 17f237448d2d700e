#include "engine/copula/correlation.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace dissonance {

Eigen::MatrixXd columnCorrelation(const Eigen::Ref<const Eigen::MatrixXd>& values)
{
    const Eigen::MatrixXd centred = values.rowwise() - values.colwise().mean();
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(values.cols(), values.cols());
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(centred.transpose());
    return toCorrelation(covariance.selfadjointView<Eigen::Lower>());
}

Shrunk ledoitWolf(const Eigen::Ref<const Eigen::MatrixXd>& values)
{
    const auto n = double(values.rows());
    const auto d = double(values.cols());
    const Eigen::MatrixXd centred = values.rowwise() - values.colwise().mean();
    Shrunk shrunk;
    shrunk.covariance = centred.transpose() * centred / n;
    const double mean = shrunk.covariance.trace() / d;

    // In the norm |A|^2 = tr(AA')/d: delta^2 = |S - mu I|^2, beta^2 the mean of |x x' - S|^2 / n.
    const double size = shrunk.covariance.squaredNorm();
    const double delta = size / d - mean * mean;
    const double fourth = centred.rowwise().squaredNorm().array().square().sum() / n;
    const double beta = std::min((fourth - size) / d / n, delta);
    shrunk.shrinkage = delta > 0.0 ? std::clamp(beta / delta, 0.0, 1.0) : 0.0;
    shrunk.covariance *= 1.0 - shrunk.shrinkage;
    shrunk.covariance.diagonal().array() += shrunk.shrinkage * mean;
    return shrunk;
}

Eigen::MatrixXd toCorrelation(const Eigen::MatrixXd& covariance)
{
    // A variance this far below the others' is rounding.
    const double least = 1e-24 * std::max(covariance.diagonal().maxCoeff(), 0.0);
    const Eigen::ArrayXd variance = covariance.diagonal().array();
    const Eigen::VectorXd inverse =
        (variance > least).select(variance.max(least).sqrt().inverse(), 0.0);
    Eigen::MatrixXd correlation = inverse.asDiagonal() * covariance * inverse.asDiagonal();
    correlation = correlation.cwiseMax(-1.0).cwiseMin(1.0).eval();
    correlation.diagonal().setOnes();
    return correlation;
}

Result<Eigen::MatrixXd> clippedCorrelation(const Eigen::MatrixXd& correlation, double least)
{
    if (!correlation.allFinite())
        return Error{ErrorCode::InvalidArgument, "A correlation is not a finite number."};
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(correlation);
    if (eigen.info() != Eigen::Success)
        return Error{ErrorCode::Internal, "The eigenvalues of a correlation do not converge."};
    if (eigen.eigenvalues().minCoeff() >= least)
        return correlation;
    const Eigen::VectorXd clipped = eigen.eigenvalues().cwiseMax(least);
    const Eigen::MatrixXd raised =
        eigen.eigenvectors() * clipped.asDiagonal() * eigen.eigenvectors().transpose();
    const Eigen::MatrixXd unit = toCorrelation(raised);
    return Eigen::MatrixXd(0.5 * (unit + unit.transpose()));
}

double conditionNumber(const Eigen::MatrixXd& symmetric)
{
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(symmetric, Eigen::EigenvaluesOnly);
    const double least = eigen.eigenvalues().minCoeff();
    return least > 0.0 ? eigen.eigenvalues().maxCoeff() / least
                       : std::numeric_limits<double>::infinity();
}

std::vector<std::vector<Eigen::Index>> nearDuplicates(const Eigen::MatrixXd& correlation,
                                                      double least)
{
    const auto size = correlation.rows();
    std::vector<Eigen::Index> root(static_cast<std::size_t>(size));
    std::iota(root.begin(), root.end(), 0);
    for (Eigen::Index i = 0; i < size; ++i)
        for (Eigen::Index j = 0; j < i; ++j)
            if (std::abs(correlation(i, j)) > least) {
                const auto from = root[std::size_t(i)];
                std::replace(root.begin(), root.end(), from, root[std::size_t(j)]);
            }
    std::vector<std::vector<Eigen::Index>> groups(static_cast<std::size_t>(size));
    for (Eigen::Index i = 0; i < size; ++i)
        groups[std::size_t(root[std::size_t(i)])].push_back(i);
    groups.erase(std::remove_if(groups.begin(), groups.end(),
                                [](const auto& group) { return group.size() < 2; }),
                 groups.end());
    return groups;
}

} // namespace dissonance
