#include "engine/io/csv_header.h"

#include "engine/io/plain_text.h"
#include "engine/io/utf8.h"

#include <algorithm>
#include <map>
#include <set>

namespace dissonance {

namespace {

std::string_view withoutBrackets(std::string_view text)
{
    const bool bracketed = text.size() > 1
        && ((text.front() == '[' && text.back() == ']')
            || (text.front() == '(' && text.back() == ')'));
    return bracketed ? text.substr(1, text.size() - 2) : text;
}

/// Of a row of units. TS and RN is what Campbell loggers write below times and record numbers.
bool isNoUnit(std::string_view text)
{
    return text.empty() || text == "-" || text == "TS" || text == "RN";
}

/// The numbers of a row if they are whole and all different, else none.
std::vector<int> differentNumbers(const std::vector<Cell>& row, const std::vector<bool>& isText)
{
    constexpr std::size_t kDigits = 6; // of a name
    std::vector<int> numbers;
    for (std::size_t c = 0; c < std::min(row.size(), isText.size()); ++c) {
        const auto text = row[c].text;
        if (isText[c])
            continue;
        if (text.empty() || text.size() > kDigits
            || text.find_first_not_of("0123456789") != text.npos)
            return {};
        numbers.push_back(std::stoi(std::string(text)));
    }
    const std::set<int> different(numbers.begin(), numbers.end());
    return different.size() == numbers.size() ? numbers : std::vector<int>();
}

/// Whether numbers count up in even steps, or are years. Two numbers do so by chance.
bool areCounted(const std::vector<int>& numbers)
{
    const auto isYear = [](int number) {
        return number >= 1900 && number <= 2100;
    };
    if (numbers.size() < 2)
        return false;
    const int step = numbers[1] - numbers[0];
    for (std::size_t i = 1; i < numbers.size(); ++i)
        if (numbers[i] - numbers[i - 1] != step)
            return false;
    return std::all_of(numbers.begin(), numbers.end(), isYear)
        || (step > 0 && (numbers.size() > 2 || (step == 1 && numbers[0] <= 1)));
}

} // namespace

NamesLike namesInFirstRow(const std::vector<const std::vector<Cell>*>& rows,
                          const std::vector<bool>& isText)
{
    if (rows.size() < 3 || isText.empty() || !isText[0])
        return NamesLike::No;
    const auto numbers = differentNumbers(*rows[0], isText);
    if (numbers.size() < 2)
        return NamesLike::No;
    const auto repeats = [&](const std::vector<Cell>* row) {
        for (std::size_t c = 0; c < isText.size(); ++c)
            if (isText[c] && ((*row)[c].text == (*rows[0])[c].text || (*rows[0])[c].text.empty()))
                return true;
        return false;
    };
    const auto isLikewise = [&](const std::vector<Cell>* row) {
        return !differentNumbers(*row, isText).empty();
    };
    if (std::any_of(rows.begin() + 1, rows.end(), repeats)
        || std::count_if(rows.begin() + 1, rows.end(), isLikewise) * 5
            > std::ptrdiff_t(rows.size()))
        return NamesLike::No;
    return areCounted(numbers) ? NamesLike::Yes : NamesLike::Maybe;
}

void noteExtraNames(const std::vector<Cell>& header, std::size_t columns,
                    std::vector<std::string>& notes)
{
    std::string names;
    for (auto c = columns; c < header.size(); ++c)
        if (const auto name = oneLine(toUtf8(header[c].value())); !name.empty())
            names += (names.empty() ? "'" : ", '") + name + "'";
    if (!names.empty())
        notes.push_back("The header names more columns than the rows have: " + names + ".");
}

bool isUnderline(std::string_view record)
{
    return record.find_first_not_of("-=+|:,; \t") == record.npos
        && (record.find("---") != record.npos || record.find("===") != record.npos);
}

bool isAnnotationRow(const std::vector<Cell>& cells, const std::vector<Cell>& above)
{
    const auto tells = [](const std::vector<Cell>& record) {
        std::set<std::string_view> texts;
        for (const auto& cell : record)
            texts.insert(cell.text);
        return texts.size() == record.size() && !texts.contains("");
    };
    const bool isSetting = std::any_of(above.begin(), above.end(), [](const Cell& cell) {
        return readNumber(cell.text, '.').kind == NumberCell::Kind::Number;
    });
    return cells.size() == above.size() && cells.size() > 2 && tells(above) && !isSetting
        && !tells(cells);
}

bool isUnitsRow(const std::vector<Cell>& cells, const std::vector<Cell>& above, char decimal)
{
    if (above.size() < cells.size())
        return false;
    std::size_t present = 0;
    std::size_t units = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const auto text = withoutBrackets(cells[c].text);
        if (isNoUnit(text))
            continue;
        const bool isNumber = readNumber(above[c].text, decimal).kind == NumberCell::Kind::Number;
        if (above[c].text.empty() || (isNumber && cells.size() == 2))
            return false;
        ++present;
        units += isUnit(toUtf8(text)) ? 1 : 0;
    }
    return units > 0 && units * 2 >= present;
}

std::vector<ChannelName> columnNames(const std::vector<Cell>& header,
                                     const std::vector<Cell>& units, std::size_t columns)
{
    std::vector<ChannelName> names(columns);
    const std::size_t shift = !header.empty() && header.size() + 1 == columns ? 1 : 0;
    std::vector<std::string> whole(columns);
    for (std::size_t c = shift; c < columns && c - shift < header.size(); ++c) {
        whole[c] = oneLine(toUtf8(header[c - shift].value()));
        names[c] = splitUnit(whole[c]);
    }
    for (std::size_t c = 0; c < std::min(columns, units.size()); ++c) {
        const auto unit = withoutBrackets(units[c].text);
        if (names[c].unit.empty() && !isNoUnit(unit))
            names[c].unit = oneLine(toUtf8(unit));
    }
    // "speed [rpm]" beside "speed [rad/s]": only the units tell them apart.
    std::map<std::string, std::set<std::string>> headers;
    for (std::size_t c = 0; c < columns; ++c)
        headers[names[c].name].insert(whole[c]);
    for (std::size_t c = 0; c < columns; ++c)
        if (!whole[c].empty() && headers[names[c].name].size() > 1)
            names[c].name = whole[c];
    return names;
}

std::vector<std::string> uniqueNames(const std::vector<ChannelName>& given,
                                     std::vector<std::string>& notes)
{
    std::vector<std::string> names;
    for (std::size_t c = 0; c < given.size(); ++c)
        names.push_back(given[c].name.empty() ? "column_" + std::to_string(c + 1) : given[c].name);
    const auto before = names;
    const auto changed = makeUnique(names);
    constexpr std::size_t kNamed = 5;
    for (std::size_t i = 0; i < std::min(changed.size(), kNamed); ++i)
        notes.push_back("Another column is called '" + before[changed[i]] + "': the one in column "
                        + std::to_string(changed[i] + 1) + " was named '" + names[changed[i]]
                        + "'.");
    if (changed.size() > kNamed)
        notes.push_back(std::to_string(changed.size() - kNamed)
                        + " more columns of the same names were numbered.");
    return names;
}

} // namespace dissonance
