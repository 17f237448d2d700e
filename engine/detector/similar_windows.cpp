#include "engine/detector/similar_windows.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace dissonance {

Eigen::VectorXf movementWeights(const Whitening& whitening)
{
    const auto length = whitening.windowLength();
    Eigen::VectorXf weights(length * whitening.channelCount());
    for (Eigen::Index c = 0; c < whitening.channelCount(); ++c) {
        // A row of the projection is an axis of length 1, divided by its deviation.
        auto own = weights.segment(c * length, length);
        own = whitening.projection[std::size_t(c)].rowwise().squaredNorm().cwiseInverse();
        own *= float(length) / own.sum();
    }
    return weights;
}

SimilarWindows::SimilarWindows(const Eigen::MatrixXf& reference, Eigen::Index length,
                               Eigen::Index most, Eigen::VectorXf weights)
    : m_reference(reference)
    , m_weights(std::move(weights))
    , m_length(length)
    , m_channels(reference.rows() / length)
    , m_copies(std::min(most, reference.cols()))
{
}

void SimilarWindows::setWindow(const Eigen::Ref<const Eigen::VectorXf>& window)
{
    m_window = window;
    m_distances.resize(m_reference.cols(), m_channels);
    for (Eigen::Index c = 0; c < m_channels; ++c)
        m_distances.col(c).noalias() = (m_reference.middleRows(c * m_length, m_length).colwise()
                                        - m_window.segment(c * m_length, m_length))
                                           .cwiseAbs2()
                                           .transpose()
            * m_weights.segment(c * m_length, m_length);
    m_total = m_distances.rowwise().sum();
}

void SimilarWindows::replace(const std::vector<Eigen::Index>& channels,
                             Eigen::Ref<Eigen::MatrixXf> out) const
{
    Eigen::VectorXf others = m_total;
    for (const auto c : channels)
        others -= m_distances.col(c);
    std::vector<Eigen::Index> order(static_cast<std::size_t>(others.size()));
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + m_copies, order.end(),
                      [&](Eigen::Index a, Eigen::Index b) { return others[a] < others[b]; });
    out.colwise() = m_window;
    for (Eigen::Index k = 0; k < m_copies; ++k)
        for (const auto c : channels)
            out.col(k).segment(c * m_length, m_length) =
                m_reference.col(order[std::size_t(k)]).segment(c * m_length, m_length);
}

} // namespace dissonance
