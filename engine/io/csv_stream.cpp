#include "engine/io/csv_stream.h"

#include "engine/io/csv_order.h"
#include "engine/io/csv_rows.h"
#include "engine/io/csv_table.h"
#include "engine/io/file_format.h"
#include "engine/io/utf8.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dissonance {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kHeadBytes = std::size_t(1) << 18;
constexpr std::size_t kRowsAtOnce = 8192;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::size_t lineEnds(std::string_view text)
{
    return std::size_t(
        std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }));
}

} // namespace

CsvStream::CsvStream(std::filesystem::path path)
    : m_path(std::move(path))
{
}

Status CsvStream::add(std::string_view bytes, const Use& use)
{
    m_pending += bytes;
    if (!m_layout) {
        m_lines += lineEnds(bytes);
        const bool isEnough = m_lines >= kHeadLines
            || (m_pending.size() >= kHeadBytes && m_lines >= kLeastLines)
            || m_pending.size() > kMaxRecordBytes;
        if (!isEnough)
            return Done{};
        if (auto status = findTable(false); !status)
            return status;
    }
    return readRecords(false, use);
}

Status CsvStream::settleLayout(const Use& use)
{
    if (m_layout || m_lines < kLeastLines)
        return Done{};
    if (auto status = findTable(false); !status) // a preamble, perhaps, and the table to come
        return status.error().code == ErrorCode::FileMalformed ? Status(Done{}) : status;
    return readRecords(false, use);
}

Status CsvStream::finish(const Use& use)
{
    if (m_pending.empty() && !m_layout)
        return Error{ErrorCode::FileEmpty, m_path.string() + " is empty."};
    if (!m_layout)
        if (auto status = findTable(true); !status)
            return status;
    return readRecords(true, use);
}

Status CsvStream::findTable(bool atEnd)
{
    const std::string_view text(m_pending);
    if (auto status = checkIsText(m_path, text.substr(0, 4096)); !status)
        return status;
    const auto mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    auto layout = findLayout(m_path, text.substr(mark), atEnd, {}, mark, kHeadRecords);
    if (!layout)
        return layout.error();
    if (layout->time.period > 0)
        return Error{ErrorCode::UnsupportedFormat,
                     m_path.string()
                         + " has times of day without dates, which begin anew at midnight: it "
                           "cannot be followed. Score the whole file when it is done."};
    m_layout = *std::move(layout);
    m_offset = m_layout->dataOffset;
    m_pending.erase(0, std::size_t(m_offset));
    return Done{};
}

Status CsvStream::readRecords(bool atEnd, const Use& use)
{
    const char* const begin = m_pending.data();
    const char* const end = begin + m_pending.size();
    const char* p = begin;
    std::size_t records = 0;
    while (p < end) {
        const char* const recordEnd = findRecordEnd(p, end, atEnd, m_layout->dialect);
        if (!recordEnd)
            break;
        ++records;
        p = recordEnd == end ? end : recordEnd + 1;
    }
    if (std::size_t(end - p) > kMaxRecordBytes)
        return Error{ErrorCode::FileMalformed,
                     m_path.string() + " has a row of more than 8 MiB: it is no table."};
    auto rows = readRows({begin, std::size_t(p - begin)}, records);
    m_offset += std::uint64_t(p - begin);
    m_pending.erase(0, std::size_t(p - begin));
    if (!hasTime())
        return useNumbered(std::move(rows), use);
    if (auto status = checkClock(rows); !status)
        return status;
    return useTimed(std::move(rows), atEnd, use);
}

CsvStream::Rows CsvStream::readRows(std::string_view records, std::size_t bound)
{
    const auto columns = m_layout->columns.size();
    Rows rows;
    rows.values.resize(columns);
    rows.states.resize(columns);
    CsvTarget target;
    for (std::size_t c = 0; c < columns; ++c) {
        if (!m_layout->time.uses(c))
            rows.values[c].resize(bound);
        target.values.push_back(m_layout->time.uses(c) ? nullptr : rows.values[c].data());
    }
    rows.ticks.resize(hasTime() ? bound : 0);
    target.ticks = hasTime() ? rows.ticks.data() : nullptr;

    CsvChunk chunk;
    chunk.begin = m_offset;
    chunk.end = m_offset + records.size();
    chunk.rowBound = bound;
    chunk.hasQuotes = records.find('"') != records.npos;
    CsvRowReader reader(*m_layout, target);
    const auto result = reader.read(records, chunk);
    m_problems += result.problemCount;

    rows.count = std::size_t(result.rows - result.missingAtEnd);
    for (std::size_t c = 0; c < columns; ++c) {
        if (m_layout->time.uses(c))
            continue;
        rows.values[c].resize(rows.count);
        const auto& texts = reader.texts()[c];
        for (std::size_t code = 0; code < texts.size(); ++code)
            rows.states[c].push_back(toUtf8(texts.text(code)));
    }
    if (hasTime()) {
        rows.ticks.resize(rows.count);
    } else if (rows.count > 0) {
        for (auto& column : rows.values)
            column.insert(column.begin(), std::size_t(m_missing), kNan);
        rows.count += std::size_t(m_missing);
        m_missing = result.missingAtEnd;
    } else {
        m_missing += result.missingAtEnd;
    }
    return rows;
}

/// Refuses what can be told of all rows only.
Status CsvStream::checkClock(const Rows& rows)
{
    if (m_isClockChecked || rows.count == 0)
        return Done{};
    m_isClockChecked = true;
    CsvTable table;
    table.values = rows.values;
    table.ticks = rows.ticks;
    table.rows = rows.count;
    auto time = m_layout->time;
    const auto timeless = std::count(table.ticks.begin(), table.ticks.end(), CsvTarget::kNoTick);
    auto sorted = table.ticks;
    std::sort(sorted.begin(), sorted.end());
    const bool isShared =
        std::adjacent_find(sorted.begin() + timeless, sorted.end()) != sorted.end();
    std::vector<std::string> notes;
    const auto axis = orderRows(table, time, 1, {}, notes);
    if (!axis)
        return axis.error();
    const bool standsStill = time.kind != m_layout->time.kind;
    const bool isCoarse = isShared && (*axis)->size() + std::size_t(timeless) == rows.count;
    if (standsStill || isCoarse)
        return Error{ErrorCode::UnsupportedFormat,
                     m_path.string() + ": most of its first rows share their time with another ("
                         + m_layout->time.source
                         + "), so it cannot be followed. Score the whole file when it is done."};
    return Done{};
}

Status CsvStream::useNumbered(Rows rows, const Use& use)
{
    for (std::size_t i = 0; i < rows.count; ++i)
        rows.ticks.push_back(m_samples + std::int64_t(i));
    return useRows(std::move(rows), use);
}

void CsvStream::putHeldFirst(Rows& rows)
{
    for (std::size_t c = 0; c < rows.values.size(); ++c) {
        if (m_layout->time.uses(c))
            continue;
        auto value = m_held->values[c];
        if (m_layout->columns[c].isText && !std::isnan(value)) {
            value = double(rows.states[c].size());
            rows.states[c].push_back(std::move(m_held->texts[c]));
        }
        rows.values[c].insert(rows.values[c].begin(), value);
    }
    rows.ticks.insert(rows.ticks.begin(), m_held->tick);
    ++rows.count;
    m_held.reset();
}

void CsvStream::holdLast(Rows& rows)
{
    const auto columns = rows.values.size();
    m_held = HeldRow{rows.ticks.back(), std::vector<double>(columns, kNan),
                     std::vector<std::string>(columns)};
    for (std::size_t c = 0; c < columns; ++c) {
        if (m_layout->time.uses(c))
            continue;
        const double value = rows.values[c].back();
        m_held->values[c] = value;
        if (m_layout->columns[c].isText && !std::isnan(value))
            m_held->texts[c] = rows.states[c][std::size_t(value)];
        rows.values[c].pop_back();
    }
    rows.ticks.pop_back();
    --rows.count;
}

/// As orderRows() does where the clock rises: rows of one instant become one.
Status CsvStream::useTimed(Rows rows, bool atEnd, const Use& use)
{
    if (m_held)
        putHeldFirst(rows);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows.count; ++i) {
        const auto tick = rows.ticks[i];
        if (tick == CsvTarget::kNoTick) {
            ++m_timeless;
            continue;
        }
        const bool isSame = kept > 0 && tick == rows.ticks[kept - 1];
        const auto last = kept > 0 ? std::optional(rows.ticks[kept - 1]) : m_lastTick;
        if (!isSame && last && tick <= *last) {
            ++m_late;
            continue;
        }
        kept += isSame ? 0 : 1;
        rows.ticks[kept - 1] = tick;
        for (auto& column : rows.values)
            if (!column.empty() && (!isSame || !std::isnan(column[i])))
                column[kept - 1] = column[i];
    }
    for (auto& column : rows.values)
        column.resize(column.empty() ? 0 : kept);
    rows.ticks.resize(kept);
    rows.count = kept;
    if (kept > 0 && !atEnd)
        holdLast(rows);
    if (rows.count == 0)
        return Done{};
    m_lastTick = rows.ticks.back();
    return useRows(std::move(rows), use);
}

Status CsvStream::useRows(Rows rows, const Use& use)
{
    for (std::size_t first = 0; first < rows.count; first += kRowsAtOnce) {
        const auto last = std::min(rows.count, first + kRowsAtOnce);
        const auto part = [first, last](const auto& all) {
            return std::decay_t<decltype(all)>(all.begin() + std::ptrdiff_t(first),
                                               all.begin() + std::ptrdiff_t(last));
        };
        auto axis = TimeAxis::create(m_layout->time.kind, part(rows.ticks));
        if (!axis)
            return axis.error();
        std::vector<Channel> channels;
        for (std::size_t c = 0; c < rows.values.size(); ++c) {
            const auto& column = m_layout->columns[c];
            if (m_layout->time.uses(c))
                continue;
            channels.push_back({column.name,
                                column.unit,
                                {},
                                column.isText ? ChannelKind::State : ChannelKind::Continuous,
                                *axis,
                                part(rows.values[c]),
                                rows.states[c]});
        }
        auto recording = Recording::create(m_path.filename().string(), std::move(channels));
        if (!recording)
            return Error{ErrorCode::FileMalformed,
                         m_path.string() + ": " + recording.error().detail};
        if (auto status = use(**recording); !status)
            return status;
        m_samples += std::int64_t(last - first);
    }
    return Done{};
}

std::vector<std::string> CsvStream::notices() const
{
    std::vector<std::string> notices;
    const auto note = [&](std::uint64_t count, const char* one, const char* many) {
        if (count > 0)
            notices.push_back(std::to_string(count) + (count == 1 ? one : many));
    };
    note(m_problems, " cell or row was not read.", " cells or rows were not read.");
    note(m_timeless, " row without a readable time was left out.",
         " rows without a readable time were left out.");
    note(m_late, " row goes back in time and was left out.",
         " rows go back in time and were left out.");
    return notices;
}

} // namespace dissonance
