#include "engine/base/parallel.h"
#include "engine/copula/correlation.h"
#include "engine/copula/normal_scores.h"
#include "engine/copula/tail_dependence.h"
#include "engine/detector/detector_state.h"
#include "engine/detector/guarded.h"
#include "engine/detector/span_data.h"
#include "engine/detector/span_dependence.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace dissonance {

namespace {

constexpr Eigen::Index kGrid = 80;
constexpr Eigen::Index kCorrelatedRows = 4096;

/// Index among the dependence's channels. Errors: InvalidArgument.
Result<Eigen::Index> placeOf(const Detector::State& state, const std::string& name)
{
    const auto& channels = state.card.channels;
    const auto found = std::find_if(channels.begin(), channels.end(),
                                    [&](const auto& channel) { return channel.name == name; });
    if (found == channels.end())
        return Error{ErrorCode::InvalidArgument, "The model knows no channel \"" + name + "\"."};
    const auto& places = state.dependence.channels;
    const auto place = std::find(places.begin(), places.end(), found - channels.begin());
    if (place == places.end())
        return Error{ErrorCode::InvalidArgument,
                     "Channel \"" + name + "\" was constant in training: it depends on nothing."};
    return Eigen::Index(place - places.begin());
}

/// Axis values over what normal operation and the span take up, with a margin.
std::vector<double> axisOver(const std::vector<double>& normal, const std::vector<double>& window)
{
    const auto [low, high] = std::minmax_element(normal.begin(), normal.end());
    const auto [lowHere, highHere] = std::minmax_element(window.begin(), window.end());
    // A span far off would leave the learned law a few cells: it is drawn up to one range off.
    const double range = std::max(*high - *low, 1e-9 * std::max(1.0, std::abs(*high)));
    const double least = std::max(std::min(*low, *lowHere), *low - range) - 0.05 * range;
    const double most = std::min(std::max(*high, *highHere), *high + range) + 0.05 * range;
    std::vector<double> axis;
    for (Eigen::Index i = 0; i < kGrid; ++i)
        axis.push_back(least + (most - least) * double(i) / double(kGrid - 1));
    return axis;
}

/// Probabilities of the cells around the axis values, and the scores of their middles.
struct Cells
{
    Eigen::ArrayXd mass;
    Eigen::VectorXd scores; ///< normal
};

Cells cellsOf(const Marginal& marginal, const std::vector<double>& axis)
{
    const double half = 0.5 * (axis[1] - axis[0]);
    Cells cells{Eigen::ArrayXd(kGrid), Eigen::VectorXd(kGrid)};
    for (Eigen::Index i = 0; i < kGrid; ++i) {
        const double x = axis[std::size_t(i)];
        cells.mass[i] = std::max(0.0, marginal.cdf(x + half) - marginal.cdf(x - half));
        cells.scores[i] = marginal.normalScore(x);
    }
    return cells;
}

/// Learned probability of every cell, (G x G).
Result<Eigen::MatrixXd> cellMasses(const ChannelDependence& dependence, Eigen::Index i,
                                   Eigen::Index j, const Cells& first, const Cells& second)
{
    const auto& whole = *dependence.copula;
    Eigen::Matrix2d correlation = Eigen::Matrix2d::Identity();
    correlation(0, 1) = correlation(1, 0) = whole.correlation()(i, j);
    const auto pair = EllipticalCopula::create(correlation, whole.freedom());
    if (!pair)
        return pair.error();
    Eigen::MatrixXd masses(kGrid, kGrid);
    Eigen::MatrixXd scores(kGrid, 2);
    for (Eigen::Index b = 0; b < kGrid; ++b) {
        scores.col(0) = first.scores;
        scores.col(1).setConstant(second.scores[b]);
        pair->fromNormalScores(scores);
        masses.col(b) = pair->logDensity(scores).exp() * first.mass * second.mass[b];
    }
    return masses;
}

/// Levels of `density` above which 50, 90 and 99 % of it lie.
std::vector<double> enclosingLevels(const Eigen::MatrixXd& density)
{
    std::vector<double> sorted(density.data(), density.data() + density.size());
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const double total = density.sum();
    std::vector<double> levels;
    double above = 0.0;
    std::size_t at = 0;
    for (const double share : {0.5, 0.9, 0.99}) {
        while (at + 1 < sorted.size() && above + sorted[at] < share * total)
            above += sorted[at++];
        levels.push_back(sorted[at]);
    }
    return levels;
}

std::vector<double> columnOf(const SpanData& data, Eigen::Index channel)
{
    const auto values = data.values.col(channel).segment(data.inner.first, data.inner.size());
    return {values.begin(), values.end()};
}

/// Normal operation in the channel's unit, from its scores.
std::vector<double> normalOf(const ChannelDependence& dependence, Eigen::Index i)
{
    std::vector<double> values;
    for (const float score : dependence.scores.col(i))
        values.push_back(dependence.marginals[std::size_t(i)].quantile(normalCdf(double(score))));
    return values;
}

void addOffset(double offset, std::vector<double>& values)
{
    for (auto& value : values)
        value += offset;
}

Result<std::shared_ptr<const PairDensity>>
pairOver(const Detector::State& state, const SpanData& data, Eigen::Index i, Eigen::Index j)
{
    const auto& dependence = state.dependence;
    const auto channelOf = [&](Eigen::Index k) {
        return dependence.channels[std::size_t(k)];
    };
    const auto& firstChannel = state.card.channels[std::size_t(channelOf(i))];
    const auto& secondChannel = state.card.channels[std::size_t(channelOf(j))];

    auto pair = std::make_shared<PairDensity>();
    pair->first = firstChannel.name;
    pair->second = secondChannel.name;
    pair->firstUnit = firstChannel.unit;
    pair->secondUnit = secondChannel.unit;
    pair->normalFirst = normalOf(dependence, i);
    pair->normalSecond = normalOf(dependence, j);
    pair->windowFirst = columnOf(data, channelOf(i));
    pair->windowSecond = columnOf(data, channelOf(j));

    pair->gridFirst = axisOver(pair->normalFirst, pair->windowFirst);
    pair->gridSecond = axisOver(pair->normalSecond, pair->windowSecond);
    const auto first = cellsOf(dependence.marginals[std::size_t(i)], pair->gridFirst);
    const auto second = cellsOf(dependence.marginals[std::size_t(j)], pair->gridSecond);
    auto masses = cellMasses(dependence, i, j, first, second);
    if (!masses)
        return masses.error();
    pair->density = std::move(*masses);
    if (const double most = pair->density.maxCoeff(); most > 0.0)
        pair->density /= most;
    pair->levels = enclosingLevels(pair->density);
    for (auto* values : {&pair->gridFirst, &pair->normalFirst, &pair->windowFirst})
        addOffset(state.traits[std::size_t(channelOf(i))].offset, *values);
    for (auto* values : {&pair->gridSecond, &pair->normalSecond, &pair->windowSecond})
        addOffset(state.traits[std::size_t(channelOf(j))].offset, *values);

    const Eigen::MatrixXd normal = dependence.scores.cast<double>();
    const auto window = spanScores(state, data, kCorrelatedRows);
    pair->normalDependence = pairCorrelation(normal.col(i), normal.col(j));
    pair->windowDependence = presentCorrelation(window, i, j).value_or(pair->normalDependence);
    pair->tailDependence =
        tailDependence(dependence.copula->correlation()(i, j), dependence.copula->freedom());
    pair->family = dependence.copula->familyText();
    return std::shared_ptr<const PairDensity>(std::move(pair));
}

} // namespace

Result<std::shared_ptr<const PairDensity>>
Detector::pair(const Recording& recording, const SampleSpan& span, const std::string& first,
               const std::string& second, const RunContext& context, int threads) const
{
    return guarded([&]() -> Result<std::shared_ptr<const PairDensity>> {
        if (auto status = checkSpan(span, recording.sampleCount()); !status)
            return status.error();
        const auto i = placeOf(*m_state, first);
        if (!i)
            return i.error();
        const auto j = placeOf(*m_state, second);
        if (!j)
            return j.error();
        if (*i == *j)
            return Error{ErrorCode::InvalidArgument,
                         "A pair needs two channels; \"" + first + "\" stands twice."};
        const auto read = readRecording(*m_state, recording, threadCount(threads), context);
        if (!read)
            return read.error();
        return pairOver(*m_state, cutSpan(*m_state, read->model, span), *i, *j);
    });
}

} // namespace dissonance
