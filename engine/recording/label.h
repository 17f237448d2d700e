#pragma once

#include "engine/recording/recording.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dissonance {

/// An incident that somebody vouches for.
struct Label
{
    SampleSpan span;
    std::vector<std::string> channels; ///< named causes; empty when unknown
    std::string kind; ///< the source's own class; may be empty
    std::uint64_t line = 0; ///< of the file that it was read from, 1-based; 0: of none
};

} // namespace dissonance
