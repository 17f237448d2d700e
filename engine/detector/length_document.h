#pragma once

#include "engine/base/result.h"
#include "engine/detector/detector_state.h"

#include <Eigen/Core>

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace dissonance {

// The part of a model file's document that stands once for each window length.

/// An array with one object a length.
nlohmann::json lengthsJson(const Detector::State& state);

/// @param where       path of the object for error texts.
/// @param references  receives how many reference windows the file holds.
/// Errors: ModelMalformed naming the field.
Status readLength(const nlohmann::json& from, const std::string& where,
                  const DetectorConfig& config, LengthModel& model, Eigen::Index& references);

} // namespace dissonance
