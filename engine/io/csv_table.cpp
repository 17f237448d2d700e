#include "engine/io/csv_table.h"

#include "engine/base/parallel.h"
#include "engine/base/stoppable_sort.h"
#include "engine/io/plain_text.h"
#include "engine/io/utf8.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string_view>

namespace dissonance {

namespace {

/// Room for `rows` values, in steps between which a stop request is seen: touching the pages of
/// a long column for the first time takes seconds.
template <typename T>
void makeRoom(std::vector<T>& column, std::size_t rows, const RunContext& context)
{
    constexpr std::size_t kStep = std::size_t(1) << 20;
    column.reserve(rows);
    while (column.size() < rows && !context.stopRequested())
        column.resize(std::min(rows, column.size() + kStep));
}

/// Room for the rows, from several threads: it takes longer than reading does.
Result<CsvTarget> allocate(CsvTable& table, const CsvLayout& layout, std::size_t rows, int threads,
                           const RunContext& context)
{
    const auto columns = layout.columns.size();
    const bool hasTime = layout.time.form != CsvTime::Form::None;
    table.values.resize(columns);
    parallelFor(std::ptrdiff_t(columns) + 1, threads,
                [&](std::ptrdiff_t first, std::ptrdiff_t last) {
                    for (auto c = std::size_t(first); c < std::size_t(last); ++c) {
                        if (c == columns)
                            makeRoom(table.ticks, hasTime ? rows : 0, context);
                        else if (!layout.time.uses(c))
                            makeRoom(table.values[c], rows, context);
                    }
                });
    if (context.stopRequested())
        return cancelled();
    CsvTarget target;
    for (auto& column : table.values)
        target.values.push_back(column.empty() ? nullptr : column.data());
    target.ticks = hasTime ? table.ticks.data() : nullptr;
    return target;
}

/// Moves the rows of the chunks together where a chunk had fewer than it might have had.
template <typename T>
void closeGaps(std::vector<T>& column, const std::vector<CsvChunk>& chunks,
               const std::vector<CsvChunkResult>& results, std::size_t rows,
               const RunContext& context)
{
    if (column.empty())
        return;
    std::size_t to = 0;
    for (std::size_t k = 0; k < chunks.size() && !context.stopRequested(); ++k) {
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

/// A text of some thread's codes, with its first bytes for comparing without looking there.
struct TextPlace
{
    std::uint64_t prefix = 0;
    std::uint32_t reader = 0;
    std::uint32_t code = 0;
};

std::uint64_t prefixOf(std::string_view text)
{
    std::uint64_t prefix = 0;
    for (std::size_t i = 0; i < sizeof(prefix); ++i)
        prefix = prefix << 8 | (i < text.size() ? std::uint8_t(text[i]) : 0);
    return prefix;
}

/// Turns the threads' own codes of one text column into places among its sorted texts.
void unifyCodes(std::size_t column, std::vector<CsvRowReader>& readers,
                const std::vector<CsvChunk>& chunks, const std::vector<CsvChunkResult>& results,
                CsvTable& table, const RunContext& context)
{
    const auto textOf = [&](const TextPlace& place) {
        return readers[place.reader].texts()[column].text(place.code);
    };
    const auto isStopped = [&](std::size_t done) { // millions of texts take a second
        return (done & 0xFFFF) == 0 && context.stopRequested();
    };
    std::vector<TextPlace> sorted;
    std::vector<std::vector<std::uint32_t>> stateOf(readers.size());
    std::size_t count = 0;
    for (const auto& reader : readers)
        count += reader.texts()[column].size();
    sorted.reserve(count);
    for (std::size_t r = 0; r < readers.size(); ++r) {
        const auto& texts = readers[r].texts()[column];
        stateOf[r].resize(texts.size());
        for (std::size_t code = 0; code < texts.size() && !isStopped(code); ++code)
            if (texts.count(code) > 0) // else of rows that were rejected
                sorted.push_back(
                    {prefixOf(texts.text(code)), std::uint32_t(r), std::uint32_t(code)});
    }
    if (!stoppableSort(
            sorted.begin(), sorted.end(), context, [&](const TextPlace& a, const TextPlace& b) {
                return a.prefix != b.prefix ? a.prefix < b.prefix : textOf(a) < textOf(b);
            }))
        return;

    const auto isNew = [&](std::size_t i) {
        return i == 0 || sorted[i].prefix != sorted[i - 1].prefix
            || textOf(sorted[i]) != textOf(sorted[i - 1]);
    };
    std::size_t different = 0;
    for (std::size_t i = 0; i < sorted.size() && !isStopped(i); ++i)
        different += isNew(i) ? 1 : 0;
    auto& states = table.states[column];
    states.reserve(different);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (isStopped(i))
            return;
        if (isNew(i))
            states.push_back(toUtf8(textOf(sorted[i])));
        stateOf[sorted[i].reader][sorted[i].code] = std::uint32_t(states.size() - 1);
    }
    for (std::size_t k = 0; k < chunks.size() && !context.stopRequested(); ++k) {
        auto* const values = table.values[column].data() + chunks[k].firstRow;
        for (std::size_t i = 0; i < results[k].rows; ++i)
            if (!std::isnan(values[i]))
                values[i] = stateOf[results[k].thread][std::size_t(values[i])];
    }
    for (auto& reader : readers)
        reader.dropTexts(column);
}

/// Whether most of what stands in a column is of the other kind than it was read as.
bool isWrongKind(std::size_t column, const CsvLayout& layout,
                 const std::vector<CsvRowReader>& readers, const std::vector<CsvChunk>& chunks,
                 const std::vector<CsvChunkResult>& results, const CsvTable& table,
                 const RunContext& context)
{
    std::uint64_t texts = 0;
    std::uint64_t numbers = 0;
    if (layout.columns[column].isText) {
        for (const auto& reader : readers) {
            const auto& codes = reader.texts()[column];
            for (std::size_t code = 0; code < codes.size(); ++code) {
                if ((code & 0xFFF) == 0 && context.stopRequested())
                    return false;
                const auto kind = readNumber(codes.text(code), layout.columns[column].decimal).kind;
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

/// Text that was cut must not end inside a UTF-8 character.
void cutToCharacters(std::string& text)
{
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
            if (problem.bytes == CsvProblem::kMostBytes)
                cutToCharacters(kept.text);
            kept.text = withEscapes(toUtf8(kept.text));
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
    constexpr double kRead = 0.95; // of the progress
    CsvTable table;
    auto target = allocate(table, layout, std::size_t(bound), threads, context);
    if (!target)
        return target.error();
    target->minRowBytes = minRowBytes;

    std::vector<CsvRowReader> readers;
    readers.reserve(std::size_t(threads));
    for (int t = 0; t < threads; ++t)
        readers.emplace_back(layout, *target);
    std::vector<CsvChunkResult> results(chunks.size());
    auto read = forChunks(file, chunks, threads, context.part(0.0, kRead), "reading rows",
                          [&](std::size_t k, std::size_t thread, std::string_view bytes) {
                              results[k] = readers[thread].read(bytes, chunks[k]);
                              results[k].thread = thread;
                          });
    if (!read)
        return read.error();

    addUp(results, table);
    table.decimalVotes.resize(columns);
    for (const auto& reader : readers)
        for (std::size_t c = 0; c < columns; ++c)
            table.decimalVotes[c].add(reader.decimalVotes()[c]);
    if (auto status = collectProblems(file, layout, chunks, results, table.problems); !status)
        return status.error();
    context.report(kRead, "putting rows together");
    table.states.resize(columns);
    std::mutex wrongMutex;
    parallelFor(std::ptrdiff_t(columns), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto c = std::size_t(first); c < std::size_t(last); ++c) {
            if (layout.time.uses(c) || context.stopRequested())
                continue;
            if (isWrongKind(c, layout, readers, chunks, results, table, context)) {
                const std::lock_guard lock(wrongMutex);
                table.wrongKind.push_back(c);
            }
            if (layout.columns[c].isText)
                unifyCodes(c, readers, chunks, results, table, context);
            closeGaps(table.values[c], chunks, results, table.rows, context);
            if (first == 0)
                context.report(kRead + (1.0 - kRead) * double(c + 1) / double(last),
                               "putting rows together");
        }
    });
    closeGaps(table.ticks, chunks, results, table.rows, context);
    if (context.stopRequested())
        return cancelled();
    context.report(1.0, "putting rows together");
    return table;
}

} // namespace dissonance
