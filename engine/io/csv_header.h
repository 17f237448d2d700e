#pragma once

#include "engine/io/channel_name.h"
#include "engine/io/csv_cell.h"

#include <string>
#include <vector>

namespace dissonance {

/// Whether a record is a line of dashes that underlines the names: "---|---", "=== ===".
bool isUnderline(std::string_view record);

/// Whether a record says something about the columns that `above` names: it has empty cells or the
/// same text twice where that has neither, nor a number.
bool isAnnotationRow(const std::vector<Cell>& cells, const std::vector<Cell>& above);

/// Whether the cells of a record are units (`rpm`, `[m/s]`, `-`) rather than names, if `above` is
/// the record over them: that must have a name for every unit. Of two cells neither may be a
/// number, as in a line of settings.
bool isUnitsRow(const std::vector<Cell>& cells, const std::vector<Cell>& above, char decimal);

/// How much the first row of a table looks like names.
enum class NamesLike
{
    No,
    Maybe,
    Yes
};

/// Whether the first row of a table without header is one: a name that comes nowhere else, then
/// whole numbers that count or are years, while other rows hold no such numbers. Maybe where the
/// numbers do neither, but are all different.
///
/// @param rows    the first ones of the table.
/// @param isText  of its columns: not numbers or times.
NamesLike namesInFirstRow(const std::vector<const std::vector<Cell>*>& rows,
                          const std::vector<bool>& isText);

/// Notes the names in a header that stand above no column.
void noteExtraNames(const std::vector<Cell>& header, std::size_t columns,
                    std::vector<std::string>& notes);

/// Headers split into names and units, in UTF-8, aligned with the columns.
///
/// Where a header is one cell short, the first column is row names, as R writes them.
///
/// @param units  cells of the row of units; none where there is no such row.
std::vector<ChannelName> columnNames(const std::vector<Cell>& header,
                                     const std::vector<Cell>& units, std::size_t columns);

/// A name for every column, none twice; `notes` says which were changed, in English.
std::vector<std::string> uniqueNames(const std::vector<ChannelName>& given,
                                     std::vector<std::string>& notes);

} // namespace dissonance
