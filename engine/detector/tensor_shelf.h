#pragma once

#include "engine/base/result.h"
#include "engine/detector/named_tensor.h"

#include <Eigen/Core>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dissonance {

/// A matrix as a tensor, (rows x cols), row-major as safetensors has it.
NamedTensor tensorOf(std::string name, const Eigen::MatrixXf& matrix);

/// Takes tensors out of a model file by name; what is wrong first is remembered.
class TensorShelf
{
public:
    explicit TensorShelf(const std::vector<NamedTensor>& tensors);

    /// The tensor as a matrix of that shape; empty after an error.
    Eigen::MatrixXf take(const std::string& name, Eigen::Index rows, Eigen::Index cols);

    /// A tensor (count x rows x cols) as matrices; empty after an error.
    std::vector<Eigen::MatrixXf> takeStack(const std::string& name, Eigen::Index count,
                                           Eigen::Index rows, Eigen::Index cols);

    /// All tensors whose name starts with `prefix`, without it, in the order of the file.
    std::vector<NamedTensor> takeAll(std::string_view prefix);

    /// What is wrong so far. Errors: ModelMalformed naming what is missing or has another shape.
    Status error() const;

    /// Errors: ModelMalformed naming what is missing, has another shape, or was not taken.
    Status status() const;

private:
    const NamedTensor* find(const std::string& name, const std::vector<std::int64_t>& shape);

    const std::vector<NamedTensor>& m_tensors;
    std::unordered_map<std::string, std::size_t> m_left; ///< not taken yet
    std::optional<Error> m_error;
};

} // namespace dissonance
