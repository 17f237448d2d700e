#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/explanation.h"
#include "engine/detector/span_scores.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// Looks for the smallest set of channels without which a span is usual:
/// greedily replaces, among the first ranked channels, the one that lowers the peak score most,
/// near-duplicates together, until the peak is one of normal operation or a few are replaced.
///
/// A replaced channel is one that is missing from every window of the span, as scoring has it:
/// its coordinates are what the others lead to expect. The network judges by that or by the
/// channel in the most similar normal windows, whichever surprises it least. Of a long span the
/// parts with the highest scores are looked at.
///
/// @param ranked      (C) channels of the model, the most inconsistent first.
/// @param duplicates  groups of near-duplicate channels.
/// @return without channels and with `before` within `limit` where the span is usual as it is.
/// Errors: Cancelled, and the network's.
Result<WhatIf> smallestSet(const Detector::State& state, const SpanData& data,
                           const SpanScores& scores, const std::vector<Eigen::Index>& ranked,
                           const std::vector<std::vector<Eigen::Index>>& duplicates, int threads,
                           const RunContext& context);

/// The sentence for people; empty where the span is usual as it is.
std::string whatIfText(const WhatIf& whatIf);

} // namespace dissonance
