#pragma once

#include "engine/detector/random_source.h"
#include "engine/detector/whitening.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// The windows of several runs over scaled data, numbered 0 to count() - 1.
class WindowSource
{
public:
    /// @param scaled  (T x C); borrowed.
    WindowSource(const Eigen::MatrixXf& scaled, const std::vector<WindowRun>& runs,
                 Eigen::Index windowLength);

    Eigen::Index count() const { return m_ends.empty() ? 0 : m_ends.back(); }
    Eigen::Index windowLength() const { return m_windowLength; }
    Eigen::Index channelCount() const { return m_scaled.cols(); }

    /// First row of window w.
    Eigen::Index firstRow(Eigen::Index window) const;

    /// First row of a window drawn uniformly; count() > 0.
    Eigen::Index drawRow(RandomSource& random) const { return firstRow(random.below(count())); }

    /// Rows [row, row + L) of a channel, (L).
    auto values(Eigen::Index row, Eigen::Index channel) const
    {
        return m_scaled.col(channel).segment(row, m_windowLength);
    }

private:
    const Eigen::MatrixXf& m_scaled;
    std::vector<Eigen::Index> m_firsts;
    std::vector<Eigen::Index> m_ends; ///< running sum of the counts
    Eigen::Index m_windowLength = 0;
};

/// A batch of windows in scaled values, channel by channel: channel c of window n is column n
/// of channels[c], (L x N).
struct WindowBatch
{
    std::vector<Eigen::MatrixXf> channels;

    Eigen::Index count() const { return channels.empty() ? 0 : channels.front().cols(); }
    void resize(Eigen::Index windowLength, Eigen::Index channelCount, Eigen::Index windows);
};

/// How whitened coordinates become the encoder's tokens: token t of a window holds the
/// coordinates [t patch, (t + 1) patch) of every channel, channel by channel; coordinates past
/// the window's length are zero.
struct TokenLayout
{
    Eigen::Index channels = 0;
    Eigen::Index windowLength = 0;
    Eigen::Index patch = 0;

    Eigen::Index tokens() const { return (windowLength + patch - 1) / patch; }
    Eigen::Index width() const { return channels * patch; }
    Eigen::Index windowSize() const { return tokens() * width(); }
};

/// Whitens a batch into tokens: (N x tokens x width), row-major, windowSize() floats a window.
void whitenToTokens(const WindowBatch& batch, const Whitening& whitening, const TokenLayout& layout,
                    float* tokens);

/// The same from coordinates as whiten() lays them out, ((L C) x N).
void coordinatesToTokens(const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                         const TokenLayout& layout, float* tokens);

} // namespace dissonance
