#pragma once

#include "engine/base/run_context.h"
#include "engine/recording/recording.h"
#include "ui/render/columns.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace dissonance {

/// The extents of whole blocks of samples, so that a picture of millions of samples looks at few
/// of them and still loses nothing.
class BlockExtents
{
public:
    static constexpr std::size_t kLength = 256; ///< samples of a block

    BlockExtents() = default;
    explicit BlockExtents(const std::vector<double>& values);

    std::size_t count() const { return m_blocks.size(); }
    /// Of the samples [block * kLength, (block + 1) * kLength).
    const ColumnExtent& operator[](std::size_t block) const { return m_blocks[block]; }

private:
    std::vector<ColumnExtent> m_blocks;
};

/// One for each channel of a recording; empty for State and Text channels.
using RecordingExtents = std::vector<BlockExtents>;

/// Empty where the context asks to stop.
std::shared_ptr<const RecordingExtents> extentsOf(const Recording& recording,
                                                  const RunContext& context);

} // namespace dissonance
