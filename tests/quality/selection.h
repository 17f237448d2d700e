#pragma once

#include "tests/quality/data_set.h"
#include "tests/quality/harness.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace dissonance::quality {

/// Recordings to run over.
struct Selection
{
    std::filesystem::path data; ///< folder of the collections
    std::vector<std::string> collections; ///< real or made
    std::vector<std::string> recordings; ///< parts of names; empty for all
    int jobs = 1; ///< recordings at once
};

/// Errors: those of listRecordings(); InvalidArgument when none is left.
Result<std::vector<RecordingFiles>> selectFiles(const Selection& selection);

/// The recording as it is, or as it is made with this seed.
/// Errors: those of loadRecording().
Result<LabelledRecording> openRecording(const RecordingFiles& files, std::uint64_t seed,
                                        int threads);

/// Calls work(i) for each of `count`, `jobs` at once. @return the first failure.
Status forEach(std::size_t count, int jobs, const std::function<Status(std::size_t)>& work);

/// Every method on every recording, in the order of the files; of made ones each seed makes its
/// own data. Says on standard error what each is worth.
/// Errors: those of runRecording().
Result<std::vector<MethodResult>> runSelected(const std::vector<RecordingFiles>& files,
                                              const HarnessOptions& options, int jobs);

} // namespace dissonance::quality
