#pragma once

#include "engine/base/result.h"
#include "engine/detector/detector_state.h"

#include <memory>
#include <string>
#include <string_view>

namespace dissonance {

/// The JSON document of a model file: everything of a state that is no tensor.
std::string writeDocument(const Detector::State& state);

/// A state with everything but its tensors; networks are counted, not restored.
/// Errors: ModelMalformed naming the field; ModelTooNew.
Result<std::unique_ptr<Detector::State>> readDocument(std::string_view document);

} // namespace dissonance
