#include "engine/io/csv_cell.h"

#include "engine/io/csv_number.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fast_float/fast_float.h>
#include <limits>

namespace dissonance {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<std::string_view, 7> kMissingTexts{"",     "nan",  "na",  "n/a",
                                                        "null", "#n/a", "<na>"};
constexpr std::array<std::string_view, 11> kMissingNumbers{
    "none", "nil", "-", "--", "?", ".", "-nan", "+nan", "missing", "\\n", "1.#qnan"};
constexpr std::array<std::string_view, 6> kInfinities{"inf",      "+inf",      "-inf",
                                                      "infinity", "+infinity", "-infinity"};

template <std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words)
{
    return std::any_of(words.begin(), words.end(),
                       [text](std::string_view word) { return equalsIgnoringCase(text, word); });
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// "1,234,567.8" without its groups; empty when the groups are not groups of three.
std::string withoutGroups(std::string_view text, char group, char decimal)
{
    std::string plain;
    std::size_t digits = 0; // since the start or the last group sign
    bool grouped = false;
    std::size_t i = 0;
    if (!text.empty() && text[0] == '-')
        plain += text[i++];
    for (; i < text.size() && text[i] != decimal; ++i) {
        if (text[i] == group) {
            const bool leadingZero = !grouped && plain.ends_with('0') && digits == 1;
            if (leadingZero || (grouped ? digits != 3 : digits < 1 || digits > 3))
                return {};
            grouped = true;
            digits = 0;
        } else if (isDigit(text[i])) {
            plain += text[i];
            ++digits;
        } else {
            return {};
        }
    }
    if (!grouped || digits != 3)
        return {};
    plain += text.substr(i);
    return plain;
}

/// The whole text as one number; false when it is none.
bool parseWhole(std::string_view text, char decimal, double& value)
{
    if (text.empty())
        return false;
    const auto [end, error] =
        fast_float::from_chars_advanced(text.data(), text.data() + text.size(), value,
                                        fast_float::parse_options{fast_float::general, decimal});
    return error == std::errc() && end == text.data() + text.size();
}

/// The same with groups of digits, separated by the other sign or apostrophes.
bool parseGrouped(std::string_view text, char decimal, double& value)
{
    if (parseWhole(text, decimal, value)
        || parseWhole(withoutGroups(text, decimal == '.' ? ',' : '.', decimal), decimal, value)
        || parseWhole(withoutGroups(text, '\'', decimal), decimal, value))
        return true;
    // In a table with decimal commas "3.25" can only be a number with a point.
    return decimal == ',' && text.find(',') == text.npos
        && (parseWhole(text, '.', value) || parseWhole(withoutGroups(text, '\'', '.'), '.', value));
}

} // namespace

std::string Cell::value() const
{
    std::string result(text);
    if (!quoted)
        return result;
    for (auto at = result.find("\"\""); at != result.npos; at = result.find("\"\"", at + 1))
        result.erase(at, 1);
    return result;
}

const char* closingQuote(const char* quote, const char* end)
{
    const char* const limit =
        std::size_t(end - quote) > kMaxQuotedBytes ? quote + kMaxQuotedBytes : end;
    for (const char* p = quote + 1; p < limit; p += 2) {
        p = static_cast<const char*>(std::memchr(p, '"', std::size_t(limit - p)));
        if (!p)
            return nullptr;
        if (p + 1 == end || p[1] != '"')
            return p;
    }
    return nullptr;
}

namespace {

const char* findByte(const char* begin, const char* end, char byte)
{
    return begin == end
        ? nullptr
        : static_cast<const char*>(std::memchr(begin, byte, std::size_t(end - begin)));
}

/// The first quote in [p, end) that opens a quoted cell, i.e. stands first in its cell.
const char* openingQuote(const char* p, const char* end, bool atCellStart, char delimiter)
{
    for (; p < end; ++p) {
        if (*p == '"' && atCellStart)
            return p;
        if (*p == delimiter || (*p == '\t' && delimiter == ' '))
            atCellStart = true;
        else if (*p != ' ' && *p != '\r')
            atCellStart = false;
    }
    return nullptr;
}

} // namespace

const char* findRecordEnd(const char* begin, const char* end, bool atFileEnd,
                          const CsvDialect& dialect)
{
    const char* from = begin;
    const char* lineEnd = nullptr; // looked for once a line, however many quotes are in it
    bool atCellStart = true;
    for (;;) {
        if (!lineEnd || lineEnd < from) {
            const char* const found = findByte(from, end, dialect.lineEnd);
            lineEnd = found ? found : end;
        }
        const char* const quote = findByte(from, lineEnd, '"')
            ? openingQuote(from, lineEnd, atCellStart, dialect.delimiter)
            : nullptr;
        if (!quote)
            return lineEnd != end || atFileEnd ? lineEnd : nullptr;
        const char* const close = closingQuote(quote, end);
        if (!close && !atFileEnd && std::size_t(end - quote) <= kMaxQuotedBytes)
            return nullptr;
        // A quote right before the end of what we have may be the first of a doubled one.
        if (close && close + 1 == end && !atFileEnd)
            return nullptr;
        from = (close ? close : quote) + 1;
        atCellStart = false;
    }
}

namespace {

bool isBlank(char c, char delimiter)
{
    return c == ' ' || (c == '\t' && delimiter != '\t');
}

/// Past the quoted cell that opens at `p`, if it is closed and nothing but blanks follows.
const char* takeQuoted(const char* p, const char* end, char delimiter, Cell& cell)
{
    const char* const close = closingQuote(p, end);
    if (!close)
        return nullptr;
    const char* after = close + 1;
    while (after < end && delimiter != ' ' && isBlank(*after, delimiter))
        ++after;
    if (after < end && *after != delimiter && !(delimiter == ' ' && *after == '\t'))
        return nullptr;
    cell.text = {p + 1, std::size_t(close - p - 1)};
    cell.quoted = true;
    return after;
}

/// Past the cell that begins at `p`, taken as it stands.
const char* takePlain(const char* p, const char* end, char delimiter, Cell& cell)
{
    const char* const begin = p;
    // Text may go on after a closing quote ('"a,b"c'); the quoted delimiters are no delimiters.
    if (p < end && *p == '"')
        if (const char* const close = closingQuote(p, end))
            p = close + 1;
    if (delimiter == ' ')
        while (p < end && !isBlank(*p, delimiter))
            ++p;
    else
        while (p < end && *p != delimiter)
            ++p;
    const char* stop = p;
    while (stop > begin && isBlank(stop[-1], delimiter))
        --stop;
    cell.text = {begin, std::size_t(stop - begin)};
    return p;
}

} // namespace

const char* takeCell(const char* begin, const char* end, char delimiter, Cell& cell)
{
    const char* p = begin;
    while (p < end && isBlank(*p, delimiter))
        ++p;
    cell.quoted = false;
    const char* after = nullptr;
    if (p < end && *p == '"')
        after = takeQuoted(p, end, delimiter, cell);
    if (!after)
        after = takePlain(p, end, delimiter, cell);
    if (delimiter == ' ')
        while (after < end && isBlank(*after, delimiter))
            ++after;
    if (after == end)
        return nullptr;
    return delimiter == ' ' ? after : after + 1;
}

std::string_view withoutReturns(std::string_view record, const CsvDialect& dialect)
{
    if (dialect.lineEnd != '\n')
        return record;
    while (record.ends_with('\r'))
        record.remove_suffix(1);
    while (record.starts_with('\r'))
        record.remove_prefix(1);
    return record;
}

std::string_view trimmedRecord(std::string_view record, const CsvDialect& dialect)
{
    record = withoutReturns(record, dialect);
    if (dialect.delimiter == ' ') {
        while (!record.empty() && isBlank(record.front(), ' '))
            record.remove_prefix(1);
        while (!record.empty() && isBlank(record.back(), ' '))
            record.remove_suffix(1);
    }
    return record;
}

void splitRecord(std::string_view record, const CsvDialect& dialect, std::vector<Cell>& cells)
{
    cells.clear();
    record = trimmedRecord(record, dialect);
    if (record.empty())
        return;
    const char* const end = record.data() + record.size();
    for (const char* p = record.data(); p;) {
        Cell cell;
        p = takeCell(p, end, dialect.delimiter, cell);
        cells.push_back(cell);
    }
}

NumberCell readNumber(std::string_view text, char decimal)
{
    using Kind = NumberCell::Kind;
    if (isOneOf(text, kMissingTexts) || isOneOf(text, kMissingNumbers))
        return {Kind::Missing, kNaN};
    if (isOneOf(text, kInfinities))
        return {Kind::Infinite, kNaN};

    if (text.size() > 1 && text[0] == '+' && text[1] != '-')
        text.remove_prefix(1);
    double value = kNaN;
    bool parsed = parseGrouped(text, decimal, value);
    if (!parsed)
        if (const auto plain = asciiNumber(text); !plain.empty())
            parsed = parseGrouped(plain, decimal, value);
    if (!parsed || std::isnan(value))
        return {Kind::NoNumber, kNaN};
    if (std::isinf(value))
        return {isDigit(text.back()) || text.back() == decimal ? Kind::TooLarge : Kind::NoNumber,
                kNaN};
    return {Kind::Number, value};
}

bool isMissingText(std::string_view text)
{
    return isOneOf(text, kMissingTexts);
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) {
               return lower(x) == lower(y);
           });
}

} // namespace dissonance
