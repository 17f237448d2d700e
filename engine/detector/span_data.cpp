#include "engine/detector/span_data.h"

#include "engine/detector/channel_dependence.h"

#include <algorithm>
#include <string>

namespace dissonance {

namespace {

/// Rounds in which missing channels settle at what the others make one expect.
constexpr int kRounds = 20;

bool inLongGap(const SpanData& data, std::size_t channel, Eigen::Index row, std::ptrdiff_t half)
{
    const auto least = std::max({half, 3 * data.usualGaps[channel], std::ptrdiff_t(1)});
    const auto& gaps = data.gaps[channel];
    return std::any_of(gaps.begin(), gaps.end(), [&](const SampleSpan& gap) {
        return gap.size() >= least && gap.contains(row);
    });
}

void settle(const Eigen::MatrixXd& precision, const std::vector<Eigen::Index>& missing,
            Eigen::Ref<Eigen::RowVectorXd> scores)
{
    for (const auto i : missing)
        scores[i] = 0.0;
    for (int round = 0; round < kRounds; ++round)
        for (const auto i : missing)
            scores[i] -= scores.dot(precision.row(i)) / precision(i, i);
}

} // namespace

Status checkSpan(const SampleSpan& span, std::ptrdiff_t samples)
{
    if (span.first >= 0 && span.last <= samples && span.size() > 0)
        return Done{};
    return Error{ErrorCode::InvalidArgument,
                 "The span " + std::to_string(span.first) + ":" + std::to_string(span.last)
                     + " is empty or outside the recording's " + std::to_string(samples)
                     + " samples."};
}

SpanData cutSpan(const Detector::State& state, const ModelValues& recording, const SampleSpan& span)
{
    const std::ptrdiff_t around = longestWindow(state.card.config) - 1;
    const auto first = std::max<std::ptrdiff_t>(0, span.first - around);
    const auto last = std::min<std::ptrdiff_t>(recording.values.rows(), span.last + around);

    SpanData data;
    data.span = span;
    data.inner = {span.first - first, span.last - first};
    data.values = recording.values.middleRows(first, last - first);
    data.scaled = data.values;
    applyScaling(state.scaling, data.scaled, 1);
    for (std::size_t c = 0; c < recording.gaps.size(); ++c) {
        auto& own = data.gaps.emplace_back();
        // A gap keeps its whole length: how long it is decides what it means.
        for (const auto& gap : recording.gaps[c])
            if (gap.overlaps({first, last}))
                own.push_back({gap.first - first, gap.last - first});
        data.usualGaps.push_back(state.traits[c].usualGap);
    }
    return data;
}

Eigen::MatrixXd spanScores(const Detector::State& state, const SpanData& data, Eigen::Index most)
{
    const auto& dependence = state.dependence;
    const auto count = std::min<Eigen::Index>(most, data.inner.size());
    const auto rowAt = [&](Eigen::Index i) {
        return data.inner.first + i * data.inner.size() / count;
    };
    Eigen::MatrixXf values(count, data.values.cols());
    for (Eigen::Index i = 0; i < count; ++i)
        values.row(i) = data.values.row(rowAt(i));
    Eigen::MatrixXd scores = scoresOf(dependence, values);

    const auto half = longestWindow(state.card.config) / 2;
    std::vector<Eigen::Index> missing;
    Eigen::RowVectorXd row;
    for (Eigen::Index i = 0; i < count; ++i) {
        missing.clear();
        for (Eigen::Index k = 0; k < dependence.size(); ++k) {
            const auto channel = std::size_t(dependence.channels[std::size_t(k)]);
            if (!data.gaps[channel].empty() && inLongGap(data, channel, rowAt(i), half))
                missing.push_back(k);
        }
        if (missing.empty())
            continue;
        row = scores.row(i);
        settle(dependence.copula->precision(), missing, row);
        scores.row(i) = row;
    }
    return scores;
}

} // namespace dissonance
