#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace dissonance {

/// Threads to use where the caller asked for `wanted` (0: one for every core).
inline int threadCount(int wanted)
{
    return wanted > 0 ? wanted : std::max(1, int(std::thread::hardware_concurrency()));
}

/// Runs work(first, last) over [0, count) in `threads` contiguous pieces, the first of them on
/// the calling thread. The pieces depend on count and threads only, so results that do not
/// depend on order are the same bits for the same thread count. The first exception thrown by
/// a piece is thrown again here, after all pieces ended.
template <typename Work>
void parallelFor(std::ptrdiff_t count, int threads, const Work& work)
{
    const auto pieces = std::max<std::ptrdiff_t>(1, std::min<std::ptrdiff_t>(threads, count));
    if (pieces == 1) {
        if (count > 0)
            work(std::ptrdiff_t(0), count);
        return;
    }

    std::mutex mutex;
    std::exception_ptr failure;
    const auto piece = [&](std::ptrdiff_t i) {
        try {
            work(count * i / pieces, count * (i + 1) / pieces);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure)
                failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::ptrdiff_t i = 1; i < pieces; ++i)
            others.emplace_back(piece, i);
        piece(0);
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace dissonance
