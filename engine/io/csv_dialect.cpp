#include "engine/io/csv_dialect.h"

#include "engine/recording/date_time.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace dissonance {

namespace {

constexpr std::size_t kSampleRecords = 200;
constexpr std::size_t kSampleCells = 200; // of one record

std::vector<const HeadRecord*> tableRecords(const std::vector<HeadRecord>& records)
{
    std::vector<const HeadRecord*> table;
    for (const auto& record : records)
        if (!record.isComment && !record.cells.empty())
            table.push_back(&record);
    return table;
}

struct Fit
{
    double score = 0.0;
    char decimal = '.';
};

/// How well the head reads as a table under one delimiter.
Fit fitOf(std::string_view head, bool atFileEnd, const CsvDialect& dialect)
{
    const auto records = headRecords(head, atFileEnd, dialect, 0, kSampleRecords);
    const auto table = tableRecords(records);
    if (table.empty())
        return {};
    const auto usual = usualCellCount(records);
    std::size_t regular = 0;
    std::size_t cells = 0;
    std::size_t others = 0; // missing cells and times
    std::array<std::size_t, 2> numbers{}; // with point, with comma
    const auto firstOfHalf = table.size() / 2;
    for (std::size_t r = firstOfHalf; r < table.size(); ++r) {
        const auto& row = table[r]->cells;
        regular += row.size() == usual ? 1 : 0;
        for (std::size_t c = 0; c < std::min(row.size(), kSampleCells); ++c) {
            const auto text = row[c].text;
            const bool point = readNumber(text, '.').kind == NumberCell::Kind::Number;
            const bool comma = readNumber(text, ',').kind == NumberCell::Kind::Number;
            ++cells;
            numbers[0] += point ? 1 : 0;
            numbers[1] += comma ? 1 : 0;
            if (!point && !comma)
                others += isMissingText(text) || parseDateTime(text)
                        || parseDateTime(text, DateOrder::MonthDayYear)
                    ? 1
                    : 0;
        }
    }
    Fit fit;
    fit.decimal = numbers[1] > numbers[0] ? ',' : '.';
    const double good = double(std::max(numbers[0], numbers[1]) + others) / double(cells);
    const double regularity = double(regular) / double(table.size() - firstOfHalf);
    fit.score = regularity * (0.3 + good) * (usual > 1 ? 1.0 : 0.4);
    // "x" over "1,5" is one column of decimal commas, not a header that lacks a cell.
    if (usual == 2 && table.size() > 1 && table.front()->cells.size() == 1)
        fit.score *= dialect.delimiter == ',' ? 0.3 : 1.0;
    return fit;
}

} // namespace

bool isCommentRecord(std::string_view record)
{
    // What spreadsheets write where they failed.
    for (const std::string_view error : {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?"})
        if (record.starts_with(error))
            return false;
    return record.starts_with('#') || record.starts_with('%') || record.starts_with("//");
}

CsvDialect detectDialect(std::string_view head, bool atFileEnd)
{
    CsvDialect best;
    if (head.find('\n') == head.npos && head.find('\r') != head.npos)
        best.lineEnd = '\r';
    double bestScore = -1.0;
    for (const char delimiter : {',', ';', '\t', ' ', '|'}) {
        const CsvDialect candidate{delimiter, '.', best.lineEnd};
        const auto fit = fitOf(head, atFileEnd, candidate);
        if (fit.score > bestScore) {
            bestScore = fit.score;
            best.delimiter = delimiter;
            best.decimal = fit.decimal;
        }
    }
    return best;
}

std::vector<HeadRecord> headRecords(std::string_view head, bool atFileEnd,
                                    const CsvDialect& dialect, std::uint64_t offset,
                                    std::size_t most)
{
    std::vector<HeadRecord> records;
    const char* const end = head.data() + head.size();
    std::uint64_t line = 1;
    for (const char* p = head.data(); p < end && records.size() < most;) {
        const char* recordEnd = findRecordEnd(p, end, atFileEnd, dialect);
        if (!recordEnd)
            break;
        HeadRecord record;
        record.text = {p, std::size_t(recordEnd - p)};
        record.offset = offset + std::uint64_t(p - head.data());
        record.line = line;
        record.isComment = isCommentRecord(record.text);
        splitRecord(record.text, dialect, record.cells);
        line += 1 + std::uint64_t(std::count(p, recordEnd, dialect.lineEnd));
        records.push_back(std::move(record));
        p = recordEnd + 1;
    }
    return records;
}

std::size_t usualCellCount(const std::vector<HeadRecord>& records)
{
    const auto table = tableRecords(records);
    std::map<std::size_t, std::size_t> frequency;
    std::map<std::size_t, std::size_t> inAll;
    for (std::size_t r = 0; r < table.size(); ++r) {
        ++inAll[table[r]->cells.size()];
        if (r >= table.size() / 2)
            ++frequency[table[r]->cells.size()];
    }
    std::size_t usual = 0;
    for (const auto& [cells, count] : frequency)
        if (usual == 0
            || std::pair(count, inAll[cells]) >= std::pair(frequency[usual], inAll[usual]))
            usual = cells;
    return usual;
}

std::string describe(const CsvDialect& dialect)
{
    std::string text;
    switch (dialect.delimiter) {
    case ',':
        text = "comma";
        break;
    case ';':
        text = "semicolon";
        break;
    case '\t':
        text = "tab";
        break;
    case ' ':
        text = "blanks";
        break;
    default:
        text = "vertical bar";
    }
    return text + (dialect.decimal == ',' ? ", decimal comma" : ", decimal point");
}

} // namespace dissonance
