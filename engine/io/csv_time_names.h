#pragma once

#include "engine/io/channel_name.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dissonance {

/// Whether a column is called what time columns are called: `time`, `%time`, `__time`,
/// `timestamp`, `Date`, `t` (`T` is a temperature), `epoch`, …, with or without a unit at its end
/// (`time_ms`, `TimeUS`, `Time / s`).
bool isTimeName(std::string_view name);

/// Whether a column is called what row counters are called: `sample`, `index`, `frame`, …
bool isIndexName(std::string_view name);

/// Whether a name has a word for time in it: enough for a first column that rises.
bool hasTimeWord(std::string_view name);

/// Whether a name says time of day rather than date; nothing when it says neither or both.
std::optional<bool> nameSaysTimeOfDay(std::string_view name);

struct TimeUnit
{
    std::int64_t nanoseconds;
    std::string_view words;
};

/// The unit of time that a column's unit or the end of its name says (`[ms]`, `time_us`,
/// `time_boot_ms`).
std::optional<TimeUnit> timeUnit(const ChannelName& column);

} // namespace dissonance
