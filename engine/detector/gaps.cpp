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

} // namespace dissonance
