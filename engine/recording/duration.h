#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dissonance {

/// A time that has passed, as read from text.
struct Duration
{
    enum class Form
    {
        Hours, ///< hours, minutes and seconds
        Minutes, ///< minutes and seconds
        Amount, ///< of one unit
    };
    Form form = Form::Hours;
    std::int64_t nanoseconds = 0;
};

/// Reads the forms that tables use for a time that has passed:
///
///     25:00:00   100:00:01.5   08:00:01:010   -00:00:01   00:01.1   75:10,5
///     0.1 sec   1500 ms   2 h   0 days 00:00:00.5   -1 days +23:59:59   1 day, 0:00:05
///
/// @return nothing when the text is no such thing, or beyond 64-bit nanoseconds. `25:00` may be
///         either of two things and is none.
std::optional<Duration> parseDuration(std::string_view text);

} // namespace dissonance
