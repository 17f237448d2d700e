#include "app/cli/scored_recording.h"

#include "app/cli/device_option.h"
#include "app/cli/number_options.h"
#include "app/cli/output.h"

#include <algorithm>
#include <cstddef>

namespace dissonance {

namespace {

constexpr std::size_t kNotes = 3; ///< of one file that are printed

} // namespace

void addScoringInput(CLI::App& command, ScoringInput& input)
{
    command.add_option("FILE", input.file, "Recording")->required()->type_name("");
    addModel(command, input);
    addThreads(command, input.threads);
}

void addModel(CLI::App& command, ScoringInput& input)
{
    command.add_option("--model", input.model, "Model file that train wrote")
        ->required()
        ->type_name("M");
    addScoringDevice(command, input.device);
}

void addCausal(CLI::App& command, ScoringInput& input)
{
    command.add_flag("--causal", input.causal,
                     "Score by the window that ends at the sample, as live use would");
    addNormal(command, input.normal,
              "Without it, the first tenth of a recording is taken where nearly all of it is above "
              "the threshold, yet calm against itself (with --causal it is only told of)");
}

void addDriftAware(CLI::App& command, bool& driftAware)
{
    command.add_flag("--drift-aware", driftAware,
                     "Follow a level of scores that has moved: where half of the last two days "
                     "(2,880 samples without a clock) are not calm, what their median lies above "
                     "calm is taken off. What lasts longer than a day is in the end called normal");
}

std::vector<std::string> importNotices(const std::filesystem::path& file,
                                       const ImportReport& report)
{
    std::vector<std::string> notices;
    const auto name = file.string() + ": ";
    const auto problems = std::ptrdiff_t(report.problems.count);
    if (problems > 0)
        notices.push_back(name + plural(problems, "cell or row was", "cells or rows were")
                          + " not read; see dissonance-cli info.");
    // Rows that were sorted, merged or left out shift what sample numbers mean.
    const auto count = std::min(report.notes.size(), kNotes);
    for (std::size_t i = 0; i < count; ++i)
        notices.push_back(name + report.notes[i]);
    if (report.notes.size() > count)
        notices.push_back(
            name + plural(std::ptrdiff_t(report.notes.size() - count), "more note", "more notes")
            + "; see dissonance-cli info.");
    return notices;
}

Result<ScoredRecording> scoreRecording(const ScoringInput& input, const RunContext& context)
{
    auto detector = loadDetector(input.model, input.device);
    if (!detector)
        return detector.error();
    return scoreRecording(*std::move(detector), input, context);
}

Result<ScoredRecording> scoreRecording(std::shared_ptr<const Detector> detector,
                                       const ScoringInput& input, const RunContext& context)
{
    // What cannot be promised should not cost the reading first.
    if (const auto promised = input.threshold.of(detector->card(), input.causal); !promised)
        return promised.error();
    auto imported = importRecording(input.file, {input.threads}, context.part(0.0, 0.4));
    if (!imported)
        return imported.error();
    auto placed = atOperatingPoint(std::move(detector), *imported->recording, input.normal,
                                   input.causal, input.threads, context.part(0.4, 0.5));
    if (!placed)
        return placed.error();
    // The promise is kept by the thresholds of the operating point.
    const auto threshold = input.threshold.of(placed->detector->card(), input.causal);
    if (!threshold)
        return threshold.error();
    auto track = placed->detector->score(
        *imported->recording, {input.causal, input.threads, *threshold, input.driftAware},
        context.part(0.5, 1.0));
    if (!track)
        return track.error();
    auto notices = importNotices(input.file, imported->report);
    notices.insert(notices.end(), placed->notices.begin(), placed->notices.end());
    notices.insert(notices.end(), (*track)->notices.begin(), (*track)->notices.end());
    return ScoredRecording{std::move(placed->detector), imported->recording, *std::move(track),
                           std::move(notices)};
}

} // namespace dissonance
