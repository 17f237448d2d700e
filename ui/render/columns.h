#pragma once

#include "engine/recording/recording.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace dissonance {

class BlockExtents;

/// Which samples of a time axis fall into each pixel column of a plot.
///
/// Column k spans the times [edge(k), edge(k + 1)), in TimeAxis::toDisplay() units; its samples
/// are [firstSample(k), firstSample(k + 1)).
class ColumnMap
{
public:
    /// @param columns  at least 1.
    ColumnMap(std::shared_ptr<const TimeAxis> axis, double lower, double upper, int columns);

    const TimeAxis& axis() const { return *m_axis; }
    const std::shared_ptr<const TimeAxis>& sharedAxis() const { return m_axis; }
    int count() const { return int(m_first.size()) - 1; }
    double edge(int column) const { return m_lower + m_step * column; }
    std::size_t firstSample(int column) const { return m_first[std::size_t(column)]; }

private:
    std::shared_ptr<const TimeAxis> m_axis;
    double m_lower;
    double m_step;
    std::vector<std::size_t> m_first;
};

/// What a line covers in one pixel column; NaN where there is none.
struct ColumnExtent
{
    double low;
    double high;

    bool isEmpty() const { return low != low; }
    bool operator==(const ColumnExtent&) const = default;
};

/// The extent of the line through the values in each column, the crossing of its edges included:
/// nothing that rises within a column is lost, and a line between far samples is straight.
///
/// A missing value ends the line, and so does a step of more than ten median ones.
///
/// @param values  as many as the map's axis has samples.
/// @param blocks  of the values, for speed; null: none.
std::vector<ColumnExtent> lineColumns(const ColumnMap& map, const std::vector<double>& values,
                                      const BlockExtents* blocks = nullptr);

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
