#include "engine/io/csv_decimal.h"

#include "engine/io/csv_layout.h"
#include "engine/io/csv_number.h"

#include <algorithm>

namespace dissonance {

namespace {

bool isNumber(const NumberCell& number)
{
    return number.kind == NumberCell::Kind::Number;
}

/// Votes of the plainest numbers, "-12.345": the slow way takes ten times as long.
bool addPlain(std::string_view text, DecimalVotes& votes)
{
    if (!text.empty() && (text[0] == '-' || text[0] == '+'))
        text.remove_prefix(1);
    const auto at = text.find_first_of(".,");
    if (at == text.npos || at == 0)
        return false;
    const auto isDigit = [](char c) {
        return c >= '0' && c <= '9';
    };
    const auto after = text.size() - at - 1;
    if (!std::all_of(text.begin(), text.begin() + std::ptrdiff_t(at), isDigit)
        || !std::all_of(text.begin() + std::ptrdiff_t(at) + 1, text.end(), isDigit))
        return false;
    const bool mayBeGroups = after == 3 && at <= 3 && !(at == 1 && text[0] == '0');
    if (text[at] == '.')
        ++(mayBeGroups ? votes.pointOrGroups : votes.point);
    else
        ++(mayBeGroups ? votes.commaOrGroups : votes.comma);
    return true;
}

DecimalVotes sum(const std::vector<DecimalVotes>& votes)
{
    DecimalVotes all;
    for (const auto& column : votes)
        all.add(column);
    return all;
}

/// Of votes, those that speak against a sign and those that leave it open.
struct Doubt
{
    std::uint64_t against = 0;
    std::uint64_t open = 0;
    std::uint64_t groups = 0; ///< that show the other sign to group digits

    Doubt(const DecimalVotes& votes, char sign)
        : against(sign == ',' ? votes.point : votes.comma)
        , open(sign == ',' ? votes.pointOrGroups : votes.commaOrGroups)
        , groups(sign == ',' ? votes.comma : votes.point)
    {
    }
};

std::string words(char sign)
{
    return sign == ',' ? "commas" : "points";
}

void noteColumns(const std::vector<std::size_t>& others, const CsvLayout& layout, char sign,
                 std::vector<std::string>& notes)
{
    constexpr std::size_t kNamed = 5;
    for (std::size_t i = 0; i < std::min(others.size(), kNamed); ++i) {
        const auto& column = layout.columns[others[i]];
        notes.push_back("'" + column.name + "' is written with decimal " + words(column.decimal)
                        + ", other columns with decimal " + words(sign) + ".");
    }
    if (others.size() > kNamed)
        notes.push_back(std::to_string(others.size() - kNamed)
                        + " more columns have another decimal sign than the rest.");
}

} // namespace

void DecimalVotes::add(std::string_view text, const NumberCell& withPoint,
                       const NumberCell& withComma)
{
    const bool hasPoint = text.find('.') != text.npos;
    if (!hasPoint && text.find(',') == text.npos)
        return;
    const bool both = isNumber(withPoint) && isNumber(withComma);
    if (both && withPoint.value != withComma.value)
        ++(hasPoint ? pointOrGroups : commaOrGroups);
    else if (isNumber(withPoint))
        ++point;
    else if (isNumber(withComma))
        ++comma;
}

void DecimalVotes::add(std::string_view text)
{
    if (text.find_first_of(".,") != text.npos && !addPlain(text, *this))
        add(text, readNumber(text, '.'), readNumber(text, ','));
}

void DecimalVotes::add(const DecimalVotes& other)
{
    point += other.point;
    comma += other.comma;
    pointOrGroups += other.pointOrGroups;
    commaOrGroups += other.commaOrGroups;
}

char DecimalVotes::sign(char delimiter) const
{
    if (point != comma)
        return comma > point ? ',' : '.';
    // Who separates cells by commas quotes groups of three; a decimal comma would have shown
    // other numbers of digits.
    if (delimiter == ',')
        return '.';
    if (pointOrGroups != commaOrGroups)
        return commaOrGroups > pointOrGroups ? ',' : '.';
    // Semicolons stand where commas are taken.
    return comma + commaOrGroups > 0 || delimiter == ';' ? ',' : '.';
}

Result<std::vector<DecimalVotes>> countDecimalVotes(const InputFile& file, const CsvLayout& layout,
                                                    const std::vector<CsvChunk>& chunks,
                                                    int threads, const RunContext& context)
{
    const auto columns = layout.columns.size();
    const auto& dialect = layout.dialect;
    const auto count = std::size_t(threads);
    std::vector<std::vector<DecimalVotes>> ofThread(count);
    for (auto& votes : ofThread)
        votes.resize(columns);
    std::vector<std::vector<Cell>> cellsOf(count);
    const auto countRow = [&](std::string_view record, std::size_t thread) {
        auto& cells = cellsOf[thread];
        splitRecord(record, dialect, cells);
        if (cells.size() > columns + (layout.trailingDelimiter ? 1 : 0))
            return;
        for (std::size_t c = 0; c < std::min(cells.size(), columns); ++c)
            if (!layout.columns[c].isText && (dialect.delimiter != ',' || cells[c].quoted))
                ofThread[thread][c].add(withoutUnit(cells[c].text, layout.columns[c].cellUnit));
    };
    const auto status = forChunks(
        file, chunks, threads, context, "looking for the decimal sign",
        [&](std::size_t k, std::size_t thread, std::string_view bytes) {
            const char* const end = bytes.data() + bytes.size();
            for (const char* p = bytes.data(); p < end;) {
                const char* const recordEnd = recordEndIn(chunks[k], p, end, dialect);
                const std::string_view record(p, std::size_t(recordEnd - p));
                if (isRowRecord(trimmedRecord(record, dialect)) && record.size() < kMaxRecordBytes)
                    countRow(record, thread);
                p = recordEnd + 1;
            }
        });
    if (!status)
        return status.error();
    for (std::size_t t = 1; t < ofThread.size(); ++t)
        for (std::size_t c = 0; c < columns; ++c)
            ofThread[0][c].add(ofThread[t][c]);
    return std::move(ofThread[0]);
}

bool isDecimalDoubtful(const std::vector<DecimalVotes>& votes, const CsvLayout& layout)
{
    std::uint64_t against = 0;
    for (std::size_t c = 0; c < votes.size(); ++c)
        against += Doubt(votes[c], layout.columns[c].decimal).against;
    const bool isGuess = !layout.dialect.decimalIsShown;
    if (isGuess && against > 0)
        return true;
    for (std::size_t c = 0; c < votes.size(); ++c) {
        const Doubt doubt(votes[c], layout.columns[c].decimal);
        // Under a decimal comma "1.5" is read right, under a decimal point "1,5" is not.
        if (doubt.against > 0 && (doubt.open > 0 || layout.columns[c].decimal == '.'))
            return true;
        if (doubt.open > 0 && doubt.groups == 0 && (isGuess || against > 0))
            return true;
    }
    return false;
}

bool settleDecimals(const std::vector<DecimalVotes>& votes, CsvLayout& layout)
{
    const auto all = sum(votes);
    const char delimiter = layout.dialect.delimiter;
    const char most = all.sign(delimiter);
    bool changed = false;
    std::vector<std::size_t> others;
    for (std::size_t c = 0; c < votes.size(); ++c) {
        auto& column = layout.columns[c];
        const auto& own = votes[c];
        const char sign = own.point != own.comma ? own.sign(delimiter) : most;
        const bool mixes =
            std::min(own.point, own.comma) > 0 && Doubt(own, sign).open > 0 && !column.isText;
        changed = changed || sign != column.decimal || (mixes && sign == ',');
        column.decimal = sign;
        column.onlyDecimal = mixes;
        if (sign != most)
            others.push_back(c);
        if (mixes)
            layout.notes.push_back("'" + column.name
                                   + "' has decimal points and decimal commas: its numbers with "
                                     "decimal "
                                   + words(sign == ',' ? '.' : ',')
                                   + ", the fewer ones, were taken as missing.");
    }
    if (most != layout.dialect.decimal)
        layout.notes.push_back("The first and last rows do not show the decimal sign; by all rows "
                               "numbers have decimal "
                               + words(most) + ".");
    if (all.point + all.comma == 0 && all.pointOrGroups + all.commaOrGroups > 0) {
        const char between = all.commaOrGroups > all.pointOrGroups ? ',' : '.';
        layout.notes.push_back(std::string("Cells like '1") + between
                               + "234' may be decimals or thousands: they were read as "
                               + (most == between ? "decimals." : "thousands."));
    }
    layout.dialect.decimal = most;
    noteColumns(others, layout, most, layout.notes);
    return changed;
}

} // namespace dissonance
