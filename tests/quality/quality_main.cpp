#include "engine/base/atomic_file.h"
#include "tests/quality/report.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <iostream>

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
        const auto listed = listRecordings(wanted.data, collection);
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

Result<std::vector<MethodResult>> runAll(const Wanted& wanted,
                                         const std::vector<RecordingFiles>& files)
{
    std::vector<MethodResult> results;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::cerr << '[' << i + 1 << '/' << files.size() << "] " << files[i].collection << '/'
                  << files[i].name << std::flush;
        const auto recording = loadRecording(files[i], wanted.harness.threads);
        if (!recording)
            return recording.error();
        const auto own = runRecording(*recording, wanted.harness);
        if (!own)
            return own.error();
        for (const auto& result : *own)
            std::cerr << "  " << result.method << ' '
                      << std::round(result.offline.vusPr * 1e3) / 1e3;
        std::cerr << '\n';
        results.insert(results.end(), own->begin(), own->end());
    }
    return results;
}

/// Throws CLI::Error.
Wanted readArguments(CLI::App& app, int argc, char** argv)
{
    Wanted wanted;
    auto& harness = wanted.harness;
    std::vector<std::string> presets;
    bool noBaselines = false;
    app.add_option("--data", wanted.data, "Folder of the collections")->capture_default_str();
    app.add_option("--collections", wanted.collections, "Folders in it, such as smd,asd")
        ->delimiter(',')
        ->capture_default_str();
    app.add_option("--recordings", wanted.recordings, "Only those with one of these in the name")
        ->delimiter(',');
    app.add_option("--presets", presets, "Of default, quick, seed, thorough (default: default)")
        ->delimiter(',')
        ->check(CLI::IsMember({"default", "quick", "seed", "thorough"}));
    app.add_flag("--no-baselines", noBaselines, "Only Dissonance");
    app.add_option("--seed", harness.seed, "Of the network and of random baselines")
        ->capture_default_str();
    app.add_option("--threads", harness.threads, "Cores to use")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    app.add_option("--markdown", wanted.markdown, "Write the tables there, not to standard output");
    app.add_option("--json", wanted.json, "Write all results there");
    app.add_option("--scores", harness.scores, "Write scores as CSV into this folder");
    app.parse(argc, argv);

    harness.baselines = !noBaselines;
    if (!presets.empty())
        harness.presets.clear();
    for (const auto& preset : presets)
        harness.presets.push_back(*presetFromText(preset));
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
