#pragma once

#include "engine/base/run_context.h"

#include <algorithm>
#include <cstdint>

namespace dissonance {

namespace detail {

struct SortStopped
{
};

/// Calls `sort` with a `less` that throws soon after a stop request; false when it did.
template <typename Less, typename Sort>
bool sortUnlessStopped(const RunContext& context, const Less& less, const Sort& sort)
{
    std::uint32_t comparisons = 0;
    try {
        sort([&](const auto& a, const auto& b) {
            if ((++comparisons & 0xFFFF) == 0 && context.stopRequested())
                throw SortStopped();
            return less(a, b);
        });
    } catch (const SortStopped&) {
        return false;
    }
    return true;
}

} // namespace detail

/// std::sort that a stop request ends within some milliseconds.
///
/// @return false when it was stopped; the elements are then in any order, and some may be there
///         twice or not at all.
template <typename Iterator, typename Less>
bool stoppableSort(Iterator first, Iterator last, const RunContext& context, const Less& less)
{
    return detail::sortUnlessStopped(
        context, less, [&](const auto& stopping) { std::sort(first, last, stopping); });
}

/// The same of std::stable_sort.
template <typename Iterator, typename Less>
bool stoppableStableSort(Iterator first, Iterator last, const RunContext& context, const Less& less)
{
    return detail::sortUnlessStopped(
        context, less, [&](const auto& stopping) { std::stable_sort(first, last, stopping); });
}

} // namespace dissonance
