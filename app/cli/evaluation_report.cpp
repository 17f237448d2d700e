#include "app/cli/evaluation_report.h"

#include <cmath>

namespace dissonance {

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// Of nothing flagged no share can be right.
double precisionOf(const Evaluation& evaluation)
{
    return evaluation.flagged > 0 ? evaluation.precision : std::numeric_limits<double>::quiet_NaN();
}

Json lenientJson(const LenientMetrics& metrics)
{
    return {{"point_adjusted_f1", metrics.pointAdjustedF1},
            {"point_adjusted_f1_at_20_percent", metrics.pointAdjustedF1At20},
            {"affiliation_precision", metrics.affiliation.precision},
            {"affiliation_recall", metrics.affiliation.recall},
            {"affiliation_f1", metrics.affiliation.f1}};
}

Json delaysJson(const Evaluation& evaluation)
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
    return delays;
}

Json besideJson(const std::vector<ComparedScore>& beside)
{
    auto rows = Json::array();
    for (const auto& [name, threshold, evaluation] : beside)
        rows.push_back({{"name", name},
                        {"threshold", threshold},
                        {"vus_pr", evaluation.vusPr},
                        {"auc_pr", evaluation.aucPr},
                        {"auc_roc", evaluation.aucRoc},
                        {"found", evaluation.found},
                        {"false_alarms", evaluation.falseAlarms},
                        {"false_alarms_per_day", evaluation.falseAlarmsPerDay},
                        {"false_alarms_per_10k", evaluation.falseAlarmsPer10k},
                        {"precision", precisionOf(evaluation)},
                        {"recall", evaluation.recall},
                        {"f1", evaluation.f1},
                        {"median_delay_samples", evaluation.medianDelaySamples}});
    return rows;
}

std::string falseAlarmsText(const Evaluation& evaluation)
{
    return countText(evaluation.falseAlarms) + " ("
        + (std::isnan(evaluation.falseAlarmsPerDay)
               ? ""
               : numberText(evaluation.falseAlarmsPerDay, 3) + " a day, ")
        + numberText(evaluation.falseAlarmsPer10k, 3) + " per 10,000 normal samples)";
}

std::string delaysText(const EvaluationReport& report)
{
    const auto& delays = report.evaluation.delays;
    if (delays.empty())
        return {};
    TextTable table(
        {{"Start", Align::Right}, {"End", Align::Right}, {"Found"}, {"Delay", Align::Right}});
    for (const auto& delay : delays) {
        auto text = std::string("-");
        if (delay.found)
            text = plural(delay.delaySamples, "sample", "samples")
                + (std::isnan(delay.delaySeconds) ? ""
                                                  : " (" + numberText(delay.delaySeconds) + " s)");
        table.addRow({std::to_string(delay.span.first), std::to_string(delay.span.last),
                      delay.found ? "yes" : "no", text});
    }
    auto text = '\n' + table.text();
    if (!report.causal && report.evaluation.found > 0)
        text += "\nAn offline score looks ahead by up to a window, so these delays are too short:\n"
                "use score --causal for true ones.\n";
    return text;
}

std::string besideRandom(double value, double random)
{
    return numberText(value) + " (a random score reaches " + numberText(random) + ")";
}

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

/// A share of nothing has no name either.
std::string shareText(double share, const char* of)
{
    return numberText(share) + (std::isnan(share) ? "" : of);
}

std::string besideText(const EvaluationReport& report)
{
    const bool timed = !std::isnan(report.evaluation.falseAlarmsPerDay);
    TextTable table({{"Beside others"},
                     {"VUS-PR", Align::Right},
                     {"AUC-PR", Align::Right},
                     {"AUC-ROC", Align::Right},
                     {"Found", Align::Right},
                     {timed ? "False/day" : "False/10k", Align::Right},
                     {"Precision", Align::Right},
                     {"Recall", Align::Right},
                     {"F1", Align::Right},
                     {"Delay", Align::Right}});
    const auto add = [&](const std::string& name, const Evaluation& row) {
        const auto number = [](double value) {
            return numberText(value, 3);
        };
        table.addRow({name, number(row.vusPr), number(row.aucPr), number(row.aucRoc),
                      countText(row.found) + " of " + countText(row.incidents),
                      number(timed ? row.falseAlarmsPerDay : row.falseAlarmsPer10k),
                      number(precisionOf(row)), number(row.recall), number(row.f1),
                      number(row.medianDelaySamples)});
    };
    add("this score", report.evaluation);
    for (const auto& other : report.beside)
        add(other.name, other.evaluation);
    auto text = '\n' + table.text() + "False alarms "
        + (timed ? "a day" : "per 10,000 normal samples")
        + ", median delay in samples; random flags as many samples as this score.\n";
    if (!report.whyNoSimple.empty())
        text += report.whyNoSimple + '\n';
    return text;
}

} // namespace

Json evaluationJson(const EvaluationReport& report)
{
    const auto& evaluation = report.evaluation;
    Json json{{"samples", evaluation.samples},
              {"causal", report.causal},
              {"incidents", evaluation.incidents},
              {"found", evaluation.found},
              {"false_alarms", evaluation.falseAlarms},
              {"false_alarms_per_day", evaluation.falseAlarmsPerDay},
              {"false_alarms_per_10k", evaluation.falseAlarmsPer10k},
              {"merge_gap", report.options.mergeGap},
              {"median_delay_samples", evaluation.medianDelaySamples},
              {"delays", delaysJson(evaluation)},
              {"precision", precisionOf(evaluation)},
              {"recall", evaluation.recall},
              {"f1", evaluation.f1},
              {"vus_pr", evaluation.vusPr},
              {"vus_pr_of_random", evaluation.vusPrOfRandom},
              {"vus_window", report.options.vusWindow},
              {"auc_pr", evaluation.aucPr},
              {"auc_pr_of_random", evaluation.aucPrOfRandom},
              {"auc_roc", evaluation.aucRoc},
              {"too_few_to_judge", evaluation.tooFewToJudge},
              {"beside", besideJson(report.beside)}};
    if (!report.whyNoSimple.empty())
        json["why_no_simple_detectors"] = report.whyNoSimple;
    if (report.causes)
        json["causes"] = {{"incidents", report.causes->incidents},
                          {"hit_rate_100", report.causes->at100},
                          {"hit_rate_150", report.causes->at150}};
    if (evaluation.lenient) {
        json["lenient"] = lenientJson(*evaluation.lenient);
        json["lenient_of_random"] = lenientJson(*evaluation.lenientOfRandom);
    }
    return json;
}

std::string evaluationText(const EvaluationReport& report)
{
    const auto& evaluation = report.evaluation;
    Facts facts{
        {"Incidents found", countText(evaluation.found) + " of " + countText(evaluation.incidents)},
        {"False alarms", falseAlarmsText(evaluation)},
        {"Median delay",
         std::isnan(evaluation.medianDelaySamples)
             ? "-"
             : numberText(evaluation.medianDelaySamples) + " samples"},
        {"VUS-PR",
         besideRandom(evaluation.vusPr, evaluation.vusPrOfRandom) + ", window "
             + std::to_string(report.options.vusWindow)},
        {"AUC-PR", besideRandom(evaluation.aucPr, evaluation.aucPrOfRandom)},
        {"AUC-ROC", numberText(evaluation.aucRoc)},
        {"Precision", shareText(precisionOf(evaluation), " of the flagged samples")},
        {"Recall", shareText(evaluation.recall, " of the labelled samples")},
        {"F1", numberText(evaluation.f1)},
    };
    if (report.causes)
        facts.emplace_back("Cause hit rate", causesText(*report.causes));
    if (evaluation.lenient)
        addLenient(facts, *evaluation.lenient, *evaluation.lenientOfRandom);
    return factsText(facts) + besideText(report) + delaysText(report);
}

} // namespace dissonance
