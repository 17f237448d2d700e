// Speed and memory of importRecording() on a made-up CSV, beside summing the same file's bytes
// in the same run.
//
// Usage: bench_csv [megabytes (256)] [threads (2)] [repetitions (3)] [--keep <file>]
//   --keep writes the table to a file that stays, for csv_peers.py
#include "engine/base/parallel.h"
#include "engine/io/import.h"
#include "engine/io/input_file.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <numeric>
#include <span>
#include <string>
#include <vector>

using namespace dissonance;

namespace {

constexpr int kChannels = 20;

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Processor time of all threads so far: what a busy machine does not stretch much.
double processorSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

/// A field of /proc/self/status in bytes, 0 where there is none.
double memoryOf(const std::string& field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field))
            return std::strtod(line.c_str() + field.size() + 1, nullptr) * 1024.0;
    return 0.0;
}

/// Makes VmHWM start again from the memory in use now.
void resetPeak()
{
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

/// Rows of seconds and `kChannels` numbers of two to four whole digits and three decimals.
bool writeTable(const std::filesystem::path& file, double bytes)
{
    std::ofstream out(file, std::ios::binary);
    std::string text = "time [s]";
    for (int c = 0; c < kChannels; ++c)
        text += ",channel " + std::to_string(c) + " [bar]";
    text += '\n';
    std::uint64_t state = 1;
    double written = 0.0;
    for (std::uint64_t row = 0; written + double(text.size()) < bytes; ++row) {
        text += std::to_string(row / 100) + '.' + std::to_string(100 + row % 100).substr(1);
        for (int c = 0; c < kChannels; ++c) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const auto number = state >> 40; // up to 16.7 million
            text += number % 7 == 0 ? ",-" : ",";
            text += std::to_string(10 + number % 1990) + '.' + std::to_string(100 + number % 900);
        }
        text += '\n';
        if (text.size() > (std::size_t(1) << 20)) {
            out.write(text.data(), std::streamsize(text.size()));
            written += double(text.size());
            text.clear();
        }
    }
    out.write(text.data(), std::streamsize(text.size()));
    return bool(out.flush());
}

/// The reference: every byte read and added, by as many threads.
double sumBytes(const std::filesystem::path& path, int threads)
{
    const auto start = std::chrono::steady_clock::now();
    const auto file = InputFile::open(path);
    std::atomic<std::uint64_t> total{0};
    parallelFor(
        std::ptrdiff_t(file->size()), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
            std::vector<char> bytes(std::size_t(1) << 20);
            std::uint64_t sum = 0;
            for (auto at = first; at < last; at += std::ptrdiff_t(bytes.size())) {
                const auto count = std::min(std::size_t(last - at), bytes.size());
                if (!file->read(std::uint64_t(at), std::span(bytes).first(count)))
                    std::abort();
                sum = std::accumulate(bytes.begin(), bytes.begin() + std::ptrdiff_t(count), sum);
            }
            total += sum;
        });
    const double seconds = secondsSince(start);
    std::fprintf(stderr, "sum %llx\n", static_cast<unsigned long long>(total.load()));
    return seconds;
}

std::string loadAverage()
{
    std::string load;
    std::ifstream in("/proc/loadavg");
    in >> load;
    return load;
}

int measure(const std::filesystem::path& file, int threads, int repetitions)
{
    const double megabytes = double(std::filesystem::file_size(file)) / 1e6;
    double reference = 1e9;
    double best = 1e9;
    double leastProcessor = 1e9;
    double peakShare = 0.0;
    double values = 0.0;
    for (int i = 0; i < repetitions; ++i) {
        reference = std::min(reference, sumBytes(file, threads));
        resetPeak();
        const double processor = processorSeconds();
        const auto start = std::chrono::steady_clock::now();
        const auto imported = importRecording(file, {threads}, {});
        best = std::min(best, secondsSince(start));
        leastProcessor = std::min(leastProcessor, processorSeconds() - processor);
        if (!imported) {
            std::fprintf(stderr, "%s\n", imported.error().detail.c_str());
            return 1;
        }
        values = double(imported->recording->sampleCount())
            * double(imported->recording->channelCount()) * sizeof(double);
        peakShare = std::max(peakShare, memoryOf("VmHWM:") / values);
    }
    std::printf("%.0f MB, %d threads, best of %d, load %s\n"
                "import:    %7.0f MB/s, %.0f MB for a second of one processor\n"
                "byte sum:  %7.0f MB/s\n"
                "ratio:     %7.3f of the byte sum's speed\n"
                "peak:      %7.2f x the values' %.0f MB\n",
                megabytes, threads, repetitions, loadAverage().c_str(), megabytes / best,
                megabytes / leastProcessor, megabytes / reference, reference / best, peakShare,
                values / 1e6);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    std::filesystem::path kept;
    if (arguments.size() >= 2 && arguments[arguments.size() - 2] == "--keep") {
        kept = arguments.back();
        arguments.resize(arguments.size() - 2);
    }
    const auto number = [&](std::size_t place, int standard) {
        return place < arguments.size() ? std::max(1, std::atoi(arguments[place].c_str()))
                                        : standard;
    };
    auto folder = (std::filesystem::temp_directory_path() / "bench_csv.XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        return 1;
    const auto file = kept.empty() ? std::filesystem::path(folder) / "table.csv" : kept;
    int status = 1;
    if (writeTable(file, number(0, 256) * 1e6))
        status = measure(file, number(1, 2), number(2, 3));
    else
        std::fprintf(stderr, "Cannot write %s.\n", file.c_str());
    std::filesystem::remove_all(folder);
    return status;
}
