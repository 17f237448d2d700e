#pragma once

#include "engine/detector/detector_config.h"
#include "engine/detector/random_source.h"
#include "engine/detector/window_source.h"

#include <Eigen/Core>

#include <array>
#include <vector>

namespace dissonance {

enum class NegativeKind
{
    Swap,
    Lag,
    CutPaste,
    Level
};

/// Makes windows that are wrong in a known way out of normal ones, in scaled values, before
/// whitening (term N).
class NegativeMaker
{
public:
    /// @param source  where windows and swapped-in channels come from; borrowed, count() > 0.
    NegativeMaker(const WindowSource& source, const NegativeMix& mix);

    /// Fills columns [first, first + rows.size()) of the batch with the windows at `rows`.
    void copyNormal(const std::vector<Eigen::Index>& rows, Eigen::Index first,
                    WindowBatch& batch) const;

    /// Spoils columns [first, first + count) of the batch, each by a kind drawn from the mix.
    void spoil(Eigen::Index first, Eigen::Index count, WindowBatch& batch,
               RandomSource& random) const;

    void spoil(NegativeKind kind, Eigen::Index window, WindowBatch& batch,
               RandomSource& random) const;

private:
    NegativeKind drawKind(RandomSource& random) const;

    const WindowSource& m_source;
    std::array<double, 4> m_upTo{}; ///< running sum of the mix
};

} // namespace dissonance
