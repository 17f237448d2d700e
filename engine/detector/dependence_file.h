#pragma once

#include "engine/base/result.h"
#include "engine/detector/channel_dependence.h"
#include "engine/detector/named_tensor.h"
#include "engine/detector/tensor_shelf.h"

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace dissonance {

/// The part of the model's document: sizes and what is no float.
nlohmann::json dependenceJson(const ChannelDependence& dependence);

/// Checks every field. @param constant  (C) channels of the model that may not stand in it.
/// Errors: ModelMalformed naming the field.
Result<DependenceShape> readDependence(const nlohmann::json& from,
                                       const std::vector<bool>& constant);

void addDependence(const ChannelDependence& dependence, std::vector<NamedTensor>& tensors);

/// Takes the tensors off the shelf and checks their values.
/// Errors: ModelMalformed naming the tensor.
Result<ChannelDependence> takeDependence(const DependenceShape& shape, TensorShelf& shelf);

} // namespace dissonance
