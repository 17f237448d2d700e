#pragma once

#include "engine/recording/recording.h"
#include "ui/render/columns.h"
#include "ui/render/plot_style.h"

#include <QImage>
#include <QPainter>
#include <QRectF>

#include <vector>

namespace dissonance {

/// One channel over the columns of a plot, ready to be drawn.
struct TrackShape
{
    KnownColumns line; ///< Continuous channels
    std::vector<StateRun> runs; ///< State and Text channels
    double low = 0.0; ///< value at the lower edge of the lines' area
    double high = 1.0;
    bool isEmpty = true; ///< nothing is measured here
};

/// @param pyramid  of a Continuous channel, for speed; null: none.
/// @param before   of the same channel; columns of the same grid are taken from there.
TrackShape trackShape(const ColumnMap& map, const Channel& channel,
                      const Pyramid* pyramid = nullptr, const TrackShape& before = {});

/// Where the lines of a track lie in the area that it has.
QRectF traceArea(const QRectF& plot);

/// y of a value of a continuous track.
double trackY(const TrackShape& shape, const QRectF& plot, double value);

/// Grid lines of a track and their values, right-aligned at the plot's left edge.
///
/// @return the width of the widest label.
double drawTrackScale(QPainter& painter, const TrackShape& shape, const QRectF& plot,
                      double labelWidth, const PlotColours& colours);

/// The line of a track, with its samples as dots where they are far apart, or its states.
///
/// @param painter  on the image.
void drawTrack(QPainter& painter, QImage& image, const TrackShape& shape, const Channel& channel,
               const ColumnMap& map, const QRectF& plot, const QColor& colour,
               const PlotColours& colours);

/// A channel's value at an instant in words, with its unit: "71.3 °C", a state, "missing", or
/// nothing before its first sample.
QString channelValueText(const Channel& channel, std::ptrdiff_t sample, double low, double high);

} // namespace dissonance
