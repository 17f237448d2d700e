#include "engine/detector/simple_detectors.h"

#include "engine/base/parallel.h"
#include "engine/detector/clock_jumps.h"
#include "engine/detector/training_data.h"
#include "engine/scoring/baselines.h"

#include <algorithm>

namespace dissonance {

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr Eigen::Index kLeastSamples = 2;

struct SimpleInput
{
    ClippedScores data;
    double stepSeconds = 0.0;
};

Result<SimpleInput> simpleInput(const TrainingSource& learned, const Recording& recording,
                                int threads, const RunContext& context)
{
    auto train = gatherTrainingData({{learned}, {}, Device::Cpu, {}}, threads, context);
    if (!train)
        return train.error();
    if (train->values.rows() < kLeastSamples)
        return Error{ErrorCode::TooShort,
                     "The simple detectors need at least " + std::to_string(kLeastSamples)
                         + " normal samples to learn from."};
    const auto match = matchChannels(train->channels, recording);
    if (!match)
        return Error{match.error().code,
                     match.error().detail + " The simple detectors learned them from \""
                         + learned.recording->name() + "\"."};
    const auto judged = modelValues(recording, *match, train->traits, threads, context);
    if (!judged)
        return judged.error();
    SimpleInput input{clippedZScores(train->values, judged->values), train->medianStepSeconds};
    input.data.trainStretches = std::move(train->stretches);
    input.data.testStretches = cutAtJumps({0, recording.sampleCount()}, judged->jumps);
    return input;
}

} // namespace

Result<std::vector<SimpleScores>> simpleDetectorScores(const TrainingSource& learned,
                                                       const Recording& recording, bool causal,
                                                       int threads, const RunContext& context)
{
    const auto input =
        simpleInput(learned, recording, threadCount(threads), context.part(0.0, 0.2));
    if (!input)
        return input.error();
    auto names = baselineNames();
    names.erase(std::remove(names.begin(), names.end(), "random"), names.end());
    std::vector<SimpleScores> all;
    for (const auto& name : names) {
        context.report(0.2 + 0.8 * double(all.size()) / double(names.size()),
                       "running simple detectors");
        auto scores = runBaseline(name, input->data, kSeed, context);
        if (context.stopRequested())
            return cancelled();
        const auto& normal = causal ? scores.train.causal : scores.train.offline;
        const auto threshold = baselineThreshold(normal, scores.windowLength, input->stepSeconds);
        all.push_back({std::string(baselineTitle(name)),
                       std::move(causal ? scores.test.causal : scores.test.offline), threshold});
    }
    return all;
}

} // namespace dissonance
