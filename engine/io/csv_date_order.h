#pragma once

#include "engine/base/run_context.h"
#include "engine/io/csv_chunks.h"
#include "engine/io/csv_layout.h"

#include <vector>

namespace dissonance {

/// Decides from all rows whether day or month comes first in the dates of a table that leaves it
/// open, and says so in `layout.time`.
///
/// The order counts that reads more rows; among those that read the same, the one that leads from
/// date to date in fewer steps of over four days; where that says nothing, day first. That is no
/// guess where numbers have a decimal comma, as nobody with one writes the month first; elsewhere
/// a note says that it is.
///
/// Errors: FileChanged, FileUnreadable, Cancelled.
Status settleDateOrder(const InputFile& file, const std::vector<CsvChunk>& chunks, int threads,
                       const RunContext& context, CsvLayout& layout);

} // namespace dissonance
