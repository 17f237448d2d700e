#include "app/cli/command.h"
#include "app/cli/device_option.h"
#include "app/cli/model_info.h"
#include "app/cli/number_options.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/score_summary.h"
#include "app/cli/scored_recording.h"
#include "app/cli/span_option.h"
#include "app/cli/threshold_option.h"
#include "app/cli/training_steps.h"
#include "app/cli/weight_option.h"
#include "engine/base/atomic_file.h"
#include "engine/detector/detector.h"
#include "engine/io/import.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace dissonance {

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// Reading is a small part of the whole; the rest is training.
constexpr double kReadingShare = 0.1;

struct Options
{
    std::vector<std::filesystem::path> files;
    std::filesystem::path model;
    std::vector<std::string> normal;
    std::vector<std::string> excluded;
    std::vector<std::string> weights;
    std::string preset{toText(Preset::Default)};
    std::string copula{toText(CopulaFamily::StudentT)};
    std::string device{toText(Device::Auto)};
    std::uint64_t seed = 1;
    int threads = 0;
    ThresholdChoice alarms;
    bool json = false;
};

/// The samples that set the thresholds are the last ones: they must not have been learned before.
Status checkNew(const Provenance& provenance, const std::vector<TrainingSource>& sources)
{
    for (const auto& source : sources)
        if (const auto& other = source.recording->provenance(); other.sha256 == provenance.sha256)
            return Error{ErrorCode::InvalidArgument,
                         provenance.file.string() + " holds the same recording as "
                             + other.file.string()
                             + ": what is learned twice makes the thresholds too low. Name it "
                               "once."};
    return Done{};
}

Result<TrainingRequest> toRequest(const Options& options, const RunContext& context,
                                  std::vector<std::string>& notices)
{
    TrainingRequest request;
    request.config = configFor(*presetFromText(options.preset), options.seed,
                               *copulaFamilyFromText(options.copula));
    request.config.threads = options.threads;
    request.device = *deviceFromText(options.device);
    request.alarms = options.alarms.promise();
    const auto count = double(options.files.size());
    for (std::size_t i = 0; i < options.files.size(); ++i) {
        auto imported = importRecording(options.files[i], {options.threads},
                                        context.part(double(i) / count, double(i + 1) / count));
        if (!imported)
            return imported.error();
        const auto unread = importNotices(options.files[i], imported->report);
        notices.insert(notices.end(), unread.begin(), unread.end());
        if (auto status = checkNew(imported->recording->provenance(), request.sources); !status)
            return status.error();
        const auto samples = imported->recording->sampleCount();
        request.sources.push_back({imported->recording,
                                   spansWithin(options.normal, options.files[i], samples),
                                   spansWithin(options.excluded, options.files[i], samples),
                                   weightOf(options.weights, options.files[i])});
    }
    return request;
}

std::ptrdiff_t constantChannels(const ModelCard& card)
{
    return std::count_if(card.channels.begin(), card.channels.end(),
                         [](const ModelChannel& channel) { return channel.constant; });
}

/// False alarms expected in 1,000 samples, and where 90 % of block bootstraps put them.
Json alarmsJson(const AlarmRate& rate, double threshold, const AlarmInterval& interval)
{
    constexpr double kSamples = 1'000.0;
    return {{"expected", kSamples * rate.perSample(threshold)},
            {"low", kSamples * interval.low},
            {"high", kSamples * interval.high}};
}

std::string reportForPrograms(const Options& options, const ModelCard& card,
                              const TrainingSteps& steps, double seconds)
{
    auto networks = Json::array();
    for (const auto& course : steps.courses())
        networks.push_back({{"steps", course.steps},
                            {"at_most", course.most},
                            {"best_separation", course.separation}});
    const double copula =
        card.config.useCopula ? card.separationCopula : std::numeric_limits<double>::quiet_NaN();
    return jsonText(
        {{"model", options.model.string()},
         {"sha256", card.sha256},
         {"preset", toText(card.config.preset)},
         {"copula", toText(card.config.network.family)},
         {"seed", options.seed},
         {"sources", sourcesJson(card)},
         {"channels", card.channels.size()},
         {"constant_channels", constantChannels(card)},
         {"training_samples", card.trainingSamples},
         {"calibration_samples", card.calibrationSamples},
         {"threshold", card.threshold},
         {"causal_threshold", card.causalThreshold},
         {"alarms_per_1000", alarmsJson(card.alarmRate, card.threshold, card.alarmInterval)},
         {"causal_alarms_per_1000",
          alarmsJson(card.causalAlarmRate, card.causalThreshold, card.causalAlarmInterval)},
         {"threshold_rule", card.thresholdRule},
         {"separation_copula", copula},
         {"separation_network", card.separationNetwork},
         {"network_weight", card.networkWeight},
         {"networks", std::move(networks)},
         {"seconds", seconds}});
}

std::string reportForPeople(const Options& options, const ModelCard& card,
                            const TrainingSteps& steps, double seconds)
{
    const auto constants = constantChannels(card);
    Facts facts{
        {"Model", options.model.string()},
        {"Trained",
         std::string(toText(card.config.preset)) + " preset, seed " + std::to_string(options.seed)
             + ", in " + secondsText(seconds, true)},
        {"Learned from",
         plural(card.trainingSamples, "sample", "samples") + ", calibrated on "
             + countText(card.calibrationSamples)},
        {"Channels",
         countText(std::ptrdiff_t(card.channels.size()))
             + (constants > 0 ? " (" + countText(constants) + " constant)" : "")},
    };
    for (const auto& source : card.sources)
        if (source.weight != 1)
            facts.emplace_back("Weight",
                               source.name + " counts " + std::to_string(source.weight) + " times");
    if (card.config.useCopula)
        facts.emplace_back("Channel copula", "separates " + numberText(card.separationCopula));
    facts.emplace_back("Network",
                       card.config.useNetwork ? "separates " + numberText(card.separationNetwork)
                               + ", weight " + numberText(card.networkWeight)
                                              : "not in this preset");
    if (card.config.useNetwork)
        facts.emplace_back("Network steps", coursesText(steps.courses()));
    facts.emplace_back("Threshold", numberText(card.threshold));
    facts.emplace_back("", card.thresholdRule);
    return factsText(facts);
}

Result<Output> run(const Options& options, const RunContext& context)
{
    const auto start = std::chrono::steady_clock::now();
    if (auto status = checkOutput(options.model, options.files); !status)
        return status.error();
    // What cannot be written is better known before the training than after.
    if (const auto writable = AtomicFile::create(options.model); !writable)
        return writable.error();
    Output output;
    auto request = toRequest(options, context.part(0.0, kReadingShare), output.notices);
    if (!request)
        return request.error();
    TrainingSteps steps;
    request->onStep = [&steps](const TrainingStep& step) {
        steps.add(step);
    };
    const auto detector = Detector::train(*request, steps.told(context.part(kReadingShare, 1.0)));
    if (!detector)
        return detector.error();
    if (context.stopRequested())
        return cancelled();
    if (auto status = (*detector)->save(options.model); !status)
        return status.error();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    output.text = (options.json ? reportForPrograms : reportForPeople)(options, (*detector)->card(),
                                                                       steps, took.count());
    return output;
}

} // namespace

Command trainCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command =
        program.add_subcommand("train", "Learn the normal joint behaviour of recordings");
    command->add_option("FILE", options->files, "Recordings with the same channels")
        ->required()
        ->type_name("");
    command->add_option("--model", options->model, "Model file to write")
        ->required()
        ->type_name("M");
    addFileSpans(*command, "--normal", options->normal,
                 "Samples of normal operation, half-open, in every FILE or in the one that is "
                 "named; may be repeated; an end may be left open (500:). A FILE without one is "
                 "normal throughout");
    addFileSpans(*command, "--exclude", options->excluded,
                 "Samples to leave out, written likewise");
    addWeights(*command, options->weights);
    command->add_option("--preset", options->preset, "How much to learn")
        ->type_name("P")
        ->check(CLI::IsMember({"default", "quick", "seed", "thorough"}))
        ->capture_default_str();
    command->add_option("--copula", options->copula, "Copula family of the network")
        ->type_name("FAMILY")
        ->check(CLI::IsMember({"gaussian", "student-t"}))
        ->capture_default_str();
    addSeed(*command, options->seed, "Seed of the network");
    addThreads(*command, options->threads);
    addAlarmRates(*command, options->alarms,
                  "Without it half an alarm a day, or one in 2,000 samples without a clock. Sets "
                  "the model's own threshold");
    addDevice(*command, options->device,
              "Where the network trains; all else runs on the processor");
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Examples:\n"
                    "  dissonance-cli train pump.csv --normal 0:20000 --exclude 900:960 "
                    "--model pump.dissonance\n"
                    "  dissonance-cli train mon.csv tue.csv --normal mon.csv:0:20000 "
                    "--model pump.dissonance\n"
                    "  dissonance-cli train mon.csv today.csv --normal today.csv:0:2000 --weight "
                    "today.csv:3 --model pump.dissonance\n");
    command->parse_complete_callback([options] {
        checkSpanFiles("--normal", options->normal, options->files);
        checkSpanFiles("--exclude", options->excluded, options->files);
        checkWeightFiles(options->weights, options->files);
    });
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
