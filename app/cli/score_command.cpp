#include "app/cli/command.h"
#include "app/cli/number_options.h"
#include "app/cli/output.h"
#include "app/cli/score_batch.h"
#include "app/cli/score_summary.h"
#include "app/cli/scored_recording.h"
#include "engine/base/atomic_file.h"
#include "engine/io/score_csv.h"

namespace dissonance {

namespace {

struct Options
{
    ScoringInput input;
    std::filesystem::path out; ///< empty: a batch
    ScoreBatch batch;
};

std::string report(const Options& options, const ScoreSummary& summary)
{
    if (options.batch.json)
        return jsonText(toJson(summary, options.input.model));
    return factsText({{"Scores", summary.scores.string()},
                      {"Samples", countText(summary.samples)},
                      {"Threshold", numberText(summary.threshold)},
                      {"Flagged",
                       plural(summary.flagged, "sample", "samples") + " in "
                           + plural(summary.incidents, "incident", "incidents")}});
}

Result<Output> run(const Options& options, const RunContext& context)
{
    if (options.out.empty())
        return scoreAll(options.batch, options.input, context);
    auto input = options.input;
    input.file = options.batch.files.front();
    const bool toStandardOutput = options.out == "-";
    if (auto status = checkOutput(options.out, {input.file, input.model}); !status)
        return status.error();
    if (!toStandardOutput)
        if (const auto writable = AtomicFile::create(options.out); !writable)
            return writable.error();
    const auto scored = scoreRecording(input, context);
    if (!scored)
        return scored.error();
    if (context.stopRequested())
        return cancelled();
    if (toStandardOutput)
        return Output{scoreCsv(*scored->track), scored->notices};
    if (auto status = writeScoreCsv(options.out, *scored->track); !status)
        return status.error();
    return Output{report(options, summaryOf(*scored, input.file, options.out)), scored->notices};
}

/// What one option by itself cannot tell.
void checkTogether(const Options& options)
{
    const bool several = options.batch.files.size() > 1;
    if (several && !options.out.empty())
        throw CLI::ValidationError(
            "--out", "holds the scores of one FILE; name a folder for several with --out-dir");
    if (options.out.empty() && options.batch.folder.empty())
        throw CLI::RequiredError(several ? "--out-dir" : "--out or --out-dir");
    if (options.batch.json && options.out == "-")
        throw CLI::ExcludesError("--json", "--out -");
}

} // namespace

Command scoreCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("score", "Score every sample of recordings");
    command->add_option("FILE", options->batch.files, "Recordings")->required()->type_name("");
    addModel(*command, options->input);
    auto* out = command
                    ->add_option("--out", options->out,
                                 "CSV to write for one FILE: "
                                 "sample,time,score,marginal,dependence,flagged; - is standard "
                                 "output")
                    ->type_name("S.csv");
    auto* folder = command
                       ->add_option("--out-dir", options->batch.folder,
                                    "Folder to write a CSV to for every FILE: its name without "
                                    "ending and .scores.csv, after the name of its folder where "
                                    "several FILEs have one name")
                       ->type_name("D")
                       ->excludes(out);
    command
        ->add_option("--jobs", options->batch.jobs,
                     "FILEs to score at the same time; each takes memory of its own")
        ->type_name("N")
        ->check(CLI::Range(1, 1024).description(""))
        ->capture_default_str()
        ->needs(folder);
    addThreads(*command, options->input.threads,
               "Cores to use for each FILE; 0: all of them, shared out to the jobs");
    addCausal(*command, options->input);
    addThreshold(*command, options->input.threshold);
    addDriftAware(*command, options->input.driftAware);
    command->add_flag("--json", options->batch.json,
                      "Print what was done as JSON; with --out-dir a list with one object a file "
                      "that could be scored");
    command->parse_complete_callback([options] { checkTogether(*options); });
    command->footer("Examples:\n"
                    "  dissonance-cli score pump.csv --model pump.dissonance --out scores.csv\n"
                    "  dissonance-cli score day*.csv --model pump.dissonance --out-dir scores "
                    "--jobs 2\n");
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
