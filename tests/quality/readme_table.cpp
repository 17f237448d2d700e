#include "tests/quality/readme_table.h"

#include "engine/scoring/baselines.h"
#include "tests/quality/table.h"

#include <algorithm>
#include <cmath>

namespace dissonance::quality {

namespace {

const std::string kDefault = presetVariant(Preset::Default).name;

std::size_t measureAt(const std::string& key)
{
    const auto& all = measures();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Measure& measure) { return measure.key == key; });
    return std::size_t(found - all.begin());
}

std::vector<std::string> namesInOrder(const std::vector<MethodMean>& means,
                                      std::string MethodMean::*name)
{
    std::vector<std::string> names;
    for (const auto& mean : means)
        if (std::find(names.begin(), names.end(), mean.*name) == names.end())
            names.push_back(mean.*name);
    return names;
}

bool isPlain(const std::string& method)
{
    const auto& baselines = baselineNames();
    return method.starts_with("Dissonance ")
        || std::find(baselines.begin(), baselines.end(), method) != baselines.end();
}

/// One row: a figure of one method in every collection.
class Row
{
public:
    Row(const std::vector<MethodMean>& means, const std::vector<std::string>& collections)
        : m_means(means)
        , m_collections(collections)
    {
    }

    template <typename Text>
    std::string text(const std::string& title, const std::string& method, const Text& cell) const
    {
        const bool bold = method == kDefault && title == method;
        const std::string mark = bold ? "**" : "";
        std::vector<std::string> cells{mark + title + mark};
        for (const auto& collection : m_collections) {
            const auto found =
                std::find_if(m_means.begin(), m_means.end(), [&](const MethodMean& mean) {
                    return mean.collection == collection && mean.method == method;
                });
            cells.push_back(found == m_means.end() ? "–" : mark + cell(*found) + mark);
        }
        return row(cells);
    }

private:
    const std::vector<MethodMean>& m_means;
    const std::vector<std::string>& m_collections;
};

std::string valueText(const MethodMean& mean, const char* key)
{
    const auto at = measureAt(key);
    return fixed(mean.values.at(at), measures()[at].decimals);
}

std::string pairText(const MethodMean& mean, const char* first, const char* second)
{
    const auto a = measureAt(first);
    const auto b = measureAt(second);
    return fixed(mean.values.at(a).mean, 2) + " / " + fixed(mean.values.at(b).mean, 2);
}

std::string foundText(const MethodMean& mean, const char* key)
{
    const double found = mean.values.at(measureAt(key)).mean;
    const bool whole = std::abs(found - std::round(found)) < 1e-9;
    return fixed(found, whole ? 0 : 1) + " of " + std::to_string(mean.incidents);
}

std::string defaultRows(const Row& row)
{
    const auto value = [](const char* key) {
        return [key](const MethodMean& mean) {
            return valueText(mean, key);
        };
    };
    const auto pair = [](const char* first, const char* second) {
        return [=](const MethodMean& mean) {
            return pairText(mean, first, second);
        };
    };
    const auto found = [](const char* key) {
        return [key](const MethodMean& mean) {
            return foundText(mean, key);
        };
    };
    return row.text("incidents found", kDefault, found("found"))
        + row.text("false alarms a day", kDefault, value("falseAlarmsPerDay"))
        + row.text("precision / recall of samples", kDefault, pair("precision", "recall"))
        + row.text("causal: VUS-PR", kDefault, value("causalVusPr"))
        + row.text("causal: incidents found", kDefault, found("causalFound"))
        + row.text("causal: false alarms a day", kDefault, value("causalFalseAlarmsPerDay"))
        + row.text("causal: median delay, samples", kDefault, value("causalMedianDelaySamples"))
        + row.text("cause hit rate, 100 % / 150 %", kDefault, pair("hitRate100", "hitRate150"));
}

} // namespace

std::string readmeTable(const std::vector<MethodResult>& results, const RunNote& note)
{
    const auto means = meansOf(results);
    const auto collections = namesInOrder(means, &MethodMean::collection);
    std::vector<std::string> head{"mean VUS-PR"};
    for (const auto& collection : collections) {
        const auto of = std::find_if(means.begin(), means.end(), [&](const MethodMean& mean) {
            return mean.collection == collection;
        });
        head.push_back(collection + " (" + std::to_string(of->recordings) + ")");
    }
    auto text = "`" + note.command + "` on " + note.date
        + "; in brackets the recordings; `±` half the 95 % interval over seeds.\n\n"
        + headRow(head);
    const Row row(means, collections);
    for (const auto& method : namesInOrder(means, &MethodMean::method))
        if (isPlain(method))
            text += row.text(method, method,
                             [](const MethodMean& mean) { return valueText(mean, "vusPr"); });
    return text + defaultRows(row);
}

} // namespace dissonance::quality
