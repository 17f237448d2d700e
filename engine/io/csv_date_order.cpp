#include "engine/io/csv_date_order.h"

#include "engine/recording/time_axis.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

namespace dissonance {

namespace {

constexpr std::int64_t kDay = 86'400'000'000'000;
constexpr std::int64_t kLongStep = 4; // days: more than a weekend
constexpr std::array<DateOrder, 2> kOrders{DateOrder::DayMonthYear, DateOrder::MonthDayYear};

/// What the dates of a run of rows are under one order.
struct DateRun
{
    std::uint64_t readable = 0;
    std::uint64_t longSteps = 0;
    std::optional<std::int64_t> first; ///< in days
    std::int64_t last = 0;

    void add(const DateRun& next)
    {
        readable += next.readable;
        longSteps += next.longSteps;
        if (!next.first)
            return;
        longSteps += first && std::abs(*next.first - last) > kLongStep ? 1 : 0;
        first = first ? first : next.first;
        last = next.last;
    }
};

/// The dates of some rows under both orders, and the first that is another one under each.
struct Dates
{
    std::array<DateRun, 2> runs;
    std::string example;

    void add(const Dates& next)
    {
        for (std::size_t o = 0; o < runs.size(); ++o)
            runs[o].add(next.runs[o]);
        if (example.empty())
            example = next.example;
    }
};

/// Reads the dates of one chunk; rows of the same date are read once.
class DateReader
{
public:
    explicit DateReader(const CsvLayout& layout)
        : m_layout(layout)
    {
    }

    Dates read(std::string_view bytes, const CsvChunk& chunk)
    {
        m_dates = {};
        m_text.clear();
        m_days = {};
        const char* const end = bytes.data() + bytes.size();
        for (const char* p = bytes.data(); p < end;) {
            const char* const recordEnd = recordEndIn(chunk, p, end, m_layout.dialect);
            const auto record = trimmedRecord({p, std::size_t(recordEnd - p)}, m_layout.dialect);
            const bool isCut = chunk.cut > 0 && recordEnd == end;
            if (!isCut && isRowRecord(record))
                readRow(record);
            p = recordEnd + 1;
        }
        return std::move(m_dates);
    }

private:
    void readRow(std::string_view record)
    {
        const char* const end = record.data() + record.size();
        const char* p = record.data();
        Cell cell;
        for (std::size_t c = 0; c <= m_layout.time.column; ++c) {
            if (!p)
                return;
            p = takeCell(p, end, m_layout.dialect.delimiter, cell);
        }
        // Dates whose parts may be swapped have no blank inside.
        const auto text = cell.text.substr(0, cell.text.find_first_of(" ,T"));
        if (text != m_text) {
            m_text = text;
            for (std::size_t o = 0; o < kOrders.size(); ++o) {
                const auto date = parseDateTime(m_text, kOrders[o]);
                m_days[o] =
                    date && date->hasDate ? std::optional(date->nanoseconds / kDay) : std::nullopt;
            }
            if (m_dates.example.empty() && m_days[0] && m_days[1] && m_days[0] != m_days[1])
                m_dates.example = m_text;
        }
        for (std::size_t o = 0; o < kOrders.size(); ++o)
            if (m_days[o])
                m_dates.runs[o].add({1, 0, m_days[o], *m_days[o]});
    }

    const CsvLayout& m_layout;
    Dates m_dates;
    std::string m_text; ///< of the row before
    std::array<std::optional<std::int64_t>, 2> m_days;
};

std::string dateText(const std::string& text, DateOrder order)
{
    const auto date = parseDateTime(text, order);
    return date ? formatTick(TimeKind::Utc, date->nanoseconds).substr(0, 10) : std::string();
}

std::string orderWords(DateOrder order)
{
    return order == DateOrder::DayMonthYear ? "day first" : "month first";
}

std::string guessNote(const CsvLayout& layout, const std::string& example)
{
    const auto order = layout.time.order;
    const auto other = kOrders[order == kOrders[0] ? 1 : 0];
    const auto taken = dateText(example, order);
    auto words = orderWords(order);
    words[0] = order == DateOrder::DayMonthYear ? 'D' : 'M';
    return "Nothing in the file says whether day or month comes first in column '"
        + layout.columns[layout.time.column].name + "'. " + words + " is a guess: " + example
        + " was taken as " + taken + ", and would be " + dateText(example, other) + " with "
        + orderWords(other) + ". Dates such as " + taken + " leave no doubt.";
}

} // namespace

Status settleDateOrder(const InputFile& file, const std::vector<CsvChunk>& chunks, int threads,
                       const RunContext& context, CsvLayout& layout)
{
    std::vector<Dates> found(chunks.size());
    auto read = forChunks(file, chunks, threads, context, "looking at the dates",
                          [&](std::size_t k, std::size_t, std::string_view bytes) {
                              found[k] = DateReader(layout).read(bytes, chunks[k]);
                          });
    if (!read)
        return read;
    Dates dates;
    for (const auto& part : found)
        dates.add(part);
    // A row that one order cannot read may have been two long steps under the other.
    const auto cost = [&](std::size_t order) {
        const auto most = std::max(dates.runs[0].readable, dates.runs[1].readable);
        return 2 * (most - dates.runs[order].readable) + dates.runs[order].longSteps;
    };
    const auto dayCost = cost(0);
    const auto monthCost = cost(1);
    auto& time = layout.time;
    time.order = monthCost < dayCost ? DateOrder::MonthDayYear : DateOrder::DayMonthYear;
    time.source.resize(time.source.size() - time.sourceZone.size());
    time.source += ", " + orderWords(time.order) + time.sourceZone;
    const bool isGuess = dayCost == monthCost && layout.dialect.decimal != ',';
    if (isGuess && !dates.example.empty())
        layout.notes.push_back(guessNote(layout, dates.example));
    return Done{};
}

} // namespace dissonance
