#include "engine/base/atomic_file.h"
#include "engine/base/parallel.h"
#include "tests/quality/report.h"
#include "tests/quality/synthetic.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <iostream>
#include <iterator>
#include <mutex>
#include <optional>
#include <sstream>

using namespace dissonance;
using namespace dissonance::quality;

namespace {

struct Wanted
{
    std::filesystem::path data = DISSONANCE_DATA_DIR;
    std::vector<std::string> collections{"asd", "smd"};
    std::vector<std::string> recordings; ///< parts of names; empty for all
    std::filesystem::path markdown;
    std::filesystem::path json;
    int jobs = 1;
    HarnessOptions harness;
};

int fail(const Error& error)
{
    std::cerr << "dissonance-quality: " << error.detail << '\n';
    return 1;
}

bool wantedRecording(const Wanted& wanted, const std::string& name)
{
    return wanted.recordings.empty()
        || std::any_of(wanted.recordings.begin(), wanted.recordings.end(),
                       [&](const auto& part) { return name.find(part) != std::string::npos; });
}

Result<std::vector<RecordingFiles>> wantedFiles(const Wanted& wanted)
{
    std::vector<RecordingFiles> files;
    for (const auto& collection : wanted.collections) {
        const auto listed = isSynthetic(collection) ? listSynthetic(wanted.data, collection)
                                                    : listRecordings(wanted.data, collection);
        if (!listed)
            return listed.error();
        for (const auto& recording : *listed)
            if (wantedRecording(wanted, recording.name))
                files.push_back(recording);
    }
    if (files.empty())
        return Error{ErrorCode::InvalidArgument, "No recording has such a name."};
    return files;
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

/// Recordings one after the other, or several at once, in the order of the files.
Result<std::vector<MethodResult>> runAll(const Wanted& wanted,
                                         const std::vector<RecordingFiles>& files)
{
    std::vector<std::vector<MethodResult>> results(files.size());
    std::optional<Error> failure;
    std::mutex mutex;
    std::atomic<std::size_t> next = 0;
    std::size_t done = 0;
    parallelFor(wanted.jobs, wanted.jobs, [&](std::ptrdiff_t, std::ptrdiff_t) {
        for (auto i = next++; i < files.size(); i = next++) {
            auto own = runFiles(files[i], wanted.harness);
            const std::lock_guard lock(mutex);
            if (failure)
                return;
            if (!own) {
                failure = own.error();
                return;
            }
            tell(files[i], *own, ++done, files.size());
            results[i] = std::move(*own);
        }
    });
    if (failure)
        return *failure;
    std::vector<MethodResult> joined;
    for (auto& own : results)
        std::move(own.begin(), own.end(), std::back_inserter(joined));
    return joined;
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ",") + name;
    return text;
}

/// Throws CLI::Error.
Wanted readArguments(CLI::App& app, int argc, char** argv)
{
    Wanted wanted;
    auto& harness = wanted.harness;
    std::vector<std::string> presets;
    bool noBaselines = false;
    bool ablated = false;
    bool apart = false;
    app.add_option("--data", wanted.data, "Folder of the collections")->capture_default_str();
    app.add_option("--collections", wanted.collections,
                   "Folders in it such as smd,asd, or made ones: " + joined(syntheticCollections()))
        ->delimiter(',')
        ->capture_default_str();
    app.add_option("--recordings", wanted.recordings, "Only those with one of these in the name")
        ->delimiter(',');
    app.add_option("--presets", presets, "Of default, quick, seed, thorough (default: default)")
        ->delimiter(',')
        ->check(CLI::IsMember({"default", "quick", "seed", "thorough"}));
    app.add_flag("--no-baselines", noBaselines, "Only Dissonance");
    app.add_flag("--ablations", ablated, "Also the default with one thing changed at a time");
    app.add_flag("--parts", apart, "Also each term of the score alone");
    app.add_option("--seeds", harness.seeds, "Of networks and of baselines that draw numbers")
        ->delimiter(',')
        ->capture_default_str();
    app.add_option("--jobs", wanted.jobs, "Recordings at once, on so many threads each")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    app.add_option("--threads", harness.threads, "Cores to use for each recording")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    app.add_option("--lead-in", harness.leadIn,
                   "Share of each test part, from its start, to tell Dissonance to be normal")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--markdown", wanted.markdown, "Write the tables there, not to standard output");
    app.add_option("--json", wanted.json, "Write all results there");
    app.add_option("--scores", harness.scores, "Write scores as CSV into this folder");
    app.parse(argc, argv);

    harness.baselines = !noBaselines;
    if (!presets.empty())
        harness.variants.clear();
    for (const auto& preset : presets)
        harness.variants.push_back(presetVariant(*presetFromText(preset)));
    if (apart)
        for (auto& variant : parts())
            harness.variants.push_back(std::move(variant));
    if (ablated)
        for (auto& variant : ablations())
            harness.variants.push_back(std::move(variant));
    return wanted;
}

int run(const Wanted& wanted)
{
    const auto files = wantedFiles(wanted);
    if (!files)
        return fail(files.error());
    if (!wanted.harness.scores.empty()) {
        std::error_code failure;
        std::filesystem::create_directories(wanted.harness.scores, failure);
        if (failure)
            return fail({ErrorCode::FileUnwritable,
                         wanted.harness.scores.string() + ": " + failure.message() + "."});
    }
    const auto results = runAll(wanted, *files);
    if (!results)
        return fail(results.error());

    const auto markdown = markdownReport(*results, wanted.harness);
    if (wanted.markdown.empty())
        std::cout << markdown;
    else if (auto written = writeFileAtomically(wanted.markdown, markdown); !written)
        return fail(written.error());
    if (!wanted.json.empty())
        if (auto written = writeFileAtomically(wanted.json, jsonReport(*results, wanted.harness));
            !written)
            return fail(written.error());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Detection quality on labelled recordings, beside simple detectors.",
                 "dissonance-quality");
    try {
        return run(readArguments(app, argc, argv));
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
}
