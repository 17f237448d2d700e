#pragma once

#include <cstdint>
#include <string_view>

namespace dissonance {

/// Reads a text of dates and times from the left.
class TextScanner
{
public:
    explicit TextScanner(std::string_view text)
        : m_text(text)
    {
    }

    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    static char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

    bool atEnd() const { return m_text.empty(); }
    char peek() const { return m_text.empty() ? '\0' : m_text.front(); }
    std::string_view rest() const { return m_text; }

    bool take(char c)
    {
        if (peek() != c)
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    char takeAny(std::string_view set)
    {
        const char c = peek();
        if (c == '\0' || set.find(c) == std::string_view::npos)
            return '\0';
        m_text.remove_prefix(1);
        return c;
    }

    /// Whether one of some lower-case words stood here, whatever its case.
    bool takeWord(std::string_view word);

    /// Blanks that must not break are blanks, in UTF-8 and Latin-1.
    void skipSpaces()
    {
        const char c = peek();
        if (c == ' ' || (static_cast<unsigned char>(c) & 0x80) != 0)
            skipBlanks();
    }

    std::size_t digitRun() const
    {
        std::size_t run = 0;
        while (run < m_text.size() && isDigit(m_text[run]))
            ++run;
        return run;
    }

    /// Exactly `count` digits, which must be there.
    int number(std::size_t count)
    {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value * 10 + (m_text[i] - '0');
        m_text.remove_prefix(count);
        return value;
    }

    /// Letters up to the next other character; bytes beyond ASCII count as letters.
    std::size_t letterRun() const;

    /// 1 to 12 for an English or German month name or its abbreviation, else 0.
    int monthName();

    /// Passes over the name of a day of the week, whole or abbreviated, and what follows it.
    bool skipWeekday();

    /// Nanoseconds of the digits after a decimal sign; further digits than nine are cut.
    std::int64_t fraction();

private:
    void skipBlanks();

    std::string_view m_text;
};

} // namespace dissonance
