#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/channel_dependence.h"
#include "engine/detector/explanation.h"
#include "engine/detector/span_data.h"

#include <Eigen/Core>

#include <optional>
#include <string>
#include <vector>

namespace dissonance {

/// Fewer samples say nothing of a correlation.
inline constexpr Eigen::Index kLeastRows = 3;

/// The dependence of a span beside the normal one; matrices as Explanation has them.
struct SpanDependence
{
    Eigen::MatrixXd normal;
    Eigen::MatrixXd window;
    Eigen::MatrixXi significant;
    Eigen::MatrixXd pairSurprise;
};

/// Correlation of two columns.
double pairCorrelation(const Eigen::Ref<const Eigen::VectorXd>& first,
                       const Eigen::Ref<const Eigen::VectorXd>& second);

/// Correlation of two channels over the rows in which neither is missing; nothing where those
/// are under three.
std::optional<double> presentCorrelation(const SpanRows& rows, Eigen::Index i, Eigen::Index j);

/// A pair that is missing throughout is as in normal operation, and not significant.
///
/// @param rows     of the span: spanScores().
/// @param scores   the same as the copula's own scores.
/// @param samples  of the span; its rows may be fewer.
/// Errors: Cancelled.
Result<SpanDependence> spanDependence(const ChannelDependence& dependence, const SpanRows& rows,
                                      const Eigen::MatrixXd& scores, Eigen::Index samples,
                                      int threads, const RunContext& context);

/// The pairs with a surprise above 0, the most broken first, at most `most`.
std::vector<PairContribution> brokenPairs(const SpanDependence& span,
                                          const std::vector<std::string>& names, std::size_t most);

} // namespace dissonance
