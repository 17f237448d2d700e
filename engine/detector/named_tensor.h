#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dissonance {

/// A float32 array with a name, row-major: what a model file stores.
struct NamedTensor
{
    std::string name;
    std::vector<std::int64_t> shape; ///< product = values.size(); empty shape: one value
    std::vector<float> values;
};

} // namespace dissonance
