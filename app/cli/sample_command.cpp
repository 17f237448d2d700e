#include "app/cli/command.h"
#include "app/cli/number_options.h"
#include "app/cli/output.h"
#include "engine/sample/sample_incident.h"

namespace dissonance {

namespace {

struct Options
{
    std::filesystem::path folder;
    SampleOptions sample;
    bool json = false;
};

Result<Output> run(const Options& options, const RunContext& context)
{
    if (auto status = writeSampleIncident(options.folder, options.sample, context); !status)
        return status.error();
    const auto sample = makeSampleIncident(options.sample);
    const auto recording = options.folder / "sample.csv";
    const auto labels = options.folder / "sample.labels.csv";
    if (options.json)
        return Output{jsonText({{"recording", recording.string()},
                                {"labels", labels.string()},
                                {"samples", sample.recording->sampleCount()},
                                {"channels", sample.recording->channelCount()},
                                {"incidents", sample.labels.size()},
                                {"normal", {sample.normal.first, sample.normal.last}}}),
                      {}};
    return Output{
        factsText(
            {{"Recording",
              recording.string() + " ("
                  + plural(sample.recording->sampleCount(), "sample", "samples") + ", "
                  + plural(std::ptrdiff_t(sample.recording->channelCount()), "channel", "channels")
                  + ")"},
             {"Labels",
              labels.string() + " ("
                  + plural(std::ptrdiff_t(sample.labels.size()), "incident", "incidents") + ")"},
             {"Normal operation",
              "samples " + std::to_string(sample.normal.first) + ":"
                  + std::to_string(sample.normal.last)}}),
        {}};
}

} // namespace

Command sampleCommand(CLI::App& program)
{
    const auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand(
        "sample", "Write the bundled sample incident: a simulated pump and cooling loop");
    command
        ->add_option("DIR", options->folder, "Folder to write sample.csv and sample.labels.csv to")
        ->required()
        ->type_name("");
    addSeed(*command, options->sample.seed, "Seed of the simulation");
    command->add_flag("--json", options->json, "Print JSON");
    return {command, [options](const RunContext& context) {
                return run(*options, context);
            }};
}

} // namespace dissonance
