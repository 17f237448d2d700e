#pragma once

#include "engine/recording/recording.h"

#include <memory>
#include <vector>

namespace dissonance {

/// Pieces of one recording, one after the other, as a whole. All have the same channels in the
/// same order, on one time axis each; texts are coded anew.
///
/// @param pieces  one at least.
/// Errors: ShapeMismatch when the pieces do not go together or time goes back between them.
Result<std::shared_ptr<const Recording>>
joined(const std::vector<std::shared_ptr<const Recording>>& pieces);

} // namespace dissonance
