#include "engine/io/csv_number.h"

#include "engine/io/channel_name.h"
#include "engine/io/csv_cell.h"
#include "engine/io/utf8.h"

#include <array>
#include <cstddef>

namespace dissonance {

namespace {

constexpr std::size_t kLongest = 64; // number, unit and all
constexpr std::string_view kMinus = "\xE2\x88\x92";

// Blanks: plain, no-break, narrow no-break, thin, figure, no-break in Windows-1252. Apostrophes:
// straight, curly, curly in Windows-1252.
constexpr std::array<std::string_view, 9> kGroupSigns{
    " ",    "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x87",
    "\xA0", "'",        "\xE2\x80\x99", "\x92"};

/// The sign that groups digits at the start of `text`, empty if there is none.
std::string_view groupSignAt(std::string_view text)
{
    for (const auto& sign : kGroupSigns)
        if (text.starts_with(sign))
            return sign;
    return {};
}

bool isNumber(std::string_view text)
{
    return readNumber(text, '.').kind == NumberCell::Kind::Number
        || readNumber(text, ',').kind == NumberCell::Kind::Number;
}

std::string_view withoutBlanksAtEnd(std::string_view text)
{
    for (bool any = true; any;) {
        any = false;
        for (const auto& sign : kGroupSigns)
            if (text.ends_with(sign)) {
                text.remove_suffix(sign.size());
                any = true;
            }
    }
    return text;
}

} // namespace

std::string asciiNumber(std::string_view text)
{
    if (text.size() > kLongest)
        return {};
    std::string plain;
    std::string_view used;
    bool changed = false;
    if (text.starts_with(kMinus)) {
        plain = "-";
        text.remove_prefix(kMinus.size());
        changed = true;
    }
    while (!text.empty()) {
        const auto sign = groupSignAt(text);
        if (sign.empty()) {
            plain += text[0];
            text.remove_prefix(1);
            continue;
        }
        if (!used.empty() && sign != used)
            return {};
        used = sign;
        plain += '\'';
        changed = true;
        text.remove_prefix(sign.size());
    }
    return changed ? plain : std::string();
}

std::string_view unitBehindNumber(std::string_view text)
{
    if (text.size() < 2 || text.size() > kLongest)
        return {};
    auto rest = text.starts_with(kMinus) ? text.substr(kMinus.size()) : text;
    while (!rest.empty()) {
        const auto sign = groupSignAt(rest);
        if (sign.empty() && std::string_view("+-0123456789.,").find(rest[0]) == rest.npos)
            break;
        rest.remove_prefix(sign.empty() ? 1 : sign.size());
    }
    const auto number = withoutBlanksAtEnd(text.substr(0, text.size() - rest.size()));
    return !rest.empty() && isNumber(number) && isUnit(toUtf8(rest)) ? rest : std::string_view();
}

std::string_view withoutUnit(std::string_view text, std::string_view unit)
{
    if (unit.empty() || !text.ends_with(unit))
        return text;
    return withoutBlanksAtEnd(text.substr(0, text.size() - unit.size()));
}

} // namespace dissonance
