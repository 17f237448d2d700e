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

/// Whether a column is called what time columns are called in some languages and programs, and
/// other columns too: `Temps`, `Tempo`, `millis`, `X_Value`. Enough for one that rises.
bool isLikelyTimeName(std::string_view name);

/// Whether a column is called what row counters are called, and other columns too: `n`, `No.`, `#`.
/// Enough for one that counts by ones.
bool isCounterName(std::string_view name);

/// Whether a column has a unit of time of its own, `[s]` but not `[S]`.
bool hasUnitOfTime(const ChannelName& column);

/// Whether a name has a word for time in it: enough for a first column that rises.
bool hasTimeWord(std::string_view name);

/// Whether a name says time of day rather than date; nothing when it says neither or both.
std::optional<bool> nameSaysTimeOfDay(std::string_view name);

/// The zone at the end of a column's name, as its offset from UTC: `Date Time, GMT+02:00`,
/// `Time (CET)`, `Zeit [MEZ]`.
std::optional<std::int64_t> zoneInName(const ChannelName& column);

struct TimeUnit
{
    std::int64_t nanoseconds;
    std::string_view words;
};

/// The unit of time that a column's unit or the end of its name says (`[ms]`, `time_us`,
/// `time_boot_ms`).
std::optional<TimeUnit> timeUnit(const ChannelName& column);

} // namespace dissonance
