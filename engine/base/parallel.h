#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
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
/// a piece is thrown again here, after all pieces ended. Pieces that the system has no thread for
/// run on the calling thread, one after the other.
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
        others.reserve(std::size_t(pieces));
        std::ptrdiff_t started = 1;
        try {
            for (; started < pieces; ++started)
                others.emplace_back(piece, started);
        } catch (const std::system_error&) {
            // The thread does the rest itself.
        }
        piece(0);
        for (; started < pieces; ++started)
            piece(started);
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace dissonance
