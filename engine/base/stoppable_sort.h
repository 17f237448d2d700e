#pragma once

#include "engine/base/run_context.h"

#include <algorithm>
#include <cstdint>

namespace dissonance {

/// std::stable_sort that a stop request ends within some milliseconds.
///
/// @return false when it was stopped; the elements are then in any order, and some may be there
///         twice or not at all.
template <typename Iterator, typename Less>
bool stableSort(Iterator first, Iterator last, const RunContext& context, const Less& less)
{
    struct Stopped
    {
    };
    std::uint32_t comparisons = 0;
    try {
        std::stable_sort(first, last, [&](const auto& a, const auto& b) {
            if ((++comparisons & 0xFFFF) == 0 && context.stopRequested())
                throw Stopped();
            return less(a, b);
        });
    } catch (const Stopped&) {
        return false;
    }
    return true;
}

} // namespace dissonance
