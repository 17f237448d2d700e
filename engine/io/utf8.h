#pragma once

#include <string>
#include <string_view>

namespace dissonance {

/// Whether text is UTF-8: no stray or missing bytes, no overlong forms, no surrogates, nothing
/// beyond U+10FFFF.
bool isUtf8(std::string_view text);

/// Text in UTF-8: as it is where it is that already, else read as Windows-1252, of which Latin-1
/// is the better part. The five bytes that mean nothing there become control characters.
std::string toUtf8(std::string_view text);

} // namespace dissonance
