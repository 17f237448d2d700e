#include "tests/quality/goals.h"

#include "tests/quality/nonlinear.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace dissonance::quality {

namespace {

constexpr double kBlind = 0.60; ///< AUC-ROC of a term that does not see a break
constexpr double kFlat = 1.5; ///< of eight times the rows: still flat

using Figures = std::map<std::string, double>; ///< by recording

/// A method's AUC-ROC or VUS-PR by recording, mean over seeds.
Figures figuresOf(const std::vector<MethodResult>& results, const std::string& collection,
                  const std::string& method, double Evaluation::*figure)
{
    std::map<std::string, std::vector<double>> all;
    for (const auto& result : results)
        if (result.collection == collection && result.method == method)
            all[result.recording].push_back(result.offline.*figure);
    Figures means;
    for (const auto& [recording, values] : all)
        means[recording] =
            std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
    return means;
}

double meanOf(const Figures& figures)
{
    double sum = 0.0;
    for (const auto& [recording, value] : figures)
        sum += value;
    return figures.empty() ? std::nan("") : sum / double(figures.size());
}

std::pair<std::string, double> extremeOf(const Figures& figures, bool least)
{
    std::pair<std::string, double> found{"", std::nan("")};
    for (const auto& [recording, value] : figures)
        if (std::isnan(found.second) || (least ? value < found.second : value > found.second))
            found = {recording, value};
    return found;
}

Figures among(const Figures& figures, const Figures& names)
{
    Figures kept;
    for (const auto& [recording, value] : figures)
        if (names.contains(recording))
            kept.emplace(recording, value);
    return kept;
}

std::string nameOf(const char* part)
{
    return std::string(part) == "fused" ? presetVariant(Preset::Default).name : part;
}

/// A goal for the eight channels together, for the mean of all processes that T does not see,
/// and for the worst of them.
void addNonlinear(const GoalResults& results, const std::string& collection, const char* part,
                  double bound, bool isLowerBound, std::vector<Goal>& goals)
{
    const auto figures = [&](const char* name) {
        return figuresOf(results.methods, collection, nameOf(name), &Evaluation::aucRoc);
    };
    auto blind = figures("T alone");
    std::erase_if(blind, [](const auto& process) { return process.second > kBlind; });
    const auto own = among(figures(part), blind);
    const auto mixed = own.find("mixed");
    const auto [worst, value] = extremeOf(own, isLowerBound);
    const auto broken = collection == "nonlinear" ? "all broken" : "a third broken";
    const auto title = std::string(part) + ", " + broken + ": ";
    goals.push_back({"b", title + "mixed, eight channels", bound, isLowerBound,
                     mixed == own.end() ? std::nan("") : mixed->second});
    goals.push_back(
        {"b", title + "mean of " + std::to_string(own.size()) + " processes with T at most .60",
         bound, isLowerBound, meanOf(own)});
    goals.push_back({"b", title + (isLowerBound ? "least" : "most") + " of them, " + worst, bound,
                     isLowerBound, value});
}

Goal contaminationGoal(const GoalResults& results)
{
    const auto method = presetVariant(Preset::Default).name;
    const auto figures = [&](const char* collection) {
        return figuresOf(results.methods, collection, method, &Evaluation::vusPr);
    };
    auto clean = figures("asd");
    clean.merge(figures("smd"));
    const auto dirty = figures("contaminated-3");
    return {"d", "VUS-PR of asd and smd that 3 % of contamination costs", 0.03, false,
            meanOf(among(clean, dirty)) - meanOf(dirty)};
}

Goal familyGoal(const std::vector<FamilyResult>& families)
{
    double runs = 0.0;
    double right = 0.0;
    for (const auto& family : families) {
        runs += family.runs;
        right += family.right;
    }
    return {"c", "share of runs with the right copula family", 0.90, true,
            runs > 0.0 ? right / runs : std::nan("")};
}

} // namespace

bool Goal::isReached() const
{
    return isLowerBound ? reached >= bound : reached <= bound;
}

double Goal::missedBy() const
{
    return isLowerBound ? bound - reached : reached - bound;
}

std::vector<std::string> goalCollections()
{
    return {"splices", "nonlinear", "nonlinear-third", "asd", "smd", "contaminated-3"};
}

bool isGoalRecording(const RecordingFiles& files)
{
    return files.collection != "nonlinear-third" || nonlinearProcess(files.name, 10, 1).cols() > 2;
}

std::vector<Variant> goalVariants(const std::string& collection)
{
    std::vector<Variant> variants{presetVariant(Preset::Default)};
    auto apart = parts();
    if (collection.starts_with("nonlinear"))
        std::move(apart.begin(), apart.end(), std::back_inserter(variants));
    return variants;
}

std::vector<Goal> judgeGoals(const GoalResults& results)
{
    std::vector<Goal> goals;
    goals.push_back(
        {"a", "fused, every channel of asd and smd spliced", 0.95, true,
         meanOf(figuresOf(results.methods, "splices", nameOf("fused"), &Evaluation::aucRoc))});
    addNonlinear(results, "nonlinear", "N alone", 0.99, true, goals);
    addNonlinear(results, "nonlinear", "fused", 0.97, true, goals);
    addNonlinear(results, "nonlinear-third", "N alone", 0.92, true, goals);
    addNonlinear(results, "nonlinear-third", "fused", 0.90, true, goals);
    addNonlinear(results, "nonlinear", "N alone, linear", kBlind, false, goals);
    addNonlinear(results, "nonlinear-third", "N alone, linear", kBlind, false, goals);
    goals.push_back(familyGoal(results.families));
    goals.push_back(contaminationGoal(results));
    const auto& scale = results.scale;
    goals.push_back({"e", "training time of eight times the rows, times", kFlat, false,
                     scale.manySeconds / scale.fewSeconds, 2});
    goals.push_back({"e", "rows scored in a second, 38 channels on two threads", 200'000, true,
                     scale.scoredRows, 0});
    return goals;
}

} // namespace dissonance::quality
