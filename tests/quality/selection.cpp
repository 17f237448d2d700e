#include "tests/quality/selection.h"

#include "engine/base/parallel.h"
#include "tests/quality/synthetic.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iostream>
#include <iterator>
#include <mutex>
#include <optional>
#include <sstream>
#include <utility>

namespace dissonance::quality {

namespace {

bool isWanted(const Selection& selection, const std::string& name)
{
    const auto& parts = selection.recordings;
    return parts.empty() || std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
               return name.find(part) != std::string::npos;
           });
}

Result<std::vector<MethodResult>> runFiles(const RecordingFiles& files,
                                           const HarnessOptions& options)
{
    if (!isSynthetic(files.collection)) {
        const auto recording = loadRecording(files, options.threads);
        if (!recording)
            return recording.error();
        return runRecording(*recording, options);
    }
    // Another seed makes other data, too.
    std::vector<MethodResult> results;
    for (const auto seed : options.seeds) {
        const auto recording = makeSynthetic(files, seed, options.threads);
        if (!recording)
            return recording.error();
        auto seeded = options;
        seeded.seeds = {seed};
        auto own = runRecording(*recording, seeded);
        if (!own)
            return own;
        for (auto& result : *own) {
            result.seed = seed;
            results.push_back(std::move(result));
        }
    }
    return results;
}

void tell(const RecordingFiles& files, const std::vector<MethodResult>& results, std::size_t done,
          std::size_t count)
{
    std::ostringstream line;
    line << '[' << done << '/' << count << "] " << files.collection << '/' << files.name;
    for (const auto& result : results) {
        line << "  " << result.method;
        if (result.seed != 0)
            line << " #" << result.seed;
        line << ' ' << std::round(result.offline.vusPr * 1e3) / 1e3;
    }
    std::cerr << line.str() << std::endl;
}

} // namespace

Result<std::vector<RecordingFiles>> selectFiles(const Selection& selection)
{
    std::vector<RecordingFiles> files;
    for (const auto& collection : selection.collections) {
        const auto listed = isSynthetic(collection) ? listSynthetic(selection.data, collection)
                                                    : listRecordings(selection.data, collection);
        if (!listed)
            return listed.error();
        std::copy_if(
            listed->begin(), listed->end(), std::back_inserter(files),
            [&](const RecordingFiles& recording) { return isWanted(selection, recording.name); });
    }
    if (files.empty())
        return Error{ErrorCode::InvalidArgument, "No recording has such a name."};
    return files;
}

Result<LabelledRecording> openRecording(const RecordingFiles& files, std::uint64_t seed,
                                        int threads)
{
    return isSynthetic(files.collection) ? makeSynthetic(files, seed, threads)
                                         : loadRecording(files, threads);
}

Status forEach(std::size_t count, int jobs, const std::function<Status(std::size_t)>& work)
{
    std::optional<Error> failure;
    std::mutex mutex;
    std::atomic<bool> failed = false;
    std::atomic<std::size_t> next = 0;
    parallelFor(jobs, jobs, [&](std::ptrdiff_t, std::ptrdiff_t) {
        for (auto i = next++; i < count && !failed; i = next++) {
            const auto done = work(i);
            if (done)
                continue;
            const std::lock_guard lock(mutex);
            if (!failed.exchange(true))
                failure = done.error();
        }
    });
    if (failure)
        return *failure;
    return Done{};
}

Result<std::vector<MethodResult>> runSelected(const std::vector<RecordingFiles>& files,
                                              const HarnessOptions& options, int jobs)
{
    std::vector<std::vector<MethodResult>> results(files.size());
    std::mutex mutex;
    std::size_t done = 0;
    const auto status = forEach(files.size(), jobs, [&](std::size_t i) -> Status {
        auto own = runFiles(files[i], options);
        if (!own)
            return own.error();
        const std::lock_guard lock(mutex);
        tell(files[i], *own, ++done, files.size());
        results[i] = std::move(*own);
        return Done{};
    });
    if (!status)
        return status.error();
    std::vector<MethodResult> joined;
    for (auto& own : results)
        std::move(own.begin(), own.end(), std::back_inserter(joined));
    return joined;
}

} // namespace dissonance::quality
