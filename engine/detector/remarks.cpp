#include "engine/detector/remarks.h"

#include "engine/detector/channel_dependence.h"
#include "engine/detector/quoted_list.h"
#include "engine/detector/what_if.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace dissonance {

namespace {

/// Calm: the span's mean log-density is not below what this share of normal samples stay above.
constexpr double kCalm = 0.75;

bool copulaIsCalm(const Detector::State& state, const Eigen::MatrixXd& scores)
{
    const auto& copula = *state.dependence.copula;
    Eigen::MatrixXd normal = state.dependence.scores.cast<double>();
    copula.fromNormalScores(normal);
    Eigen::ArrayXd density = copula.logDensity(normal);
    const auto at = Eigen::Index((1.0 - kCalm) * double(density.size() - 1));
    std::nth_element(density.data(), density.data() + at, density.data() + density.size());
    return copula.logDensity(scores).mean() >= density[at];
}

bool moves(const SpanData& data, Eigen::Index channel)
{
    const auto values = data.values.col(channel).segment(data.inner.first, data.inner.size());
    return values.maxCoeff() > values.minCoeff();
}

/// Channels that stood still in training, and leave what they were then.
std::vector<std::string> firstMovers(const Detector::State& state, const SpanData& data)
{
    std::vector<std::string> names;
    for (std::size_t c = 0; c < state.card.channels.size(); ++c) {
        if (!state.card.channels[c].constant)
            continue;
        const auto scaled =
            data.scaled.col(Eigen::Index(c)).segment(data.inner.first, data.inner.size());
        const float rounding = 1e-6F * std::abs(state.scaling.median[Eigen::Index(c)]);
        if (scaled.cwiseAbs().maxCoeff() > rounding)
            names.push_back(state.card.channels[c].name);
    }
    return names;
}

/// Channels of the dependence that are missing throughout the span, and those that stand still.
struct Silent
{
    std::vector<std::string> missing;
    std::vector<std::string> still;
};

Silent silentHere(const Detector::State& state, const SpanData& data, const SpanRows& rows)
{
    Silent silent;
    for (std::size_t i = 0; i < state.dependence.channels.size(); ++i) {
        const auto c = state.dependence.channels[i];
        const auto& name = state.card.channels[std::size_t(c)].name;
        if (rows.present.col(Eigen::Index(i)).maxCoeff() == 0.0F)
            silent.missing.push_back(name);
        else if (!moves(data, c))
            silent.still.push_back(name);
    }
    return silent;
}

} // namespace

std::vector<std::string> remarksOn(const Detector::State& state, const SpanData& data,
                                   const SpanScores& parts, const SpanRows& rows,
                                   const Eigen::MatrixXd& scores, const WhatIf& whatIf,
                                   NetworkRole network)
{
    std::vector<std::string> remarks;
    const bool flagged = parts.peak > state.card.threshold;
    if (!flagged)
        remarks.emplace_back("The detector does not flag this span.");
    else if (network != NetworkRole::Alone && copulaIsCalm(state, scores))
        remarks.emplace_back("A temporal pattern that the channel model does not explain.");
    if (network == NetworkRole::Large)
        remarks.emplace_back(
            "The network finds more broken here than the channel copula does, which finds it "
            "broken too. Channels are ranked by both.");
    if (network == NetworkRole::Alone)
        remarks.emplace_back(
            "Most of the broken dependence is seen by the network alone. Channels are ranked by "
            "how far its surprise falls when a channel is replaced by normal operation that is "
            "alike in the other channels.");
    if (auto sentence = whatIfText(whatIf); !sentence.empty())
        remarks.push_back(std::move(sentence));
    if (const auto movers = firstMovers(state, data); !movers.empty())
        remarks.push_back("Constant in training, but not here: " + quotedList(movers) + ".");
    const auto silent = silentHere(state, data, rows);
    if (!silent.missing.empty())
        remarks.push_back("Missing throughout the span, and taken as the others make one expect: "
                          + quotedList(silent.missing) + ".");
    if (!silent.still.empty() && data.inner.size() > 1)
        remarks.push_back("Standing still in the span, so that no dependence is to be seen there: "
                          + quotedList(silent.still) + ".");
    return remarks;
}

} // namespace dissonance
