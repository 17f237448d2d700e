#include "app/cli/command.h"
#include "app/cli/explanation_json.h"
#include "app/cli/output.h"
#include "app/cli/score_summary.h"
#include "app/cli/scored_recording.h"

#include <algorithm>

namespace dissonance {

namespace {

/// Of an incident's channels and pairs, what a line has room for.
constexpr std::size_t kNamed = 3;
constexpr std::size_t kNamedPairs = 2;

struct Options
{
    ScoringInput input;
    bool json = false;
};

std::string channelNames(const Incident& incident)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(kNamed, incident.channels.size()); ++i)
        text += (i > 0 ? ", " : "") + incident.channels[i].channel;
    return text;
}

std::string pairNames(const Incident& incident)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(kNamedPairs, incident.pairs.size()); ++i) {
        const auto& pair = incident.pairs[i];
        text +=
            (i > 0 ? ", " : "") + pair.first + " ~ " + pair.second + (pair.significant ? "*" : "");
    }
    return text;
}

std::string toText(const std::vector<Incident>& incidents, const TimeAxis& clock)
{
    if (incidents.empty())
        return "No incidents.\n";
    const bool hasTime = clock.kind() != TimeKind::SampleIndex;
    std::vector<TextTable::Column> columns{{"#", Align::Right}, {"Samples"}};
    if (hasTime)
        columns.push_back({"Start"});
    for (const char* heading : {"Length", "Peak", "Score", "Dependence"})
        columns.push_back({heading, Align::Right});
    columns.push_back({"Channels"});
    columns.push_back({"Broken pairs (*: correlation changed)"});
    TextTable table(std::move(columns));
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const auto& incident = incidents[i];
        std::vector<std::string> cells{std::to_string(i + 1),
                                       std::to_string(incident.span.first) + ':'
                                           + std::to_string(incident.span.last)};
        if (hasTime)
            cells.push_back(timeText(clock, incident.span.first));
        cells.push_back(durationText(clock, incident.span.first, incident.span.last));
        cells.push_back(std::to_string(incident.peak));
        cells.push_back(numberText(incident.peakScore, 3));
        cells.push_back(percentText(incident.dependenceShare));
        cells.push_back(channelNames(incident));
        cells.push_back(pairNames(incident));
        table.addRow(std::move(cells));
    }
    return table.text();
}

Json toJson(const std::vector<Incident>& incidents, const TimeAxis& clock)
{
    auto json = Json::array();
    for (const auto& incident : incidents)
        json.push_back({{"first", incident.span.first},
                        {"last", incident.span.last},
                        {"start", timeText(clock, incident.span.first)},
                        {"end", timeText(clock, incident.span.last)},
                        {"peak", incident.peak},
                        {"peak_score", incident.peakScore},
                        {"dependence_share", incident.dependenceShare},
                        {"channels", toJson(incident.channels)},
                        {"pairs", toJson(incident.pairs)}});
    return json;
}

Result<Output> run(const Options& options, const RunContext& context)
{
    auto scored = scoreRecording(options.input, context.part(0.0, 0.5));
    if (!scored)
        return scored.error();
    const auto threshold = scored->track->threshold;
    const auto incidents =
        scored->detector->incidents(*scored->recording, *scored->track, threshold,
                                    context.part(0.5, 1.0), options.input.threads);
    if (!incidents)
        return incidents.error();
    const auto& clock = *scored->recording->clock();
    Output output{{}, std::move(scored->notices)};
    output.text = options.json
        ? jsonText({{"recording", options.input.file.string()},
                    {"model", options.input.model.string()},
                    {"normal", spansJson(normalSpansOf(scored->detector->card()))},
                    {"threshold", threshold},
                    {"notices", output.notices},
                    {"incidents", toJson(*incidents, clock)}})
        : toText(*incidents, clock);
    return output;
}

} // namespace

Command incidentsCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand(
        "incidents", "List where the channels of a recording stop agreeing, and which");
    addScoringInput(*command, options->input);
    addCausal(*command, options->input);
    addThreshold(*command, options->input.threshold);
    addDriftAware(*command, options->input.driftAware);
    command->add_flag("--json", options->json, "Print JSON");
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
