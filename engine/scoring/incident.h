#pragma once

#include "engine/recording/recording.h"
#include "engine/scoring/score_track.h"

#include <string>
#include <vector>

namespace dissonance {

/// How much one channel takes part in a span being unusual.
struct ChannelContribution
{
    std::string channel;
    double share = 0.0; ///< of the whole, 0 to 1; the shares of a span sum to 1
    double marginal = 0.0; ///< surprise on its own, nats above normal, mean over the span
    double dependence = 0.0; ///< surprise given the others, nats above normal, mean over the span
    /// Second measure: x_i (Omega x)_i of normal scores x, mean over the span less that of normal
    /// operation. It sees levels that the first two share out otherwise; 0 for constant channels.
    double shapley = 0.0;
    /// Of `marginal`, that of the states the channel is in; 0 for channels that are sensors.
    double state = 0.0;
};

/// How much two channels stopped agreeing.
struct PairContribution
{
    std::string first;
    std::string second;
    double normal = 0.0; ///< dependence in normal operation, -1 to 1
    double observed = 0.0; ///< dependence in the span, -1 to 1
    double surprise = 0.0; ///< nats above normal, E[ln c_ij] - ln c_ij; larger is more broken
    bool significant = false;
    /// How far the network's calibrated surprise falls with both replaced by normal operation;
    /// 0 where it was not asked.
    double networkFall = 0.0;
};

/// A run of flagged samples, near ones merged.
struct Incident
{
    SampleSpan span;
    std::ptrdiff_t peak = 0; ///< sample of the highest total score
    double peakScore = 0.0;
    double dependenceShare = 0.0; ///< of the total score over the span, 0 to 1
    std::vector<ChannelContribution> channels; ///< largest share first; empty until explained
    /// Those that the network names first, then by surprise; empty until explained.
    std::vector<PairContribution> pairs;
};

/// Flagged spans at `threshold`, merged where they are at most `mergeGap` samples apart, or where
/// no score between them is below the track's calm: one incident lasts until normal operation is
/// back.
///
/// @param mergeGap  negative: twice the track's window length, as far as the scores of two samples
///        look at the same samples.
/// @return in time order; channels and pairs empty (Detector::incidents() fills them).
std::vector<Incident> findIncidents(const ScoreTrack& track, double threshold,
                                    std::ptrdiff_t mergeGap = -1);

} // namespace dissonance
