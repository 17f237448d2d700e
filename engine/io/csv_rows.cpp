#include "engine/io/csv_rows.h"

#include "engine/io/csv_number.h"
#include "engine/io/csv_tick.h"
#include "engine/io/import.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fast_float/fast_float.h>

namespace dissonance {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

} // namespace

CsvRowReader::CsvRowReader(const CsvLayout& layout, const CsvTarget& target)
    : m_layout(layout)
    , m_target(target)
    , m_unreadable(layout.columns.size(), 0)
    , m_decimalVotes(layout.columns.size())
    , m_texts(layout.columns.size())
{
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        // Where commas separate cells, only quotes make one decimal.
        const char decimal = layout.columns[c].decimal;
        m_decimals.push_back(decimal == layout.dialect.delimiter ? '.' : decimal);
        if (!layout.time.uses(c))
            m_roles.push_back(layout.columns[c].isText ? Role::Text : Role::Number);
        else
            m_roles.push_back(c == layout.time.column ? Role::Time : Role::TimeOfDay);
    }
}

CsvChunkResult CsvRowReader::read(std::string_view bytes, const CsvChunk& chunk)
{
    m_result = {};
    m_hasQuotes = chunk.hasQuotes;
    m_chunkBegin = bytes.data();
    m_chunkOffset = chunk.begin;
    m_line = 0;
    m_row = std::size_t(chunk.firstRow);
    const char lineEnd = m_layout.dialect.lineEnd;
    const char* const end = bytes.data() + bytes.size();
    for (const char* p = bytes.data(); p < end;) {
        const char* const recordEnd = recordEndIn(chunk, p, end, m_layout.dialect);
        m_recordBegin = p;
        const std::string_view record(p, std::size_t(recordEnd - p));
        if (chunk.cut > 0 && recordEnd == end)
            readLongRow(record, chunk.rowBound);
        else
            readRecord(trimmedRecord(record, m_layout.dialect), chunk.rowBound);
        ++m_line;
        if (chunk.hasQuotes)
            m_line += std::uint64_t(std::count(p, recordEnd, lineEnd));
        p = recordEnd + 1;
    }
    return std::move(m_result);
}

bool CsvRowReader::isEmptyRow(std::string_view record) const
{
    const char first = record.front();
    const char delimiter = m_layout.dialect.delimiter;
    if (first != delimiter && first != ' ' && first != '"' && first != '\t')
        return false;
    return std::all_of(record.begin(), record.end(), [delimiter](char c) {
        return c == delimiter || c == ' ' || c == '"' || c == '\t';
    });
}

void CsvRowReader::readRecord(std::string_view record, std::uint64_t rowBound)
{
    if (!isRowRecord(record)) {
        m_result.comments += record.empty() ? 0 : 1;
        return;
    }
    if (record.size() < m_target.minRowBytes) {
        ++m_result.fragments;
        problem(record, CsvProblem::kWholeRow, CsvProblem::Expected::Cells);
        return;
    }
    const bool isEmpty = isEmptyRow(record);
    if (isEmpty && m_target.ticks) {
        ++m_result.emptyRows;
        return;
    }
    // The row bound is what the columns have room for; only a changed file exceeds it.
    if (m_result.rows >= rowBound)
        return;
    if (isEmpty) {
        // Samples without a time of their own are counted, so this is one.
        setMissing();
        ++m_result.missingRows;
        ++m_result.missingAtEnd;
    } else {
        readRow(record);
        m_result.missingAtEnd = 0;
    }
    ++m_row;
    ++m_result.rows;
}

/// Of a record beyond kMaxRecordBytes nobody knows what it was meant to be.
void CsvRowReader::readLongRow(std::string_view record, std::uint64_t rowBound)
{
    if (isCommentRecord(record)) {
        ++m_result.comments;
        return;
    }
    problem(record, CsvProblem::kWholeRow, CsvProblem::Expected::ShorterRow);
    if (m_target.ticks || m_result.rows >= rowBound)
        return;
    setMissing();
    m_result.missingAtEnd = 0;
    ++m_row;
    ++m_result.rows;
}

void CsvRowReader::setMissing()
{
    for (double* const values : m_target.values)
        if (values)
            values[m_row] = kNaN;
}

void CsvRowReader::readRow(std::string_view record)
{
    const char delimiter = m_layout.dialect.delimiter;
    const char* const end = record.data() + record.size();
    const char* p = record.data();
    const auto columns = m_roles.size();
    m_time = m_timeOfDay = {};
    m_before = {m_result.problems.size(), m_result.problemCount, m_result.infinite};
    std::size_t c = 0;
    for (; c < columns && p; ++c) {
        if (m_roles[c] == Role::Number && p < end) {
            double& value = m_target.values[c][m_row];
            const fast_float::parse_options options{fast_float::general, m_decimals[c]};
            const auto [stop, error] = fast_float::from_chars_advanced(p, end, value, options);
            // NaN, infinity and words that begin like them go the slow way.
            if (error == std::errc() && std::abs(value) <= std::numeric_limits<double>::max()) {
                if (stop == end) {
                    p = nullptr;
                    continue;
                }
                if (*stop == delimiter && delimiter != ' ') {
                    p = stop + 1;
                    continue;
                }
            }
        }
        p = readSlowly(p, end, c);
    }
    finishRow(record, c, p);
}

const char* CsvRowReader::readSlowly(const char* p, const char* end, std::size_t column)
{
    Cell cell;
    const char* const next = takeCell(p, end, m_layout.dialect.delimiter, cell);
    const bool unbalanced = m_hasQuotes && isUnbalanced(cell, end, column);
    if (unbalanced) {
        const auto line = cell.text.substr(0, cell.text.find(m_layout.dialect.lineEnd));
        const std::size_t quote = cell.quoted ? 1 : 0;
        problem({line.data() - quote, line.size() + quote}, std::uint32_t(column),
                CsvProblem::Expected::ClosingQuote);
    }
    switch (m_roles[column]) {
    case Role::Number:
        readNumberCell(cell, column, unbalanced);
        break;
    case Role::Text:
        readTextCell(cell, column);
        break;
    case Role::Time:
        m_time = withoutUnit(cell.text, m_layout.columns[column].cellUnit);
        break;
    case Role::TimeOfDay:
        m_timeOfDay = cell.text;
        break;
    }
    return next;
}

void CsvRowReader::readNumberCell(const Cell& cell, std::size_t column, bool isListed)
{
    using Kind = NumberCell::Kind;
    const auto expect = [&](CsvProblem::Expected expected) {
        if (!isListed)
            problem(cell.text, std::uint32_t(column), expected);
    };
    const auto number = numberIn(cell, column);
    m_target.values[column][m_row] = number.value;
    switch (number.kind) {
    case Kind::Number:
    case Kind::Missing:
        break;
    case Kind::Infinite:
        ++m_result.infinite;
        expect(CsvProblem::Expected::FiniteNumber);
        break;
    case Kind::TooLarge:
        expect(CsvProblem::Expected::SmallerNumber);
        break;
    case Kind::NoNumber:
        ++m_unreadable[column];
        expect(CsvProblem::Expected::Number);
        break;
    }
}

NumberCell CsvRowReader::numberIn(const Cell& cell, std::size_t column)
{
    const char decimal = cell.quoted ? m_layout.columns[column].decimal : m_decimals[column];
    const char other = decimal == ',' ? '.' : ',';
    const auto text = withoutUnit(cell.text, m_layout.columns[column].cellUnit);
    const auto number = readNumber(text, decimal);
    if (text.find(other) == text.npos || (!cell.quoted && m_layout.dialect.delimiter == ','))
        return number;
    const auto otherwise = readNumber(text, other);
    const bool isPoint = other == '.';
    const auto before = m_decimalVotes[column];
    auto& votes = m_decimalVotes[column];
    votes.add(text, isPoint ? otherwise : number, isPoint ? number : otherwise);
    if (m_layout.columns[column].onlyDecimal && votes.point > before.point && isPoint)
        return {NumberCell::Kind::NoNumber, kNaN};
    return number;
}

void CsvRowReader::readTextCell(const Cell& cell, std::size_t column)
{
    double value = kNaN;
    if (!isMissingText(cell.text)) {
        const bool doubled = cell.quoted && cell.text.find('"') != std::string_view::npos;
        value = doubled ? m_texts[column].codeOf(cell.value()) : m_texts[column].codeOf(cell.text);
    }
    m_target.values[column][m_row] = value;
}

void CsvRowReader::finishRow(std::string_view record, std::size_t cells, const char* rest)
{
    const auto columns = m_roles.size();
    for (auto c = cells; c < columns; ++c)
        if (m_target.values[c])
            m_target.values[c][m_row] = kNaN;
    if (rest && hasTextIn(rest, record)) {
        rejectRow(record);
        // Numbers are times wherever they come from; a date is one only where it belongs.
        if (m_target.ticks && m_layout.time.form == CsvTime::Form::Number
            && m_layout.time.column > 0) {
            m_target.ticks[m_row] = CsvTarget::kNoTick;
            return;
        }
    } else if (cells < columns || (rest && !endsAt(rest, record))) {
        problem(record, CsvProblem::kWholeRow, CsvProblem::Expected::Cells);
    }
    if (m_target.ticks) {
        const auto tick = readTick(m_layout.time, m_time, m_timeOfDay,
                                   m_layout.columns[m_layout.time.column].decimal);
        m_target.ticks[m_row] = tick.value_or(CsvTarget::kNoTick);
        if (!tick || *tick == CsvTarget::kNoTick)
            timeProblem(record);
    }
}

/// Whether any of the cells from `rest` on holds something.
bool CsvRowReader::hasTextIn(const char* rest, std::string_view record) const
{
    Cell cell;
    while (rest) {
        rest = takeCell(rest, record.data() + record.size(), m_layout.dialect.delimiter, cell);
        if (!cell.text.empty())
            return true;
    }
    return false;
}

/// Whether nothing but the delimiter that ends all rows stands before `rest`.
bool CsvRowReader::endsAt(const char* rest, std::string_view record) const
{
    Cell cell;
    return m_layout.trailingDelimiter
        && !takeCell(rest, record.data() + record.size(), m_layout.dialect.delimiter, cell);
}

/// Which cell is one too many nobody knows, so none but the time is kept.
void CsvRowReader::rejectRow(std::string_view record)
{
    for (std::size_t c = 0; c < m_roles.size(); ++c) {
        if (!m_target.values[c])
            continue;
        double& value = m_target.values[c][m_row];
        if (m_roles[c] == Role::Text && !std::isnan(value))
            m_texts[c].takeBack(std::size_t(value));
        value = kNaN;
    }
    m_result.problems.resize(m_before.problems);
    m_result.problemCount = m_before.problemCount;
    m_result.infinite = m_before.infinite;
    problem(record, CsvProblem::kWholeRow, CsvProblem::Expected::Cells);
}

void CsvRowReader::timeProblem(std::string_view record)
{
    const auto& time = m_layout.time;
    auto column = time.column;
    auto text = m_time;
    if (time.form == CsvTime::Form::DateAndTime) {
        const auto date = parseDateTime(m_time, time.order);
        if (date && date->hasDate && !date->hasTime) {
            column = time.timeColumn;
            text = m_timeOfDay;
        }
    }
    problem(text.data() ? text : record.substr(0, 0), std::uint32_t(column),
            CsvProblem::Expected::Time);
}

/// Whether a quote opens this cell that was hardly meant to: it is never closed, text goes on
/// after its end in a later line, or lines inside read like rows of the table.
bool CsvRowReader::isUnbalanced(const Cell& cell, const char* end, std::size_t column) const
{
    const char lineEnd = m_layout.dialect.lineEnd;
    if (!cell.quoted)
        return cell.text.starts_with('"')
            && (cell.text.find(lineEnd) != cell.text.npos || !closingQuote(cell.text.data(), end));
    auto from = cell.text.find(lineEnd);
    while (from != cell.text.npos) {
        const auto to = cell.text.find(lineEnd, from + 1);
        const bool isLast = to == cell.text.npos;
        if (looksLikeRow(cell.text.substr(from + 1, isLast ? to : to - from - 1),
                         isLast ? column + 1 : m_roles.size()))
            return true;
        from = to;
    }
    return false;
}

/// Whether a line has so many cells, with numbers and time where they belong, and any at all.
bool CsvRowReader::looksLikeRow(std::string_view line, std::size_t cells) const
{
    std::vector<Cell> found;
    splitRecord(line, m_layout.dialect, found);
    if (found.size() != cells)
        return false;
    bool any = false;
    for (std::size_t c = 0; c < cells; ++c) {
        if (m_roles[c] == Role::Text || isMissingText(found[c].text))
            continue;
        const bool isNumber =
            readNumber(found[c].text, m_layout.columns[c].decimal).kind == NumberCell::Kind::Number;
        if (!isNumber && (m_roles[c] == Role::Number || !parseDateTime(found[c].text)))
            return false;
        any = true;
    }
    return any;
}

void CsvRowReader::problem(std::string_view text, std::uint32_t column,
                           CsvProblem::Expected expected)
{
    if (m_result.problemCount++ >= ImportProblems::kKept)
        return;
    CsvProblem problem;
    problem.line = m_line;
    if (m_hasQuotes)
        problem.line +=
            std::uint64_t(std::count(m_recordBegin, text.data(), m_layout.dialect.lineEnd));
    problem.offset = m_chunkOffset + std::uint64_t(text.data() - m_chunkBegin);
    problem.bytes = std::uint32_t(std::min<std::size_t>(text.size(), CsvProblem::kMostBytes));
    problem.column = column;
    problem.expected = expected;
    m_result.problems.push_back(problem);
}

} // namespace dissonance
