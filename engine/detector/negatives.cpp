#include "engine/detector/negatives.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dissonance {

namespace {

using Eigen::Index;

/// Share of negatives in which every channel is altered.
constexpr double kAllChannels = 0.3;

/// A random set of channels: every one with probability .3, else `least` to all of them.
std::vector<Index> drawChannels(Index channelCount, Index least, RandomSource& random)
{
    std::vector<Index> channels(static_cast<std::size_t>(channelCount));
    std::iota(channels.begin(), channels.end(), Index(0));
    least = std::min(least, channelCount);
    if (random.uniform() < kAllChannels)
        return channels;
    const auto size = least + random.below(channelCount - least + 1);
    for (Index i = 0; i < size; ++i) // Fisher-Yates, as far as needed
        std::swap(channels[std::size_t(i)],
                  channels[std::size_t(i + random.below(channelCount - i))]);
    channels.resize(std::size_t(size));
    return channels;
}

float deviation(const Eigen::Ref<const Eigen::VectorXf>& values)
{
    return std::sqrt((values.array() - values.mean()).square().mean());
}

void rotate(Eigen::Ref<Eigen::VectorXf> values, RandomSource& random)
{
    // Up to half a window either way; under 4 samples most channels hardly change.
    const auto length = values.size();
    const auto least = std::min<Index>(4, length / 2);
    const auto lag = std::max<Index>(1, least + random.below(length / 2 - least + 1));
    const auto shift = random.uniform() < 0.5 ? lag : length - lag;
    std::rotate(values.data(), values.data() + shift, values.data() + length);
}

/// A piece of another stretch of the channel, at its place, with a trend of up to 2 standard
/// deviations over the piece.
void cutPaste(const Eigen::Ref<const Eigen::VectorXf>& donor, Eigen::Ref<Eigen::VectorXf> values,
              Index to, Index length, RandomSource& random)
{
    const auto from = random.below(donor.size() - length + 1);
    const auto rise = float(random.uniform(-2.0, 2.0)) * std::max(deviation(donor), 0.05F);
    for (Index i = 0; i < length; ++i)
        values[to + i] = donor[from + i] + rise * float(i + 1) / float(length);
}

/// A shift of 0.5 to 2.5 standard deviations or a change of scale by as much.
void changeLevel(Eigen::Ref<Eigen::VectorXf> values, float spread, RandomSource& random)
{
    const auto size = float(random.uniform(0.5, 2.5));
    const bool up = random.uniform() < 0.5;
    if (random.uniform() < 0.5) {
        values.array() += (up ? size : -size) * spread;
        return;
    }
    const float mean = values.mean();
    const float factor = up ? 1.0F + size : 1.0F / (1.0F + size);
    values = mean + (values.array() - mean) * factor;
}

} // namespace

NegativeMaker::NegativeMaker(const WindowSource& source, const NegativeMix& mix)
    : m_source(source)
{
    const std::array<double, 4> weights{mix.swap, mix.lag, mix.cutPaste, mix.level};
    std::partial_sum(weights.begin(), weights.end(), m_upTo.begin());
}

void NegativeMaker::copyNormal(const std::vector<Index>& rows, Index first,
                               WindowBatch& batch) const
{
    for (Index c = 0; c < m_source.channelCount(); ++c) {
        auto& channel = batch.channels[std::size_t(c)];
        for (std::size_t i = 0; i < rows.size(); ++i)
            channel.col(first + Index(i)) = m_source.values(rows[i], c);
    }
}

NegativeKind NegativeMaker::drawKind(RandomSource& random) const
{
    const double at = random.uniform() * m_upTo.back();
    const auto kind = std::upper_bound(m_upTo.begin(), m_upTo.end() - 1, at) - m_upTo.begin();
    return NegativeKind(kind);
}

void NegativeMaker::spoil(Index first, Index count, WindowBatch& batch, RandomSource& random) const
{
    for (Index window = first; window < first + count; ++window)
        spoil(drawKind(random), window, batch, random);
}

void NegativeMaker::spoil(NegativeKind kind, Index window, WindowBatch& batch,
                          RandomSource& random) const
{
    // One channel alone from elsewhere is a break too, but the design swaps two at least: of
    // two channels, swapping either breaks the same pair.
    const Index least = kind == NegativeKind::Swap ? 2 : 1;
    const auto channels = drawChannels(m_source.channelCount(), least, random);
    const auto windowLength = m_source.windowLength();
    const auto pieceLength =
        std::max<Index>(1, windowLength / 4 + random.below(std::max<Index>(1, windowLength / 2)));
    const auto pieceAt = random.below(windowLength - pieceLength + 1);

    for (const auto c : channels) {
        auto values = batch.channels[std::size_t(c)].col(window);
        const auto elsewhere = m_source.drawRow(random);
        switch (kind) {
        case NegativeKind::Swap:
            values = m_source.values(elsewhere, c);
            break;
        case NegativeKind::Lag:
            rotate(values, random);
            break;
        case NegativeKind::CutPaste:
            cutPaste(m_source.values(elsewhere, c), values, pieceAt, pieceLength, random);
            break;
        case NegativeKind::Level:
            changeLevel(values, std::max(deviation(m_source.values(elsewhere, c)), 0.05F), random);
            break;
        }
    }
}

} // namespace dissonance
