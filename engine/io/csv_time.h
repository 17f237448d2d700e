#pragma once

#include "engine/io/csv_profile.h"
#include "engine/recording/date_time.h"
#include "engine/recording/time_axis.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// Where the time of a table's rows stands, and how it is written.
struct CsvTime
{
    enum class Form
    {
        None, ///< rows are numbered
        Number, ///< sample numbers, or an amount of `unit`s
        DateTime,
        DateAndTime, ///< in two columns
        TimeOfDay, ///< without a date, or a time that has passed
    };
    Form form = Form::None;
    std::size_t column = 0;
    std::size_t timeColumn = 0; ///< of DateAndTime: the one with the time of day
    std::size_t compactDigits = 0; ///< of DateAndTime: of a time of day without colons; 0: with
    std::int64_t unit = 1; ///< of Number: ticks for one
    DateOrder order = DateOrder::DayMonthYear;
    bool orderOpen = false; ///< day and month of its dates may be swapped; see settleDateOrder()
    std::int64_t zoneOffset = 0; ///< from UTC in nanoseconds, of dates that say no zone
    TimeKind kind = TimeKind::SampleIndex;
    std::int64_t period = 0; ///< of TimeOfDay: ticks from where it begins again; 0: it does not
    bool wholeDays = false; ///< of DateTime: dates without time of day
    std::string source; ///< English, for ImportReport::timeSource
    std::string sourceZone; ///< the end of `source` that is about the zone
    std::string note; ///< why a column that looks like time was not taken, in English

    bool uses(std::size_t index) const
    {
        return form != Form::None
            && (index == column || (form == Form::DateAndTime && index == timeColumn));
    }
};

/// A column's header, split, and its unit.
struct CsvColumnName
{
    std::string name;
    std::string unit;
};

/// Finds the time among the columns of a table.
///
/// By name first (`time`, `timestamp`, `%time`, `date`, `sample`, …, whatever their case), then
/// by content: a first or unnamed column of dates; a date column and a time-of-day column, which
/// need not be neighbours if the latter is called so and may do without colons (`080000`) then; a
/// rising column that has a name which may mean time (`Tempo`) or a unit of time; without names, a
/// first column of evenly rising numbers. A bare `t` of uneven steps gives way to a column that
/// counts the rows. Time must move: neither may all rows share one instant, nor may numbers other
/// than Unix time go up and down.
///
/// Numbers are Unix s, ms, us or ns where their size says so (years 1976 to 2103), else an amount
/// of the unit in the column's name, else seconds. Times without zone are of the one that the
/// column's name says, else of UTC.
///
/// One in twenty values may be an outlier, one of five or more.
///
/// @param columns  names; empty names where the table has no header.
CsvTime findTime(const std::vector<CsvColumnName>& columns, const CsvSample& sample,
                 const CsvDialect& dialect);

} // namespace dissonance
