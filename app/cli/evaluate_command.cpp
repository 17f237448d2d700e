#include "app/cli/command.h"
#include "app/cli/device_option.h"
#include "app/cli/evaluation_report.h"
#include "app/cli/scored_recording.h"
#include "app/cli/span_option.h"
#include "engine/detector/simple_detectors.h"
#include "engine/io/labels_csv.h"
#include "engine/io/score_csv.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace dissonance {

namespace {

struct Options
{
    std::filesystem::path scores;
    std::filesystem::path labels;
    std::filesystem::path recording; ///< empty: not given; so the next two
    std::filesystem::path model;
    std::string device{toText(Device::Cpu)};
    std::filesystem::path trainedOn;
    std::vector<std::string> normal;
    EvaluationOptions evaluation;
    bool json = false;
};

/// What belongs to the scores, as far as it was given.
struct Origin
{
    std::shared_ptr<const Detector> detector;
    std::shared_ptr<const Recording> recording;
    std::optional<TrainingSource> learned; ///< what simple detectors may learn from
    std::string whyNoSimple;
};

Result<std::shared_ptr<const Recording>> importFile(const std::filesystem::path& file,
                                                    std::vector<std::string>& notices,
                                                    const RunContext& context)
{
    const auto imported = importRecording(file, {}, context);
    if (!imported)
        return imported.error();
    const auto unread = importNotices(file, imported->report);
    notices.insert(notices.end(), unread.begin(), unread.end());
    return imported->recording;
}

bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b)
{
    std::error_code absent;
    return std::filesystem::equivalent(a, b, absent);
}

/// What the simple detectors learn from: what was named, or else what the model learned from in
/// the same recording.
Status findNormal(const Options& options, Origin& origin, std::vector<std::string>& notices,
                  const RunContext& context)
{
    if (!options.trainedOn.empty()) {
        auto recording = origin.recording;
        if (!isSameFile(options.trainedOn, options.recording)) {
            const auto imported = importFile(options.trainedOn, notices, context);
            if (!imported)
                return imported.error();
            recording = *imported;
        }
        origin.learned =
            TrainingSource{recording, spansWithin(options.normal, recording->sampleCount()), {}};
        return Done{};
    }
    const auto& sources = origin.detector->card().sources;
    const auto& sha256 = origin.recording->provenance().sha256;
    const auto source = std::find_if(sources.begin(), sources.end(), [&](const auto& one) {
        return !sha256.empty() && one.sha256 == sha256;
    });
    if (source != sources.end())
        origin.learned = TrainingSource{origin.recording, source->normal, {}};
    else
        origin.whyNoSimple = "No simple detectors: the model did not learn from "
            + options.recording.string()
            + ". Give what they may learn from: --trained-on FILE, with --normal START:END.";
    return Done{};
}

Result<Origin> readOrigin(const Options& options, std::size_t samples,
                          std::vector<std::string>& notices, const RunContext& context)
{
    Origin origin;
    if (!options.model.empty()) {
        const auto detector = loadDetector(options.model, options.device);
        if (!detector)
            return detector.error();
        origin.detector = *detector;
    }
    if (options.recording.empty()) {
        origin.whyNoSimple = "No simple detectors: give --recording FILE, with --model M or "
                             "--trained-on FILE.";
        return origin;
    }
    const auto recording = importFile(options.recording, notices, context.part(0.0, 0.5));
    if (!recording)
        return recording.error();
    origin.recording = *recording;
    if (std::size_t(origin.recording->sampleCount()) != samples)
        return Error{ErrorCode::ShapeMismatch,
                     options.recording.string() + " has "
                         + plural(origin.recording->sampleCount(), "sample", "samples") + " but "
                         + options.scores.string() + " has " + countText(std::ptrdiff_t(samples))
                         + ". Name the recording that was scored."};
    if (auto status = findNormal(options, origin, notices, context.part(0.5, 1.0)); !status)
        return status.error();
    return origin;
}

/// A cause that nobody can rank is a miss: it should not be a silent one.
void noteUnknownCauses(const Options& options, const std::vector<Label>& labels,
                       const Origin& origin, std::vector<std::string>& notices)
{
    const auto& known = origin.detector->card().channels;
    std::set<std::string> noted;
    for (const auto& label : labels) {
        for (const auto& name : label.channels) {
            const bool isRanked =
                std::any_of(known.begin(), known.end(),
                            [&](const ModelChannel& channel) { return channel.name == name; });
            if (isRanked || !noted.insert(name).second)
                continue;
            const bool isRecorded = origin.recording->indexOf(name) >= 0;
            notices.push_back(options.labels.string() + ", line " + std::to_string(label.line)
                              + ": '" + name + "' is no channel of "
                              + (isRecorded ? options.model : options.recording).string()
                              + " and counts as a missed cause.");
        }
    }
}

/// A causal score has none before its first window is full.
bool isCausal(const std::vector<double>& score)
{
    return !score.empty() && std::isnan(score.front())
        && std::any_of(score.begin(), score.end(), [](double value) { return !std::isnan(value); });
}

Status compare(const ScoreTrack& scores, const std::vector<Label>& labels, const Origin& origin,
               EvaluationReport& report, const RunContext& context)
{
    const auto* clock = scores.clock.get();
    auto plain = report.options;
    plain.random = false;
    plain.lenient = false;
    auto random = evaluateRandom(scores.flagged, labels, clock, plain);
    if (!random)
        return random.error();
    report.beside.push_back({"random", ComparedScore{}.threshold, std::move(*random)});
    report.whyNoSimple = origin.whyNoSimple;
    if (!origin.learned)
        return Done{};
    const auto simple = simpleDetectorScores(*origin.learned, *origin.recording, report.causal, 0,
                                             context.part(0.0, 0.7));
    if (!simple)
        return simple.error();
    for (const auto& one : *simple) {
        if (context.stopRequested())
            return cancelled();
        context.report(0.7 + 0.3 * double(report.beside.size()) / double(simple->size() + 1),
                       "evaluating");
        auto evaluation =
            evaluate(one.score, flagAbove(one.score, one.threshold), labels, clock, plain);
        if (!evaluation)
            return evaluation.error();
        report.beside.push_back({one.title, one.threshold, std::move(*evaluation)});
    }
    return Done{};
}

/// Alarms are one when the model's incidents are: at most two of its longest windows apart.
std::ptrdiff_t mergeGapOf(const ModelCard& card)
{
    const auto& lengths = card.config.windowLengths;
    return 2 * std::ptrdiff_t(*std::max_element(lengths.begin(), lengths.end()));
}

void noteLimits(const EvaluationReport& report, std::vector<std::string>& notices)
{
    if (report.evaluation.tooFewToJudge)
        notices.emplace_back(
            "There are under three incidents or no normal samples: too few to judge.");
    if (report.options.lenient)
        notices.emplace_back(
            "Point adjustment calls an incident found in full by a few flagged samples, and "
            "affiliation counts near misses; even random scores do well on them.");
}

Result<Output> run(const Options& options, const RunContext& context)
{
    const auto scores = readScoreCsv(options.scores);
    if (!scores)
        return scores.error();
    const auto labels = readLabels(options.labels);
    if (!labels)
        return labels.error();
    Output output;
    const auto origin =
        readOrigin(options, scores->samples.size(), output.notices, context.part(0.1, 0.4));
    if (!origin)
        return origin.error();

    context.report(0.4, "evaluating");
    EvaluationReport report;
    report.options = options.evaluation;
    if (origin->detector)
        report.options.mergeGap = mergeGapOf(origin->detector->card());
    report.causal = isCausal(scores->samples.total);
    auto evaluation = evaluate(scores->samples.total, scores->flagged, *labels, scores->clock.get(),
                               report.options);
    if (!evaluation)
        return evaluation.error();
    report.evaluation = std::move(*evaluation);
    if (auto status = compare(*scores, *labels, *origin, report, context.part(0.5, 0.8)); !status)
        return status.error();
    if (origin->detector && origin->recording) {
        const auto hits =
            causeHits(*origin->detector, *origin->recording, *labels, context.part(0.8, 1.0));
        if (!hits)
            return hits.error();
        report.causes = *hits;
        noteUnknownCauses(options, *labels, *origin, output.notices);
    }
    if (context.stopRequested())
        return cancelled();
    noteLimits(report, output.notices);
    output.text = options.json ? jsonText(evaluationJson(report)) : evaluationText(report);
    return output;
}

} // namespace

Command evaluateCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("evaluate", "Compare scores with labels");
    command->add_option("SCORES", options->scores, "CSV that score wrote")
        ->required()
        ->type_name("");
    command
        ->add_option("--labels", options->labels,
                     "CSV with start,end[,channels][,kind]: half-open sample numbers")
        ->required()
        ->type_name("L.csv");
    command->add_flag("--lenient", options->evaluation.lenient,
                      "Also point-adjusted F1, PA%K and affiliation, beside a random score's");
    auto* recording = command
                          ->add_option("--recording", options->recording,
                                       "The recording that was scored: simple detectors stand "
                                       "beside the score; with --model, also how often the "
                                       "channels that labels name are ranked first")
                          ->type_name("FILE");
    command
        ->add_option("--model", options->model,
                     "Model file that scored it; alarms as near as its incidents are one")
        ->type_name("M");
    addScoringDevice(*command, options->device);
    auto* trainedOn =
        command
            ->add_option("--trained-on", options->trainedOn,
                         "What the simple detectors learn from; without it what the model learned "
                         "from in the recording")
            ->type_name("FILE")
            ->needs(recording);
    addSpans(*command, "--normal", options->normal,
             "Its samples of normal operation, half-open; may be repeated. Without it all are "
             "normal")
        ->needs(trainedOn);
    command->add_flag("--json", options->json, "Print JSON");
    command->callback([options] {
        if (!options->recording.empty() && options->model.empty() && options->trainedOn.empty())
            throw CLI::RequiresError("--recording", "--model or --trained-on");
    });
    command->footer("Delays count only for causal scores (score --causal): the others look ahead "
                    "by up to a window.\n");
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
