#include "engine/io/channel_name.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace dissonance {

namespace {

// Symbols that take no prefix here, or whose prefixed forms are not in use.
constexpr std::array<std::string_view, 91> kPlainUnits{
    "T",       "mT",      "uT",      "µT",   "nT", // GT is another thing: ground truth
    "%",       "‰",       "°",       "°C",   "°F",     "℃",     "℉",       "deg",   "degC",
    "degF",    "degrees", "degree",  "rad",  "rpm",    "RPM",   "rps",     "1/min", "min",
    "hr",      "hrs",     "day",     "days", "sec",    "secs",  "seconds", "hours", "minutes",
    "ppm",     "ppb",     "ppt",     "dB",   "dBm",    "dBA",   "pH",      "psi",   "psig",
    "psia",    "mmHg",    "inHg",    "atm",  "mph",    "kph",   "kmh",     "kn",    "knots",
    "kts",     "ft",      "inch",    "lbs",  "lb",     "gal",   "gpm",     "cfm",   "counts",
    "celsius", "Celsius", "percent", "pct",  "volts",  "Volts", "amps",    "Amps",  "watts",
    "Watts",   "deg C",   "Deg C",   "G",    "NTU",    "bpm",   "lbf",     "lb-ft", "lbf-ft",
    "ft-lb",   "ft-lbf",  "N.m",     "in/s", "in/min", "byte",  "bytes",   "KB",    "TB",
    "KiB",     "MiB",     "GiB",     "TiB",  "lb.ft"};

constexpr std::array<std::string_view, 43> kPrefixedUnits{
    "m",   "g",   "s",  "A",   "K",   "mol", "cd",  "Hz",   "N",    "Pa",  "J",
    "W",   "C",   "V",  "F",   "Ω",   "ohm", "Ohm", "S",    "Wb",   "H",   "lm",
    "lx",  "Bq",  "Gy", "Sv",  "bar", "L",   "l",   "h",    "Wh",   "Ah",  "VA",
    "VAr", "var", "eV", "cal", "B",   "bit", "Nm",  "barg", "bara", "Torr"};

constexpr std::array<std::string_view, 13> kPrefixes{"k", "M", "G", "m", "u", "µ", "μ",
                                                     "n", "p", "d", "c", "h", "da"};

template <std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// One factor of a unit, exponent and all: "m3", "s^-2", "kWh".
bool isUnitFactor(std::string_view factor)
{
    while (!factor.empty()
           && (isDigit(factor.back()) || factor.back() == '-' || factor.back() == '^'
               || factor.back() == '+'))
        factor.remove_suffix(1);
    for (const std::string_view power : {"²", "³", "⁻¹", "⁻²"})
        if (factor.ends_with(power))
            factor.remove_suffix(power.size());
    if (isOneOf(factor, kPlainUnits) || isOneOf(factor, kPrefixedUnits))
        return true;
    return std::any_of(kPrefixes.begin(), kPrefixes.end(), [factor](std::string_view prefix) {
        return factor.starts_with(prefix) && isOneOf(factor.substr(prefix.size()), kPrefixedUnits);
    });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

bool isIdentifier(std::string_view text)
{
    const auto isLetter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !text.empty() && isLetter(text.front())
        && std::all_of(text.begin(), text.end(), [&](char c) { return isLetter(c) || isDigit(c); });
}

/// "p / bar", "p in bar" and "p, bar".
std::optional<ChannelName> splitUnitAtEnd(std::string_view header)
{
    for (const std::string_view mark : {" / ", " in ", ", "}) {
        const auto at = header.rfind(mark);
        if (at == header.npos || at == 0)
            continue;
        const auto name = trimmed(header.substr(0, at));
        const auto unit = trimmed(header.substr(at + mark.size()));
        // "Bus, A" is rather the one beside "Bus, B".
        const bool isLetter = unit.size() == 1 && unit[0] >= 'A' && unit[0] <= 'Z';
        if (isUnit(unit) && !name.empty() && (!isLetter || mark == " / "))
            return ChannelName{std::string(name), std::string(unit)};
    }
    return {};
}

/// The last slash that parts a path: not one in brackets, nor of a unit ("speed m/s").
std::size_t pathSlash(std::string_view name)
{
    const auto slash = name.rfind('/');
    if (slash == name.npos || name.starts_with('/'))
        return slash;
    const auto open = name.find_last_of("([", slash);
    if (open != name.npos && name.substr(open, slash - open).find_first_of(")]") == name.npos)
        return name.npos;
    const auto begin = name.substr(0, slash).find_last_of(" _,([") + 1; // 0 where there is none
    const auto end = std::min(name.find_first_of(" _,)]", slash), name.size());
    return isUnit(name.substr(begin, end - begin)) ? name.npos : slash;
}

} // namespace

bool isUnit(std::string_view text)
{
    text = trimmed(text);
    if (text.empty() || text.size() > 24 || text.find_first_not_of("0123456789. ") == text.npos)
        return false;
    if (isOneOf(text, kPlainUnits))
        return true;
    bool any = false;
    while (!text.empty()) {
        auto cut = text.find_first_of("/* ");
        const auto dot = text.find("·");
        const auto length = dot < cut ? std::string_view("·").size() : 1;
        cut = std::min(cut, dot);
        const auto factor = text.substr(0, cut);
        const bool isNumber = factor == "1" || factor == "10" || factor == "100";
        if (!factor.empty() && !isNumber && !isUnitFactor(factor))
            return false;
        any = any || (!factor.empty() && !isNumber);
        text = cut == text.npos ? std::string_view() : text.substr(cut + length);
    }
    return any;
}

ChannelName splitUnit(std::string_view header)
{
    header = trimmed(header);
    ChannelName whole{std::string(header), {}};
    if (header.empty())
        return whole;
    if (header.back() != ']' && header.back() != ')')
        return splitUnitAtEnd(header).value_or(whole);
    const bool square = header.back() == ']';
    const auto open = header.rfind(square ? '[' : '(');
    if (open == header.npos || open == 0)
        return whole;
    const auto inside = trimmed(header.substr(open + 1, header.size() - open - 2));
    const auto name = trimmed(header.substr(0, open));
    const bool blankBefore = header[open - 1] == ' ';
    const bool isNumber = inside.find_first_not_of("0123456789.,:- ") == inside.npos;
    if (square && blankBefore && inside == "-" && !name.empty())
        return {std::string(name), {}};
    const bool accepted = isUnit(inside) || (square && blankBefore && !isNumber);
    if (!accepted || name.empty() || inside.empty())
        return whole;
    return {std::string(name), std::string(inside)};
}

std::string groupOfName(std::string_view name)
{
    const auto whole = splitUnit(name);
    name = whole.name;
    if (const auto slash = pathSlash(name); slash != name.npos) {
        auto group = name.substr(0, slash);
        while (group.starts_with('/'))
            group.remove_prefix(1);
        return slash + 1 < name.size() ? std::string(group) : std::string();
    }
    const auto dot = name.rfind('.');
    if (dot == name.npos || name.find('/') != name.npos)
        return {};
    for (auto rest = name; !rest.empty();) {
        const auto end = std::min(rest.find('.'), rest.size());
        if (!isIdentifier(rest.substr(0, end)))
            return {};
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return std::string(name.substr(0, dot));
}

std::vector<std::size_t> makeUnique(std::vector<std::string>& names)
{
    const std::unordered_set<std::string> taken(names.begin(), names.end());
    std::unordered_map<std::string, int> seen; // and the highest number given out
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto [known, isNew] = seen.try_emplace(names[i], 1);
        if (isNew)
            continue;
        std::string unique;
        do {
            unique = names[i] + "_" + std::to_string(++known->second);
        } while (taken.contains(unique) || seen.contains(unique));
        seen.emplace(unique, 1);
        names[i] = unique;
        changed.push_back(i);
    }
    return changed;
}

} // namespace dissonance
