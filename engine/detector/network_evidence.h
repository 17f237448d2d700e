#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/span_data.h"
#include "engine/detector/span_dependence.h"

#include <Eigen/Core>

#include <string>
#include <utility>
#include <vector>

namespace dissonance {

/// What the network minds in a span: how far its calibrated surprise falls when a channel's
/// window is replaced by that channel in the most similar normal windows (similar in the other
/// channels), mean over windows, networks and window lengths.
struct NetworkEvidence
{
    Eigen::VectorXd falls; ///< (C)
    struct Pair
    {
        Eigen::Index first = 0;
        Eigen::Index second = 0;
        double fall = 0.0; ///< with both replaced
    };
    std::vector<Pair> pairs; ///< of the few channels with the largest falls, largest first
};

/// @param windows  of the span at most, among those that surprise the network most.
/// Errors: Cancelled, and the network's.
Result<NetworkEvidence> networkEvidence(const Detector::State& state, const SpanData& data,
                                        Eigen::Index windows, int threads,
                                        const RunContext& context);

/// The pairs that the network names first, then those of the channel copula.
///
/// @param names     (C) of the model's channels.
/// @param channels  of the dependence, in the model.
std::vector<PairContribution> networkPairs(const NetworkEvidence& network,
                                           const std::vector<std::string>& names,
                                           const SpanDependence& dependence,
                                           const std::vector<Eigen::Index>& channels,
                                           std::vector<PairContribution> others);

} // namespace dissonance
