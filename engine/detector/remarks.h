#pragma once

#include "engine/detector/explanation.h"
#include "engine/detector/span_scores.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// What the network has to say of a span's dependence part.
enum class NetworkRole
{
    Small, ///< it was not asked for a ranking
    Large, ///< most of the part, but the channel copula finds the span unusual too
    Alone ///< most of the part, and the channel copula finds nothing
};

/// Sentences that keep an explanation from being read for more than it says.
///
/// @param rows    of the span: spanScores().
/// @param scores  the same as the copula's own.
std::vector<std::string> remarksOn(const Detector::State& state, const SpanData& data,
                                   const SpanScores& parts, const SpanRows& rows,
                                   const Eigen::MatrixXd& scores, const WhatIf& whatIf,
                                   NetworkRole network);

} // namespace dissonance
