#pragma once

#include "engine/detector/copula_part.h"
#include "engine/detector/whitening.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// Columns [first, first + count) of a run of windows, from which the same channels are missing.
struct MissingSpan
{
    Eigen::Index first = 0;
    Eigen::Index count = 0;
    std::vector<Eigen::Index> channels; ///< ascending
};

/// What of `run` is left out, channels together.
///
/// @param leftOut  windows that a channel takes no part in: leftOutWindows().
std::vector<MissingSpan> missingSpans(const std::vector<std::vector<WindowRun>>& leftOut,
                                      WindowRun run);

/// A missing channel is as usual as can be: its coordinates become 0, the mean, and the leading
/// ones what the other channels lead to expect.
///
/// @param copula       without a transform nothing is expected of the others.
/// @param coordinates  ((L C) x N), as whiten() lays them out.
void leaveOut(const std::vector<MissingSpan>& missing, const CopulaPart& copula,
              Eigen::Index windowLength, Eigen::Ref<Eigen::MatrixXf> coordinates);

} // namespace dissonance
