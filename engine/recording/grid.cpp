#include "engine/recording/grid.h"

#include "engine/base/parallel.h"

#include <cmath>

namespace dissonance {

namespace {

/// Fills one column and returns the share of samples that had no value of their own.
double fillColumn(const Channel& channel, const TimeAxis& clock, double offset,
                  Eigen::Ref<Eigen::VectorXf> column)
{
    const bool sameClock = channel.time.get() == &clock;
    const auto& ticks = channel.time->ticks();
    const auto samples = column.size();

    Eigen::Index firstPresent = samples;
    Eigen::Index filled = 0;
    float held = 0.0F;
    std::size_t next = 0; // of the channel's own samples, the first after the present instant
    for (Eigen::Index t = 0; t < samples; ++t) {
        bool present = false;
        const auto end = sameClock ? std::size_t(t) + 1 : ticks.size();
        const auto now = clock.tick(std::size_t(t));
        for (; next < end && ticks[next] <= now; ++next) {
            const double value = channel.values[next];
            present = !std::isnan(value);
            if (present) {
                held = float(value - offset);
                if (firstPresent == samples)
                    firstPresent = t;
            }
        }
        // Between the samples of a slower channel its value is held, which is not missing.
        filled += sameClock && !present ? 1 : 0;
        column[t] = held;
    }
    if (firstPresent == samples)
        return 1.0;
    column.head(firstPresent).setConstant(column[firstPresent]);
    if (!sameClock)
        filled = firstPresent;
    return samples > 0 ? double(filled) / double(samples) : 0.0;
}

} // namespace

Grid makeGrid(const Recording& recording, const std::vector<std::size_t>& channels, int threads,
              const std::vector<double>& offsets)
{
    const auto& clock = *recording.clock();
    Grid grid;
    grid.values.resize(recording.sampleCount(), Eigen::Index(channels.size()));
    grid.missing.resize(channels.size());
    for (const auto index : channels)
        grid.names.push_back(recording.channel(index).name);
    parallelFor(std::ptrdiff_t(channels.size()), threadCount(threads),
                [&](std::ptrdiff_t first, std::ptrdiff_t last) {
                    for (auto c = first; c < last; ++c) {
                        const auto at = std::size_t(c);
                        grid.missing[at] =
                            fillColumn(recording.channel(channels[at]), clock,
                                       offsets.empty() ? 0.0 : offsets[at], grid.values.col(c));
                    }
                });
    return grid;
}

} // namespace dissonance
