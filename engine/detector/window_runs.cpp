#include "engine/detector/window_runs.h"

#include <algorithm>

namespace dissonance {

std::vector<WindowRun> windowRuns(const std::vector<SampleSpan>& spans, Eigen::Index length)
{
    std::vector<WindowRun> runs;
    for (const auto& span : spans)
        if (span.size() >= length)
            runs.push_back({span.first, span.size() - length + 1});
    return runs;
}

Eigen::Index windowCount(const std::vector<WindowRun>& runs)
{
    Eigen::Index count = 0;
    for (const auto& run : runs)
        count += run.count;
    return count;
}

std::vector<WindowRun> cutRuns(const std::vector<WindowRun>& runs, Eigen::Index most)
{
    std::vector<WindowRun> pieces;
    for (const auto& run : runs)
        for (Eigen::Index at = 0; at < run.count; at += most)
            pieces.push_back({run.first + at, std::min(most, run.count - at)});
    return pieces;
}

std::vector<Eigen::Index> thinnedWindows(const std::vector<WindowRun>& runs, Eigen::Index most)
{
    const auto stride = std::max<Eigen::Index>(1, (windowCount(runs) + most - 1) / most);
    std::vector<Eigen::Index> windows;
    Eigen::Index skip = 0; // windows still to pass over before the next one is taken
    for (const auto& run : runs) {
        Eigen::Index w = skip;
        for (; w < run.count; w += stride)
            windows.push_back(run.first + w);
        skip = w - run.count;
    }
    return windows;
}

} // namespace dissonance
