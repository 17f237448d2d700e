#include "engine/io/csv_order.h"

#include "engine/base/stoppable_sort.h"
#include "engine/io/csv_instants.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace dissonance {

namespace {

constexpr auto kMost = std::numeric_limits<std::int64_t>::max();

void dropRowsWithoutTime(CsvTable& table, int threads, const RunContext& context,
                         std::vector<std::string>& notes)
{
    const auto lost =
        std::size_t(std::count(table.ticks.begin(), table.ticks.end(), CsvTarget::kNoTick));
    if (lost == 0)
        return;
    forColumns(table, threads, context, [&](std::vector<double>& column) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < column.size(); ++i)
            if (table.ticks[i] != CsvTarget::kNoTick)
                column[kept++] = column[i];
        column.resize(kept);
    });
    std::erase(table.ticks, CsvTarget::kNoTick);
    table.rows = table.ticks.size();
    notes.push_back(rowsWere(lost, "without a readable time was left out.",
                             "without a readable time were left out."));
}

/// Whether all rows share one instant; of whole days, whether most do, since a day's rows cannot
/// be told apart. Two or three rows tell nothing of most.
bool standsStill(const std::vector<std::int64_t>& ticks, bool wholeDays)
{
    std::int64_t instant = CsvTarget::kNoTick; // the one that most share, if one does
    std::size_t lead = 0;
    std::size_t readable = 0;
    for (const auto tick : ticks) {
        if (tick == CsvTarget::kNoTick)
            continue;
        ++readable;
        if (lead == 0)
            instant = tick;
        lead = tick == instant ? lead + 1 : lead - 1;
    }
    const auto sharing = std::size_t(std::count(ticks.begin(), ticks.end(), instant));
    if (readable < 2)
        return false;
    return sharing == readable || (wholeDays && sharing > 2 && sharing * 2 > readable);
}

/// Whether a clock falls so far from one tick to the next that it begins again.
bool beginsAgain(std::int64_t last, std::int64_t tick, std::int64_t period)
{
    return tick < last - period / 2;
}

/// What goes on beyond the end of a day, or of an hour, does not begin again there; where most of
/// what does so falls back, those rows are wrong.
void settlePeriod(CsvTable& table, CsvTime& time)
{
    std::size_t beyond = 0;
    std::size_t falls = 0;
    std::int64_t last = CsvTarget::kNoTick;
    for (const auto tick : table.ticks) {
        if (tick == CsvTarget::kNoTick)
            continue;
        beyond += tick > time.period ? 1 : 0;
        falls += last != CsvTarget::kNoTick && beginsAgain(last, tick, time.period) ? 1 : 0;
        last = tick;
    }
    if (beyond > falls) {
        time.source.resize(time.source.rfind(", counted on"));
        time.source.resize(time.source.rfind(", "));
        time.source += ", elapsed time";
        time.period = 0;
    } else if (beyond > 0) {
        std::replace_if(
            table.ticks.begin(), table.ticks.end(),
            [&](std::int64_t tick) { return tick > time.period; }, CsvTarget::kNoTick);
    }
}

/// Counts on where a clock of this period begins again.
void countOn(std::vector<std::int64_t>& ticks, std::int64_t period)
{
    std::int64_t before = 0;
    std::int64_t last = ticks.empty() ? 0 : ticks.front();
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const auto tick = ticks[i];
        // A clock that is back at once was wrong in one row.
        const bool returns =
            i + 1 < ticks.size() && ticks[i + 1] > last && ticks[i + 1] - last < period / 24;
        const bool again = beginsAgain(last, tick, period);
        if (again && returns) {
            ticks[i] += before;
            continue;
        }
        if (again && before < kMost - 2 * period)
            before += period;
        last = tick;
        ticks[i] += before;
    }
}

void sortRows(CsvTable& table, int threads, const RunContext& context,
              std::vector<std::string>& notes)
{
    auto& ticks = table.ticks;
    std::size_t back = 0;
    for (std::size_t i = 1; i < ticks.size(); ++i)
        back += ticks[i] < ticks[i - 1] ? 1 : 0;
    if (back == 0)
        return;
    std::vector<std::size_t> order(ticks.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (!stoppableStableSort(order.begin(), order.end(), context,
                             [&](std::size_t a, std::size_t b) { return ticks[a] < ticks[b]; }))
        return;
    forColumns(table, threads, context, [&](std::vector<double>& column) {
        std::vector<double> sorted(column.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            if ((i & 0xFFFF) == 0 && context.stopRequested())
                return;
            sorted[i] = column[order[i]];
        }
        column = std::move(sorted);
    });
    stoppableSort(ticks.begin(), ticks.end(), context,
                  [](std::int64_t a, std::int64_t b) { return a < b; });
    notes.push_back(rowsWere(back, "goes back in time: the rows were sorted by time.",
                             "go back in time: the rows were sorted by time."));
}

void noteGaps(const TimeAxis& axis, std::vector<std::string>& notes)
{
    const auto median = axis.medianStep();
    std::size_t gaps = 0;
    std::int64_t longest = 0;
    for (std::size_t i = 1; i < axis.size(); ++i) {
        const auto step = stepBetween(axis.tick(i - 1), axis.tick(i));
        if (step / 10 > median || (median < (std::int64_t(1) << 59) && step > median * 10)) {
            ++gaps;
            longest = std::max(longest, step);
        }
    }
    if (gaps > 0)
        notes.push_back(
            "Time jumps by more than ten usual steps in " + std::to_string(gaps)
            + (gaps == 1 ? " place" : " places") + "; the longest jump is "
            + formatTick(axis.kind() == TimeKind::Utc ? TimeKind::Elapsed : axis.kind(), longest)
            + (axis.kind() == TimeKind::SampleIndex ? " samples." : "."));
}

/// Sample numbers; a stop request is seen between two million of them.
Result<std::shared_ptr<const TimeAxis>> numberedRows(std::size_t rows, const RunContext& context)
{
    constexpr std::size_t kStep = std::size_t(1) << 21;
    std::vector<std::int64_t> ticks;
    ticks.reserve(rows);
    while (ticks.size() < rows) {
        if (context.stopRequested())
            return cancelled();
        for (const auto last = std::min(rows, ticks.size() + kStep); ticks.size() < last;)
            ticks.push_back(std::int64_t(ticks.size()));
    }
    return TimeAxis::create(TimeKind::SampleIndex, std::move(ticks));
}

} // namespace

Result<std::shared_ptr<const TimeAxis>> orderRows(CsvTable& table, CsvTime& time, int threads,
                                                  const RunContext& context,
                                                  std::vector<std::string>& notes)
{
    if (time.form == CsvTime::Form::None)
        return numberedRows(table.rows, context);
    if (standsStill(table.ticks, time.wholeDays)) {
        notes.push_back("Most rows have the same time (" + time.source
                        + "), so rows were numbered instead.");
        time.kind = TimeKind::SampleIndex;
        time.source = "no time that moves, rows numbered";
        return numberedRows(table.rows, context);
    }
    if (time.period > 0)
        settlePeriod(table, time);
    dropRowsWithoutTime(table, threads, context, notes);
    if (time.period > 0)
        countOn(table.ticks, time.period);
    sortRows(table, threads, context, notes);
    if (context.stopRequested())
        return cancelled();
    separateInstants(table, time, threads, context, notes);
    if (context.stopRequested())
        return cancelled();
    auto axis = TimeAxis::create(time.kind, std::move(table.ticks));
    if (axis)
        noteGaps(**axis, notes);
    return axis;
}

} // namespace dissonance
