#include "engine/detector/temporal_dependence.h"

#include <Eigen/Cholesky>
#include <Eigen/SVD>

#include <algorithm>
#include <cstddef>

namespace dissonance {

Eigen::MatrixXd temporalDependence(const CopulaPart& part,
                                   const std::vector<Eigen::Index>& channels)
{
    const auto r = part.leading;
    // The rows of diag(e)^(-1/2) V' are as long as e^(-1/2): R = V diag(e) V' without an inverse.
    const Eigen::VectorXf square =
        part.transform.rowwise().squaredNorm().cwiseAbs2().cwiseInverse();
    const Eigen::MatrixXf joint = part.transform.transpose() * square.asDiagonal() * part.transform;

    const auto count = Eigen::Index(channels.size());
    std::vector<Eigen::LLT<Eigen::MatrixXf>> own;
    own.reserve(channels.size());
    for (const auto c : channels)
        own.emplace_back(joint.block(c * r, c * r, r, r));
    Eigen::MatrixXd dependence = Eigen::MatrixXd::Identity(count, count);
    for (Eigen::Index i = 0; i < count; ++i) {
        for (Eigen::Index j = 0; j < i; ++j) {
            const auto at = std::size_t(i);
            const auto with = std::size_t(j);
            const Eigen::MatrixXf left =
                own[at].matrixL().solve(joint.block(channels[at] * r, channels[with] * r, r, r));
            const Eigen::MatrixXf both = own[with].matrixL().solve(left.transpose());
            const float largest = Eigen::JacobiSVD<Eigen::MatrixXf>(both).singularValues()[0];
            dependence(i, j) = dependence(j, i) = std::min(1.0, double(largest));
        }
    }
    return dependence;
}

} // namespace dissonance
