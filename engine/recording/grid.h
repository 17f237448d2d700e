#pragma once

#include "engine/base/result.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace dissonance {

/// Chosen channels of a recording on one clock: what detectors eat.
///
/// Shape: values is (T x C), column-major, so one channel is contiguous; T is the clock's size.
/// Units: the channel's own; State and Text channels hold their code.
/// Resampling: a channel on another axis than the clock's takes, at each instant, its last
/// value at or before that instant (sample and hold: nothing is known before it is measured).
/// Missing: a missing value is filled with the channel's last present value, the samples
/// before the first present one with that; `missing` holds the share that was filled. A
/// channel with no value at all is 0 throughout, missing = 1.
/// Offsets: taken off in double before the values become floats, so that a channel at 1e9 that
/// moves by 1 keeps its shape.
struct Grid
{
    std::vector<std::string> names;
    Eigen::MatrixXf values;
    std::vector<double> missing; ///< per channel, 0 to 1

    Eigen::Index sampleCount() const { return values.rows(); }
    Eigen::Index channelCount() const { return values.cols(); }
};

/// The channels with these indices, in this order, on the recording's clock.
///
/// @param threads  cores to use, 0 for all.
/// @param offsets  one for each of the channels, or none.
Grid makeGrid(const Recording& recording, const std::vector<std::size_t>& channels, int threads = 1,
              const std::vector<double>& offsets = {});

} // namespace dissonance
