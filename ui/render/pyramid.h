#pragma once

#include "engine/base/run_context.h"
#include "engine/recording/recording.h"
#include "ui/render/columns.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace dissonance {

/// Lowest and highest values of blocks of samples, of blocks of blocks, and so on: the extent of
/// any span looks at a few dozen of them, be it millions of samples long, and loses nothing.
///
/// Memory: 2/15 of the values, and nothing beyond the last whole block of each level.
class Pyramid
{
public:
    static constexpr std::size_t kFactor = 16; ///< blocks of a level in one of the next

    Pyramid() = default;
    explicit Pyramid(const std::vector<double>& values);

    std::size_t levelCount() const { return m_levels.size(); }
    std::size_t bytes() const;

    /// Of the samples [first, last) of the values that it was made of.
    GrowingExtent extent(const std::vector<double>& values, std::size_t first,
                         std::size_t last) const;
    /// Whether a sample is sure to lie within an extent: asks the blocks around it, which are
    /// nearer at hand than the samples. False says nothing.
    bool isWithin(const GrowingExtent& extent, std::size_t sample) const;

private:
    std::vector<std::vector<ColumnExtent>> m_levels; ///< of 16, 256, 4096, … samples a block
};

/// One for each channel of a recording; empty for State and Text channels.
using RecordingPyramids = std::vector<Pyramid>;

/// Empty where the context asks to stop.
std::shared_ptr<const RecordingPyramids> pyramidsOf(const Recording& recording,
                                                    const RunContext& context);

} // namespace dissonance
