#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/scored_recording.h"
#include "engine/detector/cause_hits.h"
#include "engine/io/labels_csv.h"
#include "engine/io/score_csv.h"
#include "engine/scoring/metrics.h"

#include <cmath>
#include <optional>

namespace dissonance {

namespace {

struct Options
{
    std::filesystem::path scores;
    std::filesystem::path labels;
    std::filesystem::path recording; ///< with model, for the causes; empty: not asked for
    std::filesystem::path model;
    EvaluationOptions evaluation;
    bool json = false;
};

Json lenientJson(const LenientMetrics& metrics)
{
    return {{"point_adjusted_f1", metrics.pointAdjustedF1},
            {"point_adjusted_f1_at_20_percent", metrics.pointAdjustedF1At20},
            {"affiliation_precision", metrics.affiliation.precision},
            {"affiliation_recall", metrics.affiliation.recall},
            {"affiliation_f1", metrics.affiliation.f1}};
}

Json toJson(const Options& options, const Evaluation& evaluation,
            const std::optional<CauseHits>& hits)
{
    auto delays = Json::array();
    for (const auto& delay : evaluation.delays) {
        Json json{{"start", delay.span.first}, {"end", delay.span.last}, {"found", delay.found}};
        if (delay.found) {
            json["delay_samples"] = delay.delaySamples;
            json["delay_seconds"] = delay.delaySeconds;
        }
        delays.push_back(std::move(json));
    }
    Json json{{"samples", evaluation.samples},
              {"incidents", evaluation.incidents},
              {"found", evaluation.found},
              {"false_alarms", evaluation.falseAlarms},
              {"false_alarms_per_day", evaluation.falseAlarmsPerDay},
              {"false_alarms_per_10k", evaluation.falseAlarmsPer10k},
              {"median_delay_samples", evaluation.medianDelaySamples},
              {"delays", std::move(delays)},
              {"precision", evaluation.precision},
              {"recall", evaluation.recall},
              {"f1", evaluation.f1},
              {"vus_pr", evaluation.vusPr},
              {"vus_pr_of_random", evaluation.vusPrOfRandom},
              {"vus_window", options.evaluation.vusWindow},
              {"auc_pr", evaluation.aucPr},
              {"auc_pr_of_random", evaluation.aucPrOfRandom},
              {"auc_roc", evaluation.aucRoc},
              {"too_few_to_judge", evaluation.tooFewToJudge}};
    if (hits)
        json["causes"] = {{"incidents", hits->incidents},
                          {"hit_rate_100", hits->at100},
                          {"hit_rate_150", hits->at150}};
    if (evaluation.lenient) {
        json["lenient"] = lenientJson(*evaluation.lenient);
        json["lenient_of_random"] = lenientJson(*evaluation.lenientOfRandom);
    }
    return json;
}

std::string falseAlarmsText(const Evaluation& evaluation)
{
    return countText(evaluation.falseAlarms) + " ("
        + (std::isnan(evaluation.falseAlarmsPerDay)
               ? ""
               : numberText(evaluation.falseAlarmsPerDay, 3) + " a day, ")
        + numberText(evaluation.falseAlarmsPer10k, 3) + " per 10,000 normal samples)";
}

std::string delaysText(const Evaluation& evaluation)
{
    if (evaluation.delays.empty())
        return {};
    TextTable table(
        {{"Start", Align::Right}, {"End", Align::Right}, {"Found"}, {"Delay", Align::Right}});
    for (const auto& delay : evaluation.delays) {
        auto text = std::string("-");
        if (delay.found)
            text = plural(delay.delaySamples, "sample", "samples")
                + (std::isnan(delay.delaySeconds) ? ""
                                                  : " (" + numberText(delay.delaySeconds) + " s)");
        table.addRow({std::to_string(delay.span.first), std::to_string(delay.span.last),
                      delay.found ? "yes" : "no", text});
    }
    return '\n' + table.text();
}

std::string besideRandom(double value, double random)
{
    return numberText(value) + " (a random score reaches " + numberText(random) + ")";
}

using Facts = std::vector<std::pair<std::string, std::string>>;

void addLenient(Facts& facts, const LenientMetrics& ours, const LenientMetrics& random)
{
    facts.emplace_back("Point-adjusted F1",
                       besideRandom(ours.pointAdjustedF1, random.pointAdjustedF1));
    facts.emplace_back("PA%K F1, K = 20 %",
                       besideRandom(ours.pointAdjustedF1At20, random.pointAdjustedF1At20));
    facts.emplace_back("Affiliation precision",
                       besideRandom(ours.affiliation.precision, random.affiliation.precision));
    facts.emplace_back("Affiliation recall",
                       besideRandom(ours.affiliation.recall, random.affiliation.recall));
    facts.emplace_back("Affiliation F1", besideRandom(ours.affiliation.f1, random.affiliation.f1));
}

std::string causesText(const CauseHits& hits)
{
    if (hits.incidents == 0)
        return "no label names channels";
    return numberText(hits.at100) + " at 100 %, " + numberText(hits.at150) + " at 150 %, of "
        + plural(hits.incidents, "incident", "incidents") + " whose labels name channels";
}

std::string toText(const Options& options, const Evaluation& evaluation,
                   const std::optional<CauseHits>& hits)
{
    Facts facts{
        {"Incidents found", countText(evaluation.found) + " of " + countText(evaluation.incidents)},
        {"False alarms", falseAlarmsText(evaluation)},
        {"Median delay",
         std::isnan(evaluation.medianDelaySamples)
             ? "-"
             : numberText(evaluation.medianDelaySamples) + " samples"},
        {"VUS-PR",
         besideRandom(evaluation.vusPr, evaluation.vusPrOfRandom) + ", window "
             + std::to_string(options.evaluation.vusWindow)},
        {"AUC-PR", besideRandom(evaluation.aucPr, evaluation.aucPrOfRandom)},
        {"AUC-ROC", numberText(evaluation.aucRoc)},
        {"Precision", numberText(evaluation.precision) + " of the flagged samples"},
        {"Recall", numberText(evaluation.recall) + " of the labelled samples"},
        {"F1", numberText(evaluation.f1)},
    };
    if (hits)
        facts.emplace_back("Cause hit rate", causesText(*hits));
    if (evaluation.lenient)
        addLenient(facts, *evaluation.lenient, *evaluation.lenientOfRandom);
    return factsText(facts) + delaysText(evaluation);
}

/// Explains the labelled incidents with the model.
Result<CauseHits> findCauses(const Options& options, const std::vector<Label>& labels,
                             std::size_t samples, std::vector<std::string>& notices,
                             const RunContext& context)
{
    const auto detector = Detector::load(options.model);
    if (!detector)
        return detector.error();
    const auto imported = importRecording(options.recording, {}, context.part(0.0, 0.3));
    if (!imported)
        return imported.error();
    if (std::size_t(imported->recording->sampleCount()) != samples)
        return Error{ErrorCode::ShapeMismatch,
                     options.recording.string() + " has "
                         + plural(imported->recording->sampleCount(), "sample", "samples") + " but "
                         + options.scores.string() + " has " + countText(std::ptrdiff_t(samples))
                         + ". Name the recording that was scored."};
    const auto unread = importNotices(options.recording, imported->report);
    notices.insert(notices.end(), unread.begin(), unread.end());
    return causeHits(**detector, *imported->recording, labels, context.part(0.3, 1.0));
}

Result<Output> run(const Options& options, const RunContext& context)
{
    const auto scores = readScoreCsv(options.scores);
    if (!scores)
        return scores.error();
    const auto labels = readLabels(options.labels);
    if (!labels)
        return labels.error();
    context.report(0.2, "evaluating");
    const auto evaluation = evaluate(scores->samples.total, scores->flagged, *labels,
                                     scores->clock.get(), options.evaluation);
    if (!evaluation)
        return evaluation.error();
    Output output;
    std::optional<CauseHits> hits;
    if (!options.recording.empty()) {
        const auto found = findCauses(options, *labels, scores->samples.total.size(),
                                      output.notices, context.part(0.3, 1.0));
        if (!found)
            return found.error();
        hits = *found;
    }
    if (context.stopRequested())
        return cancelled();
    if (evaluation->tooFewToJudge)
        output.notices.emplace_back(
            "There are under three incidents or no normal samples: too few to judge.");
    if (options.evaluation.lenient)
        output.notices.emplace_back(
            "Point adjustment calls an incident found in full by a few flagged samples, and "
            "affiliation counts near misses; even random scores do well on them.");
    output.text = options.json ? jsonText(toJson(options, *evaluation, hits))
                               : toText(options, *evaluation, hits);
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
    auto* recording =
        command
            ->add_option("--recording", options->recording,
                         "The recording that was scored: with --model, also how often the channels "
                         "that labels name are ranked first")
            ->type_name("FILE");
    auto* model =
        command->add_option("--model", options->model, "Model file that scored it")->type_name("M");
    recording->needs(model);
    model->needs(recording);
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Delays count only for causal scores (score --causal): the others look ahead "
                    "by up to a window.\n");
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
