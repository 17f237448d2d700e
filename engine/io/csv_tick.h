#pragma once

#include "engine/io/csv_time.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dissonance {

/// The tick of one row, from its time cell (and its time-of-day cell); nothing when they are
/// empty, unreadable, beyond 64 bits, or no whole sample number or Unix time (years 1976 to 2103)
/// where that is what the column counts.
std::optional<std::int64_t> readTick(const CsvTime& time, std::string_view cell,
                                     std::string_view timeCell, char decimal);

} // namespace dissonance
