#pragma once

#include "engine/recording/recording.h"

#include <string>
#include <vector>

namespace dissonance {

/// An incident that somebody vouches for.
struct Label
{
    SampleSpan span;
    std::vector<std::string> channels; ///< named causes; empty when unknown
    std::string kind; ///< the source's own class; may be empty
};

} // namespace dissonance
