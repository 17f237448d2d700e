#pragma once

#include "engine/base/result.h"
#include "engine/recording/label.h"

#include <filesystem>
#include <vector>

namespace dissonance {

/// Reads labels: a CSV with the header `start,end[,channels][,kind]`, half-open sample
/// indices, channel names joined by `;`. Columns may come in any order.
///
/// @return labels sorted by start.
/// Errors: FileNotFound, FileUnreadable, FileIsDirectory, FileEmpty; FileMalformed naming line
/// and field (missing header, no number, end not after start, negative start).
Result<std::vector<Label>> readLabels(const std::filesystem::path& file);

/// Writes what readLabels() reads. Errors: FileUnwritable.
Status writeLabels(const std::filesystem::path& file, const std::vector<Label>& labels);

} // namespace dissonance
