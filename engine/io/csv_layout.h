#pragma once

#include "engine/base/result.h"
#include "engine/io/csv_dialect.h"
#include "engine/io/csv_tick.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

struct CsvColumn
{
    std::string name; ///< unique among the columns
    std::string unit;
    std::string cellUnit; ///< as it stands behind the number in the cells ("20.1 °C")
    bool isText = false;
    char decimal = '.';
    bool onlyDecimal = false; ///< numbers with the other decimal sign are none
};

/// What a text table looks like: all that reading its rows takes.
struct CsvLayout
{
    CsvDialect dialect;
    std::vector<CsvColumn> columns;
    CsvTime time;
    bool trailingDelimiter = false; ///< every row ends with a delimiter that separates nothing
    std::uint64_t dataOffset = 0; ///< of the first row, in bytes from the file's start
    std::uint64_t dataLine = 1; ///< its line
    bool hasHeader = false;
    std::string header; ///< English, for ImportReport::dialect: where header and units stand
    std::vector<std::string> notes;
};

/// Finds dialect, header, units, columns and time of a text table from its head.
///
/// The table starts at the first record that looks like the rows further down, give or take
/// unreadable cells where a header stands above them. The record above it that has about as many
/// cells is the header (a comment counts, without its mark); a row of units and one that says how
/// values were made may stand between. All above is metadata and not read.
///
/// @param head       the file's first bytes, without byte order mark.
/// @param atFileEnd  the head is the whole file.
/// @param tail       the file's last bytes, for what the head leaves open about dates.
/// @param offset     of the head in the file.
/// @param most       records of the head to look into, beside comments.
/// Errors: FileMalformed when no table with a column of numbers or times is found.
Result<CsvLayout> findLayout(const std::filesystem::path& path, std::string_view head,
                             bool atFileEnd, std::string_view tail, std::uint64_t offset,
                             std::size_t most);

} // namespace dissonance
