#include "ui/render/heatmap.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::heatmap", text);
}

/// An explanation that lacks a matrix leaves its cells unknown.
double at(const Eigen::MatrixXd& matrix, int row, int column)
{
    if (row >= matrix.rows() || column >= matrix.cols())
        return std::numeric_limits<double>::quiet_NaN();
    return matrix(row, column);
}

double valueOf(const Explanation& explanation, HeatmapMode mode, HeatmapMeasure measure, int a,
               int b)
{
    if (measure == HeatmapMeasure::Temporal)
        return at(explanation.temporalNormal, a, b);
    if (measure == HeatmapMeasure::Surprise)
        return at(explanation.pairSurprise, a, b);
    const bool linear = measure == HeatmapMeasure::Correlation;
    const auto& normal = linear ? explanation.normal : explanation.nonlinearNormal;
    const auto& window = linear ? explanation.window : explanation.nonlinearWindow;
    switch (mode) {
    case HeatmapMode::Normal:
        return at(normal, a, b);
    case HeatmapMode::Window:
        return at(window, a, b);
    case HeatmapMode::Difference:
        break;
    }
    return at(window, a, b) - at(normal, a, b);
}

bool isSignificant(const Explanation& explanation, int a, int b)
{
    return a < explanation.significant.rows() && b < explanation.significant.cols()
        && explanation.significant(a, b) != 0;
}

QString titleOf(HeatmapMode mode, HeatmapMeasure measure)
{
    if (measure == HeatmapMeasure::Temporal)
        return tr("Temporal dependence in normal operation");
    if (measure == HeatmapMeasure::Surprise)
        return tr("Surprise of each pair, nats");
    const bool linear = measure == HeatmapMeasure::Correlation;
    switch (mode) {
    case HeatmapMode::Normal:
        return linear ? tr("Correlation in normal operation")
                      : tr("Distance correlation in normal operation");
    case HeatmapMode::Window:
        return linear ? tr("Correlation in this window")
                      : tr("Distance correlation in this window");
    case HeatmapMode::Difference:
        break;
    }
    return linear ? tr("Change of correlation") : tr("Change of distance correlation");
}

/// The next of 1, 2, 5, 10, 20, … that no value lies beyond.
double roundedLimit(const Eigen::MatrixXd& values)
{
    double largest = 0.0;
    for (const double value : values.reshaped())
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    double limit = 1.0;
    for (int step = 0; limit < largest; ++step)
        limit *= step % 3 == 1 ? 2.5 : 2.0;
    return limit;
}

QString number(double value)
{
    return std::isnan(value) ? tr("unknown") : QLocale().toString(value, 'f', 2);
}

} // namespace

bool hasMode(HeatmapMeasure measure, HeatmapMode mode)
{
    return modeFor(measure, mode) == mode;
}

HeatmapMode modeFor(HeatmapMeasure measure, HeatmapMode mode)
{
    if (measure == HeatmapMeasure::Temporal)
        return HeatmapMode::Normal;
    return measure == HeatmapMeasure::Surprise ? HeatmapMode::Difference : mode;
}

Heatmap heatmapOf(const Explanation& explanation, HeatmapMode mode, HeatmapMeasure measure,
                  std::vector<int> channels)
{
    mode = modeFor(measure, mode);
    const auto count = int(explanation.channels.size());
    if (channels.empty()) {
        channels.resize(std::size_t(count));
        std::iota(channels.begin(), channels.end(), 0);
    }
    std::erase_if(channels, [count](int channel) { return channel < 0 || channel >= count; });

    Heatmap map;
    map.channels = std::move(channels);
    map.title = titleOf(mode, measure);
    const auto size = Eigen::Index(map.channels.size());
    const bool tested = mode == HeatmapMode::Difference && measure == HeatmapMeasure::Correlation;
    const bool signless = measure == HeatmapMeasure::Temporal
        || (mode != HeatmapMode::Difference && measure == HeatmapMeasure::Nonlinear);
    map.values.resize(size, size);
    if (tested)
        map.faded.resize(size, size);
    for (Eigen::Index row = 0; row < size; ++row) {
        const int a = map.channels[std::size_t(row)];
        map.names << QString::fromStdString(explanation.channels[std::size_t(a)]);
        for (Eigen::Index column = 0; column < size; ++column) {
            const int b = map.channels[std::size_t(column)];
            map.values(row, column) = valueOf(explanation, mode, measure, a, b);
            if (tested)
                map.faded(row, column) = isSignificant(explanation, a, b) ? 0 : 1;
        }
    }
    if (measure == HeatmapMeasure::Surprise)
        map.highest = roundedLimit(map.values);
    map.lowest = signless ? 0.0 : -map.highest;
    return map;
}

std::vector<int> mostInconsistent(const Explanation& explanation, int limit)
{
    const auto count = explanation.channels.size();
    std::unordered_map<std::string, int> indices;
    for (std::size_t i = 0; i < count; ++i)
        indices.emplace(explanation.channels[i], int(i));
    std::vector<bool> chosen(count, false);
    std::vector<int> order;
    const auto choose = [&](int channel) {
        if (int(order.size()) < limit && !chosen[std::size_t(channel)]) {
            chosen[std::size_t(channel)] = true;
            order.push_back(channel);
        }
    };
    for (const auto& entry : explanation.ranked)
        if (const auto found = indices.find(entry.channel); found != indices.end())
            choose(found->second);
    // A channel that is not ranked comes after those that are.
    for (std::size_t i = 0; i < count; ++i)
        choose(int(i));
    std::sort(order.begin(), order.end());
    return order;
}

QString pairText(const Explanation& explanation, int a, int b, HeatmapMeasure measure)
{
    const bool linear = measure == HeatmapMeasure::Correlation;
    const auto name = [&](int channel) {
        return QString::fromStdString(explanation.channels[std::size_t(channel)]);
    };
    const auto names = u"%1 – %2"_s.arg(name(a), name(b));
    if (measure == HeatmapMeasure::Temporal)
        return tr("%1: %2 in normal operation, at any lag within a window (canonical correlation)")
            .arg(names, number(valueOf(explanation, HeatmapMode::Normal, measure, a, b)));
    if (measure == HeatmapMeasure::Surprise)
        return tr("%1: %2 nats above normal")
            .arg(names, number(valueOf(explanation, HeatmapMode::Difference, measure, a, b)));
    const auto normal = number(valueOf(explanation, HeatmapMode::Normal, measure, a, b));
    const auto window = number(valueOf(explanation, HeatmapMode::Window, measure, a, b));
    if (!linear)
        return tr("%1: normal %2, this window %3 (distance correlation)")
            .arg(names, normal, window);
    return (isSignificant(explanation, a, b)
                ? tr("%1: normal %2, this window %3 (significant)")
                : tr("%1: normal %2, this window %3 (not significant)"))
        .arg(names, normal, window);
}

} // namespace dissonance
