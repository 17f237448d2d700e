#include "tests/quality/harness.h"

#include "engine/detector/detector.h"
#include "engine/io/score_csv.h"
#include "engine/scoring/baselines.h"
#include "tests/quality/truth.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace dissonance::quality {

namespace {

class Stopwatch
{
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

double stepSeconds(const TimeAxis& clock)
{
    return clock.kind() == TimeKind::SampleIndex ? std::numeric_limits<double>::quiet_NaN()
                                                 : double(clock.medianStep()) * 1e-9;
}

Result<Evaluation> judge(const LabelledRecording& recording, const std::vector<double>& score,
                         double threshold, bool lenient)
{
    EvaluationOptions options;
    options.random = false; // it is one of the baselines
    options.lenient = lenient;
    return evaluate(score, flagAbove(score, threshold), recording.labels, recording.clock.get(),
                    options);
}

/// Every baseline, those that draw numbers once a seed.
std::vector<std::pair<std::string, std::uint64_t>>
seededBaselines(const std::vector<std::uint64_t>& seeds)
{
    std::vector<std::pair<std::string, std::uint64_t>> runs;
    for (const auto& name : baselineNames()) {
        if (!baselineHasSeed(name))
            runs.emplace_back(name, 0);
        else
            for (const auto seed : seeds)
                runs.emplace_back(name, seed);
    }
    return runs;
}

Result<std::vector<MethodResult>> runBaselines(const LabelledRecording& recording,
                                               const HarnessOptions& options)
{
    const auto data = clippedZScores(recording.trainValues(), recording.testValues());
    const double step = stepSeconds(*recording.train->clock());
    std::vector<MethodResult> results;
    for (const auto& [name, seed] : seededBaselines(options.seeds)) {
        const auto scores = runBaseline(name, data, seed);
        MethodResult result;
        result.seed = seed;
        result.collection = recording.files.collection;
        result.recording = recording.files.name;
        result.method = name;
        result.threshold = baselineThreshold(scores.train.offline, scores.windowLength, step);
        result.causalThreshold = baselineThreshold(scores.train.causal, scores.windowLength, step);
        auto offline = judge(recording, scores.test.offline, result.threshold, options.lenient);
        if (!offline)
            return offline.error();
        auto causal = judge(recording, scores.test.causal, result.causalThreshold, false);
        if (!causal)
            return causal.error();
        result.offline = std::move(*offline);
        result.causal = std::move(*causal);
        results.push_back(std::move(result));
    }
    return results;
}

Status writeScores(const Detector& detector, const LabelledRecording& recording,
                   const MethodResult& result, const HarnessOptions& options)
{
    auto base = result.collection + "." + result.recording + "." + result.method + "."
        + std::to_string(result.seed);
    std::replace(base.begin(), base.end(), ' ', '-');
    for (const bool causal : {false, true}) {
        for (const bool test : {false, true}) {
            const auto& part = test ? recording.test : recording.train;
            const auto track =
                detector.score(*part, {.causal = causal, .threads = options.threads}, {});
            if (!track)
                return track.error();
            const auto name =
                base + (test ? ".test" : ".train") + (causal ? ".causal" : "") + ".csv";
            if (auto written = writeScoreCsv(options.scores / name, **track); !written)
                return written;
        }
    }
    return Done{};
}

/// The judged part of a track of the whole test recording, against the labels.
Result<Evaluation> judgeTrack(const LabelledRecording& recording, const ScoreTrack& track,
                              double threshold, bool lenient)
{
    const auto& total = track.samples.total;
    return judge(recording, {total.begin() + recording.judgedFrom, total.end()}, threshold,
                 lenient);
}

/// Explains every label that names channels, and counts hits.
Status measureHits(const Detector& detector, const LabelledRecording& recording, int threads,
                   MethodResult& result)
{
    const auto truth = explanationTruth(detector, recording, threads);
    if (!truth)
        return truth.error();
    result.hitRate100 = truth->hitRate100;
    result.hitRate150 = truth->hitRate150;
    if (recording.relations.empty())
        return Done{};
    result.brokenFirst = truth->brokenFirst;
    result.firstByChance = truth->firstByChance;
    result.pairInThree = truth->pairInThree;
    result.unusual = truth->unusual;
    result.setHasBroken = truth->setHasBroken;
    result.setCovers = truth->setCovers;
    return Done{};
}

Result<MethodResult> runVariant(const LabelledRecording& recording, const Variant& variant,
                                std::uint64_t seed, const HarnessOptions& options)
{
    MethodResult result;
    result.collection = recording.files.collection;
    result.recording = recording.files.name;
    result.method = variant.name;
    result.seed = hasSeed(variant) ? seed : 0;

    TrainingRequest request;
    request.sources.push_back({recording.train, {recording.normal}, {}});
    request.config = withSeed(variant.config, seed);
    request.config.threads = options.threads;
    request.device = Device::Cpu;
    const Stopwatch training;
    auto detector = Detector::train(request, {});
    if (!detector)
        return detector.error();
    result.trainSeconds = training.seconds();
    if (options.leadIn > 0.0) {
        const auto judged = recording.test->sampleCount() - recording.judgedFrom;
        const auto samples = std::ptrdiff_t(options.leadIn * double(judged));
        detector = (*detector)->adapted(*recording.test,
                                        {recording.judgedFrom, recording.judgedFrom + samples}, {},
                                        options.threads);
        if (!detector)
            return detector.error();
    }

    const Stopwatch scoring;
    const auto offline =
        (*detector)->score(*recording.test, {.causal = false, .threads = options.threads}, {});
    if (!offline)
        return offline.error();
    result.scoreSeconds = scoring.seconds();
    const auto causal =
        (*detector)->score(*recording.test, {.causal = true, .threads = options.threads}, {});
    if (!causal)
        return causal.error();

    const auto& card = (*detector)->card();
    result.threshold = card.threshold;
    result.causalThreshold = card.causalThreshold;
    result.networkWeight = card.networkWeight;
    auto judged = judgeTrack(recording, **offline, card.threshold, options.lenient);
    if (!judged)
        return judged.error();
    result.offline = std::move(*judged);
    judged = judgeTrack(recording, **causal, card.causalThreshold, false);
    if (!judged)
        return judged.error();
    result.causal = std::move(*judged);

    if (options.explained)
        if (auto measured = measureHits(**detector, recording, options.threads, result); !measured)
            return measured.error();
    if (!options.scores.empty())
        if (auto written = writeScores(**detector, recording, result, options); !written)
            return written.error();
    return result;
}

} // namespace

Result<std::vector<MethodResult>> runRecording(const LabelledRecording& recording,
                                               const HarnessOptions& options)
{
    std::vector<MethodResult> results;
    if (options.baselines) {
        auto baselines = runBaselines(recording, options);
        if (!baselines)
            return baselines.error();
        results = std::move(*baselines);
    }
    for (const auto& variant : options.variants) {
        const bool first = !hasSeed(variant) || (variant.oneSeed && !options.everySeed);
        const auto count = first ? 1 : std::ssize(options.seeds);
        for (std::ptrdiff_t i = 0; i < count; ++i) {
            const auto seed = options.seeds[std::size_t(i)];
            auto result = runVariant(recording, variant, seed, options);
            if (!result)
                return result.error();
            results.push_back(std::move(*result));
        }
    }
    return results;
}

} // namespace dissonance::quality
