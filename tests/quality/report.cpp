#include "tests/quality/report.h"

#include "tests/quality/means.h"

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

/// "0.714 ± 0.003"; without the interval where there is none.
std::string fixed(const Estimate& estimate, int decimals)
{
    const auto mean = fixed(estimate.mean, decimals);
    return std::isnan(estimate.half) ? mean : mean + " ± " + fixed(estimate.half, decimals);
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

std::string heading(std::vector<std::string> cells)
{
    for (const auto& measure : measures())
        cells.emplace_back(measure.title);
    std::string line = "|";
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += " --- |";
    return row(cells) + line + "\n";
}

std::string meansTable(const std::vector<MethodResult>& results)
{
    auto text = heading({"collection", "method", "seeds", "incidents"});
    for (const auto& mean : meansOf(results)) {
        std::vector<std::string> cells{mean.collection, mean.method, std::to_string(mean.seeds),
                                       std::to_string(mean.incidents)};
        for (std::size_t i = 0; i < mean.values.size(); ++i)
            cells.push_back(fixed(mean.values[i], measures()[i].decimals));
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
    auto text = heading({"recording", "method", "seed", "incidents"});
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

std::string settingsLine(const HarnessOptions& options)
{
    std::string seeds;
    for (const auto seed : options.seeds)
        seeds += (seeds.empty() ? "" : ", ") + std::to_string(seed);
    return "Seeds " + seeds + "; " + std::to_string(options.threads)
        + " threads, CPU; train part -> test part; VUS-PR with window 100.";
}

} // namespace

std::string markdownReport(const std::vector<MethodResult>& results, const HarnessOptions& options)
{
    return "# Detection quality\n\n" + settingsLine(options)
        + "\n\nThresholds are set without labels, by the same rule for all methods. Offline: a "
          "window's score counts for the samples it covers. Causal: for its last sample; delays "
          "in samples, over found incidents. A recording that is one file is learned from its "
          "first 70 % before the first incident and judged from there on. w_N: weight of the "
          "network in the fusion. `±`: 95 % interval of the mean over seeds.\n\n## Means\n\n"
        + meansTable(results)
        + "\n## Recordings\n\n`*`: under three incidents, too few to judge.\n\n"
        + recordingsTable(results);
}

std::string jsonReport(const std::vector<MethodResult>& results, const HarnessOptions& options)
{
    nlohmann::json recordings = nlohmann::json::array();
    for (const auto& result : results)
        recordings.push_back(jsonOf(result));
    nlohmann::json means = nlohmann::json::array();
    for (const auto& mean : meansOf(results))
        means.push_back(jsonOf(mean));
    const nlohmann::json all{{"seeds", options.seeds},
                             {"threads", options.threads},
                             {"vusWindow", EvaluationOptions().vusWindow},
                             {"means", means},
                             {"recordings", recordings}};
    return all.dump(2) + "\n";
}

} // namespace dissonance::quality
