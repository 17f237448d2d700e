#include "engine/io/csv_layout.h"

#include "engine/io/csv_header.h"
#include "engine/io/csv_number.h"
#include "engine/io/csv_time.h"
#include "engine/io/utf8.h"

#include <algorithm>
#include <optional>
#include <set>

namespace dissonance {

namespace {

constexpr std::size_t kTalliedRecords = 250;
constexpr std::size_t kTimeRecords = 500;

bool isNumberText(std::string_view text, char decimal)
{
    const auto kind = readNumber(text, decimal).kind;
    return kind == NumberCell::Kind::Number || kind == NumberCell::Kind::Infinite
        || kind == NumberCell::Kind::TooLarge;
}

/// What stands in one column of the rows further down.
struct ColumnTally
{
    std::size_t numbers = 0;
    std::size_t times = 0;
    std::size_t texts = 0;

    bool isData() const { return numbers + times > 0 && numbers + times >= texts; }
};

/// Finds the parts of the table among the head's records.
class LayoutFinder
{
public:
    LayoutFinder(std::vector<HeadRecord> records, const CsvDialect& dialect)
        : m_dialect(dialect)
    {
        for (auto& record : records)
            if (!trimmedRecord(record.text, dialect).empty())
                m_records.push_back(std::move(record));
        const auto sample = tableSample(m_records, kTalliedRecords);
        m_width = sample.usual;
        tally(sample.rows);
    }

    const CsvDialect& dialect() const { return m_dialect; }
    std::size_t width() const { return m_width; }
    const std::vector<HeadRecord>& records() const { return m_records; }
    const std::vector<std::string_view>& cellUnits() const { return m_cellUnits; }
    const std::vector<ColumnTally>& tallies() const { return m_tallies; }
    std::optional<std::size_t> header() const { return m_header; }
    std::optional<std::size_t> units() const { return m_units; }
    const std::vector<Cell>& headerCells() const { return m_headerCells; }

    bool hasData() const
    {
        return std::any_of(m_tallies.begin(), m_tallies.end(),
                           [](const ColumnTally& column) { return column.isData(); });
    }

    /// The first record that looks like the later ones.
    std::optional<std::size_t> firstRow() const
    {
        for (std::size_t r = 0; r < m_records.size(); ++r)
            if (looksLikeRow(m_records[r]))
                return r;
        return {};
    }

    /// The first row, where the one taken for it turns out to be names and is made the header.
    std::size_t firstRowUnderNumbers(std::size_t firstRow, std::vector<std::string>& notes)
    {
        constexpr std::size_t kCompared = 50;
        std::vector<const std::vector<Cell>*> rows;
        std::size_t second = 0;
        for (auto r = firstRow; r < m_records.size() && rows.size() <= kCompared; ++r)
            if (looksLikeRow(m_records[r])) {
                second = rows.size() == 1 ? r : second;
                rows.push_back(&m_records[r].cells);
            }
        std::vector<bool> isText;
        for (const auto& column : m_tallies)
            isText.push_back(!column.isData());
        const auto alike = namesInFirstRow(rows, isText);
        if (alike == NamesLike::Maybe)
            notes.push_back("Line " + std::to_string(m_records[firstRow].line)
                            + " may hold names, some of them numbers; it was read as values.");
        if (alike != NamesLike::Yes)
            return firstRow;
        m_header = firstRow;
        m_headerCells = m_records[firstRow].cells;
        return second;
    }

    /// The first row, which may have unreadable cells as long as a header stands above it.
    std::size_t firstRowUnderHeader(std::size_t regularRow) const
    {
        auto first = regularRow;
        for (auto r = regularRow; r-- > 0;) {
            const auto& record = m_records[r];
            if (record.isComment || isUnderline(record.text))
                continue;
            const auto found = contents(record);
            if (found.texts > 0 && found.numbers + found.times == 0)
                return isHeader(record) ? first : regularRow;
            if (found.numbers + found.times < found.texts)
                return regularRow;
            first = r;
        }
        return regularRow;
    }

    void findHeader(std::size_t firstRow)
    {
        for (auto r = firstRow; r-- > 0;) {
            if (m_records[r].isComment) {
                if (m_header || !isCommentHeader(m_records[r]))
                    continue;
                m_header = r;
                splitRecord(withoutMark(m_records[r].text), m_dialect, m_headerCells);
                continue;
            }
            if (isUnderline(m_records[r].text))
                continue;
            const bool isNext = r + 1 == firstRow || isUnderline(m_records[r + 1].text);
            if (!isHeader(m_records[r]) && !(isNext && isLongHeader(m_records[r])))
                return;
            if (!m_units && r > 0 && isHeader(m_records[r - 1])
                && isUnitsRow(m_records[r].cells, m_records[r - 1].cells, m_dialect.decimal)) {
                m_units = r;
                continue;
            }
            if (r > 0 && isHeader(m_records[r - 1])
                && isAnnotationRow(m_records[r].cells, m_records[r - 1].cells))
                continue;
            m_header = r;
            m_headerCells = m_records[r].cells;
            return;
        }
    }

private:
    void count(std::string_view cell, std::size_t column, ColumnTally& tally) const
    {
        const auto text = withoutUnit(cell, m_cellUnits[column]);
        if (isNumberText(text, m_dialect.decimal))
            ++tally.numbers;
        else if (isDateTime(text))
            ++tally.times;
        else if (readNumber(text, m_dialect.decimal).kind != NumberCell::Kind::Missing)
            ++tally.texts;
    }

    /// What stands in a record, in the columns of numbers and times.
    ColumnTally contents(const HeadRecord& record) const
    {
        ColumnTally found;
        for (std::size_t c = 0; c < std::min(m_width, record.cells.size()); ++c)
            if (m_tallies[c].isData())
                count(record.cells[c].text, c, found);
        return found;
    }

    void tally(const std::vector<const HeadRecord*>& rows)
    {
        m_tallies.resize(m_width);
        for (std::size_t c = 0; c < m_width; ++c)
            m_cellUnits.push_back(cellUnit(rows, c));
        for (const auto* row : rows)
            for (std::size_t c = 0; c < std::min(m_width, row->cells.size()); ++c)
                count(row->cells[c].text, c, m_tallies[c]);
    }

    /// The unit that stands behind the number in every cell that has something.
    static std::string_view cellUnit(const std::vector<const HeadRecord*>& rows, std::size_t column)
    {
        std::string_view unit;
        for (const auto* row : rows) {
            if (column >= row->cells.size() || isMissingText(row->cells[column].text))
                continue;
            const auto found = unitBehindNumber(row->cells[column].text);
            if (found.empty() || (!unit.empty() && found != unit))
                return {};
            unit = found;
        }
        return unit;
    }

    bool looksLikeRow(const HeadRecord& record) const
    {
        if (record.isComment || record.cells.size() != m_width)
            return false;
        bool any = false;
        for (std::size_t c = 0; c < m_width; ++c) {
            if (!m_tallies[c].isData())
                continue;
            const auto text = withoutUnit(record.cells[c].text, m_cellUnits[c]);
            const bool fits = isNumberText(text, m_dialect.decimal) || isDateTime(text);
            if (!fits && readNumber(text, m_dialect.decimal).kind != NumberCell::Kind::Missing)
                return false;
            any = any || fits;
        }
        return any;
    }

    bool isHeader(const HeadRecord& record) const
    {
        const auto cells = record.cells.size();
        const auto isMissing = [this](const Cell& cell) {
            return readNumber(cell.text, m_dialect.decimal).kind == NumberCell::Kind::Missing;
        };
        if (record.isComment || std::all_of(record.cells.begin(), record.cells.end(), isMissing))
            return false;
        if (m_width == 1)
            return cells == 1;
        return cells > 1 && cells * 2 >= m_width && cells <= m_width + 1;
    }

    /// Whether a record names more columns than the rows have, and nothing else.
    bool isLongHeader(const HeadRecord& record) const
    {
        std::set<std::string_view> names;
        for (const auto& cell : record.cells)
            if (readNumber(cell.text, m_dialect.decimal).kind == NumberCell::Kind::NoNumber)
                names.insert(cell.text);
        // Where blanks separate, it is rather that names are of several words.
        return !record.isComment && m_dialect.delimiter != ' ' && m_width > 1
            && record.cells.size() > m_width + 1 && record.cells.size() <= 2 * m_width
            && names.size() == record.cells.size();
    }

    static std::string_view withoutMark(std::string_view comment)
    {
        const auto start = comment.find_first_not_of("#%/ \t");
        return start == comment.npos ? std::string_view() : comment.substr(start);
    }

    bool isCommentHeader(const HeadRecord& record) const
    {
        std::vector<Cell> cells;
        splitRecord(withoutMark(record.text), m_dialect, cells);
        if (cells.size() != m_width)
            return false;
        return m_width > 1 || cells[0].text.find_first_of(" :=,") == std::string_view::npos;
    }

    CsvDialect m_dialect;
    std::vector<HeadRecord> m_records;
    std::size_t m_width = 0;
    std::vector<ColumnTally> m_tallies;
    std::vector<std::string_view> m_cellUnits; ///< one a column, empty where there is none
    std::optional<std::size_t> m_header;
    std::optional<std::size_t> m_units;
    std::vector<Cell> m_headerCells;
};

/// Whether the last cell of every row is nothing but the end of a trailing delimiter.
bool endsWithDelimiter(const LayoutFinder& finder, std::size_t firstRow, std::string_view tail)
{
    const auto width = finder.width();
    const auto& header = finder.headerCells();
    if (width < 2 || (header.size() >= width && !header.back().text.empty()))
        return false;
    const auto fillsLast = [width](const HeadRecord& record) {
        return !record.isComment && record.cells.size() >= width
            && !record.cells[width - 1].text.empty();
    };
    const auto& records = finder.records();
    if (std::any_of(records.begin() + std::ptrdiff_t(firstRow), records.end(), fillsLast))
        return false;
    const auto last = headRecords(tail, true, finder.dialect(), 0, tail.size());
    return std::none_of(last.begin(), last.end(), fillsLast);
}

CsvSample timeSample(const LayoutFinder& finder, std::size_t firstRow, std::string_view tail)
{
    CsvSample sample;
    const auto add = [&](const HeadRecord& record) {
        if (record.isComment)
            return;
        auto& cells = sample.rows.emplace_back(record.cells);
        for (std::size_t c = 0; c < std::min(cells.size(), finder.cellUnits().size()); ++c)
            cells[c].text = withoutUnit(cells[c].text, finder.cellUnits()[c]);
    };
    const auto last = std::min(finder.records().size(), firstRow + kTimeRecords);
    for (auto r = firstRow; r < last; ++r)
        add(finder.records()[r]);
    sample.tail = sample.rows.size();
    for (const auto& record : headRecords(tail, true, finder.dialect(), 0, kTimeRecords))
        add(record);
    return sample;
}

Error noTable(const std::filesystem::path& path, const std::string& what)
{
    return {ErrorCode::FileMalformed, path.string() + what};
}

std::string describeHeader(const LayoutFinder& finder)
{
    std::string text;
    if (finder.header())
        text += ", header in line " + std::to_string(finder.records()[*finder.header()].line);
    else
        text += ", no header";
    if (finder.units())
        text += ", units in line " + std::to_string(finder.records()[*finder.units()].line);
    return text;
}

} // namespace

Result<CsvLayout> findLayout(const std::filesystem::path& path, std::string_view head,
                             bool atFileEnd, std::string_view tail, std::uint64_t offset,
                             std::size_t most)
{
    CsvLayout layout;
    layout.dialect = detectDialect(head, atFileEnd, tail, most);
    LayoutFinder finder(headRecords(head, atFileEnd, layout.dialect, offset, most), layout.dialect);
    if (finder.records().empty())
        return noTable(path, " holds only blank lines.");
    auto firstRow = finder.hasData() ? finder.firstRow() : std::nullopt;
    if (!firstRow) {
        const bool onlyHeader = finder.width() > 1 && finder.records().size() <= 2;
        return noTable(path,
                       onlyHeader ? " has a header but no rows of data."
                                  : " holds text, but no table with a column of numbers or times.");
    }
    firstRow = finder.firstRowUnderHeader(*firstRow);
    finder.findHeader(*firstRow);
    if (!finder.header())
        firstRow = finder.firstRowUnderNumbers(*firstRow, layout.notes);

    layout.trailingDelimiter = endsWithDelimiter(finder, *firstRow, tail);
    const auto columns = finder.width() - (layout.trailingDelimiter ? 1 : 0);
    layout.columns.resize(columns);
    for (std::size_t c = 0; c < columns; ++c)
        layout.columns[c].isText =
            finder.tallies()[c].texts + finder.tallies()[c].times > finder.tallies()[c].numbers;
    layout.dataOffset = finder.records()[*firstRow].offset;
    layout.dataLine = finder.records()[*firstRow].line;
    layout.hasHeader = finder.header().has_value();
    layout.header = describeHeader(finder);

    auto names = columnNames(
        finder.headerCells(),
        finder.units() ? finder.records()[*finder.units()].cells : std::vector<Cell>(), columns);
    noteExtraNames(finder.headerCells(), columns, layout.notes);
    const auto unique = uniqueNames(names, layout.notes);
    for (std::size_t c = 0; c < columns; ++c) {
        layout.columns[c].cellUnit = finder.cellUnits()[c];
        if (names[c].unit.empty())
            names[c].unit = toUtf8(layout.columns[c].cellUnit);
        layout.columns[c].name = unique[c];
        layout.columns[c].unit = names[c].unit;
        layout.columns[c].decimal = layout.dialect.decimal;
    }
    layout.time = findTime(names, timeSample(finder, *firstRow, tail), layout.dialect);
    if (!layout.time.note.empty())
        layout.notes.push_back(layout.time.note);
    for (std::size_t c = 0; c < columns; ++c)
        if (layout.time.uses(c))
            layout.columns[c].isText = false;
    return layout;
}

} // namespace dissonance
