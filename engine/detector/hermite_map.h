#pragma once

#include <torch/torch.h>

#include "engine/copula/hermite_table.h"

namespace dissonance {

/// g_nu of HermiteTable on tensors of any shape, float or double, on any device; with gradient.
class HermiteMap
{
public:
    HermiteMap(double nu, const at::TensorOptions& options);

    at::Tensor operator()(const at::Tensor& z) const;

private:
    at::Tensor m_pieces; ///< (pieces x 4)
    double m_limitSlope = 0.0;
};

} // namespace dissonance
