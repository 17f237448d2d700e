#include "engine/detector/gaps.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

std::vector<SampleSpan> gapsOf(const Channel& channel, const TimeAxis& clock)
{
    std::vector<SampleSpan> gaps;
    const auto samples = channel.values.size();
    const bool onClock = channel.time->ticks().size() == clock.ticks().size()
        && channel.time->ticks() == clock.ticks();
    const auto clockSample = [&](std::size_t i) {
        return std::ptrdiff_t(onClock ? i : clock.sampleAtOrAfter(channel.time->tick(i)));
    };
    for (std::size_t i = 0; i < samples; ++i) {
        if (!std::isnan(channel.values[i]))
            continue;
        const auto start = i;
        while (i < samples && std::isnan(channel.values[i]))
            ++i;
        const SampleSpan gap{clockSample(start),
                             i < samples ? clockSample(i) : std::ptrdiff_t(clock.size())};
        if (gap.size() > 0)
            gaps.push_back(gap);
    }
    return gaps;
}

std::ptrdiff_t usualGap(const std::vector<SampleSpan>& gaps)
{
    if (gaps.empty())
        return 0;
    std::vector<std::ptrdiff_t> lengths;
    lengths.reserve(gaps.size());
    for (const auto& gap : gaps)
        lengths.push_back(gap.size());
    // A handful of gaps makes no habit.
    if (lengths.size() < 20)
        return 0;
    const auto at = lengths.begin() + std::ptrdiff_t(0.95 * double(lengths.size() - 1));
    std::nth_element(lengths.begin(), at, lengths.end());
    return *at;
}

std::vector<std::vector<WindowRun>> leftOutWindows(const Gaps& gaps,
                                                   const std::vector<std::ptrdiff_t>& usual,
                                                   Eigen::Index windowLength)
{
    const auto half = windowLength / 2;
    std::vector<std::vector<WindowRun>> leftOut(gaps.size());
    for (std::size_t c = 0; c < gaps.size(); ++c) {
        const auto least = std::max<std::ptrdiff_t>(half, 3 * usual[c]);
        for (const auto& gap : gaps[c]) {
            if (gap.size() < std::max<std::ptrdiff_t>(least, 1))
                continue;
            const auto first = std::max<Eigen::Index>(0, gap.first - half + 1);
            if (first < gap.last)
                leftOut[c].push_back({first, gap.last - first});
        }
    }
    return leftOut;
}

std::vector<WindowRun> wholeWindows(const std::vector<WindowRun>& runs,
                                    const std::vector<std::vector<WindowRun>>& leftOut)
{
    const auto total = windowCount(runs);
    std::vector<SampleSpan> holes; // of windows
    for (const auto& channel : leftOut) {
        std::vector<SampleSpan> own;
        Eigen::Index count = 0;
        for (const auto& run : runs)
            forLeftOut({channel}, run, [&](Eigen::Index, Eigen::Index first, Eigen::Index size) {
                own.push_back({run.first + first, run.first + first + size});
                count += size;
            });
        if (2 * count <= total)
            holes.insert(holes.end(), own.begin(), own.end());
    }
    std::sort(holes.begin(), holes.end(),
              [](const SampleSpan& a, const SampleSpan& b) { return a.first < b.first; });
    std::vector<WindowRun> whole;
    std::size_t hole = 0;
    Eigen::Index before = 0;
    for (const auto& run : runs) {
        auto first = run.first;
        const auto last = run.first + run.count;
        if (first < before)
            hole = 0; // samples that count several times: the runs begin again
        before = last;
        for (; hole < holes.size() && holes[hole].first < last; ++hole) {
            if (first < holes[hole].first)
                whole.push_back({first, holes[hole].first - first});
            first = std::max(first, holes[hole].last);
        }
        if (first < last)
            whole.push_back({first, last - first});
    }
    return 2 * windowCount(whole) >= total ? whole : runs;
}

} // namespace dissonance
