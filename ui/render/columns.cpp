#include "ui/render/columns.h"

#include "ui/render/pyramid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dissonance {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kStepsOfAGap = 10;
constexpr std::size_t kManySamples = 32; ///< of a column: blocks of them are quicker

/// The line's value where a column begins; NaN without a line.
double crossing(const ColumnMap& map, const std::vector<double>& values, int column)
{
    const double share = map.crossing(column);
    if (share != share)
        return kNan;
    const auto after = map.firstSample(column);
    return values[after - 1] + share * (values[after] - values[after - 1]);
}

ColumnExtent lineColumn(const ColumnMap& map, const std::vector<double>& values,
                        const Pyramid* pyramid, int column)
{
    const auto first = map.firstSample(column);
    const auto last = map.firstSample(column + 1);
    GrowingExtent extent;
    if (pyramid && last - first >= kManySamples) {
        extent = pyramid->extent(values, first, last);
        // An edge's value lies between a sample of the column and the one beyond.
        if (first > 0 && !pyramid->isWithin(extent, first - 1))
            extent.add(crossing(map, values, column));
        if (last < values.size() && !pyramid->isWithin(extent, last))
            extent.add(crossing(map, values, column + 1));
    } else {
        extent.add(crossing(map, values, column));
        extent.add(crossing(map, values, column + 1));
        extent.add(values, first, last);
    }
    return extent.extent();
}

} // namespace

ColumnMap::ColumnMap(std::shared_ptr<const TimeAxis> axis, double lower, double upper, int columns)
    : ColumnMap(std::move(axis), {lower, (upper - lower) / std::max(columns, 1)}, 0, columns)
{
}

ColumnMap::ColumnMap(std::shared_ptr<const TimeAxis> axis, const ColumnGrid& grid,
                     std::int64_t first, int columns)
    : m_axis(std::move(axis))
    , m_grid(grid)
    , m_firstOfGrid(first)
{
    const auto& ticks = m_axis->ticks();
    columns = std::max(columns, 1);
    m_first.reserve(std::size_t(columns) + 1);
    m_crossing.reserve(std::size_t(columns) + 1);
    auto from = ticks.begin();
    for (int column = 0; column <= columns; ++column) {
        auto tick = m_axis->fromDisplay(edge(column));
        if (m_axis->toDisplay(tick) < edge(column)) // rounded down
            ++tick;
        from = std::lower_bound(from, ticks.end(), tick);
        m_first.push_back(std::size_t(from - ticks.begin()));
        m_crossing.push_back(crossingAt(column));
    }
}

double ColumnMap::crossingAt(int column) const
{
    const auto after = firstSample(column);
    if (after == 0 || after >= m_axis->size())
        return kNan;
    const auto from = m_axis->tick(after - 1);
    const auto to = m_axis->tick(after);
    if (to - from > kStepsOfAGap * m_axis->medianStep())
        return kNan;
    const double start = m_axis->toDisplay(from);
    return std::clamp((edge(column) - start) / (m_axis->toDisplay(to) - start), 0.0, 1.0);
}

ColumnExtent sampleExtent(const std::vector<double>& values, std::size_t first, std::size_t last)
{
    GrowingExtent extent;
    extent.add(values, first, last);
    return extent.extent();
}

std::vector<ColumnExtent> lineColumns(const ColumnMap& map, const std::vector<double>& values,
                                      const Pyramid* pyramid, const KnownColumns* known)
{
    const bool knowsSome = known && known->grid == map.grid();
    std::vector<ColumnExtent> columns;
    columns.reserve(std::size_t(map.count()));
    for (int column = 0; column < map.count(); ++column) {
        const auto index = map.firstOfGrid() + column - (knowsSome ? known->first : 0);
        const bool isKnown = knowsSome && index >= 0 && index < std::ssize(known->columns);
        columns.push_back(isKnown ? known->columns[std::size_t(index)]
                                  : lineColumn(map, values, pyramid, column));
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
    GrowingExtent whole;
    for (const auto& column : columns) {
        whole.add(column);
    }
    return whole.extent();
}

std::ptrdiff_t sampleAtOrBefore(const TimeAxis& axis, std::int64_t tick)
{
    const auto& ticks = axis.ticks();
    return std::upper_bound(ticks.begin(), ticks.end(), tick) - ticks.begin() - 1;
}

} // namespace dissonance
