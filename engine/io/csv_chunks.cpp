#include "engine/io/csv_chunks.h"

#include "engine/base/parallel.h"
#include "engine/io/csv_dialect.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace dissonance {

namespace {

/// Bytes of a file from some offset on, as many as were asked for so far.
class FileWindow
{
public:
    FileWindow(const InputFile& file, std::uint64_t fileEnd)
        : m_file(file)
        , m_fileEnd(fileEnd)
    {
    }

    Status load(std::uint64_t offset, std::uint64_t bytes)
    {
        m_offset = offset;
        m_bytes.resize(std::min(bytes, m_fileEnd - offset));
        return m_file.read(offset, m_bytes);
    }

    Status loadMore(std::uint64_t bytes)
    {
        const auto old = m_bytes.size();
        m_bytes.resize(old + std::min(bytes, m_fileEnd - m_offset - old));
        return m_file.read(m_offset + old, std::span(m_bytes).subspan(old));
    }

    /// Past the first `byte` at or after `offset`, or the file's end. Keeps nothing.
    Result<std::uint64_t> skipPast(std::uint64_t offset, char byte, const RunContext& context) const
    {
        std::vector<char> piece;
        while (offset < m_fileEnd) {
            if (context.stopRequested())
                return cancelled();
            piece.resize(std::min(m_fileEnd - offset, std::uint64_t(1) << 20));
            if (auto status = m_file.read(offset, piece); !status)
                return status.error();
            const void* const found = std::memchr(piece.data(), byte, piece.size());
            if (found)
                return offset + std::uint64_t(static_cast<const char*>(found) - piece.data()) + 1;
            offset += piece.size();
        }
        return m_fileEnd;
    }

    bool atFileEnd() const { return m_offset + m_bytes.size() == m_fileEnd; }
    const char* begin() const { return m_bytes.data(); }
    const char* end() const { return m_bytes.data() + m_bytes.size(); }
    const char* at(std::uint64_t offset) const { return begin() + (offset - m_offset); }
    std::uint64_t offsetOf(const char* p) const { return m_offset + std::uint64_t(p - begin()); }

private:
    const InputFile& m_file;
    std::uint64_t m_fileEnd;
    std::uint64_t m_offset = 0;
    std::vector<char> m_bytes;
};

constexpr const char* kLooking = "looking through the file";
constexpr std::uint64_t kOverhang = 4096; // a record's worth beyond the chunk

struct NextRecord
{
    std::uint64_t begin = 0;
    std::uint64_t cut = 0; ///< bytes before it that are too many for one record
};

/// Where the next record starts, after the one that starts at `offset`.
Result<NextRecord> nextRecord(FileWindow& window, std::uint64_t offset, const CsvDialect& dialect,
                              const RunContext& context)
{
    // Wherever a quote is still open beyond this, the record is too long already.
    constexpr auto kEnough = kMaxRecordBytes + kMaxQuotedBytes + 2;
    for (std::uint64_t more = kOverhang;; more *= 2) {
        const char* const begin = window.at(offset);
        const char* const end = findRecordEnd(begin, window.end(), window.atFileEnd(), dialect);
        if (end && std::size_t(end - begin) <= kMaxRecordBytes)
            return NextRecord{window.offsetOf(end) + (end == window.end() ? 0 : 1), 0};
        if (end || std::size_t(window.end() - begin) >= kEnough) {
            const auto limit = offset + kMaxRecordBytes;
            const auto next = window.skipPast(limit, dialect.lineEnd, context);
            if (!next)
                return next.error();
            return NextRecord{*next, *next - limit};
        }
        if (auto status = window.loadMore(more); !status)
            return status.error();
    }
}

/// Counts places in [0, count) where `test` holds; in blocks that eight bits can count, as that
/// is many times faster.
template <typename Test>
std::uint64_t countPlaces(std::size_t count, const Test& test)
{
    constexpr std::size_t kBlock = 255;
    std::uint64_t total = 0;
    for (std::size_t first = 0; first < count; first += kBlock) {
        const auto last = std::min(count, first + kBlock);
        std::uint8_t found = 0;
        for (auto i = first; i < last; ++i)
            found = std::uint8_t(found + (test(i) ? 1 : 0));
        total += found;
    }
    return total;
}

std::uint64_t countBytes(const char* begin, const char* end, char byte)
{
    return countPlaces(std::size_t(end - begin), [=](std::size_t i) { return begin[i] == byte; });
}

/// Places where `byte` stands twice in a row.
std::uint64_t countPairs(const char* begin, const char* end, char byte)
{
    if (end - begin < 2)
        return 0;
    return countPlaces(std::size_t(end - begin) - 1,
                       [=](std::size_t i) { return (begin[i] == byte) & (begin[i + 1] == byte); });
}

/// Fills `chunk` with the records that start in [start, limit).
Status scanChunk(FileWindow& window, std::uint64_t start, std::uint64_t limit,
                 const CsvDialect& dialect, const RunContext& context, CsvChunk& chunk)
{
    chunk = {};
    chunk.begin = start;
    if (auto status = window.load(start, limit - start + kOverhang); !status)
        return status;
    const auto inside = std::size_t(
        std::min<std::uint64_t>(limit - start, std::uint64_t(window.end() - window.begin())));
    chunk.hasQuotes = std::memchr(window.begin(), '"', inside) != nullptr;

    std::uint64_t last = start;
    if (!chunk.hasQuotes) {
        // Only the last record matters: it may reach beyond the limit, and quotes with it.
        const auto* const lineEnd = static_cast<const char*>(
            inside < 2 ? nullptr : ::memrchr(window.begin(), dialect.lineEnd, inside - 1));
        if (lineEnd)
            last = window.offsetOf(lineEnd) + 1;
    }
    while (last < limit && last < window.offsetOf(window.end())) {
        const auto next = nextRecord(window, last, dialect, context);
        if (!next)
            return next.error();
        ++chunk.rowBound;
        chunk.cut = next->cut;
        last = next->begin;
    }
    chunk.end = last;

    const char* const end = window.at(chunk.end - chunk.cut);
    chunk.lines = countBytes(window.begin(), end, dialect.lineEnd);
    if (!chunk.hasQuotes) {
        // The bound is met where there are no comments, and then nothing needs moving together
        // later. Blank lines are no rows; counting them as such could take memory without end.
        const bool unfinished = end != window.begin() && end[-1] != dialect.lineEnd;
        chunk.rowBound =
            chunk.lines + (unfinished ? 1 : 0) - countPairs(window.begin(), end, dialect.lineEnd);
        chunk.hasQuotes = std::memchr(window.begin(), '"', std::size_t(end - window.begin()));
    }
    chunk.lines += chunk.cut > 0 ? 1 : 0;
    return Done{};
}

/// The first record start at or after `offset`, if no quote is open there; `limit` when none
/// comes before it.
Result<std::uint64_t> likelyStart(FileWindow& window, std::uint64_t offset, std::uint64_t limit,
                                  char lineEnd)
{
    // The byte before tells whether a record starts right at the offset.
    if (auto status = window.load(offset - 1, limit - offset + 1); !status)
        return status.error();
    const auto bytes = std::size_t(window.end() - window.begin());
    const auto* const found = static_cast<const char*>(std::memchr(window.begin(), lineEnd, bytes));
    return found ? window.offsetOf(found) + 1 : limit;
}

/// Rows in the bytes of a chunk, and those of them that have `minBytes` or more.
std::pair<std::uint64_t, std::uint64_t> rowsIn(std::string_view bytes, const CsvChunk& chunk,
                                               const CsvDialect& dialect, std::size_t minBytes)
{
    std::uint64_t rows = 0;
    std::uint64_t longRows = 0;
    const char* const end = bytes.data() + bytes.size();
    for (const char* p = bytes.data(); p < end;) {
        const char* const recordEnd = recordEndIn(chunk, p, end, dialect);
        const auto record = trimmedRecord({p, std::size_t(recordEnd - p)}, dialect);
        rows += isRowRecord(record) ? 1 : 0;
        longRows += isRowRecord(record) && record.size() >= minBytes ? 1 : 0;
        p = recordEnd + 1;
    }
    return {rows, longRows};
}

void setBounds(std::vector<CsvChunk>& chunks, const std::vector<std::uint64_t>& rows)
{
    std::uint64_t before = 0;
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        chunks[k].firstRow = before;
        chunks[k].rowBound = rows[k];
        before += rows[k];
    }
}

} // namespace

bool isRowRecord(std::string_view record)
{
    if (record.empty())
        return false;
    const char first = record.front();
    return (first != '#' && first != '%' && first != '/') || !isCommentRecord(record);
}

const char* recordEndIn(const CsvChunk& chunk, const char* p, const char* end,
                        const CsvDialect& dialect)
{
    if (chunk.hasQuotes)
        return findRecordEnd(p, end, true, dialect);
    const void* const found = std::memchr(p, dialect.lineEnd, std::size_t(end - p));
    return found ? static_cast<const char*>(found) : end;
}

Status forChunks(const InputFile& file, const std::vector<CsvChunk>& chunks, int threads,
                 const RunContext& context, const char* what,
                 const std::function<void(std::size_t, std::size_t, std::string_view)>& work)
{
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::optional<Error> failure;
    parallelFor(threads, threads, [&](std::ptrdiff_t thread, std::ptrdiff_t) {
        std::vector<char> bytes;
        for (auto k = next++; k < chunks.size() && !context.stopRequested(); k = next++) {
            bytes.resize(std::size_t(chunks[k].end - chunks[k].cut - chunks[k].begin));
            if (auto status = file.read(chunks[k].begin, bytes); !status) {
                const std::lock_guard lock(mutex);
                failure = failure ? failure : status.error();
                next = chunks.size();
                return;
            }
            work(k, std::size_t(thread), {bytes.data(), bytes.size()});
            if (thread == 0)
                context.report(double(k + 1) / double(chunks.size()), what);
        }
    });
    if (context.stopRequested())
        return cancelled();
    if (failure)
        return *failure;
    return Done{};
}

Result<std::size_t> boundRows(const InputFile& file, const CsvDialect& dialect, std::size_t columns,
                              int threads, const RunContext& context, std::vector<CsvChunk>& chunks)
{
    // A row with at least half of its cells has two cells a byte at most, as a cell takes its
    // delimiter; small tables may have more.
    const double fileBytes = chunks.empty() ? 0.0 : double(chunks.back().end);
    const double mostCells = 4.0 * fileBytes + double(1 << 26);
    const auto fits = [&](double rows, double limit) {
        return rows * double(columns) <= limit;
    };
    if (chunks.empty())
        return std::size_t(0);
    const auto bound = double(chunks.back().firstRow + chunks.back().rowBound);
    if (fits(bound, 2.0 * fileBytes))
        return std::size_t(0);

    const auto minBytes = columns / 2;
    std::vector<std::uint64_t> rows(chunks.size());
    std::vector<std::uint64_t> longRows(chunks.size());
    const auto status = forChunks(file, chunks, threads, {context.stop, {}}, "",
                                  [&](std::size_t k, std::size_t, std::string_view bytes) {
                                      std::tie(rows[k], longRows[k]) =
                                          rowsIn(bytes, chunks[k], dialect, minBytes);
                                  });
    if (!status)
        return status.error();
    const auto total = std::accumulate(rows.begin(), rows.end(), std::uint64_t(0));
    const bool all = fits(double(total), mostCells);
    setBounds(chunks, all ? rows : longRows);
    return all ? std::size_t(0) : minBytes;
}

Result<std::vector<CsvChunk>> findChunks(const InputFile& file, const CsvDialect& dialect,
                                         std::uint64_t dataOffset, std::uint64_t dataEnd,
                                         std::size_t chunkBytes, int threads,
                                         const RunContext& context)
{
    constexpr double kAtOnce = 0.8; // of the progress; the rest is for chunks looked at again
    const auto count = std::size_t((dataEnd - dataOffset + chunkBytes - 1) / chunkBytes);
    const auto boundary = [&](std::size_t k) {
        return std::min(dataEnd, dataOffset + std::uint64_t(k) * chunkBytes);
    };
    std::vector<CsvChunk> chunks(count);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::optional<Error> failure;
    parallelFor(threads, threads, [&](std::ptrdiff_t thread, std::ptrdiff_t) {
        FileWindow window(file, dataEnd);
        for (auto k = next++; k < count && !context.stopRequested(); k = next++) {
            const auto start = k == 0
                ? Result<std::uint64_t>(dataOffset)
                : likelyStart(window, boundary(k), boundary(k + 1), dialect.lineEnd);
            Status status = Done{};
            if (!start)
                status = start.error();
            else if (*start < boundary(k + 1))
                status = scanChunk(window, *start, boundary(k + 1), dialect, context, chunks[k]);
            if (!status) {
                const std::lock_guard lock(mutex);
                failure = failure ? failure : status.error();
                next = count;
            }
            if (thread == 0 && status)
                context.report(kAtOnce * double(k + 1) / double(count), kLooking);
        }
    });
    if (context.stopRequested())
        return cancelled();
    if (failure)
        return *failure;

    FileWindow window(file, dataEnd);
    std::uint64_t position = dataOffset;
    std::uint64_t lines = 0;
    std::uint64_t rows = 0;
    for (std::size_t k = 0; k < count; ++k) {
        auto& chunk = chunks[k];
        if (position >= boundary(k + 1)) {
            chunk = {};
            chunk.begin = chunk.end = position;
        } else if (chunk.begin != position) {
            if (context.stopRequested())
                return cancelled();
            if (auto status = scanChunk(window, position, boundary(k + 1), dialect, context, chunk);
                !status)
                return status.error();
            context.report(kAtOnce + (1.0 - kAtOnce) * double(k + 1) / double(count), kLooking);
        }
        chunk.firstLine = lines;
        chunk.firstRow = rows;
        lines += chunk.lines;
        rows += chunk.rowBound;
        position = chunk.end;
    }
    return chunks;
}

} // namespace dissonance
