#include "ui/render/pyramid.h"

#include "engine/base/parallel.h"

#include <algorithm>
#include <array>

namespace dissonance {

namespace {

constexpr std::size_t kMostLevels = 16; ///< of 16 to the power of that: more than memory holds

} // namespace

Pyramid::Pyramid(const std::vector<double>& values)
{
    std::vector<ColumnExtent> level;
    level.reserve(values.size() / kFactor);
    for (std::size_t first = 0; first + kFactor <= values.size(); first += kFactor)
        level.push_back(sampleExtent(values, first, first + kFactor));
    while (!level.empty()) {
        m_levels.push_back(std::move(level));
        const auto& below = m_levels.back();
        level.clear();
        level.reserve(below.size() / kFactor);
        for (std::size_t first = 0; first + kFactor <= below.size(); first += kFactor) {
            GrowingExtent block;
            block.add(below, first, first + kFactor);
            level.push_back(block.extent());
        }
    }
}

std::size_t Pyramid::bytes() const
{
    std::size_t sum = 0;
    for (const auto& level : m_levels)
        sum += level.capacity() * sizeof(ColumnExtent);
    return sum;
}

/// A span is whole blocks of some level, and on each level below what fills no block, at either
/// end. The blocks come first: where they already reach as far as the block that an end is in,
/// nothing below it is looked at. Samples lie megabytes apart, and waiting for memory is what
/// takes the time.
GrowingExtent Pyramid::extent(const std::vector<double>& values, std::size_t first,
                              std::size_t last) const
{
    struct Ends
    {
        std::size_t first, from, to, last; ///< ends are [first, from) and [to, last)
    };
    std::array<Ends, kMostLevels> ends{};
    std::size_t level = 0; // 0: samples
    for (; level < m_levels.size(); ++level) {
        const auto from = (first + kFactor - 1) / kFactor;
        const auto to = std::min(last / kFactor, m_levels[level].size());
        if (from >= to)
            break;
        ends[level] = {first, from * kFactor, to * kFactor, last};
        first = from;
        last = to;
    }
    GrowingExtent whole;
    const auto add = [&](std::size_t from, std::size_t at, std::size_t to) {
        if (from == 0)
            whole.add(values, at, to);
        else
            whole.add(m_levels[from - 1], at, to);
    };
    add(level, first, last);
    const auto isCovered = [&](std::size_t below, std::size_t block) {
        return block < m_levels[below].size() && whole.contains(m_levels[below][block]);
    };
    for (auto below = level; below-- > 0;) {
        if (isCovered(below, ends[below].from / kFactor - 1))
            break;
        add(below, ends[below].first, ends[below].from);
    }
    for (auto below = level; below-- > 0;) {
        if (isCovered(below, ends[below].to / kFactor))
            break;
        add(below, ends[below].to, ends[below].last);
    }
    return whole;
}

bool Pyramid::isWithin(const GrowingExtent& extent, std::size_t sample) const
{
    const auto isBlockWithin = [&](std::size_t level, std::size_t block) {
        return level < m_levels.size() && block < m_levels[level].size()
            && extent.contains(m_levels[level][block]);
    };
    const auto block = sample / kFactor;
    return isBlockWithin(1, block / kFactor) || isBlockWithin(0, block);
}

std::shared_ptr<const RecordingPyramids> pyramidsOf(const Recording& recording,
                                                    const RunContext& context)
{
    const auto count = std::ptrdiff_t(recording.channelCount());
    auto pyramids = std::make_shared<RecordingPyramids>(std::size_t(count));
    parallelFor(count, threadCount(0), [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto i = first; i < last && !context.stopRequested(); ++i) {
            const auto& channel = recording.channel(std::size_t(i));
            if (channel.kind == ChannelKind::Continuous)
                (*pyramids)[std::size_t(i)] = Pyramid(channel.values);
        }
    });
    return pyramids;
}

} // namespace dissonance
