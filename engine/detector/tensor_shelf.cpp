#include "engine/detector/tensor_shelf.h"

#include <utility>

namespace dissonance {

namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

} // namespace

NamedTensor tensorOf(std::string name, const Eigen::MatrixXf& matrix)
{
    NamedTensor tensor{std::move(name), {matrix.rows(), matrix.cols()}, {}};
    tensor.values.resize(std::size_t(matrix.size()));
    Eigen::Map<RowMajor>(tensor.values.data(), matrix.rows(), matrix.cols()) = matrix;
    return tensor;
}

TensorShelf::TensorShelf(const std::vector<NamedTensor>& tensors)
    : m_tensors(tensors)
{
    for (std::size_t i = 0; i < tensors.size(); ++i)
        m_left.emplace(tensors[i].name, i);
}

const NamedTensor* TensorShelf::find(const std::string& name,
                                     const std::vector<std::int64_t>& shape)
{
    const auto found = m_left.find(name);
    if (found == m_left.end()) {
        if (!m_error)
            m_error = Error{ErrorCode::ModelMalformed, "Tensor \"" + name + "\" is missing."};
        return nullptr;
    }
    const auto& tensor = m_tensors[found->second];
    m_left.erase(found);
    if (tensor.shape == shape)
        return &tensor;
    if (!m_error) {
        std::string sizes;
        for (const auto size : shape)
            sizes += (sizes.empty() ? "" : " x ") + std::to_string(size);
        m_error =
            Error{ErrorCode::ModelMalformed, "Tensor \"" + name + "\" must be " + sizes + "."};
    }
    return nullptr;
}

Eigen::MatrixXf TensorShelf::take(const std::string& name, Eigen::Index rows, Eigen::Index cols)
{
    const auto* tensor = find(name, {rows, cols});
    if (!tensor)
        return {0, cols}; // a column stays one
    return Eigen::Map<const RowMajor>(tensor->values.data(), rows, cols);
}

std::vector<Eigen::MatrixXf> TensorShelf::takeStack(const std::string& name, Eigen::Index count,
                                                    Eigen::Index rows, Eigen::Index cols)
{
    std::vector<Eigen::MatrixXf> stack;
    if (const auto* tensor = find(name, {count, rows, cols}))
        for (Eigen::Index i = 0; i < count; ++i)
            stack.emplace_back(
                Eigen::Map<const RowMajor>(tensor->values.data() + i * rows * cols, rows, cols));
    return stack;
}

std::vector<NamedTensor> TensorShelf::takeAll(std::string_view prefix)
{
    std::vector<NamedTensor> taken;
    for (const auto& tensor : m_tensors) {
        if (!tensor.name.starts_with(prefix) || m_left.erase(tensor.name) == 0)
            continue;
        taken.push_back({tensor.name.substr(prefix.size()), tensor.shape, tensor.values});
    }
    return taken;
}

Status TensorShelf::error() const
{
    if (m_error)
        return *m_error;
    return Done{};
}

Status TensorShelf::status() const
{
    if (m_error)
        return *m_error;
    if (!m_left.empty())
        return Error{ErrorCode::ModelMalformed,
                     "Tensor \"" + m_left.begin()->first + "\" belongs to nothing."};
    return Done{};
}

} // namespace dissonance
