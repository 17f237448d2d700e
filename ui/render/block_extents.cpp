#include "ui/render/block_extents.h"

#include "engine/base/parallel.h"

namespace dissonance {

BlockExtents::BlockExtents(const std::vector<double>& values)
{
    m_blocks.reserve(values.size() / kLength);
    for (std::size_t first = 0; first + kLength <= values.size(); first += kLength)
        m_blocks.push_back(sampleExtent(values, first, first + kLength));
}

std::shared_ptr<const RecordingExtents> extentsOf(const Recording& recording,
                                                  const RunContext& context)
{
    const auto count = std::ptrdiff_t(recording.channelCount());
    auto extents = std::make_shared<RecordingExtents>(std::size_t(count));
    parallelFor(count, threadCount(0), [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto i = first; i < last && !context.stopRequested(); ++i) {
            const auto& channel = recording.channel(std::size_t(i));
            if (channel.kind == ChannelKind::Continuous)
                (*extents)[std::size_t(i)] = BlockExtents(channel.values);
        }
    });
    return extents;
}

} // namespace dissonance
