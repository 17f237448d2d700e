#pragma once

#include "engine/detector/span_evidence.h"
#include "engine/detector/span_scores.h"
#include "engine/scoring/incident.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// Channels by their share in a span's score, the largest first. What the network has of it is
/// dealt out by `network`; the rest by nats above normal, those of a part (a channel's own, its
/// dependence) counting as much as that part's share of the score. Dealing out each part by itself
/// lets one of few nats name channels as loudly as one of many: with labelled causes that hit .84
/// of them on asd and .57 on smd (HitRate@100 %), this .87 and .68.
///
/// @param names    (C) of the model's channels.
/// @param network  (C) fall of the network's surprise without the channel; empty where it was
///                 not asked, and its part of the score then follows the channel copula.
std::vector<ChannelContribution> rankChannels(const std::vector<std::string>& names,
                                              const SpanScores& scores,
                                              const ChannelEvidence& evidence,
                                              const Eigen::VectorXd& network);

} // namespace dissonance
