#include "engine/detector/span_data.h"

#include "engine/detector/channel_dependence.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <string>

namespace dissonance {

namespace {

/// Gaps of a channel in which it counts as missing, cut to the data.
std::vector<SampleSpan> longGaps(const SpanData& data, std::size_t channel, std::ptrdiff_t half)
{
    const auto least = std::max({half, 3 * data.usualGaps[channel], std::ptrdiff_t(1)});
    std::vector<SampleSpan> gaps;
    for (const auto& gap : data.gaps[channel])
        if (gap.size() >= least)
            gaps.push_back(gap);
    return gaps;
}

/// (N x D) 1, or 0 where a channel is missing.
Eigen::MatrixXf presence(const Detector::State& state, const SpanData& data,
                         const std::vector<Eigen::Index>& rows)
{
    const auto& dependence = state.dependence;
    const auto half = longestWindow(state.card.config) / 2;
    Eigen::MatrixXf present = Eigen::MatrixXf::Ones(Eigen::Index(rows.size()), dependence.size());
    for (Eigen::Index k = 0; k < dependence.size(); ++k)
        for (const auto& gap :
             longGaps(data, std::size_t(dependence.channels[std::size_t(k)]), half)) {
            const auto first = std::lower_bound(rows.begin(), rows.end(), gap.first);
            const auto last = std::lower_bound(first, rows.end(), gap.last);
            present.col(k).segment(first - rows.begin(), last - first).setZero();
        }
    return present;
}

/// Puts what the others make one expect in the place of missing scores, row by row.
class Settler
{
public:
    explicit Settler(const Eigen::MatrixXd& precision)
        : m_precision(precision)
    {
    }

    void settle(const std::vector<Eigen::Index>& missing, Eigen::Ref<Eigen::RowVectorXd> scores)
    {
        if (missing != m_missing) {
            m_missing = missing;
            m_own.compute(m_precision(missing, missing));
        }
        scores(missing).setZero();
        const Eigen::VectorXd pulled = m_precision(missing, Eigen::all) * scores.transpose();
        scores(missing) = -m_own.solve(pulled).transpose();
    }

private:
    const Eigen::MatrixXd& m_precision;
    std::vector<Eigen::Index> m_missing;
    Eigen::LLT<Eigen::MatrixXd> m_own;
};

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
    for (const auto jump : recording.jumps)
        if (jump > first && jump < last)
            data.jumps.push_back(jump - first);
    for (const auto& gaps : recording.gaps) {
        auto& own = data.gaps.emplace_back();
        // A gap keeps its whole length: how long it is decides what it means.
        for (const auto& gap : gaps)
            if (gap.overlaps({first, last}))
                own.push_back({gap.first - first, gap.last - first});
    }
    data.usualGaps = usualGapsOf(state.traits);
    return data;
}

SpanRows scoredRows(const Detector::State& state, const SpanData& data,
                    const std::vector<Eigen::Index>& rows)
{
    const auto& dependence = state.dependence;
    Eigen::MatrixXf values(Eigen::Index(rows.size()), data.values.cols());
    for (std::size_t i = 0; i < rows.size(); ++i)
        values.row(Eigen::Index(i)) = data.values.row(rows[i]);
    SpanRows scored{scoresOf(dependence, values), presence(state, data, rows)};

    Settler settler(dependence.copula->precision());
    std::vector<Eigen::Index> missing;
    Eigen::RowVectorXd row;
    for (Eigen::Index i = 0; i < scored.scores.rows(); ++i) {
        missing.clear();
        for (Eigen::Index k = 0; k < dependence.size(); ++k)
            if (scored.present(i, k) == 0.0F)
                missing.push_back(k);
        if (missing.empty())
            continue;
        row = scored.scores.row(i);
        settler.settle(missing, row);
        scored.scores.row(i) = row;
    }
    return scored;
}

SpanRows spanScores(const Detector::State& state, const SpanData& data, Eigen::Index most)
{
    const auto count = std::min<Eigen::Index>(most, data.inner.size());
    std::vector<Eigen::Index> rows;
    for (Eigen::Index i = 0; i < count; ++i)
        rows.push_back(data.inner.first + i * data.inner.size() / count);
    return scoredRows(state, data, rows);
}

} // namespace dissonance
