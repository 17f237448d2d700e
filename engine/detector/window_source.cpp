#include "engine/detector/window_source.h"

#include <algorithm>

namespace dissonance {

namespace {

/// One channel's coordinates (L x N) to their places in the tokens of N windows.
void scatterChannel(const Eigen::Ref<const Eigen::MatrixXf>& coordinates, Eigen::Index channel,
                    const TokenLayout& layout, float* tokens)
{
    for (Eigen::Index n = 0; n < coordinates.cols(); ++n) {
        const float* from = coordinates.col(n).data();
        float* to = tokens + n * layout.windowSize() + channel * layout.patch;
        for (Eigen::Index k = 0; k < layout.windowLength; k += layout.patch) {
            const auto length = std::min(layout.patch, layout.windowLength - k);
            std::copy_n(from + k, length, to);
            std::fill(to + length, to + layout.patch, 0.0F);
            to += layout.width();
        }
    }
}

} // namespace

WindowSource::WindowSource(const Eigen::MatrixXf& scaled, const std::vector<WindowRun>& runs,
                           Eigen::Index windowLength)
    : m_scaled(scaled)
    , m_windowLength(windowLength)
{
    Eigen::Index end = 0;
    for (const auto& run : runs) {
        if (run.count <= 0)
            continue;
        end += run.count;
        m_firsts.push_back(run.first);
        m_ends.push_back(end);
    }
}

Eigen::Index WindowSource::firstRow(Eigen::Index window) const
{
    const auto end = std::upper_bound(m_ends.begin(), m_ends.end(), window);
    const auto run = std::size_t(end - m_ends.begin());
    return m_firsts[run] + window - (run > 0 ? m_ends[run - 1] : 0);
}

void WindowBatch::resize(Eigen::Index windowLength, Eigen::Index channelCount, Eigen::Index windows)
{
    channels.resize(std::size_t(channelCount));
    for (auto& channel : channels)
        channel.resize(windowLength, windows);
}

void whitenToTokens(const WindowBatch& batch, const Whitening& whitening, const TokenLayout& layout,
                    float* tokens)
{
    Eigen::MatrixXf coordinates(layout.windowLength, batch.count());
    for (std::size_t c = 0; c < batch.channels.size(); ++c) {
        const auto channel = Eigen::Index(c);
        coordinates.noalias() = whitening.projection[c] * batch.channels[c];
        const Eigen::VectorXf shift = whitening.projection[c] * whitening.mean.col(channel);
        coordinates.colwise() -= shift;
        scatterChannel(coordinates, channel, layout, tokens);
    }
}

void coordinatesToTokens(const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                         const TokenLayout& layout, float* tokens)
{
    for (Eigen::Index c = 0; c < layout.channels; ++c)
        scatterChannel(coordinates.middleRows(c * layout.windowLength, layout.windowLength), c,
                       layout, tokens);
}

} // namespace dissonance
