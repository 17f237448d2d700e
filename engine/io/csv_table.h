#pragma once

#include "engine/base/run_context.h"
#include "engine/io/csv_decimal.h"
#include "engine/io/csv_rows.h"
#include "engine/io/import.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dissonance {

/// The rows of a text table, in file order.
struct CsvTable
{
    std::vector<std::vector<double>> values; ///< one a column; none for time columns
    std::vector<std::vector<std::string>> states; ///< of text columns, sorted
    std::vector<std::int64_t> ticks; ///< none without time; CsvTarget::kNoTick where unreadable
    std::size_t rows = 0;
    ImportProblems problems;
    std::uint64_t infinite = 0; ///< cells
    std::uint64_t comments = 0; ///< lines
    std::uint64_t emptyRows = 0; ///< left out
    std::uint64_t missingRows = 0; ///< empty, but kept as samples
    std::uint64_t fragments = 0; ///< rows left out for their length
    /// Columns whose kind the head of the file foretold wrongly: text that is mostly numbers,
    /// or numbers that are mostly text. The table must be read again with these turned.
    std::vector<std::size_t> wrongKind;
    /// What the cells with another decimal sign than their column's say, one a column.
    std::vector<DecimalVotes> decimalVotes;
};

/// Reads the rows of all chunks but those of fewer than `minRowBytes` bytes; see boundRows().
/// Without time, rows without any value are missing samples unless only such follow.
///
/// Errors: FileChanged, FileUnreadable, Cancelled. Throws std::bad_alloc.
Result<CsvTable> readTable(const InputFile& file, const CsvLayout& layout,
                           const std::vector<CsvChunk>& chunks, std::size_t minRowBytes,
                           int threads, const RunContext& context);

} // namespace dissonance
