// Any bytes as a CSV file: no crash, a recording that fits together, and the same one whatever
// the chunks and threads.
#include "engine/io/csv_reader.h"
#include "engine/io/import.h"
#include "tests/fuzz/memory_file.h"

#include <bit>
#include <cmath>

using namespace dissonance;

namespace {

bool sameValues(const std::vector<double>& a, const std::vector<double>& b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i])
            && !(std::isnan(a[i]) && std::isnan(b[i])))
            return false;
    return true;
}

void checkWhole(const Imported& imported)
{
    const auto& recording = *imported.recording;
    std::uint64_t missing = 0;
    for (const auto& channel : recording.channels()) {
        require(channel.values.size() == channel.time->size());
        for (const double value : channel.values) {
            missing += std::isnan(value) ? 1 : 0;
            require(!std::isinf(value));
            if (channel.kind != ChannelKind::Continuous && !std::isnan(value))
                require(value >= 0.0 && value < double(channel.states.size()));
        }
    }
    const auto& report = imported.report;
    require(report.rows == std::uint64_t(recording.sampleCount()));
    require(report.missingCells == missing);
    require(report.problems.first.size()
            == std::min<std::uint64_t>(report.problems.count, ImportProblems::kKept));
    // A byte of the file becomes three of UTF-8 or an escape of four.
    constexpr std::size_t kMostText = 4 * 80;
    for (const auto& problem : report.problems.first)
        require(problem.line > 0 && problem.text.size() <= kMostText);
}

void checkSame(const Imported& a, const Imported& b)
{
    require(a.recording->channelCount() == b.recording->channelCount());
    require(a.recording->clock()->ticks() == b.recording->clock()->ticks());
    for (std::size_t c = 0; c < a.recording->channelCount(); ++c) {
        const auto& one = a.recording->channel(c);
        const auto& other = b.recording->channel(c);
        require(one.name == other.name && one.states == other.states);
        require(sameValues(one.values, other.values));
    }
    require(a.report.notes == b.report.notes);
    require(a.report.problems.count == b.report.problems.count);
    for (std::size_t i = 0; i < a.report.problems.first.size(); ++i) {
        const auto& one = a.report.problems.first[i];
        const auto& other = b.report.problems.first[i];
        require(one.line == other.line && one.column == other.column && one.text == other.text);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const MemoryFile file(data, size);
    const auto imported = importRecording(file.path(), {1}, {});
    if (!imported) {
        require(!imported.error().detail.empty());
        return 0;
    }
    checkWhole(*imported);
    const auto input = InputFile::open(file.path());
    require(bool(input));
    for (const std::size_t chunkBytes : {5, 64}) {
        const auto parts = readCsv(*input, {chunkBytes == 64 ? 2 : 1, chunkBytes}, {});
        require(bool(parts));
        checkSame(*imported, *parts);
    }
    return 0;
}
