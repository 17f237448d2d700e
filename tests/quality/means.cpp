#include "tests/quality/means.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace dissonance::quality {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double mean(const std::vector<double>& values)
{
    return values.empty()
        ? kNone
        : std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

using Results = std::vector<const MethodResult*>;

/// The figure over all recordings of one seed.
double overRecordings(const Measure& measure, const Results& results, std::uint64_t seed)
{
    std::vector<double> values;
    for (const auto* result : results)
        if (result->seed == seed)
            if (const double value = measure.of(*result); !std::isnan(value))
                values.push_back(value);
    return measure.sum ? mean(values) * double(values.size()) : mean(values);
}

Estimate overSeeds(const Measure& measure, const Results& results,
                   const std::set<std::uint64_t>& seeds)
{
    std::vector<double> values;
    for (const auto seed : seeds)
        if (const double value = overRecordings(measure, results, seed); !std::isnan(value))
            values.push_back(value);
    return estimate(values);
}

MethodMean meanOf(const Results& results, const std::vector<Measure>& list)
{
    MethodMean mean;
    mean.collection = results.front()->collection;
    mean.method = results.front()->method;
    std::set<std::uint64_t> seeds;
    std::set<std::string> recordings;
    for (const auto* result : results) {
        seeds.insert(result->seed);
        if (recordings.insert(result->recording).second)
            mean.incidents += result->offline.incidents;
    }
    mean.seeds = std::ssize(seeds);
    mean.recordings = std::ssize(recordings);
    for (const auto& measure : list)
        mean.values.push_back(overSeeds(measure, results, seeds));
    return mean;
}

} // namespace

const std::vector<Measure>& measures()
{
    using R = MethodResult;
    static const std::vector<Measure> all{
        {"VUS-PR", "vusPr", 3, false,
         [](const R& r) {
             return r.offline.vusPr;
         }},
        {"AUC-PR", "aucPr", 3, false,
         [](const R& r) {
             return r.offline.aucPr;
         }},
        {"AUC-ROC", "aucRoc", 3, false,
         [](const R& r) {
             return r.offline.aucRoc;
         }},
        {"found", "found", 1, true,
         [](const R& r) {
             return double(r.offline.found);
         }},
        {"false alarms/day", "falseAlarmsPerDay", 2, false,
         [](const R& r) {
             return r.offline.falseAlarmsPerDay;
         }},
        {"per 10k", "falseAlarmsPer10k", 2, false,
         [](const R& r) {
             return r.offline.falseAlarmsPer10k;
         }},
        {"precision", "precision", 2, false,
         [](const R& r) {
             return r.offline.precision;
         }},
        {"recall", "recall", 2, false,
         [](const R& r) {
             return r.offline.recall;
         }},
        {"F1", "f1", 2, false,
         [](const R& r) {
             return r.offline.f1;
         }},
        {"causal: VUS-PR", "causalVusPr", 3, false,
         [](const R& r) {
             return r.causal.vusPr;
         }},
        {"found", "causalFound", 1, true,
         [](const R& r) {
             return double(r.causal.found);
         }},
        {"false alarms/day", "causalFalseAlarmsPerDay", 2, false,
         [](const R& r) {
             return r.causal.falseAlarmsPerDay;
         }},
        {"median delay", "causalMedianDelaySamples", 1, false,
         [](const R& r) {
             return r.causal.medianDelaySamples;
         }},
        {"hit rate 100 %", "hitRate100", 2, false,
         [](const R& r) {
             return r.hitRate100;
         }},
        {"150 %", "hitRate150", 2, false,
         [](const R& r) {
             return r.hitRate150;
         }},
        {"w_N", "networkWeight", 2, false,
         [](const R& r) {
             return r.networkWeight;
         }},
        {"train s", "trainSeconds", 2, false,
         [](const R& r) {
             return r.trainSeconds;
         }},
        {"score s", "scoreSeconds", 2, false,
         [](const R& r) {
             return r.scoreSeconds;
         }},
    };
    return all;
}

const std::vector<Measure>& lenientMeasures()
{
    using R = MethodResult;
    using Field = double (*)(const LenientMetrics&);
    static constexpr auto own = [](const R& r, Field field) {
        return r.offline.lenient ? field(*r.offline.lenient) : kNone;
    };
    static constexpr auto random = [](const R& r, Field field) {
        return r.offline.lenientOfRandom ? field(*r.offline.lenientOfRandom) : kNone;
    };
    static constexpr Field adjusted = [](const LenientMetrics& m) {
        return m.pointAdjustedF1;
    };
    static constexpr Field at20 = [](const LenientMetrics& m) {
        return m.pointAdjustedF1At20;
    };
    static constexpr Field affiliated = [](const LenientMetrics& m) {
        return m.affiliation.f1;
    };
    static const std::vector<Measure> all{
        {"point-adjusted F1", "pointAdjustedF1", 3, false,
         [](const R& r) {
             return own(r, adjusted);
         }},
        {"random", "pointAdjustedF1OfRandom", 3, false,
         [](const R& r) {
             return random(r, adjusted);
         }},
        {"PA%20 F1", "pointAdjustedF1At20", 3, false,
         [](const R& r) {
             return own(r, at20);
         }},
        {"random", "pointAdjustedF1At20OfRandom", 3, false,
         [](const R& r) {
             return random(r, at20);
         }},
        {"affiliation F1", "affiliationF1", 3, false,
         [](const R& r) {
             return own(r, affiliated);
         }},
        {"random", "affiliationF1OfRandom", 3, false,
         [](const R& r) {
             return random(r, affiliated);
         }},
    };
    return all;
}

const std::vector<Measure>& truthMeasures()
{
    using R = MethodResult;
    static const std::vector<Measure> all{
        {"broken channel first", "brokenFirst", 2, false,
         [](const R& r) {
             return r.brokenFirst;
         }},
        {"by chance", "firstByChance", 2, false,
         [](const R& r) {
             return r.firstByChance;
         }},
        {"broken pair in first three", "pairInThree", 2, false,
         [](const R& r) {
             return r.pairInThree;
         }},
        {"unusual", "unusual", 2, false,
         [](const R& r) {
             return r.unusual;
         }},
        {"of them: set holds a broken channel", "setHasBroken", 2, false,
         [](const R& r) {
             return r.setHasBroken;
         }},
        {"set covers all broken relations", "setCovers", 2, false,
         [](const R& r) {
             return r.setCovers;
         }},
    };
    return all;
}

Estimate estimate(const std::vector<double>& values)
{
    const double centre = mean(values);
    if (values.size() < 2)
        return {centre, kNone};
    double squares = 0.0;
    for (const double value : values)
        squares += (value - centre) * (value - centre);
    const auto n = double(values.size());
    const boost::math::students_t law(n - 1.0);
    return {centre, boost::math::quantile(law, 0.975) * std::sqrt(squares / (n - 1.0) / n)};
}

std::vector<MethodMean> meansOf(const std::vector<MethodResult>& results,
                                const std::vector<Measure>& list)
{
    std::vector<Results> groups;
    for (const auto& result : results) {
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const Results& known) {
            return known.front()->collection == result.collection
                && known.front()->method == result.method;
        });
        if (group == groups.end())
            groups.push_back({&result});
        else
            group->push_back(&result);
    }
    std::vector<MethodMean> means;
    std::transform(groups.begin(), groups.end(), std::back_inserter(means),
                   [&](const Results& group) { return meanOf(group, list); });
    return means;
}

} // namespace dissonance::quality
