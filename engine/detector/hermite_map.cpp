#include "engine/detector/hermite_map.h"

#include <algorithm>

namespace dissonance {

namespace {

/// Value and slope in one walk through the table; the slope is what backward needs.
struct Mapping : torch::autograd::Function<Mapping>
{
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& z,
                              const at::Tensor& pieces, double limitSlope)
    {
        constexpr double kLimit = HermiteTable::kLimit;
        const auto inside = z.clamp(-kLimit, kLimit);
        auto place = (inside + kLimit).div_(HermiteTable::kSpacing);
        // A NaN of a diverging network picks some piece and stays one through s.
        const auto index = place.floor().nan_to_num_(0.0).clamp_max_(double(pieces.size(0) - 1));
        const auto s = place.sub_(index).reshape({-1});
        const auto piece = pieces.index_select(0, index.to(at::kLong).reshape({-1}));
        const auto a = piece.select(1, 0);
        const auto b = piece.select(1, 1);
        const auto c = piece.select(1, 2);
        const auto d = piece.select(1, 3);

        // Outside, `inside` stands at the limit: the line goes on from there.
        const auto beyond = (z - inside).mul_(limitSlope);
        auto value = a + s * (b + s * (c + s * d));
        value = value.view(z.sizes()).add_(beyond);
        auto slope = (b + s * (2.0 * c + s * (3.0 * d))).div_(HermiteTable::kSpacing);
        context->save_for_backward({slope.view(z.sizes())});
        return value;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        return {gradients[0] * context->get_saved_variables()[0], {}, {}};
    }
};

} // namespace

HermiteMap::HermiteMap(double nu, const at::TensorOptions& options)
{
    const auto table = HermiteTable::forFreedom(nu);
    auto pieces = at::empty({std::int64_t(table->pieces().size()), 4}, at::kDouble);
    auto* to = pieces.data_ptr<double>();
    for (const auto& piece : table->pieces())
        to = std::copy(piece.begin(), piece.end(), to);
    m_pieces = pieces.to(options);
    m_limitSlope = table->limitSlope();
}

at::Tensor HermiteMap::operator()(const at::Tensor& z) const
{
    return Mapping::apply(z, m_pieces, m_limitSlope);
}

} // namespace dissonance
