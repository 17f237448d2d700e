#pragma once

#include "engine/base/result.h"
#include "engine/detector/detector_state.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// The JSON document of a model file: everything of a state that is no tensor.
std::string writeDocument(const Detector::State& state);

/// What a document says: a state with everything but its tensors (networks are counted, not
/// restored), and the sizes of those tensors that the config does not tell.
struct ModelDocument
{
    std::unique_ptr<Detector::State> state;
    DependenceShape dependence;
    std::vector<Eigen::Index> references; ///< windows of LengthModel::reference, by length
};

/// Errors: ModelMalformed naming the field; ModelTooNew.
Result<ModelDocument> readDocument(std::string_view document);

} // namespace dissonance
