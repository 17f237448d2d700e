#include "tests/quality/studies.h"
#include "tests/quality/synthetic.h"

#include <CLI/CLI.hpp>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

using namespace dissonance;
using namespace dissonance::quality;

namespace {

int fail(const Error& error)
{
    std::cerr << "dissonance-quality: " << error.detail << '\n';
    return 1;
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

bool isOneSeeded(Study study)
{
    return study == Study::Heads || study == Study::LearningCurve || study == Study::Goals;
}

/// Recordings that a study takes where none are named.
void narrow(Wanted& wanted, bool named)
{
    if (wanted.study == Study::Heads || wanted.study == Study::LearningCurve)
        wanted.selection.collections = {"asd", "smd"};
    if (wanted.study == Study::Heads) {
        wanted.selection.collections.emplace_back("nonlinear");
        if (!named) // for the time it takes: the first two of each, and the process of eight
                    // channels
            wanted.selection.recordings = {"omi-1", "omi-4", "machine-1-2", "machine-2-1", "mixed"};
    }
}

/// What is measured instead of quality: one of them at most.
void addStudies(CLI::App& app, Wanted& wanted)
{
    std::vector<CLI::Option*> studies;
    const auto flag = [&](const char* name, Study study, const char* description) {
        const auto choose = [&wanted, study] {
            wanted.study = study;
        };
        studies.push_back(app.add_flag_callback(name, choose, description));
    };
    flag("--promises", Study::Promises,
         "Instead: promised rates of false alarms against those on held-out normal samples");
    flag("--heads", Study::Heads,
         "Instead: four heads of the seed preset over window lengths 8 to 128");
    flag("--learning-curve", Study::LearningCurve,
         "Instead: the seed preset's detection delay (ADD) over its training");
    flag("--goals", Study::Goals,
         "Instead: the goals of made recordings, reached or missed by how much");
    auto* families = app.add_option("--families", wanted.familyRuns,
                                    "Instead: so many times, is the right copula family chosen?")
                         ->expected(0, 1)
                         ->default_str("50")
                         ->check(CLI::Range(1, 10'000));
    studies.push_back(families);
    for (auto* study : studies)
        for (auto* other : studies)
            if (study != other)
                study->excludes(other);
}

/// Throws CLI::Error.
Wanted readArguments(CLI::App& app, int argc, char** argv)
{
    Wanted wanted;
    wanted.selection = {DISSONANCE_DATA_DIR, {"asd", "smd", "spacecraft", "tep", "alfa"}, {}, 2};
    auto& harness = wanted.harness;
    std::vector<std::string> presets{"default", "quick", "seed", "thorough"};
    harness.seeds = {1, 2, 3};
    harness.threads = 1;
    bool noBaselines = false;
    bool ablated = false;
    bool apart = false;
    app.add_option("--data", wanted.selection.data, "Folder of the collections")
        ->capture_default_str();
    auto* collections = app.add_option("--collections", wanted.selection.collections,
                                       "Folders in it such as smd,asd, or made ones: "
                                           + joined(syntheticCollections()))
                            ->delimiter(',')
                            ->capture_default_str();
    auto* recordings = app.add_option("--recordings", wanted.selection.recordings,
                                      "Only those with one of these in the name")
                           ->delimiter(',');
    app.add_option("--presets", presets, "Of Dissonance")
        ->delimiter(',')
        ->check(CLI::IsMember({"default", "quick", "seed", "thorough"}))
        ->capture_default_str();
    app.add_flag("--no-baselines", noBaselines, "Only Dissonance");
    app.add_flag("--ablations", ablated, "Also the default with one thing changed at a time");
    app.add_flag("--parts", apart, "Also each term of the score alone");
    auto* seeds =
        app.add_option("--seeds", harness.seeds, "Of networks and of baselines that draw numbers")
            ->delimiter(',')
            ->capture_default_str();
    app.add_flag("--every-seed", harness.everySeed,
                 "Also ablations and the thorough preset, which take only the first");
    app.add_flag("--lenient", harness.lenient,
                 "Also point-adjusted F1 and affiliation, which flatter, with a random score's");
    app.add_option("--jobs", wanted.selection.jobs, "Recordings at once, on so many threads each")
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
    addStudies(app, wanted);
    app.add_option("--readme", wanted.readme, "Write the README's table there");
    app.add_option("--scores", harness.scores, "Write scores as CSV into this folder");
    app.parse(argc, argv);

    if (wanted.familyRuns > 0)
        wanted.study = Study::Families;
    if (collections->count() == 0)
        narrow(wanted, recordings->count() > 0);
    if (seeds->count() == 0 && isOneSeeded(wanted.study))
        harness.seeds = {1};
    harness.baselines = !noBaselines;
    harness.variants.clear();
    for (const auto& preset : presets)
        harness.variants.push_back(presetVariant(*presetFromText(preset)));
    if (apart)
        addUnlike(harness.variants, parts());
    if (ablated)
        addUnlike(harness.variants, ablations());
    wanted.note = {commandLine(argc, argv), today(), 0.0, wanted.selection.jobs};
    return wanted;
}

Status runWanted(const Wanted& wanted)
{
    switch (wanted.study) {
    case Study::Quality:
        return runQuality(wanted);
    case Study::Promises:
        return runPromises(wanted);
    case Study::Families:
        return runFamilies(wanted);
    case Study::Heads:
        return runHeads(wanted);
    case Study::LearningCurve:
        return runLearningCurve(wanted);
    case Study::Goals:
        return runGoals(wanted);
    }
    return Done{};
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Detection quality on labelled recordings, beside simple detectors.",
                 "dissonance-quality");
    try {
        const auto done = runWanted(readArguments(app, argc, argv));
        return done ? 0 : fail(done.error());
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
}
