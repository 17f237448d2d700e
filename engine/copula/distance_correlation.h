#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"

#include <Eigen/Core>

namespace dissonance {

/// Distance correlation of every pair of columns, (D x D), 0 to 1, diagonal 1: dependence of
/// any shape, not only linear. The bias-corrected square is used, cut at 0, so that short and
/// independent samples come out near 0; 0 where a column does not vary, or under 4 rows.
///
/// Time and memory grow with N^2 D^2 and N^2 D: thin first.
///
/// @param values  (N x D), no NaN; pseudo-observations make it free of the channels' scales.
/// Errors: Cancelled.
/// Source: Szekely and Rizzo (2014), Ann. Statist. 42(6), 2382-2412.
Result<Eigen::MatrixXd> distanceCorrelation(const Eigen::Ref<const Eigen::MatrixXd>& values,
                                            const RunContext& context);

} // namespace dissonance
