#pragma once

#include "engine/base/result.h"

#include <exception>
#include <new>
#include <string>

namespace dissonance {

/// Runs work(), which returns a Result, and turns whatever it throws into an Error: no
/// exception leaves the detector.
template <typename Work>
auto guarded(const Work& work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory,
                     "There is not enough memory for this recording and model."};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, std::string("Unexpected failure: ") + e.what()};
    } catch (...) {
        return Error{ErrorCode::Internal, "Unexpected failure of an unknown kind."};
    }
}

} // namespace dissonance
