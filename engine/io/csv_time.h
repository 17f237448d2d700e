#pragma once

#include "engine/io/channel_name.h"
#include "engine/io/csv_profile.h"
#include "engine/io/csv_tick.h"

#include <vector>

namespace dissonance {

/// Finds the time among the columns of a table.
///
/// By name first (`time`, `timestamp`, `%time`, `date`, `sample`, …, whatever their case), then
/// by content: a first or unnamed column of dates; a date column and a time-of-day column, which
/// need not be neighbours if the latter is called so; without names, a first column of evenly
/// rising numbers. Time must move: neither may all rows share one instant, nor may numbers other
/// than Unix time go up and down.
///
/// Numbers are Unix s, ms, us or ns where their size says so (years 1976 to 2103), else an amount
/// of the unit in the column's name, else seconds. Dates whose day and month could be swapped are
/// day first unless a row, or even steps, say otherwise. Times without zone are taken as UTC.
///
/// One in twenty values may be an outlier, one of five or more.
///
/// @param columns  names; empty names where the table has no header.
CsvTime findTime(const std::vector<ChannelName>& columns, const CsvSample& sample,
                 const CsvDialect& dialect);

} // namespace dissonance
