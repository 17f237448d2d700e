#include "engine/recording/time_zone.h"

#include <algorithm>
#include <array>

namespace dissonance {

namespace {

constexpr std::int64_t kMinute = 60'000'000'000;

struct NamedZone
{
    std::string_view name;
    std::int64_t minutes;
};

constexpr std::array<NamedZone, 22> kZones{
    {{"UTC", 0},    {"GMT", 0},    {"UT", 0},     {"WET", 0},    {"WEST", 60},  {"BST", 60},
     {"CET", 60},   {"MEZ", 60},   {"CEST", 120}, {"MESZ", 120}, {"EET", 120},  {"EEST", 180},
     {"MSK", 180},  {"JST", 540},  {"EST", -300}, {"EDT", -240}, {"CST", -360}, {"CDT", -300},
     {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}}};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view withoutBlanks(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// Cuts "[Europe/Berlin]" and "(CET)" off, which only repeat what the offset says.
std::string_view withoutRemark(std::string_view text)
{
    const char close = text.empty() ? '\0' : text.back();
    const auto open = text.find(close == ']' ? '[' : '(');
    const bool isRemark = (close == ']' || close == ')') && open != text.npos && open > 0;
    return isRemark ? withoutBlanks(text.substr(0, open)) : text;
}

/// "+01:00", "-0530", "+01", and "+1" where a name stands before it.
std::optional<std::int64_t> readOffset(std::string_view text, bool mayBeShort)
{
    constexpr std::string_view kMinus = "\u2212";
    const bool isMinus = text.starts_with(kMinus);
    if (!isMinus && !text.starts_with('+') && !text.starts_with('-'))
        return {};
    const bool negative = isMinus || text.front() == '-';
    text.remove_prefix(isMinus ? kMinus.size() : 1);
    const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
    const auto run = std::size_t(end - text.begin());
    const bool isShort = run == 1 && mayBeShort;
    if (run != 2 && run != 4 && !isShort)
        return {};
    const auto number = [&](std::size_t at) {
        return (text[at] - '0') * 10 + text[at + 1] - '0';
    };
    const int hours = isShort ? text[0] - '0' : number(0);
    int minutes = 0;
    if (run == 4) {
        minutes = number(2);
        text.remove_prefix(4);
    } else if (text.size() == run + 3 && text[run] == ':' && isDigit(text[run + 1])
               && isDigit(text[run + 2])) {
        minutes = number(run + 1);
        text.remove_prefix(run + 3);
    } else {
        text.remove_prefix(run);
    }
    if (!text.empty() || hours > 15 || minutes > 59)
        return {};
    const auto offset = (hours * 60 + minutes) * kMinute;
    return negative ? -offset : offset;
}

} // namespace

std::optional<std::int64_t> parseZone(std::string_view text)
{
    text = withoutRemark(withoutBlanks(text));
    if (text.starts_with("(") && text.ends_with(")"))
        text = text.substr(1, text.size() - 2);
    if (text == "Z" || text == "z")
        return 0;
    for (const auto& zone : kZones) {
        if (!text.starts_with(zone.name))
            continue;
        if (text.size() == zone.name.size())
            return zone.minutes * kMinute;
        if (zone.minutes == 0)
            if (const auto offset = readOffset(text.substr(zone.name.size()), true))
                return offset;
    }
    return readOffset(text, false);
}

} // namespace dissonance
