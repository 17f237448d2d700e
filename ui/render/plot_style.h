#pragma once

#include "ui/render/columns.h"

#include <QColor>
#include <QFont>
#include <QImage>
#include <QPainter>
#include <QPalette>
#include <QRect>
#include <QString>

#include <vector>

namespace dissonance {

/// Colours of plots, from the window's palette.
struct PlotColours
{
    explicit PlotColours(const QPalette& palette);

    bool dark;
    QColor background;
    QColor text;
    QColor dimmed; ///< of labels: still readable
    QColor grid; ///< one step from the background
    QColor trace; ///< a line without a colour of its own, 3:1 on the background
    QColor band; ///< incident: 8 % of the text
    QColor bandEdge;
    QColor inspected; ///< the one that is being looked into
    QColor inspectedEdge;
    QColor selection;
    QColor selectionEdge;
    QColor cursor;
};

/// `share` of `over`, the rest of `under`; opaque.
QColor mixed(const QColor& under, const QColor& over, double share);

QFont smallFont(const QFont& font); ///< for tick labels
QFont boldFont(const QFont& font);

/// Text in which every figure is as wide as the widest, so that numbers do not dance.
void drawFigures(QPainter& painter, const QRectF& area, int alignment, const QString& text);
double figuresWidth(const QFontMetricsF& metrics, const QString& text);

/// Lines one device pixel wide, on one row or column of pixels.
void drawVertical(QPainter& painter, double x, double top, double bottom, const QColor& colour);
void drawHorizontal(QPainter& painter, double y, double left, double right, const QColor& colour);

/// A span of time through a plot: filled, with an edge line on either side; at least two device
/// pixels wide, cut to the area.
void drawSpan(QPainter& painter, const QRectF& area, double left, double right, const QColor& fill,
              const QColor& edge);

/// Draws line columns onto an image, smooth at top and bottom of each column.
///
/// @param image      32 bits a pixel, opaque, as the colour is.
/// @param area       in device pixels; column k is area.left() + k. Lines are cut to it.
/// @param low, high  values at the lower and upper edge of the area; low < high.
/// @param thickness  device pixels.
void drawTrace(QImage& image, const QRect& area, const std::vector<ColumnExtent>& columns,
               double low, double high, const QColor& colour, double thickness);

/// Fills from the area's lower edge up to each value, between two lines of values.
///
/// @param from, to  per column, 0 to 1 of the area's height; NaN leaves the column out.
void fillColumns(QImage& image, const QRect& area, const std::vector<double>& from,
                 const std::vector<double>& to, const QColor& colour);

/// An area of a painter on the image, in device pixels.
QRect devicePixels(const QRectF& area, double ratio);

} // namespace dissonance
