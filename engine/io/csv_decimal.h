#pragma once

#include "engine/base/run_context.h"
#include "engine/io/csv_cell.h"
#include "engine/io/csv_chunks.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace dissonance {

struct CsvLayout;

/// What cells say of the decimal sign.
struct DecimalVotes
{
    std::uint64_t point = 0; ///< numbers that only a decimal point makes sense of
    std::uint64_t comma = 0;
    std::uint64_t pointOrGroups = 0; ///< "1.234", which decimal commas make a thousand
    std::uint64_t commaOrGroups = 0; ///< "1,234"

    /// @param withPoint, withComma  how the text reads under either sign.
    void add(std::string_view text, const NumberCell& withPoint, const NumberCell& withComma);
    void add(std::string_view text);
    void add(const DecimalVotes& other);

    /// The sign that makes sense of more numbers. Where all could be both, it is the one that
    /// would otherwise group digits, unless commas separate the cells.
    char sign(char delimiter) const;
};

/// What all rows of a table say, one a column; text columns and rows of too many cells say nothing.
///
/// Errors: FileChanged, FileUnreadable, Cancelled.
Result<std::vector<DecimalVotes>> countDecimalVotes(const InputFile& file, const CsvLayout& layout,
                                                    const std::vector<CsvChunk>& chunks,
                                                    int threads, const RunContext& context);

/// Whether a reading under the layout's signs met cells that cast doubt on them.
///
/// @param votes  of the cells with another sign than their column's, one a column.
bool isDecimalDoubtful(const std::vector<DecimalVotes>& votes, const CsvLayout& layout);

/// Sets the sign of every column by what all rows say, and notes what was decided.
///
/// @return whether any column is read otherwise than before.
bool settleDecimals(const std::vector<DecimalVotes>& votes, CsvLayout& layout);

} // namespace dissonance
