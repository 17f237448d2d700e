#pragma once

#include "engine/detector/explanation.h"
#include "engine/detector/span_scores.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// Sentences that keep an explanation from being read for more than it says.
///
/// @param rows       of the span: spanScores().
/// @param scores     the same as the copula's own.
/// @param byNetwork  whether the ranking comes from the network.
std::vector<std::string> remarksOn(const Detector::State& state, const SpanData& data,
                                   const SpanScores& parts, const SpanRows& rows,
                                   const Eigen::MatrixXd& scores, const WhatIf& whatIf,
                                   bool byNetwork);

} // namespace dissonance
