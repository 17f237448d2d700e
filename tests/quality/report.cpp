#include "tests/quality/report.h"

#include "tests/quality/means.h"
#include "tests/quality/readme_table.h"
#include "tests/quality/table.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace dissonance::quality {

namespace {

std::string heading(std::vector<std::string> cells, const std::vector<Measure>& list)
{
    for (const auto& measure : list)
        cells.emplace_back(measure.title);
    return headRow(cells);
}

std::string meansTable(const std::vector<MethodResult>& results, const std::vector<Measure>& list)
{
    auto text = heading({"collection", "method", "seeds", "incidents"}, list);
    for (const auto& mean : meansOf(results, list)) {
        std::vector<std::string> cells{mean.collection, mean.method, std::to_string(mean.seeds),
                                       std::to_string(mean.incidents)};
        for (std::size_t i = 0; i < mean.values.size(); ++i)
            cells.push_back(fixed(mean.values[i], list[i].decimals));
        text += row(cells);
    }
    return text;
}

std::string seedText(const MethodResult& result)
{
    return result.seed == 0 ? "–" : std::to_string(result.seed);
}

std::string recordingsTable(const std::vector<MethodResult>& results)
{
    auto text = heading({"recording", "method", "seed", "incidents"}, measures());
    for (const auto& result : results) {
        std::vector<std::string> cells{
            result.collection + "/" + result.recording + (result.offline.tooFewToJudge ? " *" : ""),
            result.method, seedText(result), std::to_string(result.offline.incidents)};
        for (const auto& measure : measures())
            cells.push_back(fixed(measure.of(result), measure.sum ? 0 : measure.decimals));
        text += row(cells);
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
            {"falseAlarms", evaluation.falseAlarms},
            {"tooFewToJudge", evaluation.tooFewToJudge},
            {"delays", delays}};
}

nlohmann::json jsonOf(const MethodResult& result)
{
    nlohmann::json json{
        {"collection", result.collection},   {"recording", result.recording},
        {"method", result.method},           {"seed", result.seed},
        {"threshold", result.threshold},     {"causalThreshold", result.causalThreshold},
        {"offline", jsonOf(result.offline)}, {"causal", jsonOf(result.causal)}};
    for (const auto& measure : measures())
        json[measure.key] = measure.of(result);
    if (!std::isnan(result.brokenFirst))
        for (const auto& measure : truthMeasures())
            json[measure.key] = measure.of(result);
    if (result.offline.lenient)
        for (const auto& measure : lenientMeasures())
            json[measure.key] = measure.of(result);
    return json;
}

nlohmann::json jsonOf(const MethodMean& mean)
{
    nlohmann::json json{{"collection", mean.collection},
                        {"method", mean.method},
                        {"recordings", mean.recordings},
                        {"seeds", mean.seeds},
                        {"incidents", mean.incidents}};
    for (std::size_t i = 0; i < mean.values.size(); ++i)
        json[measures()[i].key] = {{"mean", mean.values[i].mean}, {"half", mean.values[i].half}};
    return json;
}

std::string settingsLine(const HarnessOptions& options, const RunNote& note)
{
    std::string seeds;
    for (const auto seed : options.seeds)
        seeds += (seeds.empty() ? "" : ", ") + std::to_string(seed);
    return "`" + note.command + "` on " + note.date + ", " + fixed(note.seconds / 60.0, 1)
        + " minutes. Seeds " + seeds + "; " + std::to_string(note.jobs) + " recordings at once on "
        + std::to_string(options.threads)
        + " threads each, CPU; train part -> test part; VUS-PR with window 100.";
}

std::string lenientSection(const std::vector<MethodResult>& results)
{
    return "\n## Measures that flatter\n\nPoint adjustment counts a whole incident as found for "
           "one "
           "flagged sample (PA%20: for a fifth of them), at the best threshold in hindsight; "
           "affiliation gives nearly full marks for a flag beside an incident. A random score that "
           "flags as many samples reaches what stands beside each: do not compare methods by "
           "them.\n\n"
        + meansTable(results, lenientMeasures());
}

std::string truthSection(const std::vector<MethodResult>& results)
{
    if (std::none_of(results.begin(), results.end(),
                     [](const MethodResult& result) { return !std::isnan(result.brokenFirst); }))
        return {};
    return "\n## Explanations against the truth\n\nShares of the incidents. A broken pair: two "
           "channels that depend on each other (made so; of real channels: correlation above .5), "
           "one of them or both broken. Set: the smallest set of the what-if, where the span is "
           "unusual enough for one. Where one channel "
           "of a pair is broken, nothing in the pair says which.\n\n"
        + meansTable(results, truthMeasures());
}

} // namespace

std::string noteLine(const RunNote& note)
{
    return "`" + note.command + "` on " + note.date + ", " + fixed(note.seconds / 60.0, 1)
        + " minutes, " + std::to_string(note.jobs) + " recordings at once.";
}

std::string markdownReport(const std::vector<MethodResult>& results, const HarnessOptions& options,
                           const RunNote& note)
{
    return "# Detection quality\n\n" + settingsLine(options, note)
        + "\n\nThresholds are set without labels, by the same rule for all methods. Offline: a "
          "window's score counts for the samples it covers. Causal: for its last sample; delays "
          "in samples, over found incidents. A recording that is one file is learned from its "
          "first 70 % before the first incident and judged from there on. w_N: weight of the "
          "network in the fusion.\n\n`±`: half the 95 % interval of the mean over seeds "
          "(Student's t: 2.48 standard deviations of three). It says what the draw of the seed "
          "does, not what other recordings would. Methods with one seed have none.\n\n## Means\n\n"
        + meansTable(results, measures()) + (options.lenient ? lenientSection(results) : "")
        + truthSection(results) + "\n## For the README\n\n" + readmeTable(results, note)
        + "\n## Recordings\n\n`*`: under three incidents, too few to judge.\n\n"
        + recordingsTable(results);
}

std::string jsonReport(const std::vector<MethodResult>& results, const HarnessOptions& options,
                       const RunNote& note)
{
    nlohmann::json recordings = nlohmann::json::array();
    for (const auto& result : results)
        recordings.push_back(jsonOf(result));
    nlohmann::json means = nlohmann::json::array();
    for (const auto& mean : meansOf(results))
        means.push_back(jsonOf(mean));
    const nlohmann::json all{{"command", note.command},
                             {"date", note.date},
                             {"seconds", note.seconds},
                             {"jobs", note.jobs},
                             {"seeds", options.seeds},
                             {"threads", options.threads},
                             {"vusWindow", EvaluationOptions().vusWindow},
                             {"means", means},
                             {"recordings", recordings}};
    return all.dump(2) + "\n";
}

} // namespace dissonance::quality
