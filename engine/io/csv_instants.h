#pragma once

#include "engine/base/parallel.h"
#include "engine/base/run_context.h"
#include "engine/io/csv_table.h"

#include <cstddef>
#include <string>
#include <vector>

namespace dissonance {

/// "1 row was …" or "7 rows were …".
std::string rowsWere(std::size_t count, const std::string& one, const std::string& many);

/// Applies `change` to every column of values, in parallel.
template <typename Change>
void forColumns(CsvTable& table, int threads, const RunContext& context, const Change& change)
{
    parallelFor(std::ptrdiff_t(table.values.size()), threads,
                [&](std::ptrdiff_t first, std::ptrdiff_t last) {
                    for (auto c = std::size_t(first); c < std::size_t(last); ++c)
                        if (!table.values[c].empty() && !context.stopRequested())
                            change(table.values[c]);
                });
}

/// Makes the ticks of a table, which must not fall, strictly rise, and says in `notes` how:
///
/// - Where over half of the rows share their instant with another one and differ, the clock is
///   coarser than the rows: these are spread evenly up to the next instant.
/// - Else the rows of one instant become one, each channel taking its last present value. So do
///   rows that are all the same or fill each other's empty cells, however many there are: a file
///   written twice and two sources in one table are no coarse clock.
void separateInstants(CsvTable& table, const CsvTime& time, int threads, const RunContext& context,
                      std::vector<std::string>& notes);

} // namespace dissonance
