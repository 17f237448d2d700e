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

/// What a model file gives back of a dependence that was just fitted: numbers of single
/// precision. A trained detector uses this one, so that it explains as it will once loaded.
/// (Written to a float and back, numbers may come out unrounded: GCC 12's -O2 drops a pair of
/// opposite conversions when it puts them into vector registers.)
/// Errors: ModelMalformed, which is a bug here.
Result<ChannelDependence> asFileKeeps(const ChannelDependence& dependence);

} // namespace dissonance
