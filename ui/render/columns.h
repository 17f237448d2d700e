#pragma once

#include "engine/recording/recording.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace dissonance {

class Pyramid;

/// Equal columns from `origin` on, in both directions. A plot that moves along takes them from one
/// grid, so that what is known of a column stays true.
struct ColumnGrid
{
    double origin = 0.0; ///< TimeAxis::toDisplay() units
    double step = 0.0;

    double edge(std::int64_t column) const { return origin + step * double(column); }
    bool operator==(const ColumnGrid&) const = default;
};

/// Which samples of a time axis fall into each pixel column of a plot.
///
/// Column k spans the times [edge(k), edge(k + 1)), in TimeAxis::toDisplay() units; its samples
/// are [firstSample(k), firstSample(k + 1)).
class ColumnMap
{
public:
    /// @param columns  at least 1.
    ColumnMap(std::shared_ptr<const TimeAxis> axis, double lower, double upper, int columns);
    /// Columns [first, first + columns) of a grid.
    ColumnMap(std::shared_ptr<const TimeAxis> axis, const ColumnGrid& grid, std::int64_t first,
              int columns);

    const TimeAxis& axis() const { return *m_axis; }
    const std::shared_ptr<const TimeAxis>& sharedAxis() const { return m_axis; }
    int count() const { return int(m_first.size()) - 1; }
    const ColumnGrid& grid() const { return m_grid; }
    std::int64_t firstOfGrid() const { return m_firstOfGrid; }
    double edge(int column) const { return m_grid.edge(m_firstOfGrid + column); }
    std::size_t firstSample(int column) const { return m_first[std::size_t(column)]; }
    /// Where edge(column) lies between the samples before and after it: 0 to 1, NaN where no line
    /// joins them.
    double crossing(int column) const { return m_crossing[std::size_t(column)]; }

private:
    double crossingAt(int column) const;

    std::shared_ptr<const TimeAxis> m_axis;
    ColumnGrid m_grid;
    std::int64_t m_firstOfGrid;
    std::vector<std::size_t> m_first;
    std::vector<double> m_crossing;
};

/// What a line covers in one pixel column; NaN where there is none.
struct ColumnExtent
{
    double low;
    double high;

    bool isEmpty() const { return low != low; }
    bool operator==(const ColumnExtent&) const = default;
};

/// Columns of a grid, from `first` on.
struct KnownColumns
{
    ColumnGrid grid;
    std::int64_t first = 0;
    std::vector<ColumnExtent> columns;
};

/// Grows over finite values; NaN and infinite ones are passed over.
class GrowingExtent
{
public:
    void add(double value)
    {
        // Comparisons with NaN are false.
        if (std::abs(value) <= std::numeric_limits<double>::max()) {
            m_low = value < m_low ? value : m_low;
            m_high = value > m_high ? value : m_high;
        }
    }
    void add(const std::vector<double>& values, std::size_t first, std::size_t last)
    {
        double low = m_low;
        double high = m_high;
        for (auto i = first; i < last; ++i) {
            low = values[i] < low ? values[i] : low;
            high = values[i] > high ? values[i] : high;
        }
        // Infinite values are rare, and asking for each takes longer than all the rest.
        constexpr double kInfinite = std::numeric_limits<double>::infinity();
        if (low == -kInfinite || high == kInfinite) {
            for (auto i = first; i < last; ++i)
                add(values[i]);
        } else {
            m_low = low;
            m_high = high;
        }
    }
    /// Extents hold finite values or none.
    void add(const ColumnExtent& extent)
    {
        m_low = extent.low < m_low ? extent.low : m_low;
        m_high = extent.high > m_high ? extent.high : m_high;
    }
    void add(const std::vector<ColumnExtent>& extents, std::size_t first, std::size_t last)
    {
        for (; first < last; ++first)
            add(extents[first]);
    }
    /// Whether adding an extent would change nothing; so it is with an empty one.
    bool contains(const ColumnExtent& extent) const
    {
        return !(extent.low < m_low) && !(extent.high > m_high);
    }
    /// NaN when nothing was added.
    ColumnExtent extent() const
    {
        constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
        return m_low <= m_high ? ColumnExtent{m_low, m_high} : ColumnExtent{kNone, kNone};
    }

private:
    double m_low = std::numeric_limits<double>::infinity();
    double m_high = -std::numeric_limits<double>::infinity();
};

/// The extent of the line through the values in each column, the crossing of its edges included:
/// nothing that rises within a column is lost, and a line between far samples is straight.
///
/// A missing value ends the line, and so does a step of more than ten median ones.
///
/// @param values  as many as the map's axis has samples.
/// @param pyramid  of the values, for speed; null: none.
/// @param known    of the same values; columns of the same grid are taken from there.
std::vector<ColumnExtent> lineColumns(const ColumnMap& map, const std::vector<double>& values,
                                      const Pyramid* pyramid = nullptr,
                                      const KnownColumns* known = nullptr);

/// Lowest and highest of the samples [first, last); NaN when none is finite.
ColumnExtent sampleExtent(const std::vector<double>& values, std::size_t first, std::size_t last);

/// The largest value in each column; a column between samples holds the last one. NaN: none.
std::vector<double> highestColumns(const ColumnMap& map, const std::vector<double>& values);

/// The samples that those values are of; -1: none.
std::vector<std::ptrdiff_t> highestSamples(const ColumnMap& map, const std::vector<double>& values);

/// A run of columns [first, last) in which a State or Text channel has one code.
struct StateRun
{
    int first;
    int last;
    int code; ///< kMixed: several within each of the columns

    static constexpr int kMixed = -1;
    bool operator==(const StateRun&) const = default;
};

/// Runs of codes; a value holds until the next sample, a missing one leaves the columns out.
std::vector<StateRun> stateRuns(const ColumnMap& map, const std::vector<double>& values);

/// Lowest and highest of all columns; NaN when all are empty.
ColumnExtent wholeExtent(const std::vector<ColumnExtent>& columns);

/// The last sample at or before `tick`, or -1: what a channel on its own axis shows there.
std::ptrdiff_t sampleAtOrBefore(const TimeAxis& axis, std::int64_t tick);

} // namespace dissonance
