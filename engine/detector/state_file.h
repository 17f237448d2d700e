#pragma once

#include "engine/base/result.h"
#include "engine/detector/state_part.h"

#include <nlohmann/json.hpp>

namespace dissonance {

/// The state channels as a model's document keeps them, and back with every field checked.
nlohmann::json stateJson(const StatePart& part);

/// @param channels  of the model.
/// Errors: ModelMalformed naming the field.
Result<StatePart> readState(const nlohmann::json& from, std::ptrdiff_t channels);

} // namespace dissonance
