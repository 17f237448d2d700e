#pragma once

#include "tests/quality/families.h"
#include "tests/quality/harness.h"
#include "tests/quality/report.h"
#include "tests/quality/scale.h"

#include <string>
#include <vector>

namespace dissonance::quality {

/// One figure that was promised of made recordings, and what became of it.
struct Goal
{
    std::string item; ///< "a" to "e"
    std::string what;
    double bound = 0.0;
    bool isLowerBound = true; ///< at least the bound; else at most
    double reached = 0.0; ///< NaN: not measured
    int decimals = 3;

    bool isReached() const; ///< false for NaN
    double missedBy() const; ///< > 0 where missed
};

/// What goals are judged by.
struct GoalResults
{
    std::vector<MethodResult> methods; ///< of goalCollections(), by goalVariants()
    std::vector<FamilyResult> families;
    ScaleResult scale;
};

/// asd, smd and the made collections that goals speak of.
std::vector<std::string> goalCollections();

/// All recordings of the others; where a third of channels is broken, those processes that have
/// more than two of them, for else it is the same as all.
bool isGoalRecording(const RecordingFiles& files);

/// What a collection is measured with: where relations are not linear, each term apart as well.
std::vector<Variant> goalVariants(const std::string& collection);

std::vector<Goal> judgeGoals(const GoalResults& results);

/// All goals, then the processes one by one.
std::string goalsMarkdown(const GoalResults& results, const RunNote& note);
std::string goalsJson(const GoalResults& results, const RunNote& note);

} // namespace dissonance::quality
