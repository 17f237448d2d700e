#pragma once

#include <string>
#include <string_view>

namespace dissonance {

/// A number in ASCII: U+2212 in front becomes `-`; blanks that group digits, of whatever width,
/// and curly apostrophes become `'`. Empty where there is nothing to change, or groups are
/// separated now this way, now that.
std::string asciiNumber(std::string_view text);

/// What stands behind the digits of "20.1 °C" and "0.5%" if it is a unit; empty otherwise.
std::string_view unitBehindNumber(std::string_view text);

/// The text without `unit` at its end and the blanks before it; as it is where it does not end so.
std::string_view withoutUnit(std::string_view text, std::string_view unit);

} // namespace dissonance
