#include "app/cli/command.h"
#include "app/cli/device_option.h"
#include "app/cli/explanation_json.h"
#include "app/cli/explanation_png.h"
#include "app/cli/output.h"
#include "app/cli/scored_recording.h"
#include "app/cli/span_option.h"
#include "engine/base/atomic_file.h"

#include <algorithm>

namespace dissonance {

namespace {

/// Rows of a text list; --json prints all.
constexpr std::size_t kListed = 10;

struct Options
{
    ScoringInput input;
    std::vector<std::string> at;
    std::filesystem::path png; ///< empty: no picture
    bool json = false;
};

std::string namesText(const std::vector<std::string>& names, const char* between)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : between) + name;
    return text;
}

std::string factsOf(const Explanation& explanation, const TimeAxis& clock)
{
    const auto& span = explanation.span;
    auto at = "samples " + std::to_string(span.first) + ':' + std::to_string(span.last);
    if (clock.kind() != TimeKind::SampleIndex)
        at += ", from " + timeText(clock, span.first) + " for "
            + durationText(clock, span.first, span.last);
    std::vector<std::pair<std::string, std::string>> facts{
        {"Span", at},
        {"Marginal",
         percentText(explanation.marginalShare) + " of the score: channels on their own"},
        {"Dependence", percentText(explanation.dependenceShare) + ": channels together"},
        {"Copula", explanation.family}};
    if (explanation.networkShare > 0.0)
        facts.insert(facts.begin() + 3,
                     {"Network", percentText(explanation.networkShare) + " of the dependence"});
    if (!explanation.leftOut.empty())
        facts.emplace_back("Left out", namesText(explanation.leftOut, ", ") + " (constant)");
    if (!explanation.states.empty())
        facts.emplace_back("States",
                           namesText(explanation.states, ", ") + " (one of two values is rare)");
    for (const auto& group : explanation.duplicates)
        facts.emplace_back("Near duplicates", namesText(group, " = "));
    for (const auto& remark : explanation.remarks)
        facts.emplace_back("Remark", remark);
    return factsText(facts);
}

std::string channelsText(const std::vector<ChannelContribution>& ranked)
{
    TextTable table({{"Channel"},
                     {"Share", Align::Right},
                     {"On its own, nats", Align::Right},
                     {"Given the others, nats", Align::Right}});
    for (std::size_t i = 0; i < std::min(kListed, ranked.size()); ++i)
        table.addRow({ranked[i].channel, percentText(ranked[i].share),
                      numberText(ranked[i].marginal, 3) + (ranked[i].state > 0.0 ? " (state)" : ""),
                      numberText(ranked[i].dependence, 3)});
    return "\nMost inconsistent channels\n" + table.text();
}

std::string pairsText(const std::vector<PairContribution>& pairs)
{
    const bool byNetwork = !pairs.empty() && pairs.front().networkFall > 0.0;
    std::vector<TextTable::Column> columns{{"Channel"},
                                           {"Channel"},
                                           {"Usual", Align::Right},
                                           {"Here", Align::Right},
                                           {"Surprise, nats", Align::Right},
                                           {"Significant"}};
    if (byNetwork)
        columns.push_back({"Network", Align::Right});
    TextTable table(columns);
    for (std::size_t i = 0; i < std::min(kListed, pairs.size()); ++i) {
        const auto& pair = pairs[i];
        std::vector<std::string> cells{pair.first,
                                       pair.second,
                                       numberText(pair.normal, 2),
                                       numberText(pair.observed, 2),
                                       numberText(pair.surprise, 3),
                                       pair.significant ? "yes" : "no"};
        if (byNetwork)
            cells.push_back(pair.networkFall > 0.0 ? numberText(pair.networkFall, 3) : "-");
        table.addRow(cells);
    }
    if (table.isEmpty())
        return {};
    return std::string("\nDependence of pairs, ")
        + (byNetwork ? "those that the network names first (how far its surprise falls)"
                     : "most broken first")
        + "\n" + table.text();
}

Result<Output> run(const Options& options, const RunContext& context)
{
    if (auto status = checkOutput(options.png, {options.input.file, options.input.model}); !status)
        return status.error();
    if (!options.png.empty())
        if (const auto writable = AtomicFile::create(options.png); !writable)
            return writable.error();
    const auto detector = loadDetector(options.input.model, options.input.device);
    if (!detector)
        return detector.error();
    const auto imported =
        importRecording(options.input.file, {options.input.threads}, context.part(0.0, 0.5));
    if (!imported)
        return imported.error();
    const auto& recording = *imported->recording;
    const auto span = spansWithin(options.at, recording.sampleCount()).front();
    const auto placed = atOperatingPoint(*detector, recording, options.input.normal, false,
                                         options.input.threads, context.part(0.5, 0.6));
    if (!placed)
        return placed.error();
    const auto explanation =
        placed->detector->explain(recording, span, context.part(0.6, 1.0), options.input.threads);
    if (!explanation)
        return explanation.error();
    if (context.stopRequested())
        return cancelled();
    if (!options.png.empty()) {
        const auto title = recording.name() + ", samples " + std::to_string(span.first) + ':'
            + std::to_string(span.last);
        if (auto status = writeExplanationPng(options.png, **explanation, recording, title);
            !status)
            return status.error();
    }
    auto notices = importNotices(options.input.file, imported->report);
    notices.insert(notices.end(), placed->notices.begin(), placed->notices.end());
    if (auto notice = adaptationNotice(placed->detector->card()); !notice.empty())
        notices.push_back(std::move(notice));
    if (options.json)
        return Output{jsonText(toJson(**explanation)), notices};
    return Output{factsOf(**explanation, *recording.clock()) + channelsText((*explanation)->ranked)
                      + pairsText((*explanation)->pairs),
                  notices};
}

} // namespace

Command explainCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand(
        "explain", "Say which channels and pairs make a span unusual (not which are the cause)");
    addScoringInput(*command, options->input);
    addSpans(*command, "--at", options->at,
             "Samples to explain, half-open, as incidents lists them")
        ->required()
        ->expected(1);
    addNormal(*command, options->input.normal, "Without it as in incidents");
    command->add_option("--png", options->png, "Picture to write as well")->type_name("OUT");
    command->add_flag("--json", options->json, "Print JSON, with the matrices");
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
