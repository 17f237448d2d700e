#pragma once

#include "engine/io/csv_chunks.h"
#include "engine/io/csv_decimal.h"
#include "engine/io/csv_layout.h"
#include "engine/io/text_codes.h"

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace dissonance {

/// A cell or row that could not be read, small enough to keep a thousand of every chunk.
struct CsvProblem
{
    enum class Expected : std::uint8_t
    {
        Number,
        SmallerNumber,
        FiniteNumber,
        Time,
        ClosingQuote,
        ShorterRow,
        Cells
    };
    static constexpr std::uint32_t kWholeRow = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::uint32_t kMostBytes = 80; ///< of text, as ImportProblem has it

    std::uint64_t line = 0; ///< line ends between the chunk's begin and the text
    std::uint64_t offset = 0; ///< of the text, in the file
    std::uint32_t bytes = 0; ///< of the text
    std::uint32_t column = kWholeRow;
    Expected expected = Expected::Number;
};

/// What reading one chunk gave, besides the values.
struct CsvChunkResult
{
    std::uint64_t rows = 0;
    std::vector<CsvProblem> problems; ///< the first ImportProblems::kKept
    std::uint64_t problemCount = 0;
    std::uint64_t infinite = 0; ///< cells
    std::uint64_t comments = 0; ///< lines
    std::uint64_t emptyRows = 0; ///< nothing but delimiters, left out as they have no time
    std::uint64_t missingRows = 0; ///< the same in a table without time: kept
    std::uint64_t missingAtEnd = 0; ///< those of them that no other row follows
    std::uint64_t fragments = 0; ///< rows left out for CsvTarget::minRowBytes
    std::size_t thread = 0; ///< whose TextCodes its text cells hold
};

/// Where the rows go. Every column has room for the sum of all row bounds.
struct CsvTarget
{
    static constexpr std::int64_t kNoTick = std::numeric_limits<std::int64_t>::min();

    std::vector<double*> values; ///< one a column, nullptr for time columns
    std::int64_t* ticks = nullptr; ///< nullptr without time; kNoTick where it is unreadable
    std::size_t minRowBytes = 0; ///< rows of fewer bytes are left out
};

/// Reads rows for one thread.
class CsvRowReader
{
public:
    CsvRowReader(const CsvLayout& layout, const CsvTarget& target);

    /// Reads the records in `bytes`, which stand at `chunk.begin` in the file.
    CsvChunkResult read(std::string_view bytes, const CsvChunk& chunk);

    /// Cells of a number column that held other text, one count a column.
    const std::vector<std::uint64_t>& unreadable() const { return m_unreadable; }
    /// What number cells with another decimal sign than their column's say, one a column.
    const std::vector<DecimalVotes>& decimalVotes() const { return m_decimalVotes; }
    const std::vector<TextCodes>& texts() const { return m_texts; }
    /// Gives the memory of a column's texts back.
    void dropTexts(std::size_t column) { m_texts[column] = {}; }

private:
    enum class Role : std::uint8_t
    {
        Number,
        Text,
        Time,
        TimeOfDay
    };

    void readRecord(std::string_view record, std::uint64_t rowBound);
    void readRow(std::string_view record);
    void readLongRow(std::string_view record, std::uint64_t rowBound);
    void setMissing();
    const char* readSlowly(const char* p, const char* end, std::size_t column);
    void readNumberCell(const Cell& cell, std::size_t column, bool isListed);
    NumberCell numberIn(const Cell& cell, std::size_t column);
    void readTextCell(const Cell& cell, std::size_t column);
    void finishRow(std::string_view record, std::size_t cells, const char* rest);
    bool hasTextIn(const char* rest, std::string_view record) const;
    bool endsAt(const char* rest, std::string_view record) const;
    void rejectRow(std::string_view record);
    bool isEmptyRow(std::string_view record) const;
    bool isUnbalanced(const Cell& cell, const char* end, std::size_t column) const;
    bool looksLikeRow(std::string_view line, std::size_t cells) const;
    void timeProblem(std::string_view record);
    void problem(std::string_view text, std::uint32_t column, CsvProblem::Expected expected);

    const CsvLayout& m_layout;
    const CsvTarget& m_target;
    std::vector<Role> m_roles;
    std::vector<char> m_decimals; ///< of unquoted cells
    std::vector<std::uint64_t> m_unreadable;
    std::vector<DecimalVotes> m_decimalVotes;
    std::vector<TextCodes> m_texts;

    // Of the chunk and row being read.
    CsvChunkResult m_result;
    bool m_hasQuotes = false;
    const char* m_chunkBegin = nullptr;
    const char* m_recordBegin = nullptr;
    std::uint64_t m_chunkOffset = 0;
    std::uint64_t m_line = 0;
    std::size_t m_row = 0;
    struct
    {
        std::size_t problems = 0;
        std::uint64_t problemCount = 0;
        std::uint64_t infinite = 0;
    } m_before; ///< what the result had before this row
    std::string_view m_time;
    std::string_view m_timeOfDay;
};

} // namespace dissonance
