#pragma once

#include "engine/scoring/score_track.h"
#include "ui/render/axis_ticks.h"
#include "ui/render/columns.h"

#include <vector>

namespace dissonance {

/// From scores to heights of a plot. Incidents a hundred times as high as normal operation and
/// the threshold between them are to be seen at once, so the scale bends where it has to.
struct ScoreScale
{
    enum class Kind
    {
        Linear,
        Root, ///< square root
        Logarithm ///< log(1 + 2 score): linear below what is surprising at all
    };

    Kind kind = Kind::Linear;
    double top = 1.0; ///< score at the upper edge, > 0

    double position(double score) const; ///< 0 to 1, cut; NaN stays NaN
    double scoreAt(double position) const; ///< its inverse on 0 to 1
};

/// @param highest    of the whole track: the kind does not change while one looks around.
/// @param visible    highest of what is visible.
/// @param threshold  always on the scale.
ScoreScale scoreScaleFor(double highest, double visible, double threshold);

/// Labels at round scores, at least `spacing` of the height apart.
std::vector<AxisTick> scoreTicks(const ScoreScale& scale, double spacing);

/// The highest score in each pixel column, and the part of that very score which is marginal.
struct ScoreColumns
{
    std::vector<double> total; ///< NaN: none
    std::vector<double> marginalShare; ///< 0 to 1
};

ScoreColumns scoreColumns(const ColumnMap& map, const ScoreSeries& samples);

} // namespace dissonance
