#include "ui/render/heatmap_painter.h"

#include "ui/render/colours.h"
#include "ui/render/plot_style.h"

#include <QCoreApplication>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QImage>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostUprightNames = 12;
constexpr double kLargestCell = 44.0;
constexpr double kGap = 4.0; ///< between names and cells
constexpr double kLongestName = 180.0;
constexpr double kLongestHeading = 120.0;
constexpr double kBarHeight = 10.0;
constexpr int kSmallestLetters = 9; ///< pixels
/// Smaller cells are drawn as one image, without lines between them.
constexpr double kSmallestDrawnCell = 5.0;
constexpr double kHatchedCell = 8.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::heatmap", text);
}

QString rowName(const Heatmap& map, int row, HeatmapLayout::Headings headings)
{
    if (headings == HeatmapLayout::Headings::Numbers)
        return u"%1 %2"_s.arg(row + 1).arg(map.names[row]);
    return map.names[row];
}

/// Marked names are bold, and want no more room than there is.
double widest(const QStringList& names, const QFontMetricsF& metrics)
{
    double width = 0.0;
    for (const auto& name : names)
        width = std::max(width, metrics.horizontalAdvance(name));
    return std::ceil(width);
}

double nameColumn(const QStringList& names, double width, const QFontMetricsF& metrics)
{
    return std::min({widest(names, metrics), kLongestName, 0.3 * width});
}

/// Letters no higher than a row, where rows are low but not too low to read.
QFont fittedFont(const QFont& font, double cell)
{
    QFont fitted(font);
    const int letters = QFontInfo(font).pixelSize();
    fitted.setPixelSize(std::clamp(int(cell) - 1, std::min(kSmallestLetters, letters), letters));
    return fitted;
}

HeatmapLayout::Headings headingsFor(const Heatmap& map, double cell, const QFontMetricsF& metrics)
{
    if (map.names.size() > kMostUprightNames)
        return HeatmapLayout::Headings::Rotated;
    return widest(map.names, metrics) + kGap <= cell ? HeatmapLayout::Headings::Names
                                                     : HeatmapLayout::Headings::Numbers;
}

double headingHeight(const Heatmap& map, HeatmapLayout::Headings headings,
                     const QFontMetricsF& metrics)
{
    if (headings != HeatmapLayout::Headings::Rotated)
        return std::ceil(metrics.height());
    return std::min(widest(map.names, metrics), kLongestHeading);
}

} // namespace

QRectF HeatmapLayout::cellRect(int row, int column) const
{
    const auto edge = [this](double origin, int index) {
        return std::round(origin + index * cell);
    };
    const QPointF from(edge(cells.left(), column), edge(cells.top(), row));
    const QPointF to(edge(cells.left(), column + 1), edge(cells.top(), row + 1));
    return {from, to};
}

std::optional<HeatmapCell> HeatmapLayout::cellAt(const QPointF& position) const
{
    if (count == 0 || !cells.contains(position))
        return std::nullopt;
    const auto index = [this](double offset) {
        return std::clamp(int(offset / cell), 0, count - 1);
    };
    const HeatmapCell found{index(position.y() - cells.top()), index(position.x() - cells.left())};
    return found.row == found.column ? std::nullopt : std::optional(found);
}

HeatmapLayout layoutHeatmap(const Heatmap& map, const QRectF& area, const QFont& font)
{
    HeatmapLayout layout;
    layout.count = int(map.names.size());
    layout.font = font;
    layout.nameFont = font;
    layout.bottom = area.top();
    if (layout.count == 0)
        return layout;
    const QFontMetricsF metrics(boldFont(font));
    const double count = layout.count;
    const double foot = kGap + kGap + kBarHeight + std::ceil(metrics.height()) + 2.0;
    double names = nameColumn(map.names, area.width(), metrics);
    double heading = metrics.height();
    // The size of the cells depends on the names', and theirs on the cells': twice is enough.
    for (int pass = 0; pass < 2; ++pass) {
        const double across = (area.width() - names - kGap) / count;
        const double down = (area.height() - heading - kGap - foot) / count;
        layout.cell = std::max(1.0, std::min({across, down, kLargestCell}));
        layout.nameFont = fittedFont(font, layout.cell);
        const QFontMetricsF small(boldFont(layout.nameFont));
        layout.headingKind = headingsFor(map, layout.cell, small);
        QStringList shown;
        for (int row = 0; row < layout.count; ++row)
            shown << rowName(map, row, layout.headingKind);
        names = nameColumn(shown, area.width(), small);
        heading = headingHeight(map, layout.headingKind, small);
    }
    layout.nameStep =
        std::max(1, int(std::ceil(0.9 * QFontMetricsF(layout.nameFont).height() / layout.cell)));
    if (layout.cell >= kReadableCell)
        layout.nameStep = 1;
    const double side = std::round(layout.cell * count);
    layout.rowNames = {area.left(), area.top() + heading + kGap, names, side};
    layout.cells = {area.left() + names + kGap, layout.rowNames.top(), side, side};
    layout.headings = {layout.cells.left(), area.top(), side, heading};
    layout.colourBar = {std::round(area.left() + metrics.horizontalAdvance(u'0')),
                        layout.cells.bottom() + 2 * kGap,
                        std::round(std::min(0.5 * area.width(), 240.0)), kBarHeight};
    if (map.faded.size() > 0) {
        const double left = layout.colourBar.right() + 6 * kGap;
        layout.legend = {left, layout.colourBar.top(), area.right() - left, metrics.height()};
    }
    layout.bottom = layout.colourBar.bottom() + 2.0 + std::ceil(metrics.height());
    return layout;
}

int readableChannels(const QStringList& names, double width, const QFont& font)
{
    const QFontMetricsF metrics(boldFont(fittedFont(font, kReadableCell)));
    const double room = width - nameColumn(names, width, metrics) - kGap;
    return std::max(2, int(room / kReadableCell));
}

QColor heatmapCellColour(const Heatmap& map, int row, int column, const QPalette& palette)
{
    if (row == column)
        return Qt::transparent;
    const bool dark = isDarkPalette(palette);
    const double value = map.values(row, column);
    if (std::isnan(value))
        return palette.color(QPalette::Base);
    const auto colour = divergingColour(value / map.highest, dark);
    if (map.faded.size() > 0 && map.faded(row, column) != 0)
        return mixed(divergingColour(0.0, dark), colour, 0.2);
    return colour;
}

namespace {

/// A stroke from corner to corner says that a cell's colour is not to be taken at its word.
void hatch(QPainter& painter, const QRectF& cell, const QPalette& palette)
{
    QColor ink = palette.color(QPalette::Text);
    ink.setAlphaF(0.2F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(cell, Qt::IntersectClip);
    painter.setPen(QPen(ink, 1.0));
    const double side = cell.width();
    for (double offset = -side + 3.0; offset < cell.height() + side; offset += 6.0)
        painter.drawLine(QPointF(cell.left(), cell.top() + offset + side),
                         QPointF(cell.right(), cell.top() + offset));
    painter.restore();
}

/// A significant change is seen, however small its cell.
void paintSignificant(QPainter& painter, const Heatmap& map, const HeatmapLayout& layout,
                      const QPalette& palette)
{
    const QPointF reach(1.5, 1.5);
    for (int row = 0; row < layout.count && map.faded.size() > 0; ++row) {
        for (int column = 0; column < layout.count; ++column) {
            if (row == column || map.faded(row, column) != 0)
                continue;
            const auto centre = layout.cellRect(row, column).center();
            painter.fillRect(QRectF(centre - reach, centre + reach),
                             heatmapCellColour(map, row, column, palette));
        }
    }
}

void paintCells(QPainter& painter, const Heatmap& map, const HeatmapLayout& layout,
                const QPalette& palette)
{
    if (layout.cell < kSmallestDrawnCell) {
        QImage image(layout.count, layout.count, QImage::Format_ARGB32);
        for (int row = 0; row < layout.count; ++row)
            for (int column = 0; column < layout.count; ++column)
                image.setPixelColor(column, row, heatmapCellColour(map, row, column, palette));
        painter.drawImage(layout.cells, image);
        paintSignificant(painter, map, layout, palette);
        return;
    }
    const double gap = layout.cell >= kHatchedCell ? 1.0 : 0.0;
    for (int row = 0; row < layout.count; ++row) {
        for (int column = 0; column < layout.count; ++column) {
            if (row == column)
                continue;
            const auto cell = layout.cellRect(row, column).adjusted(0, 0, -gap, -gap);
            painter.fillRect(cell, heatmapCellColour(map, row, column, palette));
            const bool faded = map.faded.size() > 0 && map.faded(row, column) != 0;
            if (faded && layout.cell >= kHatchedCell)
                hatch(painter, cell, palette);
            if (std::isnan(map.values(row, column)) && layout.cell >= kHatchedCell)
                painter.drawText(cell, Qt::AlignCenter, u"?"_s);
        }
    }
}

bool isMarked(const HeatmapMarks& marks, int channel)
{
    for (const auto& mark : {marks.hovered, marks.current, marks.focused})
        if (mark && (mark->row == channel || mark->column == channel))
            return true;
    return false;
}

/// The marked names stand out, and push aside those that have no room beside them.
bool hasName(const HeatmapLayout& layout, const HeatmapMarks& marks, int channel)
{
    if (layout.nameStep == 1)
        return true;
    const bool marked = isMarked(marks, channel);
    if (!marked && channel % layout.nameStep != 0)
        return false;
    const int beyond = marked ? channel : channel + layout.nameStep;
    for (int near = channel - layout.nameStep + 1; near < beyond; ++near)
        if (isMarked(marks, near))
            return false;
    return true;
}

void paintRowNames(QPainter& painter, const Heatmap& map, const HeatmapLayout& layout,
                   const HeatmapMarks& marks)
{
    const auto& area = layout.rowNames;
    for (int row = 0; row < layout.count; ++row) {
        if (!hasName(layout, marks, row))
            continue;
        QFont font(layout.nameFont);
        font.setBold(isMarked(marks, row));
        painter.setFont(font);
        const QFontMetricsF metrics(font);
        const auto text = metrics.elidedText(rowName(map, row, layout.headingKind), Qt::ElideMiddle,
                                             area.width());
        const auto cell = layout.cellRect(row, 0);
        const double height = std::max(cell.height(), metrics.height());
        painter.drawText(QRectF(area.left(), cell.center().y() - height / 2, area.width(), height),
                         Qt::AlignRight | Qt::AlignVCenter, text);
    }
}

void paintHeadings(QPainter& painter, const Heatmap& map, const HeatmapLayout& layout,
                   const HeatmapMarks& marks)
{
    const auto& area = layout.headings;
    for (int column = 0; column < layout.count; ++column) {
        if (!hasName(layout, marks, column))
            continue;
        QFont font(layout.nameFont);
        font.setBold(isMarked(marks, column));
        painter.setFont(font);
        const QFontMetricsF metrics(font);
        const auto cell = layout.cellRect(0, column);
        if (layout.headingKind != HeatmapLayout::Headings::Rotated) {
            const bool names = layout.headingKind == HeatmapLayout::Headings::Names;
            painter.drawText(
                QRectF(cell.left(), area.top(), cell.width(), area.height()),
                Qt::AlignHCenter | Qt::AlignBottom,
                names ? metrics.elidedText(map.names[column], Qt::ElideMiddle, cell.width())
                      : QString::number(column + 1));
            continue;
        }
        painter.save();
        painter.translate(cell.center().x(), area.bottom());
        painter.rotate(-90.0);
        painter.drawText(QRectF(0, -metrics.height() / 2, area.height(), metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(map.names[column], Qt::ElideMiddle, area.height()));
        painter.restore();
    }
}

void paintColourBar(QPainter& painter, const Heatmap& map, const HeatmapLayout& layout,
                    const QPalette& palette)
{
    const auto& bar = layout.colourBar;
    const bool dark = isDarkPalette(palette);
    const int columns = std::max(1, int(bar.width()));
    for (int x = 0; x < columns; ++x) {
        const double value = map.lowest + (map.highest - map.lowest) * (x + 0.5) / columns;
        painter.fillRect(QRectF(bar.left() + x, bar.top(), 1.0, bar.height()),
                         divergingColour(value / map.highest, dark));
    }
    painter.setFont(layout.font);
    const QFontMetricsF metrics(layout.font);
    const int digits = map.lowest < 0.0 ? 0 : 1;
    for (const double share : {0.0, 0.5, 1.0}) {
        const double value = map.lowest + share * (map.highest - map.lowest);
        const auto text = QLocale().toString(value, 'f', digits);
        const double x = bar.left() + share * bar.width();
        painter.drawText(QRectF(x - 40, bar.bottom() + 2, 80, metrics.height()),
                         Qt::AlignHCenter | Qt::AlignTop, text);
    }
    if (layout.legend.width() < 4 * bar.height())
        return;
    const auto& legend = layout.legend;
    const QRectF swatch(legend.left(), bar.top(), 2 * bar.height(), bar.height());
    painter.fillRect(swatch, divergingColour(0.0, dark));
    hatch(painter, swatch, palette);
    const auto room = legend.adjusted(swatch.width() + kGap, 0, 0, 0);
    const QRectF line(room.left(), swatch.center().y() - metrics.height() / 2, room.width(),
                      metrics.height());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(tr("not significant"), Qt::ElideRight, line.width()));
}

void paintMark(QPainter& painter, const HeatmapLayout& layout, const HeatmapCell& mark,
               const QPen& pen)
{
    if (std::max(mark.row, mark.column) >= layout.count)
        return;
    // Around the cell, so that its colour is still seen.
    const double outside = layout.cell < kSmallestDrawnCell ? 2.5 : 0.5;
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(layout.cellRect(mark.row, mark.column)
                         .adjusted(-outside, -outside, outside - 1, outside - 1));
}

} // namespace

void paintHeatmap(QPainter& painter, const Heatmap& map, const HeatmapLayout& layout,
                  const QPalette& palette, const HeatmapMarks& marks)
{
    if (layout.count == 0)
        return;
    painter.save();
    painter.setPen(palette.color(QPalette::WindowText));
    paintCells(painter, map, layout, palette);
    paintRowNames(painter, map, layout, marks);
    paintHeadings(painter, map, layout, marks);
    paintColourBar(painter, map, layout, palette);
    const auto ink = palette.color(QPalette::WindowText);
    if (marks.hovered)
        paintMark(painter, layout, *marks.hovered, QPen(ink, 1.0));
    if (marks.current) {
        paintMark(painter, layout, *marks.current, QPen(ink, 2.0));
        paintMark(painter, layout, {marks.current->column, marks.current->row}, QPen(ink, 2.0));
    }
    if (marks.focused)
        paintMark(painter, layout, *marks.focused, QPen(ink, 1.0, Qt::DotLine));
    painter.restore();
}

} // namespace dissonance
