#include "app/cli/command.h"
#include "app/cli/output.h"
#include "engine/io/labels_csv.h"
#include "engine/io/score_csv.h"
#include "engine/scoring/metrics.h"

#include <cmath>

namespace dissonance {

namespace {

struct Options
{
    std::filesystem::path scores;
    std::filesystem::path labels;
    EvaluationOptions evaluation;
    bool json = false;
};

Json toJson(const Options& options, const Evaluation& evaluation)
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
              {"vus_window", options.evaluation.vusWindow},
              {"auc_pr", evaluation.aucPr},
              {"auc_roc", evaluation.aucRoc},
              {"too_few_to_judge", evaluation.tooFewToJudge}};
    if (evaluation.pointAdjustedF1) {
        json["point_adjusted_f1"] = *evaluation.pointAdjustedF1;
        json["point_adjusted_f1_of_random"] = *evaluation.pointAdjustedF1OfRandom;
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

std::string toText(const Options& options, const Evaluation& evaluation)
{
    std::vector<std::pair<std::string, std::string>> facts{
        {"Incidents found", countText(evaluation.found) + " of " + countText(evaluation.incidents)},
        {"False alarms", falseAlarmsText(evaluation)},
        {"Median delay",
         std::isnan(evaluation.medianDelaySamples)
             ? "-"
             : numberText(evaluation.medianDelaySamples) + " samples"},
        {"VUS-PR",
         numberText(evaluation.vusPr) + " (window " + std::to_string(options.evaluation.vusWindow)
             + ")"},
        {"AUC-PR", numberText(evaluation.aucPr)},
        {"AUC-ROC", numberText(evaluation.aucRoc)},
        {"Precision", numberText(evaluation.precision) + " of the flagged samples"},
        {"Recall", numberText(evaluation.recall) + " of the labelled samples"},
        {"F1", numberText(evaluation.f1)},
    };
    if (evaluation.pointAdjustedF1)
        facts.emplace_back("Point-adjusted F1",
                           numberText(*evaluation.pointAdjustedF1) + " (a random score reaches "
                               + numberText(*evaluation.pointAdjustedF1OfRandom) + ")");
    return factsText(facts) + delaysText(evaluation);
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
    if (context.stopRequested())
        return cancelled();
    Output output;
    if (evaluation->tooFewToJudge)
        output.notices.emplace_back(
            "There are under three incidents or no normal samples: too few to judge.");
    if (options.evaluation.lenient)
        output.notices.emplace_back(
            "Point-adjusted F1 calls an incident found in full by one flagged sample; "
            "even random scores do well on it.");
    output.text =
        options.json ? jsonText(toJson(options, *evaluation)) : toText(options, *evaluation);
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
                      "Also point-adjusted F1, beside a random score's");
    command->add_flag("--json", options->json, "Print JSON");
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
