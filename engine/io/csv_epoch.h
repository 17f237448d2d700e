#pragma once

#include "engine/io/csv_time_names.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace dissonance {

/// How numbers count from 1970, if they do: in s, ms, us or ns, all in the years 1976 to 2103. With
/// tolerated outliers (see toleratedOutliers()) the others must lie within twenty years.
///
/// @param unit  that the column's name says; any other is no answer then.
std::optional<TimeUnit> epochOf(std::vector<double> numbers, const std::optional<TimeUnit>& unit);

/// Whether a tick of TimeKind::Utc is in those years.
bool isInEpoch(std::int64_t tick);

/// Whether numbers, outliers left out, are as large as Unix time.
bool areLargeAsEpoch(const std::vector<double>& numbers);

} // namespace dissonance
