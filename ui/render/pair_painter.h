#pragma once

#include "engine/detector/explanation.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace dissonance {

/// "Correlation 0.91 in normal operation, 0.12 in this window. Student-t, nu = 8 …".
QString pairSummary(const PairDensity& pair);

/// Where the parts of a pair's picture lie, in the painter's coordinates.
struct PairLayout
{
    QRectF title;
    QRectF summary;
    QRectF legend;
    QRectF plot; ///< inside its axes
    QRectF shown; ///< what of the channels' units the plot shows, y upwards
    QFont font;

    QPointF position(double first, double second) const;
};

/// The first channel goes across, the second upwards.
PairLayout layoutPair(const PairDensity& pair, const QRectF& area, const QFont& font);

/// The height at which the plot itself has a good shape.
double pairHeight(const PairDensity& pair, double width, const QFont& font);

void paintPair(QPainter& painter, const PairDensity& pair, const PairLayout& layout,
               const QPalette& palette);

} // namespace dissonance
