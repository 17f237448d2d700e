#pragma once

#include "tests/quality/report.h"
#include "tests/quality/selection.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace dissonance::quality {

/// What a run of the program is about.
enum class Study
{
    Quality,
    Promises,
    Families,
    Heads,
    LearningCurve,
    Goals
};

/// What the command line asks for.
struct Wanted
{
    Study study = Study::Quality;
    Selection selection;
    std::filesystem::path markdown; ///< empty: standard output
    std::filesystem::path json; ///< empty: nowhere
    std::filesystem::path readme; ///< likewise
    int familyRuns = 0;
    HarnessOptions harness;
    RunNote note;
};

/// Measures how long a study takes.
class Since
{
public:
    /// The note with the time so far.
    RunNote noted(RunNote note) const;

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// Writes both to where they go. Errors: FileUnwritable.
Status writeReports(const Wanted& wanted, const std::string& markdown, const std::string& json);

// Each measures, and writes what came of it. Errors: those of the recordings, of the detector and
// of writing.
Status runQuality(const Wanted& wanted);
Status runPromises(const Wanted& wanted);
Status runFamilies(const Wanted& wanted);
Status runHeads(const Wanted& wanted);
Status runLearningCurve(const Wanted& wanted);
Status runGoals(const Wanted& wanted);

} // namespace dissonance::quality
