#include "engine/detector/marginal_part.h"

#include <utility>

namespace dissonance {

Eigen::MatrixXf channelSurprise(const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                                Eigen::Index windowLength, double freedom,
                                const Eigen::VectorXf& scale)
{
    const auto channels = coordinates.rows() / windowLength;
    Eigen::MatrixXf surprise(channels, coordinates.cols());
    for (Eigen::Index w = 0; w < coordinates.cols(); ++w) {
        const Eigen::Map<const Eigen::MatrixXf> window(coordinates.col(w).data(), windowLength,
                                                       channels);
        if (scale.size() > 0)
            surprise.col(w) = (scale.asDiagonal() * window).colwise().squaredNorm().transpose();
        else
            surprise.col(w) = window.colwise().squaredNorm().transpose();
    }
    const auto nu = float(freedom);
    const float factor = 0.5F * (nu + float(windowLength));
    surprise.array() = factor * (1.0F + surprise.array() / nu).log();
    return surprise;
}

MarginalPart fitMarginalPart(const Eigen::MatrixXf& coordinates, Eigen::Index windowLength,
                             double freedom, Eigen::VectorXf scale)
{
    const auto surprise = channelSurprise(coordinates, windowLength, freedom, scale);
    return {freedom, surprise.rowwise().mean(), std::move(scale)};
}

} // namespace dissonance
