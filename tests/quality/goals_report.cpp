#include "tests/quality/goals.h"
#include "tests/quality/table.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace dissonance::quality {

namespace {

/// The rows of a collection's table: one method, recording by recording.
std::string processTable(const GoalResults& results, const std::string& collection)
{
    std::vector<std::string> recordings;
    std::vector<std::string> head{"AUC-ROC, " + collection};
    for (const auto& result : results.methods)
        if (result.collection == collection
            && std::find(recordings.begin(), recordings.end(), result.recording)
                == recordings.end())
            recordings.push_back(result.recording);
    head.insert(head.end(), recordings.begin(), recordings.end());
    auto text = headRow(head);
    for (const auto& variant : goalVariants(collection)) {
        std::vector<std::string> cells{variant.name};
        for (const auto& recording : recordings) {
            double sum = 0.0;
            int count = 0;
            for (const auto& result : results.methods)
                if (result.collection == collection && result.method == variant.name
                    && result.recording == recording) {
                    sum += result.offline.aucRoc;
                    ++count;
                }
            cells.push_back(fixed(count > 0 ? sum / count : std::nan(""), 3));
        }
        text += row(cells);
    }
    return text + "\n";
}

} // namespace

std::string goalsMarkdown(const GoalResults& results, const RunNote& note)
{
    auto text = "# Goals of made recordings\n\n" + noteLine(note)
        + "\n\nAUC-ROC, offline, where nothing else is said. (a) channels of real recordings "
          "spliced; (b) relations without correlation, broken: the network (N), all terms fused, "
          "and a linear map in the encoder's place, which must stay near chance (at most .60); (c) "
          "copula families; (d) contamination; (e) scale.\n\n"
        + headRow({"", "goal", "bound", "measured", ""});
    for (const auto& goal : judgeGoals(results))
        text +=
            row({goal.item, goal.what,
                 (goal.isLowerBound ? "at least " : "at most ")
                     + fixed(goal.bound, goal.decimals == 3 ? 2 : goal.decimals),
                 fixed(goal.reached, goal.decimals),
                 std::isnan(goal.reached) ? "not measured"
                     : goal.isReached()   ? "reached"
                                          : "missed by " + fixed(goal.missedBy(), goal.decimals)});
    text += "\n";
    for (const auto& collection : goalCollections())
        if (collection.starts_with("nonlinear") || collection == "splices")
            text += processTable(results, collection);
    const auto& scale = results.scale;
    text += "Trained on " + fixed(scale.fewRows, 0) + " rows in " + fixed(scale.fewSeconds, 1)
        + " s, on " + fixed(scale.manyRows, 0) + " in " + fixed(scale.manySeconds, 1) + " s; "
        + fixed(scale.scoredRowsProcessor, 0)
        + " rows scored in a second of one processor, which a busy machine stretches less.\n";
    return results.families.empty() ? text : text + "\n" + familiesMarkdown(results.families);
}

std::string goalsJson(const GoalResults& results, const RunNote& note)
{
    nlohmann::json goals = nlohmann::json::array();
    for (const auto& goal : judgeGoals(results))
        goals.push_back({{"item", goal.item},
                         {"what", goal.what},
                         {"bound", goal.bound},
                         {"isLowerBound", goal.isLowerBound},
                         {"measured", goal.reached},
                         {"reached", goal.isReached()}});
    nlohmann::json recordings = nlohmann::json::array();
    for (const auto& result : results.methods)
        recordings.push_back({{"collection", result.collection},
                              {"recording", result.recording},
                              {"method", result.method},
                              {"seed", result.seed},
                              {"aucRoc", result.offline.aucRoc},
                              {"vusPr", result.offline.vusPr},
                              {"networkWeight", result.networkWeight}});
    const auto& scale = results.scale;
    return nlohmann::json{{"command", note.command},
                          {"date", note.date},
                          {"seconds", note.seconds},
                          {"goals", goals},
                          {"recordings", recordings},
                          {"scale",
                           {{"fewRows", scale.fewRows},
                            {"manyRows", scale.manyRows},
                            {"fewSeconds", scale.fewSeconds},
                            {"manySeconds", scale.manySeconds},
                            {"scoredRows", scale.scoredRows},
                            {"scoredRowsProcessor", scale.scoredRowsProcessor}}}}
               .dump(2)
        + "\n";
}

} // namespace dissonance::quality
