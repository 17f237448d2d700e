#include "engine/base/atomic_file.h"
#include "engine/base/parallel.h"
#include "tests/quality/families.h"
#include "tests/quality/promises.h"
#include "tests/quality/readme_table.h"
#include "tests/quality/report.h"
#include "tests/quality/synthetic.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
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
    std::vector<std::string> collections{"asd", "smd", "spacecraft", "tep", "alfa"};
    std::vector<std::string> recordings; ///< parts of names; empty for all
    std::filesystem::path markdown;
    std::filesystem::path json;
    std::filesystem::path readme;
    int jobs = 2;
    bool promises = false; ///< instead of quality
    int familyRuns = 0; ///< above 0: instead of recordings
    HarnessOptions harness;
    RunNote note;
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

/// The line that repeats the run, without where results go.
std::string commandLine(int argc, char** argv)
{
    std::string line = "packaging/quality";
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--markdown" || argument == "--json" || argument == "--readme")
            ++i;
        else
            line += " " + argument;
    }
    return line;
}

std::string today()
{
    const auto now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char text[16] = {};
    std::strftime(text, sizeof text, "%Y-%m-%d", &utc);
    return text;
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
    std::vector<std::string> presets{"default", "quick", "seed", "thorough"};
    harness.seeds = {1, 2, 3};
    harness.threads = 1;
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
    app.add_option("--presets", presets, "Of Dissonance")
        ->delimiter(',')
        ->check(CLI::IsMember({"default", "quick", "seed", "thorough"}))
        ->capture_default_str();
    app.add_flag("--no-baselines", noBaselines, "Only Dissonance");
    app.add_flag("--ablations", ablated, "Also the default with one thing changed at a time");
    app.add_flag("--parts", apart, "Also each term of the score alone");
    app.add_flag(
        "--promises", wanted.promises,
        "Instead: promised rates of false alarms against those on held-out normal samples");
    app.add_option("--seeds", harness.seeds, "Of networks and of baselines that draw numbers")
        ->delimiter(',')
        ->capture_default_str();
    app.add_flag("--every-seed", harness.everySeed,
                 "Also ablations and the thorough preset, which take only the first");
    app.add_flag("--lenient", harness.lenient,
                 "Also point-adjusted F1 and affiliation, which flatter, with a random score's");
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
    app.add_option("--families", wanted.familyRuns,
                   "Instead: so many times, is the right copula family chosen?")
        ->expected(0, 1)
        ->default_str("50")
        ->check(CLI::Range(1, 10'000));
    app.add_option("--readme", wanted.readme, "Write the README's table there");
    app.add_option("--scores", harness.scores, "Write scores as CSV into this folder");
    app.parse(argc, argv);

    harness.baselines = !noBaselines;
    harness.variants.clear();
    for (const auto& preset : presets)
        harness.variants.push_back(presetVariant(*presetFromText(preset)));
    if (apart)
        addUnlike(harness.variants, parts());
    if (ablated)
        addUnlike(harness.variants, ablations());
    wanted.note = {commandLine(argc, argv), today(), 0.0, wanted.jobs};
    return wanted;
}

Status writeText(const std::filesystem::path& file, const std::string& text)
{
    return file.empty() ? Status(Done{}) : writeFileAtomically(file, text);
}

Status writeReports(const Wanted& wanted, const std::vector<MethodResult>& results,
                    const RunNote& note)
{
    const auto markdown = markdownReport(results, wanted.harness, note);
    if (wanted.markdown.empty())
        std::cout << markdown;
    if (auto written = writeText(wanted.markdown, markdown); !written)
        return written;
    if (auto written = writeText(wanted.readme, readmeTable(results, note)); !written)
        return written;
    return writeText(wanted.json, jsonReport(results, wanted.harness, note));
}

int runPromises(const Wanted& wanted, const std::vector<RecordingFiles>& files)
{
    std::vector<PromiseCount> counts;
    for (const auto& file : files) {
        const auto recording = loadRecording(file, wanted.harness.threads);
        if (!recording)
            return fail(recording.error());
        auto own = keepPromises(*recording, wanted.harness);
        if (!own)
            return fail(own.error());
        std::move(own->begin(), own->end(), std::back_inserter(counts));
        std::cerr << file.collection << '/' << file.name << std::endl;
    }
    const auto markdown = promisesReport(counts);
    if (wanted.markdown.empty())
        std::cout << markdown;
    if (auto written = writeText(wanted.markdown, markdown); !written)
        return fail(written.error());
    const auto written = writeText(wanted.json, promisesJson(counts));
    return written ? 0 : fail(written.error());
}

int runFamilies(const Wanted& wanted)
{
    const auto results = chooseFamilies(familyCases(), wanted.familyRuns, wanted.jobs);
    if (!results)
        return fail(results.error());
    const auto markdown = familiesMarkdown(*results) + "\n`" + wanted.note.command + "` on "
        + wanted.note.date + ".\n";
    if (wanted.markdown.empty())
        std::cout << markdown;
    if (auto written = writeText(wanted.markdown, markdown); !written)
        return fail(written.error());
    const auto written = writeText(wanted.json, familiesJson(*results));
    return written ? 0 : fail(written.error());
}

int run(const Wanted& wanted)
{
    if (wanted.familyRuns > 0)
        return runFamilies(wanted);
    const auto files = wantedFiles(wanted);
    if (!files)
        return fail(files.error());
    if (wanted.promises)
        return runPromises(wanted, *files);
    if (!wanted.harness.scores.empty()) {
        std::error_code failure;
        std::filesystem::create_directories(wanted.harness.scores, failure);
        if (failure)
            return fail({ErrorCode::FileUnwritable,
                         wanted.harness.scores.string() + ": " + failure.message() + "."});
    }
    const auto start = std::chrono::steady_clock::now();
    const auto results = runAll(wanted, *files);
    if (!results)
        return fail(results.error());
    auto note = wanted.note;
    note.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto written = writeReports(wanted, *results, note);
    return written ? 0 : fail(written.error());
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
