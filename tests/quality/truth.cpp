#include "tests/quality/truth.h"

#include "engine/scoring/metrics.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace dissonance::quality {

namespace {

constexpr std::size_t kPairs = 3;

bool holds(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool holdsAny(const std::vector<std::string>& names, const std::vector<std::string>& wanted)
{
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& name) { return holds(names, name); });
}

/// The relations that a break of these channels touches.
std::vector<Relation> brokenRelations(const std::vector<Relation>& relations,
                                      const std::vector<std::string>& channels)
{
    std::vector<Relation> broken;
    std::copy_if(relations.begin(), relations.end(), std::back_inserter(broken),
                 [&](const Relation& relation) {
                     return holds(channels, relation.first) || holds(channels, relation.second);
                 });
    return broken;
}

bool pairAmong(const std::vector<PairContribution>& pairs, const std::vector<Relation>& broken)
{
    const auto end = pairs.begin() + std::ptrdiff_t(std::min(kPairs, pairs.size()));
    return std::any_of(pairs.begin(), end, [&](const PairContribution& pair) {
        return std::any_of(broken.begin(), broken.end(), [&](const Relation& relation) {
            return (pair.first == relation.first && pair.second == relation.second)
                || (pair.first == relation.second && pair.second == relation.first);
        });
    });
}

} // namespace

Result<ExplanationTruth> explanationTruth(const Detector& detector,
                                          const LabelledRecording& recording, int threads)
{
    ExplanationTruth truth;
    double count = 0.0;
    for (const auto& label : recording.labels) {
        if (label.channels.empty())
            continue;
        const SampleSpan span{label.span.first + recording.judgedFrom,
                              label.span.last + recording.judgedFrom};
        const auto explanation = detector.explain(*recording.test, span, {}, threads);
        if (!explanation)
            return explanation.error();
        const auto& why = **explanation;
        std::vector<std::string> ranked;
        for (const auto& channel : why.ranked)
            ranked.push_back(channel.channel);
        const auto broken = brokenRelations(recording.relations, label.channels);
        const auto& set = why.whatIf.channels;
        count += 1.0;
        truth.hitRate100 += hitRate(ranked, label.channels, 100.0);
        truth.hitRate150 += hitRate(ranked, label.channels, 150.0);
        truth.brokenFirst += holds(label.channels, ranked.front()) ? 1.0 : 0.0;
        truth.firstByChance += double(label.channels.size()) / double(ranked.size());
        truth.pairInThree += pairAmong(why.pairs, broken) ? 1.0 : 0.0;
        if (why.whatIf.before <= why.whatIf.limit)
            continue;
        truth.unusual += 1.0;
        truth.setHasBroken += holdsAny(set, label.channels) ? 1.0 : 0.0;
        truth.setCovers += std::all_of(broken.begin(), broken.end(), [&](const Relation& relation) {
            return holds(set, relation.first) || holds(set, relation.second);
        });
    }
    // NaN of none.
    for (auto* share : {&truth.setHasBroken, &truth.setCovers})
        *share /= truth.unusual;
    for (auto* share : {&truth.hitRate100, &truth.hitRate150, &truth.brokenFirst,
                        &truth.firstByChance, &truth.pairInThree, &truth.unusual})
        *share /= count;
    if (recording.relations.empty())
        truth.pairInThree = truth.setCovers = std::numeric_limits<double>::quiet_NaN();
    return truth;
}

} // namespace dissonance::quality
