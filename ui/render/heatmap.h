#pragma once

#include "engine/detector/explanation.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace dissonance {

enum class HeatmapMode
{
    Normal,
    Window,
    Difference
};

enum class HeatmapMeasure
{
    Correlation, ///< -1 to 1
    Nonlinear, ///< distance correlation, 0 to 1 (difference: -1 to 1)
    Temporal, ///< canonical correlation of temporal patterns, 0 to 1; normal operation only
    Surprise ///< E[ln c] - ln c of the pair, nats; difference only
};

/// Is there such a map? Temporal patterns are known of normal operation alone, and surprise is a
/// difference by itself.
bool hasMode(HeatmapMeasure measure, HeatmapMode mode);

/// The mode itself, or the only one that the measure has.
HeatmapMode modeFor(HeatmapMeasure measure, HeatmapMode mode);

/// What a heatmap shows: some or all channels of an explanation, in one mode and measure.
struct Heatmap
{
    QStringList names; ///< (D)
    std::vector<int> channels; ///< (D) indices into Explanation::channels
    Eigen::MatrixXd values; ///< (D x D), lowest to highest; NaN is unknown; no diagonal is shown
    Eigen::MatrixXi faded; ///< (D x D), not 0: a change that is not significant; empty: none
    double lowest = -1.0; ///< lower end of the colour bar: 0 where nothing can be negative
    double highest = 1.0; ///< upper end; above 1 for surprise alone
    QString title; ///< what the colours stand for
};

/// @param channels  which channels, as indices into Explanation::channels; empty: all. Those out
///                  of range are left out.
/// The nonlinear difference is never faded: Explanation::significant tests the linear one.
Heatmap heatmapOf(const Explanation& explanation, HeatmapMode mode, HeatmapMeasure measure,
                  std::vector<int> channels = {});

/// The `limit` channels that are most inconsistent with the others, in model order, so that
/// neighbours stay neighbours. All where there are no more.
std::vector<int> mostInconsistent(const Explanation& explanation, int limit);

/// "torque – speed: normal 0.91, this window 0.12 (significant)".
/// @param a, b  indices into Explanation::channels.
QString pairText(const Explanation& explanation, int a, int b, HeatmapMeasure measure);

} // namespace dissonance
