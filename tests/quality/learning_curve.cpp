#include "tests/quality/learning_curve.h"

#include "engine/detector/detector.h"
#include "engine/scoring/metrics.h"
#include "tests/quality/table.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace dissonance::quality {

namespace {

constexpr int kFirstSteps[] = {5, 10, 25};

Result<CurvePoint> pointAt(const LabelledRecording& recording, int step, std::uint64_t seed,
                           int threads)
{
    CurvePoint point;
    point.collection = recording.files.collection;
    point.recording = recording.files.name;
    point.seed = seed;
    point.step = step;

    TrainingRequest request;
    request.sources.push_back({recording.train, {recording.normal}, {}});
    request.config = configFor(Preset::Seed, seed);
    request.config.threads = threads;
    // The whole schedule, where the preset itself ends when nothing grows any more.
    request.config.network.patience = request.config.network.maxSteps;
    request.config.network.endAfter = step;
    request.device = Device::Cpu;
    request.onStep = [&](const TrainingStep& report) {
        point.separation = report.separation;
    };
    const auto detector = Detector::train(request, {});
    if (!detector)
        return detector.error();
    const auto track =
        (*detector)->score(*recording.test, {.causal = true, .threads = threads}, {});
    if (!track)
        return track.error();
    const auto& total = (*track)->samples.total;
    const std::vector<double> judged(total.begin() + recording.judgedFrom, total.end());
    EvaluationOptions options;
    options.random = false;
    const auto evaluation = evaluate(judged, flagAbove(judged, (*detector)->card().causalThreshold),
                                     recording.labels, recording.clock.get(), options);
    if (!evaluation)
        return evaluation.error();
    point.vusPr = evaluation->vusPr;
    point.incidents = evaluation->incidents;
    point.found = evaluation->found;
    point.falseAlarmsPerDay = evaluation->falseAlarmsPerDay;
    for (const auto& delay : evaluation->delays)
        (delay.found ? point.delays : point.missed) +=
            delay.found ? double(delay.delaySamples) : double(delay.span.size());
    return point;
}

/// The points of one collection after one number of steps.
struct Pool
{
    double separation = 0.0;
    double vusPr = 0.0;
    double falseAlarms = 0.0;
    double delays = 0.0;
    double missed = 0.0;
    double incidents = 0.0;
    double found = 0.0;
    double count = 0.0;

    void add(const CurvePoint& point)
    {
        separation += point.separation;
        vusPr += point.vusPr;
        falseAlarms += point.falseAlarmsPerDay;
        delays += point.delays;
        missed += point.missed;
        incidents += double(point.incidents);
        found += double(point.found);
        ++count;
    }

    std::string text(int step, double seeds) const
    {
        return row({std::to_string(step), fixed(separation / count, 3), fixed(vusPr / count, 3),
                    fixed(found / seeds, 1) + " of " + fixed(incidents / seeds, 0),
                    fixed(found > 0.0 ? delays / found : std::nan(""), 1),
                    fixed((delays + missed) / incidents, 1), fixed(falseAlarms / count, 2)});
    }
};

std::string tableOf(const std::vector<CurvePoint>& points, const std::string& collection)
{
    std::set<int> steps;
    std::set<std::uint64_t> seeds;
    for (const auto& point : points)
        if (point.collection == collection) {
            steps.insert(point.step);
            seeds.insert(point.seed);
        }
    auto text = headRow({"step", "separation", "VUS-PR", "found", "ADD, samples",
                         "with misses at their length", "false alarms/day"});
    for (const int step : steps) {
        Pool pool;
        for (const auto& point : points)
            if (point.collection == collection && point.step == step)
                pool.add(point);
        text += pool.text(step, double(seeds.size()));
    }
    return text;
}

} // namespace

std::vector<int> curveSteps(const NetworkConfig& config)
{
    std::vector<int> steps;
    for (const int step : kFirstSteps)
        if (step < std::min(config.validationEvery, config.maxSteps))
            steps.push_back(step);
    for (int step = config.validationEvery; step < config.maxSteps; step *= 2)
        steps.push_back(step);
    steps.push_back(config.maxSteps);
    return steps;
}

Result<std::vector<CurvePoint>> learningCurve(const LabelledRecording& recording,
                                              std::uint64_t seed, int threads)
{
    std::vector<CurvePoint> points;
    for (const int step : curveSteps(configFor(Preset::Seed).network)) {
        auto point = pointAt(recording, step, seed, threads);
        if (!point)
            return point.error();
        points.push_back(std::move(*point));
    }
    return points;
}

std::string curveMarkdown(const std::vector<CurvePoint>& points, const RunNote& note)
{
    auto text = "# Learning curve of the seed preset\n\n" + noteLine(note)
        + "\n\nThe detector as it is when training ends after so many steps of its schedule of "
        + std::to_string(configFor(Preset::Seed).network.maxSteps)
        + ", with the weights of the best measurement so far and thresholds of its own; the "
          "preset itself ends when the separation stops growing. Separation: AUC with which the "
          "network tells held-out normal windows from negatives after that step. ADD: average "
          "detection delay, the mean over found incidents of the samples from the start to the "
          "first alarm at or after it, causal; beside it the same with every missed incident "
          "counted as late as it is long.\n";
    std::vector<std::string> done;
    for (const auto& point : points)
        if (std::find(done.begin(), done.end(), point.collection) == done.end()) {
            done.push_back(point.collection);
            text += "\n## " + point.collection + "\n\n" + tableOf(points, point.collection);
        }
    return text;
}

std::string curveJson(const std::vector<CurvePoint>& points, const RunNote& note)
{
    nlohmann::json all = nlohmann::json::array();
    for (const auto& point : points)
        all.push_back({{"collection", point.collection},
                       {"recording", point.recording},
                       {"seed", point.seed},
                       {"step", point.step},
                       {"separation", point.separation},
                       {"vusPr", point.vusPr},
                       {"incidents", point.incidents},
                       {"found", point.found},
                       {"delaySamples", point.delays},
                       {"missedSamples", point.missed},
                       {"falseAlarmsPerDay", point.falseAlarmsPerDay}});
    return nlohmann::json{{"command", note.command},
                          {"date", note.date},
                          {"seconds", note.seconds},
                          {"curve", all}}
               .dump(2)
        + "\n";
}

} // namespace dissonance::quality
