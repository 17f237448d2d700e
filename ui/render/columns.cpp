#include "ui/render/columns.h"

#include "ui/render/block_extents.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dissonance {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kStepsOfAGap = 10;

/// Grows over finite values; NaN and infinite ones are passed over.
struct Growing
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value)
    {
        // Comparisons with NaN are false.
        if (std::abs(value) <= std::numeric_limits<double>::max()) {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
    }
    void add(const std::vector<double>& values, std::size_t first, std::size_t last)
    {
        for (; first < last; ++first)
            add(values[first]);
    }
    void add(const std::vector<double>& values, std::size_t first, std::size_t last,
             const BlockExtents* blocks)
    {
        constexpr auto kLength = BlockExtents::kLength;
        const auto from = (first + kLength - 1) / kLength;
        const auto to = blocks ? std::min(last / kLength, blocks->count()) : 0;
        if (from >= to)
            return add(values, first, last);
        add(values, first, from * kLength);
        for (auto block = from; block < to; ++block) {
            add((*blocks)[block].low);
            add((*blocks)[block].high);
        }
        add(values, to * kLength, last);
    }
    ColumnExtent extent() const
    {
        return low <= high ? ColumnExtent{low, high} : ColumnExtent{kNan, kNan};
    }
};

/// The line's value where a column begins, between the samples on either side; NaN without a line.
double crossing(const ColumnMap& map, const std::vector<double>& values, int column)
{
    const auto& axis = map.axis();
    const auto after = map.firstSample(column);
    if (after == 0 || after >= axis.size())
        return kNan;
    const auto from = axis.tick(after - 1);
    const auto to = axis.tick(after);
    if (to - from > kStepsOfAGap * axis.medianStep())
        return kNan;
    const double start = axis.toDisplay(from);
    const double share = (map.edge(column) - start) / (axis.toDisplay(to) - start);
    return values[after - 1] + std::clamp(share, 0.0, 1.0) * (values[after] - values[after - 1]);
}

} // namespace

ColumnMap::ColumnMap(std::shared_ptr<const TimeAxis> axis, double lower, double upper, int columns)
    : m_axis(std::move(axis))
    , m_lower(lower)
    , m_step((upper - lower) / std::max(columns, 1))
{
    const auto& ticks = m_axis->ticks();
    columns = std::max(columns, 1);
    m_first.reserve(std::size_t(columns) + 1);
    auto from = ticks.begin();
    for (int column = 0; column <= columns; ++column) {
        auto tick = m_axis->fromDisplay(edge(column));
        if (m_axis->toDisplay(tick) < edge(column)) // rounded down
            ++tick;
        from = std::lower_bound(from, ticks.end(), tick);
        m_first.push_back(std::size_t(from - ticks.begin()));
    }
}

ColumnExtent sampleExtent(const std::vector<double>& values, std::size_t first, std::size_t last)
{
    Growing extent;
    extent.add(values, first, last);
    return extent.extent();
}

std::vector<ColumnExtent> lineColumns(const ColumnMap& map, const std::vector<double>& values,
                                      const BlockExtents* blocks)
{
    std::vector<ColumnExtent> columns;
    columns.reserve(std::size_t(map.count()));
    double left = crossing(map, values, 0);
    for (int column = 0; column < map.count(); ++column) {
        const double right = crossing(map, values, column + 1);
        Growing extent;
        extent.add(left);
        extent.add(right);
        extent.add(values, map.firstSample(column), map.firstSample(column + 1), blocks);
        columns.push_back(extent.extent());
        left = right;
    }
    return columns;
}

std::vector<std::ptrdiff_t> highestSamples(const ColumnMap& map, const std::vector<double>& values)
{
    std::vector<std::ptrdiff_t> samples;
    samples.reserve(std::size_t(map.count()));
    for (int column = 0; column < map.count(); ++column) {
        auto first = map.firstSample(column);
        const auto last = map.firstSample(column + 1);
        if (first == last && first > 0 && first < values.size())
            --first;
        std::ptrdiff_t highest = -1;
        double most = -std::numeric_limits<double>::infinity();
        for (auto i = first; i < last; ++i) {
            // Comparisons with NaN are false.
            if (values[i] > most && values[i] <= std::numeric_limits<double>::max()) {
                highest = std::ptrdiff_t(i);
                most = values[i];
            }
        }
        samples.push_back(highest);
    }
    return samples;
}

std::vector<double> highestColumns(const ColumnMap& map, const std::vector<double>& values)
{
    std::vector<double> columns;
    columns.reserve(std::size_t(map.count()));
    for (const auto sample : highestSamples(map, values))
        columns.push_back(sample < 0 ? kNan : values[std::size_t(sample)]);
    return columns;
}

std::vector<StateRun> stateRuns(const ColumnMap& map, const std::vector<double>& values)
{
    const auto& axis = map.axis();
    const double end = axis.size() == 0
        ? 0.0
        : axis.toDisplay(axis.ticks().back() + std::max<std::int64_t>(axis.medianStep(), 1));
    std::vector<StateRun> runs;
    for (int column = 0; column < map.count(); ++column) {
        const auto first = map.firstSample(column);
        const auto last = map.firstSample(column + 1);
        if (first == values.size() && map.edge(column) >= end)
            break;
        double code = first > 0 ? values[first - 1] : kNan;
        bool mixed = false;
        for (auto i = first; i < last; ++i) {
            // A missing value ends what is held; it does not make a column mixed.
            mixed = mixed || (values[i] == values[i] && code == code && values[i] != code);
            code = values[i];
        }
        if (code != code && !mixed)
            continue;
        const int shown = mixed && last - first > 1 ? StateRun::kMixed : int(code);
        if (!runs.empty() && runs.back().last == column && runs.back().code == shown)
            runs.back().last = column + 1;
        else
            runs.push_back({column, column + 1, shown});
    }
    return runs;
}

ColumnExtent wholeExtent(const std::vector<ColumnExtent>& columns)
{
    Growing whole;
    for (const auto& column : columns) {
        whole.add(column.low);
        whole.add(column.high);
    }
    return whole.extent();
}

std::ptrdiff_t sampleAtOrBefore(const TimeAxis& axis, std::int64_t tick)
{
    const auto& ticks = axis.ticks();
    return std::upper_bound(ticks.begin(), ticks.end(), tick) - ticks.begin() - 1;
}

} // namespace dissonance
