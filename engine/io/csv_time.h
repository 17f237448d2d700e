#pragma once

#include "engine/io/csv_cell.h"
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
        TimeOfDay, ///< without a date
    };
    Form form = Form::None;
    std::size_t column = 0;
    std::size_t timeColumn = 0; ///< of DateAndTime: the one with the time of day
    std::int64_t unit = 1; ///< of Number: ticks for one
    DateOrder order = DateOrder::DayMonthYear;
    TimeKind kind = TimeKind::SampleIndex;
    std::string source; ///< English, for ImportReport::timeSource

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
/// by content: a first column of dates; a date column beside a time-of-day column; without
/// names, a first column of evenly rising numbers. Numbers are Unix s, ms, us or ns where their
/// size says so (years 1976 to 2103), else an amount of the unit in the column's name, else
/// seconds. Dates whose day and month could be swapped are day first unless a row, or even
/// steps, say otherwise. Times without zone are taken as UTC.
///
/// @param columns  names; empty names where the table has no header.
/// @param rows     sample rows of the table, in file order.
CsvTime findTime(const std::vector<CsvColumnName>& columns,
                 const std::vector<std::vector<Cell>>& rows, const CsvDialect& dialect);

/// The tick of one row, from its time cell (and its time-of-day cell); nothing when they are
/// empty, unreadable or beyond 64 bits.
std::optional<std::int64_t> readTick(const CsvTime& time, std::string_view cell,
                                     std::string_view timeCell, char decimal);

} // namespace dissonance
