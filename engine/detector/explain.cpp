#include "engine/base/parallel.h"
#include "engine/copula/correlation.h"
#include "engine/copula/distance_correlation.h"
#include "engine/detector/channel_ranking.h"
#include "engine/detector/detector_state.h"
#include "engine/detector/expectation.h"
#include "engine/detector/guarded.h"
#include "engine/detector/network_evidence.h"
#include "engine/detector/remarks.h"
#include "engine/detector/span_data.h"
#include "engine/detector/span_dependence.h"
#include "engine/detector/span_evidence.h"
#include "engine/detector/span_scores.h"
#include "engine/detector/temporal_dependence.h"
#include "engine/detector/what_if.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dissonance {

namespace {

constexpr Eigen::Index kExplainedRows = 4096; ///< of a span, for what is a mean over it
constexpr Eigen::Index kRankedRows = 1024; ///< likewise, for a list of incidents
constexpr Eigen::Index kExplainedWindows = 8; ///< put to the network, channel by channel
constexpr Eigen::Index kRankedWindows = 3;
constexpr std::size_t kExplainedPairs = 20;
constexpr std::size_t kRankedPairs = 5;
constexpr std::size_t kExpectations = 5;

/// From here on the network is asked as well.
constexpr double kNetworkCarries = 0.5;

/// k of what 99 % of normal windows stay below.
const double kUsual = std::log(2.0);

std::vector<std::string> channelNames(const Detector::State& state)
{
    std::vector<std::string> names;
    names.reserve(state.card.channels.size());
    for (const auto& channel : state.card.channels)
        names.push_back(channel.name);
    return names;
}

std::vector<std::string> namesOf(const Detector::State& state,
                                 const std::vector<Eigen::Index>& channels)
{
    std::vector<std::string> names;
    names.reserve(channels.size());
    for (const auto c : channels)
        names.push_back(state.card.channels[std::size_t(c)].name);
    return names;
}

/// What ranks channels and pairs of one span.
struct Ranking
{
    SpanRows rows;
    Eigen::MatrixXd scores; ///< of the rows, the copula's own
    SpanScores parts;
    SpanDependence dependence;
    std::vector<ChannelContribution> channels;
    std::vector<PairContribution> pairs;
    NetworkRole network = NetworkRole::Small;
};

struct Depth
{
    Eigen::Index rows = 0;
    Eigen::Index networkWindows = 0;
    std::size_t pairs = 0;
};

Result<Ranking> rankSpan(const Detector::State& state, const SpanData& data,
                         const NormalEvidence& normal, const Depth& depth, int threads,
                         const RunContext& context)
{
    Ranking ranking;
    ranking.rows = spanScores(state, data, depth.rows);
    ranking.scores = ranking.rows.scores;
    state.dependence.copula->fromNormalScores(ranking.scores);
    const auto parts = scoreSpan(state, data, threads, context);
    if (!parts)
        return parts.error();
    ranking.parts = *parts;
    const auto evidence = channelEvidence(state, data, normal, ranking.rows.scores, ranking.scores);
    if (context.stopRequested())
        return cancelled();

    auto dependence = spanDependence(state.dependence, ranking.rows, ranking.scores,
                                     data.inner.size(), threads, context);
    if (!dependence)
        return dependence.error();
    ranking.dependence = std::move(*dependence);
    ranking.pairs =
        brokenPairs(ranking.dependence, namesOf(state, state.dependence.channels), depth.pairs);

    NetworkEvidence network;
    if (parts->networkShare > kNetworkCarries) {
        ranking.network = parts->copulaSurprise < kUsual ? NetworkRole::Alone : NetworkRole::Large;
        auto found = networkEvidence(state, data, depth.networkWindows, threads, context);
        if (!found)
            return found.error();
        network = std::move(*found);
        ranking.pairs = networkPairs(network, channelNames(state), ranking.dependence,
                                     state.dependence.channels, std::move(ranking.pairs));
    }
    ranking.channels = rankChannels(channelNames(state), *parts, evidence, network.falls);
    return ranking;
}

/// The first ranked channels of the dependence.
std::vector<Eigen::Index> firstRanked(const Detector::State& state,
                                      const std::vector<ChannelContribution>& ranked)
{
    const auto names = namesOf(state, state.dependence.channels);
    std::vector<Eigen::Index> first;
    for (const auto& contribution : ranked) {
        const auto found = std::find(names.begin(), names.end(), contribution.channel);
        if (found != names.end() && first.size() < kExpectations)
            first.push_back(found - names.begin());
    }
    return first;
}

/// The small set of channels without which the span is usual.
Result<WhatIf> whatIfOf(const Detector::State& state, const SpanData& data, const Ranking& ranking,
                        int threads, const RunContext& context)
{
    std::vector<Eigen::Index> ranked;
    for (const auto& contribution : ranking.channels) {
        const auto& channels = state.card.channels;
        const auto found =
            std::find_if(channels.begin(), channels.end(), [&](const ModelChannel& channel) {
                return channel.name == contribution.channel;
            });
        ranked.push_back(found - channels.begin());
    }
    auto groups = nearDuplicates(ranking.dependence.normal);
    for (auto& group : groups)
        for (auto& channel : group)
            channel = state.dependence.channels[std::size_t(channel)];
    return smallestSet(state, data, ranking.parts, ranked, groups, threads, context);
}

Result<std::shared_ptr<const Explanation>> explainSpan(const Detector::State& state,
                                                       const SpanData& data, int threads,
                                                       const RunContext& context)
{
    const auto& dependence = state.dependence;
    auto ranking = rankSpan(state, data, normalEvidence(state),
                            {kExplainedRows, kExplainedWindows, kExplainedPairs}, threads,
                            context.part(0.3, 0.7));
    if (!ranking)
        return ranking.error();
    context.report(0.7, "measuring nonlinear dependence");
    auto nonlinear = distanceCorrelation(
        toUniform(thinnedRows(ranking->rows.scores, distanceRows(dependence.size()))), context);
    if (!nonlinear)
        return nonlinear.error();

    auto whatIf = whatIfOf(state, data, *ranking, threads, context.part(0.85, 0.95));
    if (!whatIf)
        return whatIf.error();

    auto explanation = std::make_shared<Explanation>();
    explanation->span = data.span;
    explanation->channels = namesOf(state, dependence.channels);
    for (const auto& channel : state.card.channels)
        if (channel.constant)
            explanation->leftOut.push_back(channel.name);
    for (const auto& channel : state.models.front().state.channels)
        if (channel.values.size() > 1)
            explanation->states.push_back(state.card.channels[std::size_t(channel.channel)].name);
    for (const auto& group : nearDuplicates(ranking->dependence.normal)) {
        auto& names = explanation->duplicates.emplace_back();
        for (const auto i : group)
            names.push_back(explanation->channels[std::size_t(i)]);
    }
    explanation->conditionNumber = conditionNumber(dependence.copula->correlation());
    explanation->family = dependence.copula->familyText();
    explanation->marginalShare = ranking->parts.marginalShare;
    explanation->dependenceShare = ranking->parts.dependenceShare;
    explanation->networkShare = ranking->parts.networkShare;
    if (state.card.config.useCopula)
        explanation->temporalNormal =
            temporalDependence(state.models.front().copula, dependence.channels);
    explanation->nonlinearNormal = dependence.nonlinear;
    explanation->nonlinearWindow = std::move(*nonlinear);
    if (ranking->rows.scores.rows() < kLeastRows)
        explanation->nonlinearWindow.setConstant(std::numeric_limits<double>::quiet_NaN());
    context.report(0.95, "working out what was expected");
    auto expectations =
        channelExpectations(state, data, firstRanked(state, ranking->channels), threads, context);
    if (!expectations)
        return expectations.error();
    explanation->expectations = std::move(*expectations);
    explanation->remarks = remarksOn(state, data, ranking->parts, ranking->rows, ranking->scores,
                                     *whatIf, ranking->network);
    explanation->whatIf = std::move(*whatIf);
    explanation->ranked = std::move(ranking->channels);
    explanation->pairs = std::move(ranking->pairs);
    auto& span = ranking->dependence;
    explanation->difference = span.window - span.normal;
    explanation->normal = std::move(span.normal);
    explanation->window = std::move(span.window);
    explanation->significant = std::move(span.significant);
    explanation->pairSurprise = std::move(span.pairSurprise);
    context.report(1.0, "explained", 0.0);
    return std::shared_ptr<const Explanation>(std::move(explanation));
}

} // namespace

Result<std::shared_ptr<const Explanation>> Detector::explain(const Recording& recording,
                                                             const SampleSpan& span,
                                                             const RunContext& context,
                                                             int threads) const
{
    return guarded([&]() -> Result<std::shared_ptr<const Explanation>> {
        if (auto status = checkSpan(span, recording.sampleCount()); !status)
            return status.error();
        const int cores = threadCount(threads);
        context.report(0.0, "reading the recording");
        const auto read = readRecording(*m_state, recording, cores, context);
        if (!read)
            return read.error();
        return explainSpan(*m_state, cutSpan(*m_state, read->model, span), cores, context);
    });
}

Result<std::vector<Incident>> Detector::incidents(const Recording& recording,
                                                  const ScoreTrack& track, double threshold,
                                                  const RunContext& context, int threads) const
{
    return guarded([&]() -> Result<std::vector<Incident>> {
        if (std::ptrdiff_t(track.samples.size()) != recording.sampleCount())
            return Error{ErrorCode::ShapeMismatch,
                         "The scores are of " + std::to_string(track.samples.size())
                             + " samples, the recording has "
                             + std::to_string(recording.sampleCount()) + "."};
        auto incidents = findIncidents(track, threshold);
        if (incidents.empty())
            return incidents;
        const int cores = threadCount(threads);
        context.report(0.0, "reading the recording");
        const auto read = readRecording(*m_state, recording, cores, context);
        if (!read)
            return read.error();
        const auto normal = normalEvidence(*m_state);
        for (std::size_t i = 0; i < incidents.size(); ++i) {
            context.report(0.1 + 0.9 * double(i) / double(incidents.size()),
                           "ranking the channels of the incidents");
            auto ranking =
                rankSpan(*m_state, cutSpan(*m_state, read->model, incidents[i].span), normal,
                         {kRankedRows, kRankedWindows, kRankedPairs}, cores, {context.stop, {}});
            if (!ranking)
                return ranking.error();
            incidents[i].channels = std::move(ranking->channels);
            incidents[i].pairs = std::move(ranking->pairs);
        }
        context.report(1.0, "incidents explained", 0.0);
        return incidents;
    });
}

} // namespace dissonance
