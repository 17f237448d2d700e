#pragma once

#include <string>
#include <string_view>

namespace dissonance {

/// Text on one line: runs of blanks, tabs, line ends and blanks that do not break become one
/// blank, those around it go, other control characters become escapes (`\x1b`).
///
/// @param text  UTF-8.
std::string oneLine(std::string_view text);

/// Text with its control characters as escapes (`\n`, `\x1b`), safe to show anywhere.
///
/// @param text  UTF-8.
std::string withEscapes(std::string_view text);

} // namespace dissonance
