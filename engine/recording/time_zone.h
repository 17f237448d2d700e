#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dissonance {

/// The offset from UTC, in nanoseconds, that a text behind a time says, all of it:
///
///     Z   +01:00   -0530   +01   UTC   GMT+2   UTC-05:30   CET   MESZ   EST   PDT   BST
///     Z[Europe/Berlin]   +0100 (CET)   (UTC)
///
/// CST and the like are those of North America, BST is British Summer Time.
///
/// @return nothing when the text is no such thing, or off by 16 hours or more.
std::optional<std::int64_t> parseZone(std::string_view text);

} // namespace dissonance
