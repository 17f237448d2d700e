#include "app/cli/score_batch.h"

#include "app/cli/device_option.h"
#include "app/cli/joint_progress.h"
#include "app/cli/output.h"
#include "app/cli/score_summary.h"
#include "engine/base/atomic_file.h"
#include "engine/base/parallel.h"
#include "engine/detector/guarded.h"
#include "engine/io/score_csv.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <system_error>

namespace dissonance {

namespace {

using Path = std::filesystem::path;

/// What became of one recording; nothing where a stop came before it.
struct Scored
{
    ScoreSummary summary;
    std::vector<std::string> notices;
};
using Outcome = std::optional<Result<Scored>>;

/// Among several files a text that names none is about nothing.
std::string naming(const Path& file, const std::string& text)
{
    return text.find(file.string()) == text.npos ? file.string() + ": " + text : text;
}

Result<Scored> scoreOne(const std::shared_ptr<const Detector>& detector, const ScoringInput& input,
                        const Path& scores, const RunContext& context)
{
    if (const auto writable = AtomicFile::create(scores); !writable)
        return writable.error();
    const auto scored = scoreRecording(detector, input, context);
    if (!scored)
        return scored.error();
    if (context.stopRequested())
        return cancelled();
    if (auto status = writeScoreCsv(scores, *scored->track); !status)
        return status.error();
    return Scored{summaryOf(*scored, input.file, scores), scored->notices};
}

Status checkOutputs(const ScoreBatch& batch, const std::vector<Path>& outputs, const Path& model)
{
    auto inputs = batch.files;
    inputs.push_back(model);
    std::error_code absent;
    for (const auto& output : outputs)
        if (std::filesystem::exists(output, absent))
            if (auto status = checkOutput(output, inputs); !status)
                return status;
    return Done{};
}

Status makeFolder(const Path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (!problem && !std::filesystem::is_directory(folder, problem))
        problem = std::make_error_code(std::errc::not_a_directory);
    if (problem)
        return Error{ErrorCode::FileUnwritable,
                     "Cannot make the folder " + folder.string() + ": " + problem.message() + '.'};
    return Done{};
}

/// Whoever is free takes the next one: recordings are of all sizes.
std::vector<Outcome> scoreSideBySide(const ScoreBatch& batch, const ScoringInput& input,
                                     const std::shared_ptr<const Detector>& detector,
                                     const std::vector<Path>& outputs, const RunContext& context)
{
    const auto count = batch.files.size();
    const int jobs = int(std::min(std::size_t(batch.jobs), count));
    std::vector<std::string> names;
    for (const auto& file : batch.files)
        names.push_back(file.filename().string());
    JointProgress progress(context, std::move(names));
    std::vector<Outcome> outcomes(count);
    std::atomic<std::size_t> next = 0;
    parallelFor(jobs, jobs, [&](std::ptrdiff_t, std::ptrdiff_t) {
        for (auto i = next++; i < count && !context.stopRequested(); i = next++) {
            auto own = input;
            own.file = batch.files[i];
            own.threads = input.threads > 0 ? input.threads : std::max(1, threadCount(0) / jobs);
            outcomes[i] =
                guarded([&] { return scoreOne(detector, own, outputs[i], progress.of(i)); });
            progress.finish(i);
        }
    });
    return outcomes;
}

std::string textOf(const std::vector<ScoreSummary>& summaries)
{
    if (summaries.empty())
        return {};
    TextTable table({{"Recording"},
                     {"Samples", Align::Right},
                     {"Threshold", Align::Right},
                     {"Flagged", Align::Right},
                     {"Incidents", Align::Right},
                     {"Scores"}});
    for (const auto& one : summaries)
        table.addRow({one.recording.string(), countText(one.samples), numberText(one.threshold),
                      countText(one.flagged), countText(one.incidents), one.scores.string()});
    return table.text();
}

} // namespace

Result<std::vector<Path>> scoreFilesIn(const Path& folder, const std::vector<Path>& files)
{
    std::map<std::string, int> sharing;
    for (const auto& file : files)
        ++sharing[file.stem().string()];
    std::vector<Path> outputs;
    std::map<std::string, const Path*> taken;
    for (const auto& file : files) {
        auto name = file.stem().string();
        if (sharing[name] > 1) {
            const auto from = std::filesystem::absolute(file).lexically_normal().parent_path();
            name.insert(0, from.filename().string() + '_');
        }
        name += ".scores.csv";
        const auto [other, isNew] = taken.emplace(name, &file);
        if (!isNew)
            return Error{ErrorCode::InvalidArgument,
                         (*other->second == file ? file.string() + " is named twice"
                                                 : "The scores of " + other->second->string()
                                  + " and " + file.string() + " would both be " + name)
                             + ". Name each recording once, and score those of one name into "
                               "folders of their own."};
        outputs.push_back(folder / name);
    }
    return outputs;
}

Result<Output> scoreAll(const ScoreBatch& batch, const ScoringInput& input,
                        const RunContext& context)
{
    const auto outputs = scoreFilesIn(batch.folder, batch.files);
    if (!outputs)
        return outputs.error();
    if (auto status = checkOutputs(batch, *outputs, input.model); !status)
        return status.error();
    const auto detector = loadDetector(input.model, input.device);
    if (!detector)
        return detector.error();
    if (auto status = makeFolder(batch.folder); !status)
        return status.error();

    const auto outcomes = scoreSideBySide(batch, input, *detector, *outputs, context);
    Output output;
    std::vector<ScoreSummary> summaries;
    auto all = Json::array();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto& outcome = outcomes[i];
        if (!outcome || (!*outcome && outcome->error().code == ErrorCode::Cancelled))
            return cancelled();
        if (!*outcome) {
            const auto& error = outcome->error();
            output.failures.push_back({error.code, naming(batch.files[i], error.detail)});
            continue;
        }
        const auto& scored = **outcome;
        for (const auto& notice : scored.notices)
            output.notices.push_back(naming(batch.files[i], notice));
        summaries.push_back(scored.summary);
        all.push_back(toJson(scored.summary, input.model));
    }
    output.text = batch.json ? jsonText(all) : textOf(summaries);
    return output;
}

} // namespace dissonance
