#include "tests/quality/promises.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <tuple>

namespace dissonance::quality {

namespace {

/// The recordings of one collection under one promise.
struct Pool
{
    const PromiseCount* first = nullptr;
    double units = 0.0;
    std::ptrdiff_t episodes = 0;
    std::ptrdiff_t recordings = 0;
    std::ptrdiff_t incidents = 0;
    std::ptrdiff_t found = 0;
    std::vector<double> delays{}; ///< samples, of the found incidents
    std::string single{}; ///< "0/0.9, 2/0.9": counted/promised
};

bool isPooled(const PromiseCount& a, const PromiseCount& b)
{
    const auto key = [](const PromiseCount& one) {
        return std::tie(one.collection, one.method, one.ofTest, one.causal, one.perDay,
                        one.promised);
    };
    return key(a) == key(b);
}

std::string text(double value, int decimals)
{
    if (std::isnan(value))
        return "–";
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, value);
    return buffer.data();
}

std::vector<Pool> poolsOf(const std::vector<PromiseCount>& counts)
{
    std::vector<Pool> pools;
    for (const auto& count : counts) {
        auto pool = std::find_if(pools.begin(), pools.end(),
                                 [&](const Pool& known) { return isPooled(*known.first, count); });
        if (pool == pools.end())
            pool = pools.insert(pools.end(), Pool{&count});
        pool->units += count.units;
        pool->episodes += count.episodes;
        ++pool->recordings;
        pool->incidents += count.evaluation.incidents;
        pool->found += count.evaluation.found;
        for (const auto& delay : count.evaluation.delays)
            if (delay.found)
                pool->delays.push_back(double(delay.delaySamples));
        pool->single += (pool->single.empty() ? "" : ", ") + std::to_string(count.episodes) + "/"
            + text(count.promised * count.units, 1);
    }
    return pools;
}

double median(std::vector<double> values)
{
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    const auto half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

/// Did the promise hold within a factor of two?
const char* verdict(const RateInterval& realised, double promised)
{
    const double ratio = realised.rate / promised;
    if (ratio >= 0.5 && ratio <= 2.0)
        return "held";
    const bool maybe = realised.low <= 2.0 * promised && realised.high >= 0.5 * promised;
    if (maybe)
        return "too few to judge";
    return ratio < 0.5 ? "fewer" : "more";
}

std::string rowOf(const Pool& pool)
{
    const auto& first = *pool.first;
    const auto realised = poissonRate(pool.episodes, pool.units);
    std::string row = "| " + first.collection + " | " + first.method + " | "
        + (first.ofTest ? "test, unlabelled" : "train, last 30 %") + " | "
        + (first.causal ? "causal" : "offline") + " | " + text(first.promised, 1)
        + (first.perDay ? " a day | " : " per 1,000 | ") + text(pool.units, 1) + " | "
        + std::to_string(pool.episodes) + " | " + text(realised.rate, 2) + " ("
        + text(realised.low, 2) + " to " + text(realised.high, 2) + ") | "
        + text(realised.rate / first.promised, 2) + " | " + verdict(realised, first.promised)
        + " | " + pool.single + " | ";
    if (first.ofTest)
        row += std::to_string(pool.found) + " of " + std::to_string(pool.incidents) + " | "
            + text(median(pool.delays), 1) + " |\n";
    else
        row += "| |\n";
    return row;
}

} // namespace

std::string promisesReport(const std::vector<PromiseCount>& counts)
{
    std::string report =
        "# Promise against reality: false-alarm episodes\n\n"
        "Thresholds for a promised rate, and the alarm episodes then counted on normal samples "
        "that were never seen: the last 30 % of the train part by a model of its first 70 % (no "
        "label is looked at), and what is unlabelled of the test part by a model of the whole "
        "train part. Episodes are incidents (alarms two windows apart or nearer, or without calm "
        "between, are one); one that shares a sample with a label is none. Intervals: 90 %, "
        "Poisson. *held*: within a factor of two. Counts of single recordings: counted/promised. "
        "Found and median delay (samples) of the labelled incidents at that threshold.\n\n"
        "| collection | method | counted on | score | promised | units | episodes | realised | "
        "ratio | | recordings | found | delay |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const auto& pool : poolsOf(counts))
        report += rowOf(pool);
    return report;
}

std::string promisesJson(const std::vector<PromiseCount>& counts)
{
    auto json = nlohmann::json::array();
    for (const auto& count : counts)
        json.push_back({{"collection", count.collection},
                        {"recording", count.recording},
                        {"method", count.method},
                        {"ofTest", count.ofTest},
                        {"causal", count.causal},
                        {"perDay", count.perDay},
                        {"promised", count.promised},
                        {"units", count.units},
                        {"episodes", count.episodes},
                        {"incidents", count.evaluation.incidents},
                        {"found", count.evaluation.found},
                        {"medianDelaySamples", count.evaluation.medianDelaySamples}});
    return nlohmann::json{{"promises", json}}.dump(2) + "\n";
}

} // namespace dissonance::quality
