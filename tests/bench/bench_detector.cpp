// Seconds to train, rows scored in a second and peak memory of the detector by size, beside plain
// products of matrices in the same run.
//
// Usage: bench_detector [threads (2)] [preset (default)] [ROWSxCHANNELS…]
//   Without sizes: 10,000 rows of 2 to 500 channels, then 1,000 to 1,000,000 rows of 38.
#include "engine/detector/detector.h"
#include "engine/detector/random_source.h"

#include <Eigen/Core>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace dissonance;

namespace {

struct Size
{
    Eigen::Index rows = 0;
    Eigen::Index channels = 0;
};

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Processor time of all threads so far: what a busy machine does not stretch much.
double processorSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::strtod(line.c_str() + 6, nullptr) / 1024.0;
    return 0.0;
}

/// Channels that follow two hidden slow signals, with noise.
std::shared_ptr<const Recording> madeRecording(const Size& size)
{
    RandomSource random(1);
    const auto noise = [&] {
        return random.uniform(-1.0, 1.0);
    };
    std::vector<std::vector<double>> hidden(2, std::vector<double>(std::size_t(size.rows)));
    for (auto& signal : hidden) {
        double at = 0.0;
        for (auto& value : signal)
            value = at = 0.95 * at + 0.5 * noise();
    }
    const auto time = TimeAxis::sampleIndex(std::size_t(size.rows));
    std::vector<Channel> channels;
    for (Eigen::Index c = 0; c < size.channels; ++c) {
        Channel channel;
        channel.name = "c" + std::to_string(c);
        channel.time = time;
        channel.values.resize(std::size_t(size.rows));
        const double angle = 2.4 * double(c);
        for (std::size_t t = 0; t < channel.values.size(); ++t)
            channel.values[t] =
                std::cos(angle) * hidden[0][t] + std::sin(angle) * hidden[1][t] + 0.2 * noise();
        channels.push_back(std::move(channel));
    }
    return *Recording::create("made.csv", std::move(channels));
}

/// The reference: multiplications in a second of one processor, in units of 1e9, of 64 x 64 float
/// matrices with 64 x 512 ones.
double gigaProducts()
{
    constexpr int kTimes = 2000;
    const double start = processorSeconds();
    const Eigen::MatrixXf a = Eigen::MatrixXf::Random(64, 64);
    Eigen::MatrixXf b = Eigen::MatrixXf::Random(64, 512);
    Eigen::MatrixXf c(64, 512);
    for (int i = 0; i < kTimes; ++i) {
        c.noalias() = a * b;
        b(0, 0) = c(1, 1) * 1e-3F;
    }
    return kTimes * 64.0 * 64.0 * 512.0 / (processorSeconds() - start) * 1e-9;
}

int measure(const Size& size, int threads, Preset preset)
{
    const auto recording = madeRecording(size);
    const double before = peakMegabytes();
    TrainingRequest request;
    request.sources.push_back({recording, {}, {}});
    request.config = configFor(preset);
    request.config.threads = threads;
    request.device = Device::Cpu;
    auto start = std::chrono::steady_clock::now();
    double processor = processorSeconds();
    const auto detector = Detector::train(request, {});
    if (!detector) {
        std::fprintf(stderr, "%s\n", detector.error().detail.c_str());
        return 1;
    }
    const double training = secondsSince(start);
    const double trainingProcessor = processorSeconds() - processor;
    const double products = gigaProducts();
    start = std::chrono::steady_clock::now();
    processor = processorSeconds();
    int times = 0;
    do {
        if (!(*detector)->score(*recording, {.causal = false, .threads = threads}, {}))
            return 1;
        ++times;
    } while (secondsSince(start) < 1.0);
    const double rows = double(size.rows) * times;
    const double bytes = double(size.rows) * double(size.channels) * sizeof(double);
    std::printf(
        "%9td x %3td: train %6.2f s (%6.2f of one processor), score %8.0f rows/s (%8.0f in a "
        "second of one processor, of %4.1f G products), w_N %.2f, peak %5.0f MB, %.1f x "
        "the values above them\n",
        size.rows, size.channels, training, trainingProcessor, rows / secondsSince(start),
        rows / (processorSeconds() - processor), products, (*detector)->card().networkWeight,
        peakMegabytes(), (peakMegabytes() - before) * 1e6 / bytes);
    std::fflush(stdout);
    return 0;
}

std::vector<Size> usualSizes()
{
    std::vector<Size> sizes;
    for (const Eigen::Index channels : {2, 10, 38, 100, 200, 500})
        sizes.push_back({10'000, channels});
    for (const Eigen::Index rows : {1000, 10'000, 50'000, 200'000, 1'000'000})
        sizes.push_back({rows, 38});
    return sizes;
}

/// Each size in a process of its own: its peak memory is its own, too.
int inProcess(const Size& size, int threads, Preset preset)
{
    const auto child = ::fork();
    if (child < 0)
        return 1;
    if (child == 0)
        ::_exit(measure(size, threads, preset));
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const int threads = arguments.empty() ? 2 : std::max(1, std::atoi(arguments[0].c_str()));
    const auto preset =
        arguments.size() > 1 ? presetFromText(arguments[1]) : std::optional(Preset::Default);
    if (!preset) {
        std::fprintf(stderr, "There is no preset '%s'.\n", arguments[1].c_str());
        return 1;
    }
    std::vector<Size> sizes;
    for (std::size_t i = 2; i < arguments.size(); ++i) {
        Size size;
        if (std::sscanf(arguments[i].c_str(), "%tdx%td", &size.rows, &size.channels) != 2) {
            std::fprintf(stderr, "'%s' is not ROWSxCHANNELS.\n", arguments[i].c_str());
            return 1;
        }
        sizes.push_back(size);
    }
    int failed = 0;
    for (const auto& size : sizes.empty() ? usualSizes() : sizes)
        failed += inProcess(size, threads, *preset);
    return failed == 0 ? 0 : 1;
}
