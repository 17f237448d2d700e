#include "engine/recording/recording_summary.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

ChannelSummary summarise(const Channel& channel)
{
    ChannelSummary summary{0, kNaN, kNaN};
    for (const double value : channel.values) {
        if (std::isnan(value)) {
            ++summary.missing;
            continue;
        }
        // The first comparison with NaN is false: the first present value replaces both.
        if (!(summary.least <= value))
            summary.least = value;
        if (!(summary.greatest >= value))
            summary.greatest = value;
    }
    return summary;
}

} // namespace

RecordingSummary summarise(const Recording& recording)
{
    RecordingSummary summary;
    for (const auto& channel : recording.channels())
        summary.channels.push_back(summarise(channel));

    const auto& clock = *recording.clock();
    const auto step = double(clock.medianStep());
    summary.samplesPerSecond =
        clock.kind() == TimeKind::SampleIndex || step <= 0.0 ? kNaN : 1e9 / step;
    const auto& ticks = clock.ticks();
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        const auto jump = stepBetween(ticks[i - 1], ticks[i]);
        if (double(jump) > RecordingSummary::kGapSteps * step)
            summary.gaps.push_back({std::ptrdiff_t(i) - 1, jump});
    }
    return summary;
}

} // namespace dissonance
