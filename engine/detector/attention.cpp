#include "engine/detector/attention.h"

#include <Eigen/Core>

#include <cmath>
#include <vector>

namespace dissonance {

namespace {

/// One head of one window is a block of a row-major matrix: (T x W / heads).
template <typename T>
using Block = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, 0,
                         Eigen::OuterStride<>>;
template <typename T>
using Square = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Sizes
{
    std::int64_t windows = 0;
    std::int64_t tokens = 0;
    std::int64_t heads = 0;
    std::int64_t headWidth = 0;

    std::int64_t width() const { return heads * headWidth; }
    double scale() const { return 1.0 / std::sqrt(double(headWidth)); }
};

Sizes sizesOf(const at::Tensor& queryKeyValue, std::int64_t tokens, std::int64_t heads)
{
    return {queryKeyValue.size(0) / tokens, tokens, heads, queryKeyValue.size(1) / (3 * heads)};
}

/// The head's columns of a window in one of the parts that lie side by side in a matrix.
template <typename T>
Block<T> blockOf(T* matrix, const Sizes& sizes, std::int64_t parts, std::int64_t window,
                 std::int64_t part, std::int64_t head)
{
    const auto columns = parts * sizes.width();
    return {matrix + window * sizes.tokens * columns + part * sizes.width()
                + head * sizes.headWidth,
            sizes.tokens, sizes.headWidth, Eigen::OuterStride<>(columns)};
}

/// A token sees few others, so a batched product spends its time on dispatch and strides: by
/// hand the whole is six times as fast as torch's products of 4 x 12 matrices.
struct ByHand : torch::autograd::Function<ByHand>
{
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input,
                              std::int64_t tokens, std::int64_t heads)
    {
        const auto all = input.contiguous();
        const auto sizes = sizesOf(all, tokens, heads);
        auto weights = at::empty({sizes.windows, heads, tokens, tokens}, all.options());
        auto out = at::empty({all.size(0), sizes.width()}, all.options());
        AT_DISPATCH_FLOATING_TYPES(all.scalar_type(), "attend", [&] {
            weigh(all.mutable_data_ptr<scalar_t>(), sizes, weights.mutable_data_ptr<scalar_t>(),
                  out.mutable_data_ptr<scalar_t>());
        });
        context->save_for_backward({all, weights});
        context->saved_data["heads"] = heads;
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto sizes =
            sizesOf(saved[0], saved[1].size(2), context->saved_data["heads"].toInt());
        const auto gradient = gradients[0].contiguous();
        auto out = at::empty_like(saved[0]);
        AT_DISPATCH_FLOATING_TYPES(out.scalar_type(), "attend", [&] {
            differentiate(
                saved[0].mutable_data_ptr<scalar_t>(), saved[1].mutable_data_ptr<scalar_t>(),
                gradient.mutable_data_ptr<scalar_t>(), sizes, out.mutable_data_ptr<scalar_t>());
        });
        return {out, {}, {}};
    }

private:
    template <typename T>
    static void weigh(T* all, const Sizes& sizes, T* weights, T* out)
    {
        const auto scale = T(sizes.scale());
        for (std::int64_t n = 0; n < sizes.windows; ++n) {
            for (std::int64_t h = 0; h < sizes.heads; ++h, weights += sizes.tokens * sizes.tokens) {
                Eigen::Map<Square<T>> w(weights, sizes.tokens, sizes.tokens);
                w.noalias() = blockOf(all, sizes, 3, n, 0, h)
                                  .lazyProduct(blockOf(all, sizes, 3, n, 1, h).transpose());
                w.array() = ((w.colwise() - w.rowwise().maxCoeff()).array() * scale).exp();
                w.array().colwise() /= w.rowwise().sum().eval().array();
                blockOf(out, sizes, 1, n, 0, h).noalias() =
                    w.lazyProduct(blockOf(all, sizes, 3, n, 2, h));
            }
        }
    }

    /// With S = scale Q K', P = softmax(S), O = P V and G the gradient of O: V gets P'G, S gets
    /// P o (G V' - rowsum(P o G V')).
    template <typename T>
    static void differentiate(T* all, T* weights, T* gradient, const Sizes& sizes, T* out)
    {
        const auto scale = T(sizes.scale());
        Square<T> onWeights(sizes.tokens, sizes.tokens);
        for (std::int64_t n = 0; n < sizes.windows; ++n) {
            for (std::int64_t h = 0; h < sizes.heads; ++h, weights += sizes.tokens * sizes.tokens) {
                const Eigen::Map<Square<T>> w(weights, sizes.tokens, sizes.tokens);
                const auto g = blockOf(gradient, sizes, 1, n, 0, h);
                blockOf(out, sizes, 3, n, 2, h).noalias() = w.transpose().lazyProduct(g);
                onWeights.noalias() = g.lazyProduct(blockOf(all, sizes, 3, n, 2, h).transpose());
                onWeights.array() *= w.array();
                const Eigen::Matrix<T, Eigen::Dynamic, 1> sums = onWeights.rowwise().sum();
                onWeights.array() -= w.array().colwise() * sums.array();
                onWeights *= scale;
                blockOf(out, sizes, 3, n, 0, h).noalias() =
                    onWeights.lazyProduct(blockOf(all, sizes, 3, n, 1, h));
                blockOf(out, sizes, 3, n, 1, h).noalias() =
                    onWeights.transpose().lazyProduct(blockOf(all, sizes, 3, n, 0, h));
            }
        }
    }
};

} // namespace

at::Tensor attend(const at::Tensor& queryKeyValue, std::int64_t tokens, int heads)
{
    if (queryKeyValue.device().is_cpu())
        return ByHand::apply(queryKeyValue, tokens, std::int64_t(heads));
    const auto sizes = sizesOf(queryKeyValue, tokens, heads);
    const auto parts = queryKeyValue.view({sizes.windows, tokens, 3, sizes.heads, sizes.headWidth})
                           .permute({2, 0, 3, 1, 4})
                           .unbind(0);
    return at::scaled_dot_product_attention(parts[0], parts[1], parts[2])
        .transpose(1, 2)
        .reshape({queryKeyValue.size(0), sizes.width()});
}

} // namespace dissonance
