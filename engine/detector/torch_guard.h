#pragma once

#include <torch/torch.h>

#include "engine/base/result.h"

#include <new>
#include <string>

namespace dissonance {

/// Nothing torch throws leaves the detector: runs work(), which returns a Result, and turns an
/// exception into an Error.
template <typename Work>
auto guardedTorch(const Work& work) -> decltype(work())
{
    const auto outOfMemory = [] {
        return Error{ErrorCode::OutOfMemory,
                     "There is not enough memory for the network; use a smaller batch, a "
                     "narrower network or fewer channels."};
    };
    try {
        return work();
    } catch (const c10::OutOfMemoryError&) {
        return outOfMemory();
    } catch (const c10::Error& error) {
        // The CPU allocator has no exception class of its own.
        const std::string text = error.what_without_backtrace();
        if (text.find("DefaultCPUAllocator") != std::string::npos)
            return outOfMemory();
        return Error{ErrorCode::Internal, "LibTorch: " + text};
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    } catch (const std::exception& error) {
        return Error{ErrorCode::Internal, std::string("The network failed: ") + error.what()};
    } catch (...) {
        return Error{ErrorCode::Internal, "The network failed for an unknown reason."};
    }
}

} // namespace dissonance
