#include "tests/quality/scale.h"

#include "engine/detector/detector.h"
#include "tests/support/processes.h"

#include <chrono>
#include <ctime>
#include <memory>
#include <utility>

namespace dissonance::quality {

namespace {

constexpr Eigen::Index kChannels = 38;
constexpr Eigen::Index kFewRows = 62'500; ///< of which 50,000 are learned from
constexpr Eigen::Index kTimes = 8;
constexpr int kThreads = 2;

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double processorSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

Result<std::shared_ptr<const Detector>> timedTraining(std::shared_ptr<const Recording> recording,
                                                      double& seconds)
{
    TrainingRequest request;
    request.sources.push_back({std::move(recording), {}, {}});
    request.config = configFor(Preset::Default);
    request.config.threads = kThreads;
    request.device = Device::Cpu;
    const double start = now();
    auto detector = Detector::train(request, {});
    seconds = now() - start;
    return detector;
}

} // namespace

Result<ScaleResult> measureScale()
{
    ScaleResult result;
    result.fewRows = double(kFewRows);
    result.manyRows = double(kFewRows * kTimes);
    const auto values = testing::linearProcess(kFewRows * kTimes, kChannels, 1);
    const auto many = testing::recordingOf(values);
    const auto few =
        timedTraining(testing::recordingOf(values.topRows(kFewRows)), result.fewSeconds);
    if (!few)
        return few.error();
    const auto detector = timedTraining(many, result.manySeconds);
    if (!detector)
        return detector.error();
    const double start = now();
    const double processor = processorSeconds();
    const auto track = (*detector)->score(*many, {.causal = false, .threads = kThreads}, {});
    if (!track)
        return track.error();
    result.scoredRows = result.manyRows / (now() - start);
    result.scoredRowsProcessor = result.manyRows / (processorSeconds() - processor);
    return result;
}

} // namespace dissonance::quality
