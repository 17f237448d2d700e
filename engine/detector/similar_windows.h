#pragma once

#include "engine/detector/whitening.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Weights of the coordinates of every channel (L C), their mean 1: by how much the channel moves
/// along each. Alike is then what looks alike. All coordinates alike, and the faint ones, which
/// are mostly noise, decide.
Eigen::VectorXf movementWeights(const Whitening& whitening);

/// Windows with some channels replaced by those of the normal windows that are most alike in
/// the other channels.
class SimilarWindows
{
public:
    /// @param reference  ((L C) x W) coordinates of normal windows; borrowed.
    /// @param most       normal windows that a channel is taken from.
    /// @param weights    (L C) of squared differences: movementWeights().
    SimilarWindows(const Eigen::MatrixXf& reference, Eigen::Index length, Eigen::Index most,
                   Eigen::VectorXf weights);

    Eigen::Index channels() const { return m_channels; }
    Eigen::Index copies() const { return m_copies; } ///< of a window, each from another

    void setWindow(const Eigen::Ref<const Eigen::VectorXf>& window);

    /// copies() windows into columns of `out`, the most similar first.
    void replace(const std::vector<Eigen::Index>& channels, Eigen::Ref<Eigen::MatrixXf> out) const;

private:
    const Eigen::MatrixXf& m_reference;
    Eigen::VectorXf m_weights;
    Eigen::Index m_length = 0;
    Eigen::Index m_channels = 0;
    Eigen::Index m_copies = 0;
    Eigen::VectorXf m_window;
    Eigen::MatrixXf m_distances; ///< (W x C) squared, channel by channel
    Eigen::VectorXf m_total;
};

} // namespace dissonance
