#include "ui/render/activity.h"

#include "ui/render/columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr std::size_t kMostChannels = 24;
constexpr std::size_t kMostSamples = 32; ///< of a column

/// The range of values in each column, the last value before it included; NaN without any.
std::vector<double> ranges(const ColumnMap& map, const std::vector<double>& values)
{
    std::vector<double> widths;
    widths.reserve(std::size_t(map.count()));
    for (int column = 0; column < map.count(); ++column) {
        const auto last = map.firstSample(column + 1);
        const auto first = map.firstSample(column);
        const auto step = std::max<std::size_t>((last - first) / kMostSamples, 1);
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (auto i = first > 0 ? first - 1 : first; i < last; i += step) {
            if (std::isfinite(values[i])) {
                low = std::min(low, values[i]);
                high = std::max(high, values[i]);
            }
        }
        widths.push_back(low <= high ? high - low : std::numeric_limits<double>::quiet_NaN());
    }
    return widths;
}

} // namespace

std::vector<double> activityColumns(const Recording& recording, double lower, double upper,
                                    int columns)
{
    columns = std::max(columns, 1);
    std::vector<double> sums(std::size_t(columns), 0.0);
    std::vector<int> counts(std::size_t(columns), 0);
    std::vector<ColumnMap> maps;
    const auto step = (recording.channelCount() + kMostChannels - 1) / kMostChannels;
    for (std::size_t c = 0; c < recording.channelCount(); c += step) {
        const auto& channel = recording.channel(c);
        if (maps.empty() || maps.back().sharedAxis() != channel.time)
            maps.emplace_back(channel.time, lower, upper, columns);
        const auto widths = ranges(maps.back(), channel.values);
        double widest = 0.0;
        for (const double width : widths)
            widest = width > widest ? width : widest;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (std::isnan(widths[i]))
                continue;
            sums[i] += widest > 0.0 ? widths[i] / widest : 0.0;
            ++counts[i];
        }
    }
    double highest = 0.0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        sums[i] = counts[i] > 0 ? sums[i] / counts[i] : std::numeric_limits<double>::quiet_NaN();
        highest = sums[i] > highest ? sums[i] : highest;
    }
    for (auto& sum : sums)
        sum = highest > 0.0 ? sum / highest : sum;
    return sums;
}

} // namespace dissonance
