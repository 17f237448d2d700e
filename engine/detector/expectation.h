#pragma once

#include "engine/detector/explanation.h"
#include "engine/detector/span_data.h"

#include <Eigen/Core>

namespace dissonance {

/// What the other channels make one expect of channel `index` of the dependence, sample by
/// sample: the median and the 95 % band of its conditional law, in its unit.
ChannelExpectation channelExpectation(const Detector::State& state, const SpanData& data,
                                      Eigen::Index index);

} // namespace dissonance
