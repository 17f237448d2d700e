#pragma once

#include "engine/detector/span_evidence.h"
#include "engine/detector/span_scores.h"
#include "engine/scoring/incident.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// Channels by their share in a span's score, the largest first: each part of the score is
/// dealt out to the channels in proportion to their surprise above normal in it.
///
/// @param names    (C) of the model's channels.
/// @param network  (C) fall of the network's surprise without the channel; empty where it was
///                 not asked, and its part of the score then follows the channel copula.
std::vector<ChannelContribution> rankChannels(const std::vector<std::string>& names,
                                              const SpanScores& scores,
                                              const ChannelEvidence& evidence,
                                              const Eigen::VectorXd& network);

} // namespace dissonance
