#pragma once

#include "engine/base/run_context.h"
#include "engine/io/csv_table.h"
#include "engine/recording/time_axis.h"

#include <memory>
#include <string>
#include <vector>

namespace dissonance {

/// Brings the rows of a table into strictly rising time, and says in `notes` what was done:
///
/// - Where the clock stands still, all rows being of one instant, or most of one day in a table
///   that has only dates, it is given up and rows are numbered; `time` then says so.
/// - Rows without readable time are left out.
/// - A time of day that falls by more than half a day, and not for one row only, has passed
///   midnight, and minutes that fall by more than half an hour the hour. One that goes on beyond
///   the day, or the hour, is an elapsed time; `time` then says so.
/// - Rows that go back in time are sorted, equal instants in file order.
/// - Rows of one instant are merged or spread; see separateInstants().
/// - Steps over ten times the median are counted as gaps.
///
/// Errors: Cancelled.
Result<std::shared_ptr<const TimeAxis>> orderRows(CsvTable& table, CsvTime& time, int threads,
                                                  const RunContext& context,
                                                  std::vector<std::string>& notes);

} // namespace dissonance
