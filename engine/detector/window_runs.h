#pragma once

#include "engine/detector/whitening.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <vector>

namespace dissonance {

/// The windows of `length` samples that lie inside the spans; a window never straddles two.
std::vector<WindowRun> windowRuns(const std::vector<SampleSpan>& spans, Eigen::Index length);

Eigen::Index windowCount(const std::vector<WindowRun>& runs);

/// The runs cut into pieces of at most `most` windows, in order. Work is cut this way rather
/// than by thread, so that sums do not depend on the number of threads.
std::vector<WindowRun> cutRuns(const std::vector<WindowRun>& runs, Eigen::Index most);

/// Every n-th window, so that at most `most` are left, as runs of one window each.
std::vector<Eigen::Index> thinnedWindows(const std::vector<WindowRun>& runs, Eigen::Index most);

} // namespace dissonance
