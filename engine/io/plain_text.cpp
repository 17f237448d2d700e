#include "engine/io/plain_text.h"

#include <cstddef>

namespace dissonance {

namespace {

/// Bytes of the blank that `text` starts with, 0 if it does not.
std::size_t blankAt(std::string_view text)
{
    // No-break space, its narrow and its figure form, the zero-width one.
    for (const std::string_view blank : {" ", "\t", "\n", "\r", "\v", "\f", "\xC2\xA0",
                                         "\xE2\x80\xAF", "\xE2\x80\x87", "\xEF\xBB\xBF"})
        if (text.starts_with(blank))
            return blank.size();
    return 0;
}

std::string escapeOf(unsigned char code)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    switch (code) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return {'\\', 'x', kDigits[code >> 4], kDigits[code & 15]};
    }
}

/// Appends the first character of `text`, or its escape, and says how many bytes it had.
std::size_t appendCharacter(std::string_view text, std::string& to)
{
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x20 || first == 0x7F) {
        to += escapeOf(first);
        return 1;
    }
    // U+0080 to U+009F control terminals, too.
    if (first == 0xC2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0) {
        to += escapeOf(static_cast<unsigned char>(text[1]));
        return 2;
    }
    to += text[0];
    return 1;
}

} // namespace

std::string oneLine(std::string_view text)
{
    std::string line;
    bool blankBefore = false;
    while (!text.empty()) {
        if (const auto blank = blankAt(text); blank > 0) {
            blankBefore = !line.empty();
            text.remove_prefix(blank);
            continue;
        }
        if (blankBefore)
            line += ' ';
        blankBefore = false;
        text.remove_prefix(appendCharacter(text, line));
    }
    return line;
}

std::string withEscapes(std::string_view text)
{
    std::string shown;
    while (!text.empty())
        text.remove_prefix(appendCharacter(text, shown));
    return shown;
}

} // namespace dissonance
