#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/scored_recording.h"
#include "engine/base/atomic_file.h"
#include "engine/io/score_csv.h"

#include <algorithm>
#include <optional>

namespace dissonance {

namespace {

struct Options
{
    ScoringInput input;
    std::filesystem::path out;
    bool json = false;
};

std::string report(const Options& options, const ScoredRecording& scored)
{
    const auto& track = *scored.track;
    const auto flagged = std::count(track.flagged.begin(), track.flagged.end(), 1);
    const auto incidents = findIncidents(track, track.threshold);
    if (options.json)
        return jsonText({{"scores", options.out.string()},
                         {"recording", options.input.file.string()},
                         {"recording_sha256", track.recordingSha256},
                         {"model", options.input.model.string()},
                         {"model_sha256", track.modelSha256},
                         {"causal", track.causal},
                         {"samples", track.samples.size()},
                         {"threshold", track.threshold},
                         {"flagged", flagged},
                         {"incidents", incidents.size()},
                         {"notices", track.notices}});
    return factsText({{"Scores", options.out.string()},
                      {"Samples", countText(std::ptrdiff_t(track.samples.size()))},
                      {"Threshold", numberText(track.threshold)},
                      {"Flagged",
                       plural(flagged, "sample", "samples") + " in "
                           + plural(std::ptrdiff_t(incidents.size()), "incident", "incidents")}});
}

Result<Output> run(const Options& options, const RunContext& context)
{
    const bool toStandardOutput = options.out == "-";
    if (auto status = checkOutput(options.out, {options.input.file, options.input.model}); !status)
        return status.error();
    if (!toStandardOutput)
        if (const auto writable = AtomicFile::create(options.out); !writable)
            return writable.error();
    const auto scored = scoreRecording(options.input, context);
    if (!scored)
        return scored.error();
    if (context.stopRequested())
        return cancelled();
    if (toStandardOutput)
        return Output{scoreCsv(*scored->track), scored->notices};
    if (auto status = writeScoreCsv(options.out, *scored->track); !status)
        return status.error();
    return Output{report(options, *scored), scored->notices};
}

} // namespace

Command scoreCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("score", "Score every sample of a recording");
    addScoringInput(*command, options->input);
    addCausal(*command, options->input);
    command
        ->add_option("--out", options->out,
                     "CSV to write: sample,time,score,marginal,dependence,flagged; - is standard "
                     "output")
        ->required()
        ->type_name("S.csv");
    command->add_flag("--json", options->json, "Print what was done as JSON");
    command->parse_complete_callback([options] {
        if (options->json && options->out == "-")
            throw CLI::ExcludesError("--json", "--out -");
    });
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
