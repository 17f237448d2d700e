#include "app/cli/output.h"

#include "app/cli/progress_line.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdio>

namespace dissonance {

namespace {

/// Characters, not bytes: units hold degree signs and the like.
std::size_t width(std::string_view text)
{
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

void appendLine(std::string& text, const std::vector<std::string>& cells,
                const std::vector<TextTable::Column>& columns,
                const std::vector<std::size_t>& widths)
{
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const std::string gap(widths[c] - width(cells[c]), ' ');
        text += columns[c].align == Align::Right ? gap + cells[c] : cells[c] + gap;
        text += "  ";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
}

} // namespace

std::string jsonText(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

TextTable::TextTable(std::vector<Column> columns)
    : m_columns(std::move(columns))
{
}

void TextTable::addRow(std::vector<std::string> cells)
{
    assert(cells.size() == m_columns.size());
    m_rows.push_back(std::move(cells));
}

std::string TextTable::text() const
{
    std::vector<std::string> headings;
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        headings.push_back(m_columns[c].heading);
        widths.push_back(width(headings.back()));
        for (const auto& row : m_rows)
            widths[c] = std::max(widths[c], width(row[c]));
    }
    std::string text;
    appendLine(text, headings, m_columns, widths);
    for (const auto& row : m_rows)
        appendLine(text, row, m_columns, widths);
    return text;
}

std::string factsText(const std::vector<std::pair<std::string, std::string>>& facts)
{
    std::size_t widest = 0;
    for (const auto& [name, value] : facts)
        widest = std::max(widest, width(name));
    std::string text;
    for (const auto& [name, value] : facts)
        text.append(name).append(widest - width(name) + 2, ' ').append(value).append(1, '\n');
    return text;
}

std::string numberText(double value, int digits)
{
    if (std::isnan(value))
        return "-";
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.*g", digits, value);
    return text.data();
}

std::string countText(std::ptrdiff_t count)
{
    auto text = std::to_string(count);
    for (auto at = std::ptrdiff_t(text.size()) - 3; at > (count < 0 ? 1 : 0); at -= 3)
        text.insert(std::size_t(at), 1, ',');
    return text;
}

std::string percentText(double share)
{
    if (std::isnan(share))
        return "-";
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.0f %%", 100.0 * share);
    return text.data();
}

std::string plural(std::ptrdiff_t count, std::string_view one, std::string_view several)
{
    return countText(count) + ' ' + std::string(count == 1 ? one : several);
}

std::string timeText(const TimeAxis& clock, std::ptrdiff_t sample)
{
    const auto size = std::ptrdiff_t(clock.size());
    if (sample < size)
        return formatTick(clock.kind(), clock.tick(std::size_t(sample)));
    const auto last = size > 0 ? clock.tick(std::size_t(size - 1)) : 0;
    return formatTick(clock.kind(), last + clock.medianStep());
}

std::string durationText(const TimeAxis& clock, std::ptrdiff_t first, std::ptrdiff_t last)
{
    if (clock.kind() == TimeKind::SampleIndex || last <= first)
        return plural(last - first, "sample", "samples");
    const auto ticks =
        clock.tick(std::size_t(last - 1)) - clock.tick(std::size_t(first)) + clock.medianStep();
    return secondsText(double(ticks) * 1e-9, true);
}

Status checkOutput(const std::filesystem::path& output,
                   const std::vector<std::filesystem::path>& inputs)
{
    for (const auto& input : inputs) {
        std::error_code absent;
        if (std::filesystem::equivalent(output, input, absent))
            return Error{ErrorCode::InvalidArgument,
                         output.string()
                             + " is read here and would be overwritten. Name another "
                               "file to write."};
    }
    return Done{};
}

} // namespace dissonance
