#include "engine/io/csv_dialect.h"

#include "engine/io/csv_decimal.h"
#include "engine/io/csv_number.h"
#include "engine/recording/date_time.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace dissonance {

namespace {

constexpr std::size_t kSampleRecords = 150;
constexpr std::size_t kSampleCells = 200; // of one record
constexpr std::size_t kLastRecords = 16; // that are rows if anything is

std::vector<const HeadRecord*> tableRecords(const std::vector<HeadRecord>& records)
{
    std::vector<const HeadRecord*> table;
    for (const auto& record : records)
        if (!record.isComment && !record.cells.empty())
            table.push_back(&record);
    return table;
}

bool isNumber(const NumberCell& number)
{
    return number.kind == NumberCell::Kind::Number;
}

/// Adds what a cell says; where commas separate, only in quotes can one be a decimal sign.
void vote(const Cell& cell, char delimiter, const NumberCell& withPoint,
          const NumberCell& withComma, DecimalVotes& votes)
{
    if (delimiter != ',' || cell.quoted)
        votes.add(cell.text, withPoint, withComma);
}

bool isText(const Cell& cell)
{
    return readNumber(cell.text, '.').kind == NumberCell::Kind::NoNumber
        && readNumber(cell.text, ',').kind == NumberCell::Kind::NoNumber && !isDateTime(cell.text);
}

/// Whether the record above the rows of two cells has but one, as "x" over "1,5": then the comma
/// is rather a decimal sign. A title further up tells nothing.
bool lacksHeaderCell(const std::vector<const HeadRecord*>& table)
{
    for (auto r = table.size(); r-- > 0;) {
        const auto& cells = table[r]->cells;
        if (cells.size() < 2 || std::all_of(cells.begin(), cells.end(), isText))
            return cells.size() == 1 && r + 1 < table.size();
    }
    return false;
}

struct Fit
{
    double score = -1.0;
    DecimalVotes votes;
    bool splitsAll = false; ///< nearly all rows, into the same number of cells
    bool isReadable = false; ///< all cells are numbers, times or empty
    bool hasHeader = false; ///< above the rows, of as many texts
};

/// Whether the first record of so many cells holds texts only, and another such record follows.
bool startsWithTexts(const std::vector<const HeadRecord*>& table, std::size_t cells)
{
    const auto first = std::find_if(table.begin(), table.end(), [cells](const auto* record) {
        return record->cells.size() == cells;
    });
    return first != table.end() && first + 1 != table.end() && first[1]->cells.size() == cells
        && std::all_of((*first)->cells.begin(), (*first)->cells.end(), isText);
}

/// How well the head reads as a table under one delimiter.
Fit fitOf(std::string_view head, bool atFileEnd, const CsvDialect& dialect, std::size_t most)
{
    const auto records = headRecords(head, atFileEnd, dialect, 0, most);
    const auto sample = tableSample(records, kSampleRecords);
    Fit fit;
    fit.score = 0.0;
    if (sample.rows.empty())
        return fit;
    std::size_t regular = 0;
    std::size_t filled = 0; // with more than one cell
    std::size_t cells = 0;
    std::size_t others = 0; // missing cells and times
    std::array<std::size_t, 2> numbers{}; // with point, with comma
    for (const auto* record : sample.rows) {
        const auto& row = record->cells;
        regular += row.size() == sample.usual ? 1 : 0;
        filled += std::count_if(row.begin(), row.end(),
                                [](const Cell& cell) { return !cell.text.empty(); })
                > 1
            ? 1
            : 0;
        for (std::size_t c = 0; c < std::min(row.size(), kSampleCells); ++c) {
            const auto text = row[c].text;
            Cell number = row[c];
            number.text = withoutUnit(text, unitBehindNumber(text));
            // "5 100" is rather a piece of "1,5 100,25" than a number of two groups.
            const bool isPiece = dialect.delimiter == ',' && !number.quoted
                && number.text.find(' ') != number.text.npos;
            const auto point = isPiece ? NumberCell() : readNumber(number.text, '.');
            const auto comma = isPiece ? NumberCell() : readNumber(number.text, ',');
            vote(number, dialect.delimiter, point, comma, fit.votes);
            ++cells;
            numbers[0] += isNumber(point) ? 1 : 0;
            numbers[1] += isNumber(comma) ? 1 : 0;
            if (!isNumber(point) && !isNumber(comma))
                others += isMissingText(text) || isDateTime(text) ? 1 : 0;
        }
    }
    const auto readable = numbers[fit.votes.sign(dialect.delimiter) == ',' ? 1 : 0];
    const double good = double(readable + others) / double(cells);
    const double regularity = double(regular) / double(sample.rows.size());
    fit.score = regularity * (0.3 + good) * (sample.usual > 1 ? 1.0 : 0.4);
    const auto table = tableRecords(records);
    if (dialect.delimiter == ',' && sample.usual == 2 && lacksHeaderCell(table))
        fit.score *= 0.3;
    fit.splitsAll = sample.usual > 1 && regular * 20 >= sample.rows.size() * 19
        && filled * 2 > sample.rows.size();
    fit.isReadable = readable + others == cells;
    fit.hasHeader = startsWithTexts(table, sample.usual);
    return fit;
}

constexpr std::array<char, 5> kDelimiters{',', ';', '\t', ' ', '|'};

/// Which of the delimiters fits best. Blanks stand in texts, too: they separate cells only where
/// that explains all of them, or no other delimiter splits all rows and the header.
std::size_t bestFit(const std::array<Fit, kDelimiters.size()>& fits)
{
    constexpr std::size_t kBlanks = 3;
    static_assert(kDelimiters[kBlanks] == ' ');
    std::size_t best = 0;
    for (std::size_t d = 1; d < fits.size(); ++d)
        best = fits[d].score > fits[best].score ? d : best;
    if (best != kBlanks)
        return best;
    for (std::size_t d = 0; d < fits.size(); ++d) {
        // A decimal comma may split all rows, but no header.
        const bool isSure = fits[kBlanks].isReadable
            ? fits[d].hasHeader && !fits[kBlanks].hasHeader
            : fits[d].hasHeader || (kDelimiters[d] != ',' && !fits[kBlanks].hasHeader);
        if (d != kBlanks && fits[d].splitsAll && isSure
            && (best == kBlanks || fits[d].score > fits[best].score))
            best = d;
    }
    return best;
}

/// The most frequent number of cells from `first` on; where two are as frequent, the one that is
/// more so among all.
std::size_t usualFrom(const std::vector<const HeadRecord*>& table, std::size_t first)
{
    std::map<std::size_t, std::size_t> frequency;
    std::map<std::size_t, std::size_t> inAll;
    for (std::size_t r = 0; r < table.size(); ++r) {
        ++inAll[table[r]->cells.size()];
        if (r >= first)
            ++frequency[table[r]->cells.size()];
    }
    std::size_t usual = 0;
    for (const auto& [cells, count] : frequency)
        if (usual == 0
            || std::pair(count, inAll[cells]) >= std::pair(frequency[usual], inAll[usual]))
            usual = cells;
    return usual;
}

/// Records of so many cells that are mostly numbers and times.
std::size_t numericRecords(const std::vector<const HeadRecord*>& table, std::size_t cells)
{
    return std::size_t(std::count_if(table.begin(), table.end(), [cells](const auto* record) {
        if (record->cells.size() != cells)
            return false;
        const auto numeric =
            std::count_if(record->cells.begin(), record->cells.end(), [](const Cell& cell) {
                return isNumber(readNumber(cell.text, '.')) || isNumber(readNumber(cell.text, ','))
                    || isDateTime(cell.text);
            });
        return std::size_t(numeric) * 2 > cells;
    }));
}

/// Where the records of the usual width begin to prevail up to the end.
std::size_t startOfWidth(const std::vector<const HeadRecord*>& table, std::size_t usual)
{
    std::size_t start = table.size();
    std::ptrdiff_t balance = 0;
    std::ptrdiff_t best = 0;
    for (auto r = table.size(); r-- > 0;) {
        balance += table[r]->cells.size() == usual ? 1 : -1;
        if (balance >= best) {
            best = balance;
            start = r;
        }
    }
    return start;
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

CsvDialect detectDialect(std::string_view head, bool atFileEnd, std::string_view tail,
                         std::size_t most)
{
    CsvDialect best;
    if (head.find('\n') == head.npos && head.find('\r') != head.npos)
        best.lineEnd = '\r';
    std::array<Fit, kDelimiters.size()> fits;
    for (std::size_t d = 0; d < fits.size(); ++d) {
        CsvDialect candidate = best;
        candidate.delimiter = kDelimiters[d];
        fits[d] = fitOf(head, atFileEnd, candidate, most);
    }
    const auto chosen = bestFit(fits);
    best.delimiter = kDelimiters[chosen];
    auto votes = fits[chosen].votes;
    for (const auto& record : headRecords(tail, true, best, 0, tail.size()))
        if (!record.isComment)
            for (const auto& cell : record.cells)
                vote(cell, best.delimiter, readNumber(cell.text, '.'), readNumber(cell.text, ','),
                     votes);
    best.decimal = votes.sign(best.delimiter);
    best.decimalIsShown = votes.point != votes.comma;
    return best;
}

std::vector<HeadRecord> headRecords(std::string_view head, bool atFileEnd,
                                    const CsvDialect& dialect, std::uint64_t offset,
                                    std::size_t most)
{
    std::vector<HeadRecord> records;
    const char* const end = head.data() + head.size();
    std::uint64_t line = 1;
    std::size_t counted = 0;
    for (const char* p = head.data(); p < end && counted < most;) {
        const char* recordEnd = findRecordEnd(p, end, atFileEnd, dialect);
        if (!recordEnd)
            break;
        HeadRecord record;
        record.text = withoutReturns({p, std::size_t(recordEnd - p)}, dialect);
        record.offset = offset + std::uint64_t(p - head.data());
        record.line = line;
        record.isComment = isCommentRecord(record.text);
        if (!record.isComment)
            splitRecord(record.text, dialect, record.cells);
        counted += record.isComment ? 0 : 1;
        line += 1 + std::uint64_t(std::count(p, recordEnd, dialect.lineEnd));
        records.push_back(std::move(record));
        p = recordEnd + 1;
    }
    return records;
}

TableSample tableSample(const std::vector<HeadRecord>& records, std::size_t most)
{
    const auto table = tableRecords(records);
    auto first = table.size() / 2;
    auto usual = usualFrom(table, first);
    // A preamble may be longer than the table. Then the last records still are rows.
    for (std::size_t last = kLastRecords; last >= 4 && last < table.size() - first; last /= 2) {
        const auto atEnd = usualFrom(table, table.size() - last);
        if (atEnd == usual)
            continue;
        const auto rows = numericRecords(table, atEnd);
        const auto others = numericRecords(table, usual);
        if (rows > others || (rows == others && last == kLastRecords)) {
            usual = atEnd;
            const auto start = startOfWidth(table, usual);
            first = start + (table.size() - start) / 2;
            break;
        }
    }
    const auto count = table.size() - first;
    TableSample sample;
    sample.usual = usual;
    for (std::size_t i = 0; i < std::min(most, count); ++i)
        sample.rows.push_back(table[first + (count <= most ? i : i * count / most)]);
    return sample;
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
