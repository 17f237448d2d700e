#include "app/cli/command.h"
#include "app/cli/model_info.h"
#include "app/cli/number_options.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "engine/detector/normal_span.h"
#include "engine/io/import.h"
#include "engine/recording/recording_summary.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace dissonance {

namespace {

/// Rows of a text list before "and so many more"; --json prints all that is kept.
constexpr std::size_t kListed = 10;

struct Options
{
    std::vector<std::filesystem::path> files;
    bool json = false;
    bool suggestNormal = false;
    int threads = 0;
};

std::string_view kindText(TimeKind kind)
{
    switch (kind) {
    case TimeKind::SampleIndex:
        return "sample numbers";
    case TimeKind::Elapsed:
        return "elapsed time";
    case TimeKind::Utc:
        return "UTC";
    }
    return {};
}

std::string_view kindText(ChannelKind kind)
{
    switch (kind) {
    case ChannelKind::Continuous:
        return "number";
    case ChannelKind::State:
        return "state";
    case ChannelKind::Text:
        return "text";
    }
    return {};
}

Json channelsJson(const Recording& recording, const RecordingSummary& summary)
{
    auto channels = Json::array();
    for (std::size_t c = 0; c < recording.channelCount(); ++c) {
        const auto& channel = recording.channel(c);
        const auto& facts = summary.channels[c];
        Json json{{"name", channel.name},
                  {"unit", channel.unit},
                  {"kind", kindText(channel.kind)},
                  {"missing", facts.missing},
                  {"constant", facts.constant()}};
        if (channel.kind == ChannelKind::Continuous) {
            json["min"] = facts.least;
            json["max"] = facts.greatest;
        } else {
            json["states"] = channel.states;
        }
        channels.push_back(std::move(json));
    }
    return channels;
}

/// A suggestion of a normal span; nothing where none was asked for or none can be made.
using Suggestion = std::optional<SampleSpan>;

Json toJson(const Imported& imported, const Suggestion& normal)
{
    const auto& recording = *imported.recording;
    const auto& clock = *recording.clock();
    const auto summary = summarise(recording);
    auto gaps = Json::array();
    for (const auto& gap : summary.gaps)
        gaps.push_back({{"sample", gap.sample},
                        {"time", timeText(clock, gap.sample)},
                        {"length", clock.toDisplay(gap.ticks)}});
    auto problems = Json::array();
    for (const auto& problem : imported.report.problems.first)
        problems.push_back({{"line", problem.line},
                            {"column", problem.column},
                            {"text", problem.text},
                            {"expected", problem.expected}});
    Json json{{"file", recording.provenance().file.string()},
              {"bytes", recording.provenance().bytes},
              {"sha256", recording.provenance().sha256},
              {"format", imported.report.format},
              {"dialect", imported.report.dialect},
              {"rows", recording.sampleCount()},
              {"time",
               {{"kind", kindText(clock.kind())},
                {"source", imported.report.timeSource},
                {"first", timeText(clock, 0)},
                {"last", timeText(clock, recording.sampleCount() - 1)},
                {"median_step", clock.toDisplay(clock.medianStep())},
                {"samples_per_second", summary.samplesPerSecond},
                {"gaps", std::move(gaps)}}},
              {"missing_cells", imported.report.missingCells},
              {"channels", channelsJson(recording, summary)},
              {"notes", imported.report.notes},
              {"problem_count", imported.report.problems.count},
              {"problems", std::move(problems)}};
    if (normal)
        json["suggested_normal"] = {normal->first, normal->last};
    return json;
}

std::string stepText(const TimeAxis& clock, std::int64_t ticks)
{
    return clock.kind() == TimeKind::SampleIndex ? std::to_string(ticks)
                                                 : secondsText(double(ticks) * 1e-9, true);
}

std::string rateText(const RecordingSummary& summary, const TimeAxis& clock)
{
    if (std::isnan(summary.samplesPerSecond))
        return "unknown: the recording has no clock";
    return "one sample every " + stepText(clock, clock.medianStep()) + " ("
        + numberText(summary.samplesPerSecond) + " Hz)";
}

std::string gapsText(const RecordingSummary& summary, const TimeAxis& clock)
{
    if (summary.gaps.empty())
        return "none";
    const auto longest =
        std::max_element(summary.gaps.begin(), summary.gaps.end(),
                         [](const TimeGap& a, const TimeGap& b) { return a.ticks < b.ticks; });
    return countText(std::ptrdiff_t(summary.gaps.size())) + ", the longest of "
        + stepText(clock, longest->ticks) + " after sample " + std::to_string(longest->sample)
        + " (" + timeText(clock, longest->sample) + ")";
}

std::string constantsText(const Recording& recording, const RecordingSummary& summary)
{
    std::string text;
    for (std::size_t c = 0; c < recording.channelCount(); ++c)
        if (summary.channels[c].constant())
            text += (text.empty() ? "" : ", ") + recording.channel(c).name;
    return text.empty() ? "none" : text;
}

std::string channelsText(const Recording& recording, const RecordingSummary& summary)
{
    TextTable table({{"Channel"},
                     {"Unit"},
                     {"Kind"},
                     {"Least", Align::Right},
                     {"Greatest", Align::Right},
                     {"Missing", Align::Right}});
    for (std::size_t c = 0; c < recording.channelCount(); ++c) {
        const auto& channel = recording.channel(c);
        const auto& facts = summary.channels[c];
        const bool isNumber = channel.kind == ChannelKind::Continuous;
        const auto states = std::ptrdiff_t(channel.states.size());
        table.addRow({channel.name, channel.unit, std::string(kindText(channel.kind)),
                      isNumber ? numberText(facts.least, 6) : plural(states, "state", "states"),
                      isNumber ? numberText(facts.greatest, 6) : "",
                      countText(std::ptrdiff_t(facts.missing))});
    }
    return table.text();
}

std::string problemsText(const ImportProblems& problems)
{
    if (problems.count == 0)
        return {};
    TextTable table({{"Line", Align::Right}, {"Column"}, {"Expected"}, {"Found"}});
    for (std::size_t i = 0; i < std::min(kListed, problems.first.size()); ++i) {
        const auto& problem = problems.first[i];
        table.addRow({problem.line == 0 ? "-" : std::to_string(problem.line), problem.column,
                      problem.expected, problem.text});
    }
    auto text = "\nProblems: what could not be read became missing\n" + table.text();
    if (problems.count > kListed)
        text += "and " + countText(std::ptrdiff_t(problems.count - kListed))
            + " more (--json lists the first " + countText(ImportProblems::kKept) + ")\n";
    return text;
}

std::string toText(const Imported& imported, const Suggestion& normal)
{
    const auto& recording = *imported.recording;
    const auto& report = imported.report;
    const auto& clock = *recording.clock();
    const auto summary = summarise(recording);
    std::vector<std::pair<std::string, std::string>> facts{
        {"File",
         recording.provenance().file.string() + " ("
             + plural(std::ptrdiff_t(recording.provenance().bytes), "byte", "bytes") + ")"},
        {"Format", report.format + ": " + report.dialect},
        {"Rows", countText(recording.sampleCount())},
        {"Channels", countText(std::ptrdiff_t(recording.channelCount()))},
        {"Time",
         std::string(kindText(clock.kind()))
             + (report.timeSource.empty() ? "" : ": " + report.timeSource)},
        {"Span",
         timeText(clock, 0) + " to " + timeText(clock, recording.sampleCount() - 1) + " ("
             + durationText(clock, 0, recording.sampleCount()) + ")"},
        {"Rate", rateText(summary, clock)},
        {"Gaps", gapsText(summary, clock)},
        {"Constants", constantsText(recording, summary)},
        {"Missing cells", countText(std::ptrdiff_t(report.missingCells))},
        {"Problems", countText(std::ptrdiff_t(report.problems.count))},
    };
    if (normal)
        facts.emplace_back("Normal",
                           "samples " + std::to_string(normal->first) + ':'
                               + std::to_string(normal->last)
                               + " seem so, as the calmest tenth: look at them first");
    for (const auto& note : report.notes)
        facts.emplace_back("Note", note);
    return factsText(facts) + '\n' + channelsText(recording, summary)
        + problemsText(report.problems);
}

/// File `i` is a model.
void tell(const ModelCard& card, const Options& options, std::size_t i, Json& all, Output& output)
{
    if (options.json)
        all.push_back(toJson(card, options.files[i]));
    else
        output.text += (output.text.empty() ? "" : "\n") + toText(card, options.files[i]);
}

Result<Output> run(const Options& options, const RunContext& context)
{
    auto all = Json::array();
    Output output;
    const auto count = double(options.files.size());
    for (std::size_t i = 0; i < options.files.size(); ++i) {
        const auto own = context.part(double(i) / count, double(i + 1) / count);
        const auto imported =
            importRecording(options.files[i], {options.threads}, own.part(0.0, 0.5));
        if (!imported) {
            if (const auto model = Detector::load(options.files[i])) {
                tell((*model)->card(), options, i, all, output);
                continue;
            }
            // What one file lacks is no reason to keep silent about the others.
            if (imported.error().code == ErrorCode::Cancelled || options.files.size() == 1)
                return imported.error();
            output.failures.push_back(imported.error());
            continue;
        }
        Suggestion normal;
        if (options.suggestNormal) {
            const auto suggested =
                suggestNormalSpan(imported->recording, own.part(0.5, 1.0), options.threads);
            if (suggested)
                normal = *suggested;
            else if (suggested.error().code == ErrorCode::Cancelled)
                return suggested.error();
            else
                output.notices.push_back(options.files[i].string() + ": no normal span to suggest. "
                                         + suggested.error().detail);
        }
        if (options.json)
            all.push_back(toJson(*imported, normal));
        else
            output.text += (output.text.empty() ? "" : "\n") + toText(*imported, normal);
    }
    if (options.json)
        output.text = jsonText(all);
    return output;
}

} // namespace

Command infoCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand(
        "info",
        "Say what is in recordings: rows, channels, time, gaps, constants, problems; and "
        "what models learned from");
    command->add_option("FILE", options->files, "Recordings and models")->required()->type_name("");
    command->add_flag("--json", options->json,
                      "Print JSON: a list with one object a file that could be read");
    command->add_flag("--suggest-normal", options->suggestNormal,
                      "Also name a tenth of each recording that is likely to be normal, as a guess "
                      "for --normal of train and score");
    addThreads(*command, options->threads);
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
