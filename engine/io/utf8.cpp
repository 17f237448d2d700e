#include "engine/io/utf8.h"

#include <array>
#include <cstdint>

namespace dissonance {

namespace {

/// Bytes 0x80 to 0x9F of Windows-1252; all others are their own code points.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// Bytes of the character that begins with `lead`, and the range of the byte after it, which
/// rules out overlong forms, surrogates and what lies beyond U+10FFFF. Length 0: none does.
struct Sequence
{
    std::size_t length = 0;
    unsigned least = 0x80;
    unsigned most = 0xBF;
};

Sequence sequenceOf(unsigned lead)
{
    if (lead < 0x80)
        return {1};
    if (lead >= 0xC2 && lead <= 0xDF)
        return {2};
    if (lead >= 0xE0 && lead <= 0xEF)
        return {3, lead == 0xE0 ? 0xA0U : 0x80U, lead == 0xED ? 0x9FU : 0xBFU};
    if (lead >= 0xF0 && lead <= 0xF4)
        return {4, lead == 0xF0 ? 0x90U : 0x80U, lead == 0xF4 ? 0x8FU : 0xBFU};
    return {};
}

/// Below U+10000.
void append(std::string& text, unsigned point)
{
    if (point < 0x80) {
        text += char(point);
        return;
    }
    if (point < 0x800) {
        text += char(0xC0 | (point >> 6));
    } else {
        text += char(0xE0 | (point >> 12));
        text += char(0x80 | ((point >> 6) & 0x3F));
    }
    text += char(0x80 | (point & 0x3F));
}

} // namespace

bool isUtf8(std::string_view text)
{
    const auto byteAt = [text](std::size_t i) {
        return unsigned(static_cast<unsigned char>(text[i]));
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto sequence = sequenceOf(byteAt(i));
        if (sequence.length == 0 || text.size() - i < sequence.length)
            return false;
        for (std::size_t k = 1; k < sequence.length; ++k) {
            const auto byte = byteAt(i + k);
            if (byte < (k == 1 ? sequence.least : 0x80) || byte > (k == 1 ? sequence.most : 0xBF))
                return false;
        }
        i += sequence.length;
    }
    return true;
}

std::string toUtf8(std::string_view text)
{
    if (isUtf8(text))
        return std::string(text);
    std::string result;
    for (const char c : text) {
        const auto byte = unsigned(static_cast<unsigned char>(c));
        append(result, byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte);
    }
    return result;
}

} // namespace dissonance
