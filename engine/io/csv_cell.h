#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// How a text table separates its cells and writes its numbers.
struct CsvDialect
{
    char delimiter = ','; ///< ' ' stands for any run of spaces and tabs
    char decimal = '.'; ///< of most columns
    bool decimalIsShown = false; ///< by cells that make sense with it only; else a guess
    char lineEnd = '\n'; ///< '\r' in files without line feeds; CRs around an LF are no cell's
};

/// One cell as it stands in its record.
struct Cell
{
    std::string_view text; ///< without surrounding blanks and quotes; doubled quotes as they are
    bool quoted = false;

    /// The text with doubled quotes made single.
    std::string value() const;
};

/// A quoted cell longer than this, or never closed, is taken literally, quotes and all: one
/// stray quote must not swallow the rest of a file.
constexpr std::size_t kMaxQuotedBytes = std::size_t(64) * 1024;

/// A record longer than this is no row: it ends at the first line end after so many bytes.
constexpr std::size_t kMaxRecordBytes = std::size_t(8) * 1024 * 1024;

/// End of the quoted text that opens at `quote`: its closing quote, or nullptr when there is
/// none before `end` or within kMaxQuotedBytes.
const char* closingQuote(const char* quote, const char* end);

/// End of the record that starts at `begin`: its line end, or `end` for a last record without
/// one. Line ends inside quotes do not count.
///
/// @return nullptr when more bytes than [begin, end) are needed to know; never if `atFileEnd`.
const char* findRecordEnd(const char* begin, const char* end, bool atFileEnd,
                          const CsvDialect& dialect);

/// Reads the cell that begins at `begin` in a record that ends at `end`.
///
/// @return where the next cell begins (`end` for an empty last one), nullptr after the last.
const char* takeCell(const char* begin, const char* end, char delimiter, Cell& cell);

/// The record without the CRs that belong to its line end (CRLF, CRCRLF) or the one before (LFCR).
std::string_view withoutReturns(std::string_view record, const CsvDialect& dialect);

/// The record without what surrounds its cells: CRs, and the blanks around a record of
/// blank-separated cells.
std::string_view trimmedRecord(std::string_view record, const CsvDialect& dialect);

/// All cells of a record; "a," has two, "" has none.
void splitRecord(std::string_view record, const CsvDialect& dialect, std::vector<Cell>& cells);

/// What a cell says where a number is expected.
struct NumberCell
{
    enum class Kind
    {
        Number,
        Missing, ///< empty, or a word for nothing: NaN, NA, N/A, null, none, -, ?, …
        Infinite,
        TooLarge, ///< beyond double's range
        NoNumber,
    };
    Kind kind = Kind::NoNumber;
    double value = 0.0; ///< NaN unless Number
};

/// Reads a number with the given decimal sign; understands a leading plus, digits grouped by
/// threes with the other sign ("1,234.5"), blanks or apostrophes, the typographic minus, and the
/// words for nothing.
NumberCell readNumber(std::string_view text, char decimal);

/// Whether a cell of a text column says that there is nothing: empty, NA, N/A, NaN, null.
bool isMissingText(std::string_view text);

/// Whether two texts differ in nothing but ASCII case.
bool equalsIgnoringCase(std::string_view a, std::string_view b);

} // namespace dissonance
