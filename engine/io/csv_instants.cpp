#include "engine/io/csv_instants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <utility>

namespace dissonance {

namespace {

constexpr auto kMost = std::numeric_limits<std::int64_t>::max();

/// Spreads the rows of one instant evenly up to the next; false when a step is too short.
bool spread(std::vector<std::int64_t>& ticks)
{
    auto result = ticks;
    std::int64_t usual = 0; // the step before, unless that was a gap
    std::int64_t lastStep = 0;
    for (std::size_t first = 0; first < ticks.size();) {
        std::size_t last = first + 1;
        while (last < ticks.size() && ticks[last] == ticks[first])
            ++last;
        const auto count = std::int64_t(last - first);
        const auto step = last < ticks.size() ? stepBetween(ticks[first], ticks[last]) : usual;
        // A gap is no reason to stretch the rows before it.
        usual = lastStep > 0 ? std::min(step, lastStep) : step;
        // Nor may the rows of the last instant leave 64 bits.
        if (ticks[first] > 0)
            usual = std::min(usual, kMost - ticks[first]);
        const auto share = usual / count;
        if (count > 1 && share < 1)
            return false;
        for (std::int64_t i = 0; i < count; ++i)
            result[first + std::size_t(i)] += i * share;
        lastStep = step;
        first = last;
    }
    ticks = std::move(result);
    return true;
}

void mergeInstants(CsvTable& table, int threads, const RunContext& context)
{
    const auto& ticks = table.ticks;
    forColumns(table, threads, context, [&](std::vector<double>& column) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < column.size(); ++i) {
            const bool same = i > 0 && ticks[i] == ticks[i - 1];
            if (!same)
                column[kept++] = column[i];
            else if (!std::isnan(column[i]))
                column[kept - 1] = column[i];
        }
        column.resize(kept);
    });
    table.ticks.erase(std::unique(table.ticks.begin(), table.ticks.end()), table.ticks.end());
    table.rows = table.ticks.size();
}

/// Rows of equal time, by what they are to each other.
struct SharedInstants
{
    std::size_t sharing = 0; ///< rows at the instant of any other
    std::size_t instants = 0; ///< that rows share
    std::size_t unlike = 0; ///< of them, with rows that differ in a channel
    // Rows after the first of their instant, which are:
    std::size_t repeated = 0; ///< all the same
    std::size_t filling = 0; ///< the same but for empty cells
    std::size_t differing = 0;

    void add(const SharedInstants& other)
    {
        sharing += other.sharing;
        instants += other.instants;
        unlike += other.unlike;
        repeated += other.repeated;
        filling += other.filling;
        differing += other.differing;
    }

    /// Whether rows of equal time are one row each, but for some strays.
    bool areOneEach() const { return unlike * 100 <= instants; }
};

/// Adds the rows [first, last) of one instant.
void addInstant(const CsvTable& table, std::size_t first, std::size_t last,
                const RunContext& context, SharedInstants& shared)
{
    bool same = true;
    bool fits = true;
    for (const auto& column : table.values) {
        if (column.empty())
            continue;
        if (last - first > 0xFFFF && context.stopRequested())
            return;
        double seen = column[first];
        for (auto i = first + 1; i < last && fits; ++i) {
            const bool missing = std::isnan(column[i]);
            same = same && missing == std::isnan(column[first]);
            fits = missing || std::isnan(seen) || column[i] == seen;
            seen = missing ? seen : column[i];
        }
        if (!fits)
            break;
    }
    ++shared.instants;
    shared.unlike += fits ? 0 : 1;
    shared.sharing += last - first;
    auto& rows = !fits ? shared.differing : same ? shared.repeated : shared.filling;
    rows += last - first - 1;
}

SharedInstants sharedInstants(const CsvTable& table, int threads, const RunContext& context)
{
    const auto& ticks = table.ticks;
    SharedInstants shared;
    std::mutex mutex;
    parallelFor(std::ptrdiff_t(ticks.size()), threads,
                [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
                    SharedInstants part;
                    for (auto i = std::size_t(begin); i < std::size_t(end); ++i) {
                        if ((i & 0xFFFF) == 0 && context.stopRequested())
                            return;
                        const bool isFirst = i == 0 || ticks[i] != ticks[i - 1];
                        auto last = i + 1;
                        while (isFirst && last < ticks.size() && ticks[last] == ticks[i])
                            ++last;
                        if (last > i + 1)
                            addInstant(table, i, last, context, part);
                    }
                    const std::lock_guard lock(mutex);
                    shared.add(part);
                });
    return shared;
}

} // namespace

std::string rowsWere(std::size_t count, const std::string& one, const std::string& many)
{
    return count == 1 ? "1 row " + one : std::to_string(count) + " rows " + many;
}

void separateInstants(CsvTable& table, const CsvTime& time, int threads, const RunContext& context,
                      std::vector<std::string>& notes)
{
    const auto& ticks = table.ticks;
    const auto shared = sharedInstants(table, threads, context);
    if (shared.instants == 0 || context.stopRequested())
        return;
    const bool coarse = time.kind != TimeKind::SampleIndex && shared.sharing * 2 > ticks.size()
        && ticks.front() != ticks.back() && !shared.areOneEach();
    if (coarse && spread(table.ticks)) {
        notes.push_back("The clock is coarser than the rows: " + std::to_string(shared.sharing)
                        + " rows of equal time were spread evenly up to the next instant.");
        return;
    }
    mergeInstants(table, threads, context);
    const auto note = [&](std::size_t rows, const std::string& one, const std::string& many) {
        if (rows > 0)
            notes.push_back(rowsWere(rows, one, many));
    };
    note(shared.repeated, "repeats the row before, time and all, and was left out.",
         "repeat the row before, time and all, and were left out.");
    note(shared.filling, "has the time of the row before, fills its gaps, and was merged with it.",
         "have the time of the row before, fill its gaps, and were merged with it.");
    const std::string counts = ": the last present value of each channel counts.";
    note(shared.differing, "repeats the time of the row before and was merged with it" + counts,
         "repeat the time of the row before and were merged with it" + counts);
}

} // namespace dissonance
