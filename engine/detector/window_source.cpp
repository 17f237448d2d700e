#include "engine/detector/window_source.h"

#include <algorithm>

namespace dissonance {

namespace {

/// Numbers that are copied without a call.
constexpr Eigen::Index kPack = 4;

/// One channel's coordinates of a window (L) to their places in its tokens.
void scatter(const float* from, Eigen::Index channel, const TokenLayout& layout, float* window)
{
    float* to = window + channel * layout.patch;
    if (layout.patch == kPack && layout.windowLength % kPack == 0) {
        using Pack = Eigen::Array<float, kPack, 1>;
        for (Eigen::Index k = 0; k < layout.windowLength; k += kPack, to += layout.width())
            Eigen::Map<Pack>{to} = Eigen::Map<const Pack>(from + k);
        return;
    }
    for (Eigen::Index k = 0; k < layout.windowLength; k += layout.patch, to += layout.width()) {
        const auto length = std::min(layout.patch, layout.windowLength - k);
        std::copy_n(from + k, length, to);
        std::fill(to + length, to + layout.patch, 0.0F);
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
        for (Eigen::Index n = 0; n < batch.count(); ++n)
            scatter(coordinates.col(n).data(), channel, layout, tokens + n * layout.windowSize());
    }
}

void coordinatesToTokens(const Eigen::Ref<const Eigen::MatrixXf>& coordinates,
                         const TokenLayout& layout, float* tokens)
{
    for (Eigen::Index n = 0; n < coordinates.cols(); ++n)
        for (Eigen::Index c = 0; c < layout.channels; ++c)
            scatter(coordinates.col(n).data() + c * layout.windowLength, c, layout,
                    tokens + n * layout.windowSize());
}

} // namespace dissonance
