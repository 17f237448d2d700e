#include "engine/recording/text_scanner.h"

#include <algorithm>
#include <array>

namespace dissonance {

namespace {

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

struct MonthName
{
    std::string_view name;
    int month;
};

// Where they are other than the English ones; the umlaut in UTF-8 and in Latin-1.
constexpr std::array<MonthName, 18> kOtherMonths{{{"januar", 1},
                                                  {"jänner", 1},
                                                  {"februar", 2},
                                                  {"mär", 3},
                                                  {"märz", 3},
                                                  {"m\xE4r", 3},
                                                  {"mrz", 3},
                                                  {"mai", 5},
                                                  {"juni", 6},
                                                  {"juli", 7},
                                                  {"sept", 9},
                                                  {"okt", 10},
                                                  {"oktober", 10},
                                                  {"dez", 12},
                                                  {"dezember", 12},
                                                  {"m\xE4rz", 3},

                                                  {"MÄR", 3},
                                                  {"MÄRZ", 3}}};

constexpr std::array<std::string_view, 14> kWeekdays{
    "monday", "tuesday",  "wednesday", "thursday",   "friday",  "saturday", "sunday",
    "montag", "dienstag", "mittwoch",  "donnerstag", "freitag", "samstag",  "sonntag"};

bool startsWith(std::string_view text, std::string_view word)
{
    return text.size() >= word.size()
        && std::equal(word.begin(), word.end(), text.begin(),
                      [](char w, char t) { return w == t || w == TextScanner::lower(t); });
}

} // namespace

bool TextScanner::takeWord(std::string_view word)
{
    if (!startsWith(m_text, word))
        return false;
    m_text.remove_prefix(word.size());
    return true;
}

void TextScanner::skipBlanks()
{
    for (bool any = true; any;) {
        any = false;
        for (const std::string_view blank : {" ", "\xC2\xA0", "\xE2\x80\xAF", "\xA0"})
            if (m_text.starts_with(blank)) {
                m_text.remove_prefix(blank.size());
                any = true;
            }
    }
}

std::size_t TextScanner::letterRun() const
{
    const auto isLetter = [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
    };
    return std::size_t(std::find_if_not(m_text.begin(), m_text.end(), isLetter) - m_text.begin());
}

int TextScanner::monthName()
{
    const auto run = letterRun();
    if (run < 3)
        return 0;
    const auto found = [&](int month) {
        m_text.remove_prefix(run);
        return month;
    };
    for (int month = 0; month < 12; ++month) {
        const auto name = kMonths[std::size_t(month)];
        if ((run == 3 || run == name.size()) && startsWith(m_text, name.substr(0, run)))
            return found(month + 1);
    }
    for (const auto& [name, month] : kOtherMonths)
        if (run == name.size() && startsWith(m_text, name))
            return found(month);
    return 0;
}

bool TextScanner::skipWeekday()
{
    const auto run = letterRun();
    if (run < 2)
        return false;
    for (const auto name : kWeekdays)
        if ((run <= 3 || run == name.size()) && startsWith(m_text, name.substr(0, run))) {
            m_text.remove_prefix(run);
            take('.');
            take(',');
            skipSpaces();
            return true;
        }
    return false;
}

std::int64_t TextScanner::fraction()
{
    std::int64_t value = 0;
    std::int64_t unit = 1'000'000'000;
    while (isDigit(peek())) {
        unit /= 10;
        value += (peek() - '0') * unit;
        m_text.remove_prefix(1);
    }
    return value;
}

} // namespace dissonance
