#pragma once

#include "ui/render/heatmap.h"

#include <QFont>
#include <QPalette>
#include <QRectF>

#include <optional>

class QPainter;

namespace dissonance {

struct HeatmapCell
{
    int row = 0;
    int column = 0;
    bool operator==(const HeatmapCell&) const = default;
};

/// Where the parts of a heatmap lie, in the painter's coordinates.
struct HeatmapLayout
{
    enum class Headings
    {
        Names, ///< horizontal, each over its column
        Numbers, ///< few channels with names too wide for a column: rows are "3 torque"
        Rotated ///< more than 12 channels
    };

    int count = 0;
    double cell = 0.0; ///< edge of a cell
    QRectF cells;
    QRectF rowNames;
    QRectF headings;
    QRectF colourBar; ///< the bar itself; its numbers stand below
    QRectF legend; ///< what is faded; empty where nothing is
    QFont nameFont;
    QFont font;
    Headings headingKind = Headings::Names;
    int nameStep = 1; ///< every how many channels a name has room
    double bottom = 0.0;

    QRectF cellRect(int row, int column) const; ///< on whole pixels
    /// Nothing outside the cells and on the diagonal.
    std::optional<HeatmapCell> cellAt(const QPointF& position) const;
};

struct HeatmapMarks
{
    std::optional<HeatmapCell> hovered;
    std::optional<HeatmapCell> current; ///< and its mirror image
    std::optional<HeatmapCell> focused; ///< the keyboard's
};

/// Cells narrower than this hold no name of their own.
constexpr double kReadableCell = 11.0;

/// Fits a heatmap into `area`; square cells, of 44 px at the most.
HeatmapLayout layoutHeatmap(const Heatmap& map, const QRectF& area, const QFont& font);

/// How many channels have readable cells in `width`.
int readableChannels(const QStringList& names, double width, const QFont& font);

/// The colour of one cell, as it is painted (hatching apart). Transparent on the diagonal.
QColor heatmapCellColour(const Heatmap& map, int row, int column, const QPalette& palette);

void paintHeatmap(QPainter& painter, const Heatmap& map, const HeatmapLayout& layout,
                  const QPalette& palette, const HeatmapMarks& marks = {});

} // namespace dissonance
