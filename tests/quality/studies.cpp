#include "tests/quality/studies.h"

#include "engine/base/atomic_file.h"
#include "tests/quality/families.h"
#include "tests/quality/goals.h"
#include "tests/quality/heads.h"
#include "tests/quality/learning_curve.h"
#include "tests/quality/promises.h"
#include "tests/quality/readme_table.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <utility>

namespace dissonance::quality {

namespace {

constexpr int kGoalFamilyRuns = 20;

/// Runs `one` on every recording with every seed, several at once, and joins what it returns.
template <typename T, typename One>
Result<std::vector<T>> overRecordings(const Wanted& wanted, const One& one)
{
    const auto files = selectFiles(wanted.selection);
    if (!files)
        return files.error();
    const auto& seeds = wanted.harness.seeds;
    std::vector<std::vector<T>> results(files->size() * seeds.size());
    const auto status =
        forEach(results.size(), wanted.selection.jobs, [&](std::size_t i) -> Status {
            const auto& file = (*files)[i / seeds.size()];
            const auto seed = seeds[i % seeds.size()];
            const auto recording = openRecording(file, seed, wanted.harness.threads);
            if (!recording)
                return recording.error();
            auto own = one(*recording, seed);
            if (!own)
                return own.error();
            results[i] = std::move(*own);
            std::cerr << file.collection + "/" + file.name + " #" + std::to_string(seed) + "\n";
            return Done{};
        });
    if (!status)
        return status.error();
    std::vector<T> joined;
    for (auto& own : results)
        std::move(own.begin(), own.end(), std::back_inserter(joined));
    return joined;
}

/// The files of one of the goals' collections.
Result<std::vector<RecordingFiles>> goalFiles(const Wanted& wanted, const std::string& collection)
{
    auto selection = wanted.selection;
    selection.collections = {collection};
    auto files = selectFiles(selection);
    if (!files && files.error().code == ErrorCode::InvalidArgument)
        return std::vector<RecordingFiles>(); // none of this one has a name that was asked for
    if (files)
        std::erase_if(*files, [](const auto& one) { return !isGoalRecording(one); });
    return files;
}

} // namespace

RunNote Since::noted(RunNote note) const
{
    note.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    return note;
}

Status writeReports(const Wanted& wanted, const std::string& markdown, const std::string& json)
{
    if (wanted.markdown.empty())
        std::cout << markdown;
    else if (auto written = writeFileAtomically(wanted.markdown, markdown); !written)
        return written;
    return wanted.json.empty() ? Status(Done{}) : writeFileAtomically(wanted.json, json);
}

Status runQuality(const Wanted& wanted)
{
    const auto files = selectFiles(wanted.selection);
    if (!files)
        return files.error();
    if (!wanted.harness.scores.empty()) {
        std::error_code failure;
        std::filesystem::create_directories(wanted.harness.scores, failure);
        if (failure)
            return Error{ErrorCode::FileUnwritable,
                         wanted.harness.scores.string() + ": " + failure.message() + "."};
    }
    const Since start;
    const auto results = runSelected(*files, wanted.harness, wanted.selection.jobs);
    if (!results)
        return results.error();
    const auto note = start.noted(wanted.note);
    if (!wanted.readme.empty())
        if (auto written = writeFileAtomically(wanted.readme, readmeTable(*results, note));
            !written)
            return written;
    return writeReports(wanted, markdownReport(*results, wanted.harness, note),
                        jsonReport(*results, wanted.harness, note));
}

Status runPromises(const Wanted& wanted)
{
    const auto files = selectFiles(wanted.selection);
    if (!files)
        return files.error();
    std::vector<PromiseCount> counts;
    for (const auto& file : *files) {
        const auto recording = loadRecording(file, wanted.harness.threads);
        if (!recording)
            return recording.error();
        auto own = keepPromises(*recording, wanted.harness);
        if (!own)
            return own.error();
        std::move(own->begin(), own->end(), std::back_inserter(counts));
        std::cerr << file.collection << '/' << file.name << std::endl;
    }
    return writeReports(wanted, promisesReport(counts), promisesJson(counts));
}

Status runFamilies(const Wanted& wanted)
{
    const auto results = chooseFamilies(familyCases(), wanted.familyRuns, wanted.selection.jobs);
    if (!results)
        return results.error();
    return writeReports(wanted,
                        familiesMarkdown(*results) + "\n`" + wanted.note.command + "` on "
                            + wanted.note.date + ".\n",
                        familiesJson(*results));
}

Status runHeads(const Wanted& wanted)
{
    const Since start;
    const auto results = overRecordings<HeadResult>(
        wanted, [&](const LabelledRecording& recording, std::uint64_t seed) {
            return compareHeads(recording, seed, wanted.harness.threads);
        });
    if (!results)
        return results.error();
    const auto note = start.noted(wanted.note);
    return writeReports(wanted, headsMarkdown(*results, note), headsJson(*results, note));
}

Status runLearningCurve(const Wanted& wanted)
{
    const Since start;
    const auto points = overRecordings<CurvePoint>(
        wanted, [&](const LabelledRecording& recording, std::uint64_t seed) {
            return learningCurve(recording, seed, wanted.harness.threads);
        });
    if (!points)
        return points.error();
    const auto note = start.noted(wanted.note);
    return writeReports(wanted, curveMarkdown(*points, note), curveJson(*points, note));
}

Status runGoals(const Wanted& wanted)
{
    const Since start;
    GoalResults results;
    // Alone, for it is timed.
    const auto scale = measureScale();
    if (!scale)
        return scale.error();
    results.scale = *scale;
    for (const auto& collection : goalCollections()) {
        const auto files = goalFiles(wanted, collection);
        if (!files)
            return files.error();
        auto options = wanted.harness;
        options.variants = goalVariants(collection);
        options.baselines = options.explained = false;
        auto own = runSelected(*files, options, wanted.selection.jobs);
        if (!own)
            return own.error();
        std::move(own->begin(), own->end(), std::back_inserter(results.methods));
    }
    auto families = chooseFamilies(familyCases(), kGoalFamilyRuns, wanted.selection.jobs);
    if (!families)
        return families.error();
    results.families = std::move(*families);
    const auto note = start.noted(wanted.note);
    return writeReports(wanted, goalsMarkdown(results, note), goalsJson(results, note));
}

} // namespace dissonance::quality
