#pragma once

#include "engine/detector/left_out.h"
#include "engine/detector/scaling.h"
#include "engine/detector/whitening.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <cmath>
#include <vector>

namespace dissonance {

/// What one event in 100 costs, in nats: ln 100.
inline const double kRareNats = std::log(100.0);

/// A channel that does not move like a sensor: constant in training, or of two values of which
/// one is so rare (p (1 - p) < 1/6) that its tails are heavier than a Gaussian's. Whitening would
/// blow its movements up.
struct StateChannel
{
    Eigen::Index channel = 0;
    std::vector<float> values; ///< one or two, scaled, ascending
    std::vector<double> nats; ///< of each, -ln of its smoothed frequency in training
    double unseen = 0.0; ///< nats of any other value
    float tolerance = 0.0F; ///< how far from a value is still that value
};

/// Term S: how unusual the states are that K channels are in.
///
///     S = sum over channels and samples of max(0, -ln p_c(x) - ln(100 K))
///
/// A state counts as far as it is rarer than what any one of K channels shows in one sample of
/// 100: commands that come and go as in training cost nothing, and many of them speak no louder
/// than one.
struct StatePart
{
    std::vector<StateChannel> channels; ///< ascending

    double level() const; ///< ln(100 K)
    std::vector<Eigen::Index> indices() const; ///< of the channels
};

/// The state channels of training data. Where there is no other channel, none of two values.
///
/// @param scaled  (T x C).
/// @param rows    what is learned from.
StatePart fitStatePart(const Eigen::MatrixXf& scaled, const std::vector<SampleSpan>& rows,
                       const Scaling& scaling);

/// S by channel and window: (K x run.count), nats. A channel counts 0 where it is missing.
///
/// @param missing  in columns of the run: missingSpans().
Eigen::MatrixXf stateSurprise(const StatePart& part, const Eigen::MatrixXf& scaled, WindowRun run,
                              Eigen::Index windowLength, const std::vector<MissingSpan>& missing);

/// S of windows.
Eigen::ArrayXf stateTerm(const Eigen::MatrixXf& surprise);

} // namespace dissonance
