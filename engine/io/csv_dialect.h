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
    std::vector<Cell> cells; ///< none of a comment
    bool isComment = false; ///< starts with #, % or //
};

/// Whether a record is a remark: it starts with `#`, `%` or `//`, but not with what spreadsheets
/// put for an error (`#N/A`, `#DIV/0!`, …).
bool isCommentRecord(std::string_view record);

/// Records of a head that are looked into at first, beside comments.
constexpr std::size_t kHeadRecords = 2000;

/// Which way the text separates cells and writes numbers, from its head.
///
/// Comma, semicolon, tab, blanks and `|` are tried with decimal point and comma; the one wins
/// under which most records have the same number of cells and most cells are numbers, times
/// or empty. The decimal sign is the one that makes sense of more numbers, the last rows' too;
/// where all have three digits after it ("1,234"), it is taken for the decimal sign unless commas
/// separate the cells. Semicolons without any fraction to see mean a decimal comma.
///
/// @param tail  the file's last bytes, from the start of a record.
/// @param most  records to look into, beside comments.
CsvDialect detectDialect(std::string_view head, bool atFileEnd, std::string_view tail = {},
                         std::size_t most = kHeadRecords);

/// The records of a head of a file, at most `most` of them beside comments. A last record that the
/// head cuts off is left out unless `atFileEnd`.
///
/// @param offset  of the head in its file.
std::vector<HeadRecord> headRecords(std::string_view head, bool atFileEnd,
                                    const CsvDialect& dialect, std::uint64_t offset,
                                    std::size_t most);

/// Records that are most likely rows of the table.
struct TableSample
{
    std::vector<const HeadRecord*> rows; ///< point into the records that were sampled
    std::size_t usual = 0; ///< most frequent number of cells
};

/// The later half of the records, which has more table and less preamble, at most `most` of it
/// and evenly. Where the last records have another usual number of cells, and are no less numbers
/// than the others, the table begins where theirs prevails.
TableSample tableSample(const std::vector<HeadRecord>& records, std::size_t most);

/// "semicolon, decimal comma"
std::string describe(const CsvDialect& dialect);

} // namespace dissonance
