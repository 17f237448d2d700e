#include "engine/io/csv_rows.h"

#include "engine/io/import.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fast_float/fast_float.h>

namespace dissonance {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kKeptText = 80;

} // namespace

CsvRowReader::CsvRowReader(const CsvLayout& layout, const CsvTarget& target)
    : m_layout(layout)
    , m_target(target)
    , m_unreadable(layout.columns.size(), 0)
    , m_texts(layout.columns.size())
{
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        if (!layout.time.uses(c))
            m_roles.push_back(layout.columns[c].isText ? Role::Text : Role::Number);
        else
            m_roles.push_back(c == layout.time.column ? Role::Time : Role::TimeOfDay);
    }
}

CsvChunkResult CsvRowReader::read(std::string_view bytes, const CsvChunk& chunk)
{
    m_result = {};
    m_chunkBegin = bytes.data();
    m_chunkOffset = chunk.begin;
    m_line = 0;
    m_row = std::size_t(chunk.firstRow);
    const char lineEnd = m_layout.dialect.lineEnd;
    const char* const end = bytes.data() + bytes.size();
    for (const char* p = bytes.data(); p < end;) {
        const char* recordEnd;
        if (chunk.hasQuotes) {
            recordEnd = findRecordEnd(p, end, true, m_layout.dialect);
        } else {
            recordEnd = static_cast<const char*>(std::memchr(p, lineEnd, std::size_t(end - p)));
            recordEnd = recordEnd ? recordEnd : end;
        }
        const std::string_view record(p, std::size_t(recordEnd - p));
        // The row bound is what the columns have room for; only a changed file exceeds it.
        if (m_result.rows < chunk.rowBound)
            readRow(trimmedRecord(record, m_layout.dialect));
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

void CsvRowReader::readRow(std::string_view record)
{
    if (record.empty())
        return;
    if (isCommentRecord(record)) {
        ++m_result.comments;
        return;
    }
    if (isEmptyRow(record)) {
        ++m_result.emptyRows;
        return;
    }
    const char delimiter = m_layout.dialect.delimiter;
    // Where commas separate cells, only quotes make one decimal.
    const char decimal = m_layout.dialect.decimal == delimiter ? '.' : m_layout.dialect.decimal;
    const fast_float::parse_options options{fast_float::general, decimal};
    const char* const end = record.data() + record.size();
    const char* p = record.data();
    const auto columns = m_roles.size();
    m_time = m_timeOfDay = {};
    std::size_t c = 0;
    for (; c < columns && p; ++c) {
        if (m_roles[c] == Role::Number && p < end) {
            double& value = m_target.values[c][m_row];
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
    switch (m_roles[column]) {
    case Role::Number:
        readNumberCell(cell, column);
        break;
    case Role::Text:
        readTextCell(cell, column);
        break;
    case Role::Time:
        m_time = cell.text;
        break;
    case Role::TimeOfDay:
        m_timeOfDay = cell.text;
        break;
    }
    return next;
}

void CsvRowReader::readNumberCell(const Cell& cell, std::size_t column)
{
    using Kind = NumberCell::Kind;
    const auto number = readNumber(cell.text, m_layout.dialect.decimal);
    m_target.values[column][m_row] = number.value;
    switch (number.kind) {
    case Kind::Number:
    case Kind::Missing:
        break;
    case Kind::Infinite:
        ++m_result.infinite;
        break;
    case Kind::TooLarge:
        problem(cell.text, std::uint32_t(column), CsvProblem::Expected::SmallerNumber);
        break;
    case Kind::NoNumber:
        ++m_unreadable[column];
        problem(cell.text, std::uint32_t(column), CsvProblem::Expected::Number);
        break;
    }
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
    if (cells < columns) {
        problem(record, CsvProblem::kWholeRow, CsvProblem::Expected::Cells);
    } else if (rest) {
        Cell cell;
        const char* const end = record.data() + record.size();
        const char* const more = takeCell(rest, end, m_layout.dialect.delimiter, cell);
        if (more || !cell.text.empty() || !m_layout.trailingDelimiter)
            problem(record, CsvProblem::kWholeRow, CsvProblem::Expected::Cells);
    }
    if (m_target.ticks) {
        const auto tick = readTick(m_layout.time, m_time, m_timeOfDay, m_layout.dialect.decimal);
        m_target.ticks[m_row] = tick.value_or(CsvTarget::kNoTick);
        if (!tick || *tick == CsvTarget::kNoTick)
            problem(m_time.data() ? m_time : record.substr(0, 0),
                    std::uint32_t(m_layout.time.column), CsvProblem::Expected::Time);
    }
    ++m_row;
    ++m_result.rows;
}

void CsvRowReader::problem(std::string_view text, std::uint32_t column,
                           CsvProblem::Expected expected)
{
    if (m_result.problemCount++ >= ImportProblems::kKept)
        return;
    CsvProblem problem;
    problem.line = m_line;
    problem.offset = m_chunkOffset + std::uint64_t(text.data() - m_chunkBegin);
    problem.bytes = std::uint32_t(std::min(text.size(), kKeptText));
    problem.column = column;
    problem.expected = expected;
    m_result.problems.push_back(problem);
}

} // namespace dissonance
