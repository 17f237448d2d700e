#pragma once

#include "app/cli/command.h"
#include "app/cli/scored_recording.h"

#include <filesystem>
#include <vector>

namespace dissonance {

/// Several recordings to score by one model.
struct ScoreBatch
{
    std::vector<std::filesystem::path> files;
    std::filesystem::path folder; ///< for the scores; made where it is absent
    int jobs = 1; ///< recordings at the same time
    bool json = false;
};

/// The files that the scores of `files` go to: <stem>.scores.csv, and <folder>_<stem>.scores.csv
/// for those that share their stem, with the name of the folder that they lie in.
///
/// Errors: InvalidArgument where two would still be the same.
Result<std::vector<std::filesystem::path>>
scoreFilesIn(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& files);

/// Scores the recordings, each as if it were alone; one that fails is told and stops no other.
/// @param input  its `file` is not looked at; threads 0: the cores are shared out to the jobs.
/// Errors: of the model, of the folder, Cancelled.
Result<Output> scoreAll(const ScoreBatch& batch, const ScoringInput& input,
                        const RunContext& context);

} // namespace dissonance
