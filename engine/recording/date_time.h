#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dissonance {

/// Which number of `03/04/2026` is the month. Dates that start with a year need no such order.
enum class DateOrder
{
    DayMonthYear,
    MonthDayYear,
};

/// A date, a time of day, or both, as read from text.
struct DateTime
{
    std::int64_t nanoseconds = 0; ///< since the Unix epoch (UTC); since midnight without a date
    bool hasDate = false;
    bool hasTime = false;
    bool hasZone = false; ///< else the text was taken as UTC
    /// The date reads the same way, or only, under the other order.
    bool orderMatters = false;
};

/// Reads ISO 8601 and the date and time forms that tables use:
///
///     2026-11-24T03:55:10.25Z   2026-11-24 03:55   20261124T035510+0100   2026/11/24
///     24/11/2026 03:55:10   24.11.2026 3:55   11/24/26 3:55 PM   24-Nov-2026 03.55.10
///     03:55   03:55:10.25   18.00.00
///
/// `10.11.12` is a date; see parseTimeOfDay(). Two-digit years are 1970 to 2069. A leap second
/// (`:60`) is the next minute's first instant.
///
/// @return nothing when the text is no such thing, names no real date, or lies outside
///         1677-09-22 to 2262-04-10 (what 64-bit nanoseconds can count).
std::optional<DateTime> parseDateTime(std::string_view text,
                                      DateOrder order = DateOrder::DayMonthYear);

/// Whether parseDateTime() reads it, in either order.
bool isDateTime(std::string_view text);

/// Reads the same forms of a time of day, and nothing that has a date: here `10.11.12` is one.
std::optional<DateTime> parseTimeOfDay(std::string_view text);

} // namespace dissonance
