#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/channel_dependence.h"
#include "engine/detector/explanation.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// The dependence of a span beside the normal one; matrices as Explanation has them.
struct SpanDependence
{
    Eigen::MatrixXd normal;
    Eigen::MatrixXd window;
    Eigen::MatrixXi significant;
    Eigen::MatrixXd pairSurprise;
};

/// @param normalScores  of the span, (N x D): spanScores().
/// @param scores        the same as the copula's own scores.
/// @param samples       of the span; N may be fewer.
/// Errors: Cancelled.
Result<SpanDependence> spanDependence(const ChannelDependence& dependence,
                                      const Eigen::MatrixXd& normalScores,
                                      const Eigen::MatrixXd& scores, Eigen::Index samples,
                                      int threads, const RunContext& context);

/// The pairs with a surprise above 0, the most broken first, at most `most`.
std::vector<PairContribution> brokenPairs(const SpanDependence& span,
                                          const std::vector<std::string>& names, std::size_t most);

} // namespace dissonance
