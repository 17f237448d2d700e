#include "engine/io/csv_reader.h"

#include "engine/base/parallel.h"
#include "engine/io/channel_name.h"
#include "engine/io/csv_chunks.h"
#include "engine/io/csv_date_order.h"
#include "engine/io/csv_decimal.h"
#include "engine/io/csv_layout.h"
#include "engine/io/csv_order.h"
#include "engine/io/csv_table.h"
#include "engine/io/file_hash.h"
#include "engine/io/plain_text.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <span>
#include <utility>

namespace dissonance {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::uint64_t kHeadBytes = std::uint64_t(1) << 18;
constexpr std::uint64_t kMostHeadBytes = kMaxRecordBytes;
constexpr std::size_t kMostHeadRecords = 16 * kHeadRecords;
constexpr std::uint64_t kTailBytes = std::uint64_t(1) << 16;
constexpr std::size_t kMostStates = 100;
/// One to find that most rows have no time, one to find that it is text then, and one for that.
constexpr int kMostReadings = 3; // beside one for the decimal sign

/// The layout, from a head that is long enough to hold some rows of a very wide table, or one
/// below a long preamble.
Result<CsvLayout> layoutOf(const InputFile& file, std::uint64_t end, const RunContext& context)
{
    std::string tail;
    auto records = kHeadRecords;
    for (auto bytes = kHeadBytes;; bytes *= 4) {
        if (context.stopRequested())
            return cancelled();
        std::string head(std::size_t(std::min(bytes, end)), '\0');
        if (auto status = file.read(0, head); !status)
            return status.error();
        const bool whole = head.size() == end;
        const auto lines =
            std::count_if(head.begin(), head.end(), [](char c) { return c == '\n' || c == '\r'; });
        if (!whole && lines < 20 && bytes < kMostHeadBytes)
            continue;
        const auto mark = head.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
        tail.clear();
        if (end > head.size() + kTailBytes) {
            tail.resize(kTailBytes);
            if (auto status = file.read(end - kTailBytes, tail); !status)
                return status.error();
            tail.erase(0, std::min(tail.find('\n'), tail.size() - 1) + 1);
        }
        auto layout = findLayout(file.path(), std::string_view(head).substr(mark), whole, tail,
                                 mark, records);
        const bool seenAll = whole && std::size_t(lines) < records;
        // A table without header may be a preamble of settings, and the table further down.
        if (layout && !layout->hasHeader && whole && !seenAll) {
            auto all = findLayout(file.path(), std::string_view(head).substr(mark), whole, tail,
                                  mark, kMostHeadRecords);
            if (all && all->hasHeader)
                return all;
        }
        if (layout || seenAll || bytes >= kMostHeadBytes || records >= kMostHeadRecords)
            return layout;
        records *= 4;
    }
}

/// Whether all rows together show that the head foretold the decimal sign of some column wrongly;
/// then the layout has the right ones.
Result<bool> hadWrongDecimals(const InputFile& file, const CsvTable& table,
                              const std::vector<CsvChunk>& chunks, int threads,
                              const RunContext& context, CsvLayout& layout)
{
    if (!isDecimalDoubtful(table.decimalVotes, layout))
        return false;
    const auto votes = countDecimalVotes(file, layout, chunks, threads, context);
    if (!votes)
        return votes.error();
    return settleDecimals(*votes, layout);
}

/// The rows, read again where they show that the head foretold their kinds or time wrongly.
Result<CsvTable> tableOf(const InputFile& file, CsvLayout& layout,
                         const std::vector<CsvChunk>& chunks, std::size_t minRowBytes, int threads,
                         const RunContext& context)
{
    // Whether there is a further reading shows late, so the rare ones share what is left.
    double from = 0.0;
    double to = 0.9;
    bool signsAreSettled = false;
    for (int again = kMostReadings;; to = (1.0 + to) / 2.0) {
        auto table = readTable(file, layout, chunks, minRowBytes, threads, context.part(from, to));
        if (!table)
            return table;
        from = to;
        if (!signsAreSettled) {
            signsAreSettled = true;
            const auto wrong =
                hadWrongDecimals(file, *table, chunks, threads, context.part(from, from), layout);
            if (!wrong)
                return wrong.error();
            if (*wrong)
                continue;
        }
        if (--again == 0)
            return table;
        const auto timeless =
            std::count(table->ticks.begin(), table->ticks.end(), CsvTarget::kNoTick);
        const bool lostTime = std::size_t(timeless) * 2 > table->rows;
        if (table->wrongKind.empty() && !lostTime)
            return table;
        for (const auto column : table->wrongKind)
            layout.columns[column].isText = !layout.columns[column].isText;
        if (lostTime) {
            layout.notes.push_back("Most rows have no readable time (" + layout.time.source
                                   + "), so rows were numbered instead.");
            layout.time = {};
        }
    }
}

std::vector<Channel> channelsOf(CsvTable& table, const CsvLayout& layout,
                                const std::shared_ptr<const TimeAxis>& axis)
{
    std::vector<Channel> channels;
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        if (layout.time.uses(c))
            continue;
        Channel channel;
        channel.name = layout.columns[c].name;
        channel.unit = layout.columns[c].unit;
        channel.group = groupOfName(channel.name);
        channel.time = axis;
        channel.values = std::move(table.values[c]);
        if (layout.columns[c].isText) {
            channel.states = std::move(table.states[c]);
            channel.kind =
                channel.states.size() > kMostStates ? ChannelKind::Text : ChannelKind::State;
        }
        channels.push_back(std::move(channel));
    }
    return channels;
}

/// Names the text columns that one would take for numbers.
///
/// @param noted  name of a channel of which all is said.
void noteDigits(const std::vector<Channel>& channels, const std::string& noted,
                std::vector<std::string>& notes)
{
    constexpr std::size_t kLookedInto = 1000;
    constexpr std::size_t kNamed = 5;
    const auto isAlmostNumber = [](const std::string& state) {
        const auto first = state.find_first_of("0123456789");
        return first != state.npos && first <= state.find_first_not_of("+-.,(<>~ ")
            && readNumber(state, '.').kind == NumberCell::Kind::NoNumber
            && readNumber(state, ',').kind == NumberCell::Kind::NoNumber && !isDateTime(state);
    };
    std::size_t found = 0;
    for (const auto& channel : channels) {
        if (channel.name == noted)
            continue;
        const std::span<const std::string> states(channel.states.data(),
                                                  std::min(channel.states.size(), kLookedInto));
        const auto almost = std::count_if(states.begin(), states.end(), isAlmostNumber);
        if (std::size_t(almost) * 2 > states.size() && ++found <= kNamed)
            notes.push_back(
                "'" + channel.name
                + "' was read as text, though most of it begins "
                  "like numbers: '"
                + withEscapes(*std::find_if(states.begin(), states.end(), isAlmostNumber)) + "'.");
    }
    if (found > kNamed)
        notes.push_back(std::to_string(found - kNamed) + " more text columns begin like numbers.");
}

/// 0 when it was stopped.
std::uint64_t missingCells(const std::vector<Channel>& channels, int threads,
                           const RunContext& context)
{
    constexpr std::size_t kBlock = std::size_t(1) << 20;
    std::atomic<std::uint64_t> missing{0};
    parallelFor(
        std::ptrdiff_t(channels.size()), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
            for (auto c = std::size_t(first); c < std::size_t(last); ++c) {
                const std::span<const double> values(channels[c].values);
                for (std::size_t i = 0; i < values.size() && !context.stopRequested();
                     i += kBlock) {
                    const auto block = values.subspan(i, std::min(kBlock, values.size() - i));
                    missing +=
                        std::uint64_t(std::count_if(block.begin(), block.end(), [](double value) {
                            return std::isnan(value);
                        }));
                }
            }
        });
    return context.stopRequested() ? 0 : missing.load();
}

void noteCounts(const CsvTable& table, std::vector<std::string>& notes)
{
    const auto note = [&](std::uint64_t count, const std::string& one, const std::string& many) {
        if (count > 0)
            notes.push_back(std::to_string(count) + (count == 1 ? one : many));
    };
    note(table.comments, " comment line between the rows was passed over.",
         " comment lines between the rows were passed over.");
    note(table.emptyRows, " row without any value was left out.",
         " rows without any value were left out.");
    note(table.missingRows, " row without any value counts as a missing sample.",
         " rows without any value count as missing samples.");
    note(table.fragments,
         " row is far too short and was left out: too many of them to keep as missing.",
         " rows are far too short and were left out: too many of them to keep as missing.");
    note(table.infinite, " infinite value was taken as missing.",
         " infinite values were taken as missing.");
}

/// All that reading a file's bytes gives.
struct Reading
{
    std::uint64_t textEnd = 0;
    CsvLayout layout;
    CsvTable table;
};

Result<Reading> readRows(const InputFile& file, const CsvReaderOptions& options, int threads,
                         int scanThreads, const RunContext& context)
{
    Reading reading;
    const auto end = textEnd(file, context);
    if (!end)
        return end.error();
    reading.textEnd = *end;
    auto layout = layoutOf(file, *end, context);
    if (!layout)
        return layout.error();
    reading.layout = std::move(*layout);
    const auto& dialect = reading.layout.dialect;
    auto chunks = findChunks(file, dialect, reading.layout.dataOffset, *end,
                             std::min(options.chunkBytes, kMaxRecordBytes), scanThreads,
                             context.part(0.0, 0.15));
    if (!chunks)
        return chunks.error();
    const auto minRowBytes =
        boundRows(file, dialect, reading.layout.columns.size(), threads, context, *chunks);
    if (!minRowBytes)
        return minRowBytes.error();
    const double settled = reading.layout.time.orderOpen ? 0.3 : 0.15; // of the progress
    if (reading.layout.time.orderOpen)
        if (auto status = settleDateOrder(file, *chunks, threads, context.part(0.15, settled),
                                          reading.layout);
            !status)
            return status.error();
    auto table =
        tableOf(file, reading.layout, *chunks, *minRowBytes, threads, context.part(settled, 1.0));
    if (!table)
        return table.error();
    reading.table = std::move(*table);
    return reading;
}

Result<Imported> importedOf(const InputFile& file, Reading& reading, const std::string& sha256,
                            int threads, const RunContext& context)
{
    auto& [textEnd, layout, table] = reading;
    Imported imported;
    auto& report = imported.report;
    report.notes = std::move(layout.notes);
    noteCounts(table, report.notes);
    if (textEnd < file.size())
        report.notes.push_back("The file ends in " + std::to_string(file.size() - textEnd)
                               + " zero bytes, which are no text and were passed over.");
    if (file.change() == InputFile::Change::Grown)
        report.notes.emplace_back("The file grew while it was read; what was added is not in.");
    context.report(0.0, "ordering rows");
    const auto axis = orderRows(table, layout.time, threads, context, report.notes);
    if (!axis)
        return axis.error();
    context.report(0.5, "counting missing cells");
    auto channels = channelsOf(table, layout, *axis);
    const auto& noted = layout.time.noted;
    noteDigits(channels, noted ? layout.columns[*noted].name : std::string(), report.notes);
    report.format = "CSV";
    report.dialect = describe(layout.dialect) + layout.header;
    report.timeSource = layout.time.form == CsvTime::Form::None ? "no time column, rows numbered"
                                                                : layout.time.source;
    report.rows = (*axis)->size();
    report.problems = std::move(table.problems);
    report.missingCells = missingCells(channels, threads, context);
    if (context.stopRequested())
        return cancelled();
    std::error_code ignored;
    auto absolute = std::filesystem::absolute(file.path(), ignored);
    auto recording =
        Recording::create(file.path().filename().string(), std::move(channels),
                          {absolute.empty() ? file.path() : absolute, file.size(), sha256});
    if (!recording) // a time column and nothing else
        return Error{ErrorCode::FileMalformed,
                     file.path().string() + ": " + recording.error().detail};
    imported.recording = *recording;
    context.report(1.0, "loaded");
    return imported;
}

/// Makes sure that `reading` is of one version of a file that grew meanwhile: its writer may have
/// added rows only, or written all of it anew. Bytes that were the same before and after were the
/// same in between, so what was read beside the hash is read again after it.
Status settleGrown(const InputFile& file, const CsvReaderOptions& options, int threads,
                   const std::string& sha256, bool readAfterHash, const RunContext& context,
                   Reading& reading)
{
    if (!readAfterHash) {
        reading = {}; // gives the memory back first
        auto again = readRows(file, options, threads, threads, context.part(0.0, 0.8));
        if (!again)
            return again.error();
        reading = std::move(*again);
    }
    FileHash hash(file, false, context.part(0.8, 1.0));
    const auto after = hash.digest(context);
    if (!after)
        return after.error();
    if (*after != sha256)
        return file.changedError();
    return Done{};
}

Result<Imported> readWhole(const InputFile& file, const CsvReaderOptions& options,
                           const RunContext& context)
{
    const int threads = threadCount(options.threads);
    const bool hashBeside = threads > 1;
    const double hashed = hashBeside ? 0.0 : 0.15; // of the whole time
    context.report(0.0, "looking through the file");
    FileHash hash(file, hashBeside, context.part(0.0, hashed));
    auto reading =
        readRows(file, options, threads, std::max(1, threads - 1), context.part(hashed, 0.9));
    if (!reading)
        return reading.error();
    const auto sha256 = hash.digest(context.part(0.9, 0.93));
    if (!sha256)
        return sha256.error();
    if (file.change() == InputFile::Change::Grown)
        if (auto status = settleGrown(file, options, threads, *sha256, !hashBeside,
                                      context.part(0.93, 0.95), *reading);
            !status)
            return status.error();
    if (file.change() == InputFile::Change::Other)
        return file.changedError();
    return importedOf(file, *reading, *sha256, threads, context.part(0.95, 1.0));
}

} // namespace

Result<std::uint64_t> textEnd(const InputFile& file, const RunContext& context)
{
    constexpr std::uint64_t kPiece = std::uint64_t(1) << 20;
    std::string bytes(1, '\0');
    for (auto end = file.size(); end > 0;) {
        if (context.stopRequested())
            return cancelled();
        if (auto status = file.read(end - bytes.size(), bytes); !status)
            return status.error();
        end -= bytes.size();
        if (const auto last = bytes.find_last_not_of('\0'); last != bytes.npos)
            return end + last + 1;
        bytes.resize(std::size_t(std::min(kPiece, end)));
    }
    return std::uint64_t(0);
}

Result<Imported> readCsv(const InputFile& file, const CsvReaderOptions& options,
                         const RunContext& context)
{
    try {
        return readWhole(file, options, context);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory,
                     "There is not enough memory for " + file.path().string() + "."};
    } catch (const std::length_error&) {
        return Error{ErrorCode::OutOfMemory,
                     "There is not enough memory for " + file.path().string() + "."};
    }
}

} // namespace dissonance
