#pragma once

#include "engine/base/run_context.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Per channel, what brings its values to a common range:
///
///     x~ = clip((x - median) / s, -clip, clip)
///
/// s is max - min over training; 1 for a channel that did not move. Where the training values
/// of all channels lie in [-1, 1] (within 1e-6), the data was scaled by its source, and s is at
/// least `floor`: a channel that hardly moves in training must not be blown up.
struct Scaling
{
    Eigen::VectorXf median; ///< (C)
    Eigen::VectorXf scale; ///< (C), > 0
    std::vector<bool> constant; ///< (C) did not move in training
    float clip = 3.0F;

    Eigen::Index channelCount() const { return median.size(); }
};

/// Fits the scaling to rows of the data. Stopped on request, it and applyScaling() return early
/// what is of no use: ask the context.
///
/// @param values  (T x C), no NaN.
/// @param rows    spans of rows to learn from, at least one sample.
/// @param offsets (C) already taken off the values; empty: none.
Scaling fitScaling(const Eigen::MatrixXf& values, const std::vector<SampleSpan>& rows, double clip,
                   double floor, int threads, const RunContext& context = {},
                   const std::vector<double>& offsets = {});

/// Scales values (T x C) in place.
void applyScaling(const Scaling& scaling, Eigen::MatrixXf& values, int threads,
                  const RunContext& context = {});

} // namespace dissonance
