#include "engine/io/csv_table.h"

#include "engine/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>

namespace dissonance {

namespace {

/// Room for the rows; several threads touch the pages, which takes longer than reading does.
Result<CsvTarget> allocate(CsvTable& table, const CsvLayout& layout, std::size_t rows, int threads,
                           const RunContext& context)
{
    const auto columns = layout.columns.size();
    table.values.resize(columns);
    parallelFor(std::ptrdiff_t(columns), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto c = std::size_t(first); c < std::size_t(last); ++c)
            if (!layout.time.uses(c) && !context.stopRequested())
                table.values[c].resize(rows);
    });
    if (context.stopRequested())
        return cancelled();
    CsvTarget target;
    for (auto& column : table.values)
        target.values.push_back(column.empty() ? nullptr : column.data());
    if (layout.time.form != CsvTime::Form::None) {
        table.ticks.resize(rows);
        target.ticks = table.ticks.data();
    }
    return target;
}

/// Moves the rows of the chunks together where a chunk had fewer than it might have had.
template <typename T>
void closeGaps(std::vector<T>& column, const std::vector<CsvChunk>& chunks,
               const std::vector<CsvChunkResult>& results, std::size_t rows)
{
    if (column.empty())
        return;
    std::size_t to = 0;
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        const auto from = std::size_t(chunks[k].firstRow);
        const auto count = std::size_t(results[k].rows);
        if (from != to)
            std::copy(column.begin() + std::ptrdiff_t(from),
                      column.begin() + std::ptrdiff_t(from + count),
                      column.begin() + std::ptrdiff_t(to));
        to += count;
    }
    column.resize(rows);
}

/// Turns the threads' own codes of one text column into places among its sorted texts.
void unifyCodes(std::size_t column, const std::vector<CsvRowReader>& readers,
                const std::vector<CsvChunk>& chunks, const std::vector<CsvChunkResult>& results,
                CsvTable& table)
{
    std::set<std::string_view> texts;
    for (const auto& reader : readers)
        for (std::size_t code = 0; code < reader.texts()[column].size(); ++code)
            texts.insert(reader.texts()[column].text(code));
    auto& states = table.states[column];
    states.assign(texts.begin(), texts.end());

    std::vector<std::vector<double>> place(readers.size());
    for (std::size_t r = 0; r < readers.size(); ++r)
        for (std::size_t code = 0; code < readers[r].texts()[column].size(); ++code)
            place[r].push_back(double(std::lower_bound(states.begin(), states.end(),
                                                       readers[r].texts()[column].text(code))
                                      - states.begin()));
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        auto* const values = table.values[column].data() + chunks[k].firstRow;
        for (std::size_t i = 0; i < results[k].rows; ++i)
            if (!std::isnan(values[i]))
                values[i] = place[results[k].thread][std::size_t(values[i])];
    }
}

/// Whether most of what stands in a column is of the other kind than it was read as.
bool isWrongKind(std::size_t column, const CsvLayout& layout,
                 const std::vector<CsvRowReader>& readers, const std::vector<CsvChunk>& chunks,
                 const std::vector<CsvChunkResult>& results, const CsvTable& table)
{
    std::uint64_t texts = 0;
    std::uint64_t numbers = 0;
    if (layout.columns[column].isText) {
        for (const auto& reader : readers) {
            const auto& codes = reader.texts()[column];
            for (std::size_t code = 0; code < codes.size(); ++code) {
                const auto kind = readNumber(codes.text(code), layout.dialect.decimal).kind;
                if (kind == NumberCell::Kind::Number)
                    numbers += codes.count(code);
                else if (kind == NumberCell::Kind::NoNumber)
                    texts += codes.count(code);
            }
        }
        return numbers >= texts && numbers > 0;
    }
    for (const auto& reader : readers)
        texts += reader.unreadable()[column];
    if (texts == 0)
        return false;
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        const auto* const values = table.values[column].data() + chunks[k].firstRow;
        numbers += std::uint64_t(std::count_if(values, values + results[k].rows,
                                               [](double value) { return !std::isnan(value); }));
    }
    return texts > numbers;
}

/// What is expected where the time of a row cannot be read.
std::string timeExpectation(const CsvTime& time, std::size_t column)
{
    switch (time.form) {
    case CsvTime::Form::Number:
        return "a number for the time";
    case CsvTime::Form::DateAndTime:
        return column == time.timeColumn ? "a time of day" : "a date";
    case CsvTime::Form::TimeOfDay:
        return "a time of day";
    default:
        return "a date and time";
    }
}

std::string expectation(const CsvProblem& problem, const CsvLayout& layout)
{
    switch (problem.expected) {
    case CsvProblem::Expected::Number:
        return "a number";
    case CsvProblem::Expected::SmallerNumber:
        return "a number below 1.8e308";
    case CsvProblem::Expected::Time:
        return timeExpectation(layout.time, problem.column);
    case CsvProblem::Expected::FiniteNumber:
        return "a finite number";
    case CsvProblem::Expected::ClosingQuote:
        return "a closing quote";
    case CsvProblem::Expected::ShorterRow:
        return "a row below 8 MiB";
    case CsvProblem::Expected::Cells:
        return std::to_string(layout.columns.size()) + " cells";
    }
    return {};
}

/// At most 80 bytes must not end inside a UTF-8 character.
void cutToCharacters(std::string& text, bool cut)
{
    if (!cut)
        return;
    std::size_t tail = 0;
    while (tail < 3 && tail < text.size() && (text[text.size() - 1 - tail] & 0xC0) == 0x80)
        ++tail;
    if (tail < text.size() && (text[text.size() - 1 - tail] & 0x80) != 0)
        text.resize(text.size() - 1 - tail);
}

Status collectProblems(const InputFile& file, const CsvLayout& layout,
                       const std::vector<CsvChunk>& chunks,
                       const std::vector<CsvChunkResult>& results, ImportProblems& problems)
{
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        problems.count += results[k].problemCount;
        for (const auto& problem : results[k].problems) {
            if (problems.first.size() == ImportProblems::kKept)
                break;
            ImportProblem& kept = problems.first.emplace_back();
            kept.line = layout.dataLine + chunks[k].firstLine + problem.line;
            if (problem.column != CsvProblem::kWholeRow)
                kept.column = layout.columns[problem.column].name;
            kept.text.resize(problem.bytes);
            if (auto status = file.read(problem.offset, kept.text); !status)
                return status;
            cutToCharacters(kept.text, problem.bytes >= 80);
            kept.expected = expectation(problem, layout);
        }
    }
    return Done{};
}

/// Adds up what the chunks have; empty rows at the table's end become none.
void addUp(std::vector<CsvChunkResult>& results, CsvTable& table)
{
    bool atEnd = true;
    for (auto k = results.size(); k-- > 0;) {
        auto& result = results[k];
        const auto dropped = atEnd ? result.missingAtEnd : 0;
        result.rows -= dropped;
        atEnd = atEnd && result.rows == 0;
        table.rows += std::size_t(result.rows);
        table.infinite += result.infinite;
        table.comments += result.comments;
        table.fragments += result.fragments;
        table.emptyRows += result.emptyRows + dropped;
        table.missingRows += result.missingRows - dropped;
    }
}

} // namespace

Result<CsvTable> readTable(const InputFile& file, const CsvLayout& layout,
                           const std::vector<CsvChunk>& chunks, std::size_t minRowBytes,
                           int threads, const RunContext& context)
{
    const auto bound = chunks.empty() ? 0 : chunks.back().firstRow + chunks.back().rowBound;
    const auto columns = layout.columns.size();
    CsvTable table;
    auto target = allocate(table, layout, std::size_t(bound), threads, context);
    if (!target)
        return target.error();
    target->minRowBytes = minRowBytes;

    std::vector<CsvRowReader> readers;
    for (int t = 0; t < threads; ++t)
        readers.emplace_back(layout, *target);
    std::vector<CsvChunkResult> results(chunks.size());
    auto read = forChunks(file, chunks, threads, context, "reading rows",
                          [&](std::size_t k, std::size_t thread, std::string_view bytes) {
                              results[k] = readers[thread].read(bytes, chunks[k]);
                              results[k].thread = thread;
                          });
    if (!read)
        return read.error();

    addUp(results, table);
    if (auto status = collectProblems(file, layout, chunks, results, table.problems); !status)
        return status.error();
    table.states.resize(columns);
    std::mutex wrongMutex;
    parallelFor(std::ptrdiff_t(columns), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto c = std::size_t(first); c < std::size_t(last); ++c) {
            if (layout.time.uses(c) || context.stopRequested())
                continue;
            if (isWrongKind(c, layout, readers, chunks, results, table)) {
                const std::lock_guard lock(wrongMutex);
                table.wrongKind.push_back(c);
            } else if (layout.columns[c].isText) {
                unifyCodes(c, readers, chunks, results, table);
            }
            closeGaps(table.values[c], chunks, results, table.rows);
        }
    });
    closeGaps(table.ticks, chunks, results, table.rows);
    return context.stopRequested() ? Result<CsvTable>(cancelled())
                                   : Result<CsvTable>(std::move(table));
}

} // namespace dissonance
