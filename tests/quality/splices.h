#pragma once

#include "engine/detector/random_source.h"
#include "engine/recording/label.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance::quality {

/// Puts a channel's own values from another time over a span, so that its values and its
/// dynamics stay what they are and only what binds it to the others breaks. Of 200 places the
/// one is taken whose neighbours fit best at both ends: no jump gives it away.
///
/// @param values  (T x C). @param span  leaves one sample before and after it.
void spliceChannel(Eigen::MatrixXd& values, Eigen::Index channel, const SampleSpan& span,
                   RandomSource& random);

struct SplicePlan
{
    std::ptrdiff_t first = 0; ///< incidents lie from here on
    int incidents = 30;
    std::ptrdiff_t length = 60;
    double share = 1.0; ///< of the channels that each incident breaks, two at least
};

/// Breaks the relations of `values` in evenly spread incidents, each channel spliced from a
/// time of its own. @return the incidents with the channels that were broken, named c0, c1, …
std::vector<Label> spliceIncidents(Eigen::MatrixXd& values, const SplicePlan& plan,
                                   RandomSource& random);

} // namespace dissonance::quality
