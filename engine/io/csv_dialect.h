#pragma once

#include "engine/io/csv_cell.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// One record of the head of a file.
struct HeadRecord
{
    std::string_view text; ///< without its line end
    std::uint64_t offset = 0; ///< from the start of the file
    std::uint64_t line = 1; ///< 1-based
    std::vector<Cell> cells;
    bool isComment = false; ///< starts with #, % or //
};

/// Whether a record is a remark: it starts with `#`, `%` or `//`, but not with what spreadsheets
/// put for an error (`#N/A`, `#DIV/0!`, …).
bool isCommentRecord(std::string_view record);

/// Which way the text separates cells and writes numbers, from its head.
///
/// Comma, semicolon, tab, blanks and `|` are tried with decimal point and comma; the one wins
/// under which most records have the same number of cells and most cells are numbers, times
/// or empty.
CsvDialect detectDialect(std::string_view head, bool atFileEnd);

/// The records of a head of a file, at most `most` of them. A last record that the head cuts
/// off is left out unless `atFileEnd`.
///
/// @param offset  of the head in its file.
std::vector<HeadRecord> headRecords(std::string_view head, bool atFileEnd,
                                    const CsvDialect& dialect, std::uint64_t offset,
                                    std::size_t most);

/// The most frequent number of cells among the later half of the records, which has more table
/// and less preamble; where two are as frequent, the one that is more so among all.
std::size_t usualCellCount(const std::vector<HeadRecord>& records);

/// "semicolon, decimal comma"
std::string describe(const CsvDialect& dialect);

} // namespace dissonance
