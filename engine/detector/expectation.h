#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/explanation.h"
#include "engine/detector/span_data.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// What the other channels make one expect of channels of the dependence, sample by sample: the
/// median and the 95 % band of the conditional law, in the channel's unit. Inside a long gap
/// nothing is observed (NaN), and the others' missing channels are taken as expected.
///
/// @param indices  of the dependence.
/// Errors: Cancelled.
Result<std::vector<ChannelExpectation>>
channelExpectations(const Detector::State& state, const SpanData& data,
                    const std::vector<Eigen::Index>& indices, int threads,
                    const RunContext& context);

} // namespace dissonance
