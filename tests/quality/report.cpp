#include "tests/quality/report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace dissonance::quality {

namespace {

/// A fixed number of decimals; a dash for NaN.
std::string fixed(double value, int decimals)
{
    if (std::isnan(value))
        return "–";
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return std::string(text.data(), std::size_t(std::max(size, 0)));
}

std::string row(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const auto& cell : cells) {
        line += ' ';
        for (const char c : cell) {
            if (c == '|')
                line += '\\'; // "max|z|" must not open a column
            line += c;
        }
        line += " |";
    }
    return line + "\n";
}

std::string heading(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += " --- |";
    return row(cells) + line + "\n";
}

std::string ofCount(std::ptrdiff_t found, std::ptrdiff_t incidents)
{
    return std::to_string(found) + "/" + std::to_string(incidents);
}

std::string meansTable(const std::vector<MethodResult>& results)
{
    auto text = heading({"collection", "method", "VUS-PR", "AUC-PR", "AUC-ROC", "found",
                         "false alarms/day", "per 10k", "precision", "recall", "F1",
                         "causal: found", "false alarms/day", "hit rate 100 %", "150 %"});
    for (const auto& mean : meansOf(results))
        text +=
            row({mean.collection, mean.method, fixed(mean.vusPr, 3), fixed(mean.aucPr, 3),
                 fixed(mean.aucRoc, 3), ofCount(mean.found, mean.incidents),
                 fixed(mean.falseAlarmsPerDay, 2), fixed(mean.falseAlarmsPer10k, 2),
                 fixed(mean.precision, 2), fixed(mean.recall, 2), fixed(mean.f1, 2),
                 ofCount(mean.foundCausal, mean.incidents), fixed(mean.falseAlarmsPerDayCausal, 2),
                 fixed(mean.hitRate100, 2), fixed(mean.hitRate150, 2)});
    return text;
}

std::string recordingsTable(const std::vector<MethodResult>& results)
{
    auto text =
        heading({"recording", "method", "VUS-PR", "AUC-PR", "AUC-ROC", "found", "false alarms/day",
                 "per 10k", "precision", "recall", "F1", "causal: found", "false alarms/day",
                 "median delay", "hit rate 100 %", "150 %", "w_N", "train s", "score s"});
    for (const auto& result : results) {
        const auto& offline = result.offline;
        const auto& causal = result.causal;
        text +=
            row({result.collection + "/" + result.recording + (offline.tooFewToJudge ? " *" : ""),
                 result.method, fixed(offline.vusPr, 3), fixed(offline.aucPr, 3),
                 fixed(offline.aucRoc, 3), ofCount(offline.found, offline.incidents),
                 fixed(offline.falseAlarmsPerDay, 2), fixed(offline.falseAlarmsPer10k, 2),
                 fixed(offline.precision, 2), fixed(offline.recall, 2), fixed(offline.f1, 2),
                 ofCount(causal.found, causal.incidents), fixed(causal.falseAlarmsPerDay, 2),
                 fixed(causal.medianDelaySamples, 1), fixed(result.hitRate100, 2),
                 fixed(result.hitRate150, 2), fixed(result.networkWeight, 2),
                 fixed(result.trainSeconds, 2), fixed(result.scoreSeconds, 2)});
    }
    return text;
}

nlohmann::json jsonOf(const Evaluation& evaluation)
{
    nlohmann::json delays = nlohmann::json::array();
    for (const auto& delay : evaluation.delays)
        delays.push_back(
            {{"start", delay.span.first},
             {"end", delay.span.last},
             {"found", delay.found},
             {"delaySamples",
              delay.found ? nlohmann::json(delay.delaySamples) : nlohmann::json(nullptr)}});
    return {{"samples", evaluation.samples},
            {"incidents", evaluation.incidents},
            {"found", evaluation.found},
            {"falseAlarms", evaluation.falseAlarms},
            {"falseAlarmsPerDay", evaluation.falseAlarmsPerDay},
            {"falseAlarmsPer10k", evaluation.falseAlarmsPer10k},
            {"medianDelaySamples", evaluation.medianDelaySamples},
            {"precision", evaluation.precision},
            {"recall", evaluation.recall},
            {"f1", evaluation.f1},
            {"vusPr", evaluation.vusPr},
            {"aucPr", evaluation.aucPr},
            {"aucRoc", evaluation.aucRoc},
            {"tooFewToJudge", evaluation.tooFewToJudge},
            {"delays", delays}};
}

void add(MethodMean& mean, const MethodResult& result)
{
    ++mean.recordings;
    mean.vusPr += result.offline.vusPr;
    mean.aucPr += result.offline.aucPr;
    mean.aucRoc += result.offline.aucRoc;
    mean.incidents += result.offline.incidents;
    mean.found += result.offline.found;
    mean.foundCausal += result.causal.found;
    mean.falseAlarmsPerDay += result.offline.falseAlarmsPerDay;
    mean.falseAlarmsPerDayCausal += result.causal.falseAlarmsPerDay;
    mean.falseAlarmsPer10k += result.offline.falseAlarmsPer10k;
    mean.precision += result.offline.precision;
    mean.recall += result.offline.recall;
    mean.f1 += result.offline.f1;
    mean.hitRate100 += result.hitRate100;
    mean.hitRate150 += result.hitRate150;
}

} // namespace

std::vector<MethodMean> meansOf(const std::vector<MethodResult>& results)
{
    std::vector<MethodMean> means;
    for (const auto& result : results) {
        auto mean = std::find_if(means.begin(), means.end(), [&](const MethodMean& known) {
            return known.collection == result.collection && known.method == result.method;
        });
        if (mean == means.end()) {
            means.emplace_back();
            mean = means.end() - 1;
            mean->collection = result.collection;
            mean->method = result.method;
        }
        add(*mean, result);
    }
    for (auto& mean : means)
        for (double* sum : {&mean.vusPr, &mean.aucPr, &mean.aucRoc, &mean.falseAlarmsPerDay,
                            &mean.falseAlarmsPerDayCausal, &mean.falseAlarmsPer10k, &mean.precision,
                            &mean.recall, &mean.f1, &mean.hitRate100, &mean.hitRate150})
            *sum /= mean.recordings;
    return means;
}

std::string settingsLine(const HarnessOptions& options)
{
    return "Seed " + std::to_string(options.seed) + ", " + std::to_string(options.threads)
        + " threads, CPU; train part -> test part; VUS-PR with window 100.";
}

std::string markdownReport(const std::vector<MethodResult>& results, const HarnessOptions& options)
{
    return "# Detection quality\n\n" + settingsLine(options)
        + "\n\nThresholds are set without labels, by the same rule for all methods. Offline: a "
          "window's score counts for the samples it covers. Causal: for its last sample; delays "
          "in samples, over found incidents. A recording that is one file is learned from its "
          "first 70 % before the first incident and judged from there on.\n\n## Means\n\n"
        + meansTable(results)
        + "\n## Recordings\n\n`*`: under three incidents, too few to judge. w_N: weight of the "
          "network in the fusion.\n\n"
        + recordingsTable(results);
}

std::string jsonReport(const std::vector<MethodResult>& results, const HarnessOptions& options)
{
    nlohmann::json recordings = nlohmann::json::array();
    for (const auto& result : results)
        recordings.push_back({{"collection", result.collection},
                              {"recording", result.recording},
                              {"method", result.method},
                              {"threshold", result.threshold},
                              {"causalThreshold", result.causalThreshold},
                              {"trainSeconds", result.trainSeconds},
                              {"scoreSeconds", result.scoreSeconds},
                              {"networkWeight", result.networkWeight},
                              {"hitRate100", result.hitRate100},
                              {"hitRate150", result.hitRate150},
                              {"offline", jsonOf(result.offline)},
                              {"causal", jsonOf(result.causal)}});
    nlohmann::json means = nlohmann::json::array();
    for (const auto& mean : meansOf(results))
        means.push_back({{"collection", mean.collection},
                         {"method", mean.method},
                         {"recordings", mean.recordings},
                         {"vusPr", mean.vusPr},
                         {"aucPr", mean.aucPr},
                         {"aucRoc", mean.aucRoc},
                         {"incidents", mean.incidents},
                         {"found", mean.found},
                         {"foundCausal", mean.foundCausal},
                         {"falseAlarmsPerDay", mean.falseAlarmsPerDay},
                         {"falseAlarmsPerDayCausal", mean.falseAlarmsPerDayCausal},
                         {"falseAlarmsPer10k", mean.falseAlarmsPer10k},
                         {"precision", mean.precision},
                         {"recall", mean.recall},
                         {"f1", mean.f1},
                         {"hitRate100", mean.hitRate100},
                         {"hitRate150", mean.hitRate150}});
    const nlohmann::json all{{"seed", options.seed},
                             {"threads", options.threads},
                             {"vusWindow", EvaluationOptions().vusWindow},
                             {"means", means},
                             {"recordings", recordings}};
    return all.dump(2) + "\n";
}

} // namespace dissonance::quality
