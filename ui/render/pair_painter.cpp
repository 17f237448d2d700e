#include "ui/render/pair_painter.h"

#include "ui/render/axis_ticks.h"
#include "ui/render/colours.h"
#include "ui/render/contours.h"
#include "ui/render/plot_style.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kGap = 4.0;
constexpr double kWidestPlot = 600.0;
constexpr double kSwatch = 18.0; ///< what a legend's sign takes
constexpr double kNormalRadius = 1.5;
constexpr double kWindowRadius = 2.25;

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::pair", text);
}

QString titleOf(const PairDensity& pair)
{
    return u"%1 – %2"_s.arg(QString::fromStdString(pair.first),
                            QString::fromStdString(pair.second));
}

QString axisTitle(const std::string& name, const std::string& unit)
{
    const auto text = QString::fromStdString(name);
    return unit.empty() ? text : u"%1 [%2]"_s.arg(text, QString::fromStdString(unit));
}

struct Range
{
    double lower = std::numeric_limits<double>::infinity();
    double upper = -std::numeric_limits<double>::infinity();

    void include(double value)
    {
        if (!std::isfinite(value))
            return;
        lower = std::min(lower, value);
        upper = std::max(upper, value);
    }
    void include(const std::vector<double>& values)
    {
        for (const double value : values)
            include(value);
    }
    /// With a margin, so that no point lies on the frame.
    Range padded() const
    {
        if (lower > upper)
            return {0.0, 1.0};
        const double margin =
            upper > lower ? 0.05 * (upper - lower) : std::max(0.05 * std::abs(lower), 1e-3);
        return {lower - margin, upper + margin};
    }
};

std::vector<std::vector<QLineF>> contoursOf(const PairDensity& pair)
{
    std::vector<std::vector<QLineF>> lines;
    for (const double level : pair.levels)
        lines.push_back(contour(pair.gridFirst, pair.gridSecond, pair.density, level));
    return lines;
}

QRectF shownOf(const PairDensity& pair)
{
    Range first;
    Range second;
    first.include(pair.normalFirst);
    first.include(pair.windowFirst);
    second.include(pair.normalSecond);
    second.include(pair.windowSecond);
    for (const auto& lines : contoursOf(pair))
        for (const auto& line : lines)
            for (const auto& end : {line.p1(), line.p2()}) {
                first.include(end.x());
                second.include(end.y());
            }
    first = first.padded();
    second = second.padded();
    return {QPointF(first.lower, second.lower), QPointF(first.upper, second.upper)};
}

int wantedTicks(double length, double spacing)
{
    return std::clamp(int(length / spacing), 2, 10);
}

enum class Sign
{
    NormalPoint,
    WindowPoint,
    Contour
};

struct LegendEntry
{
    Sign sign;
    QString text;
};

std::array<LegendEntry, 3> legendEntries()
{
    return {{{Sign::NormalPoint, tr("normal operation")},
             {Sign::WindowPoint, tr("this window")},
             {Sign::Contour, tr("learned: 50, 90, 99 % inside")}}};
}

QColor normalPointColour(const QPalette& palette)
{
    auto grey = palette.color(QPalette::PlaceholderText);
    grey.setAlphaF(0.55F);
    return grey;
}

void paintSign(QPainter& painter, Sign sign, const QPointF& centre, const QPalette& palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (sign == Sign::Contour) {
        painter.setPen(QPen(palette.color(QPalette::WindowText), 1.0));
        painter.drawLine(centre - QPointF(6, 0), centre + QPointF(6, 0));
    } else if (sign == Sign::NormalPoint) {
        painter.setBrush(normalPointColour(palette));
        painter.drawEllipse(centre, kNormalRadius + 1, kNormalRadius + 1);
    } else {
        painter.setBrush(dependenceColour(isDarkPalette(palette)));
        painter.drawEllipse(centre, kWindowRadius + 1, kWindowRadius + 1);
    }
    painter.restore();
}

/// @return the height of the legend; nothing is painted without a painter.
double flowLegend(QPainter* painter, const QRectF& area, const QFont& font, const QPalette& palette)
{
    const QFontMetricsF metrics(font);
    const double line = std::ceil(metrics.height());
    double x = area.left();
    double y = area.top();
    for (const auto& entry : legendEntries()) {
        const double width = kSwatch + metrics.horizontalAdvance(entry.text);
        if (x > area.left() && x + width > area.right()) {
            x = area.left();
            y += line;
        }
        if (painter) {
            paintSign(*painter, entry.sign, {x + kSwatch / 2 - 2, y + line / 2}, palette);
            painter->drawText(QRectF(x + kSwatch, y, width, line), Qt::AlignLeft | Qt::AlignVCenter,
                              entry.text);
        }
        x += width + 3 * kGap;
    }
    return y + line - area.top();
}

} // namespace

QString pairSummary(const PairDensity& pair)
{
    const auto number = [](double value) {
        return std::isfinite(value) ? QLocale().toString(value, 'f', 2) : tr("unknown");
    };
    auto text = tr("Correlation %1 in normal operation, %2 in this window.")
                    .arg(number(pair.normalDependence), number(pair.windowDependence));
    if (!pair.family.empty()) {
        text += u' ' + tr("Learned: %1").arg(QString::fromStdString(pair.family));
        if (pair.tailDependence > 0.0)
            text += tr(", tail dependence %1").arg(number(pair.tailDependence));
        text += u'.';
    }
    return text;
}

QPointF PairLayout::position(double first, double second) const
{
    return {plot.left() + (first - shown.left()) / shown.width() * plot.width(),
            plot.bottom() - (second - shown.top()) / shown.height() * plot.height()};
}

PairLayout layoutPair(const PairDensity& pair, const QRectF& area, const QFont& font)
{
    PairLayout layout;
    layout.font = font;
    layout.shown = shownOf(pair);
    const QFontMetricsF metrics(font);
    const double line = std::ceil(metrics.height());
    layout.title = {area.left(), area.top(), area.width(), line};
    const auto summary =
        metrics.boundingRect(QRectF(0, 0, area.width(), 1000), Qt::TextWordWrap, pairSummary(pair));
    layout.summary = {area.left(), layout.title.bottom() + kGap / 2, area.width(),
                      std::ceil(summary.height())};
    layout.legend = {area.left(), layout.summary.bottom() + kGap, area.width(), 0};
    layout.legend.setHeight(flowLegend(nullptr, layout.legend, font, {}));

    const double top = layout.legend.bottom() + 2 * kGap;
    const double bottom = area.bottom() - 2 * line - 2 * kGap;
    const auto ticks =
        valueTicks(layout.shown.top(), layout.shown.bottom(), wantedTicks(bottom - top, 40.0));
    double widest = 0.0;
    for (const auto& tick : ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    const double left = area.left() + line + kGap + std::ceil(widest) + kGap;
    layout.plot =
        QRectF(QPointF(left, top),
               QPointF(std::min(area.right() - 1, left + kWidestPlot), std::max(bottom, top + 1)));
    return layout;
}

double pairHeight(const PairDensity& pair, double width, const QFont& font)
{
    const auto layout = layoutPair(pair, QRectF(0, 0, width, 1000), font);
    const double around = layout.plot.top() + 1000 - layout.plot.bottom();
    return std::ceil(around + std::clamp(0.8 * layout.plot.width(), 160.0, 420.0));
}

namespace {

void paintAxes(QPainter& painter, const PairDensity& pair, const PairLayout& layout,
               const QPalette& palette)
{
    const QFontMetricsF metrics(layout.font);
    const double line = std::ceil(metrics.height());
    const auto& plot = layout.plot;
    const auto& shown = layout.shown;
    const QPen grid(
        palette.color(QPalette::AlternateBase).darker(isDarkPalette(palette) ? 70 : 108), 1.0);
    const QPen ink(palette.color(QPalette::WindowText), 1.0);
    // Numbers that stand side by side need room for the longest of them.
    const auto rough = valueTicks(shown.left(), shown.right(), wantedTicks(plot.width(), 60.0));
    double widest = 0.0;
    for (const auto& tick : rough)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    const auto across =
        valueTicks(shown.left(), shown.right(), wantedTicks(plot.width(), widest + 4 * kGap));
    for (const auto& [value, label] : across) {
        const double x = std::round(layout.position(value, shown.top()).x());
        painter.setPen(grid);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.setPen(ink);
        painter.drawText(QRectF(x - 60, plot.bottom() + kGap, 120, line), Qt::AlignHCenter, label);
    }
    const auto upwards = valueTicks(shown.top(), shown.bottom(), wantedTicks(plot.height(), 40.0));
    for (const auto& [value, label] : upwards) {
        const double y = std::round(layout.position(shown.left(), value).y());
        painter.setPen(grid);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(ink);
        painter.drawText(QRectF(plot.left() - kGap - 100, y - line / 2, 100, line),
                         Qt::AlignRight | Qt::AlignVCenter, label);
    }
    painter.drawText(
        QRectF(plot.left(), plot.bottom() + kGap + line, plot.width(), line), Qt::AlignHCenter,
        metrics.elidedText(axisTitle(pair.first, pair.firstUnit), Qt::ElideMiddle, plot.width()));
    painter.save();
    painter.translate(layout.title.left(), plot.bottom());
    painter.rotate(-90.0);
    painter.drawText(QRectF(0, 0, plot.height(), line), Qt::AlignHCenter,
                     metrics.elidedText(axisTitle(pair.second, pair.secondUnit), Qt::ElideMiddle,
                                        plot.height()));
    painter.restore();
}

/// Points that would cover each other to the half pixel are painted once: a span may be long.
void paintPoints(QPainter& painter, const PairLayout& layout, const std::vector<double>& first,
                 const std::vector<double>& second, double radius)
{
    const auto& plot = layout.plot;
    const auto columns = std::size_t(std::max(1.0, 2 * plot.width() + 2));
    const auto rows = std::size_t(std::max(1.0, 2 * plot.height() + 2));
    std::vector<bool> taken(columns * rows, false);
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
        if (!std::isfinite(first[i]) || !std::isfinite(second[i]))
            continue;
        const auto point = layout.position(first[i], second[i]);
        const auto column = std::size_t(std::max(0.0, 2 * (point.x() - plot.left())));
        const auto row = std::size_t(std::max(0.0, 2 * (point.y() - plot.top())));
        const auto place = std::min(row, rows - 1) * columns + std::min(column, columns - 1);
        if (taken[place])
            continue;
        taken[place] = true;
        painter.drawEllipse(point, radius, radius);
    }
}

void paintContours(QPainter& painter, const PairDensity& pair, const PairLayout& layout,
                   const QPalette& palette)
{
    auto ink = palette.color(QPalette::WindowText);
    const auto contours = contoursOf(pair);
    for (std::size_t i = 0; i < contours.size(); ++i) {
        // The innermost is the strongest.
        ink.setAlphaF(i == 0 ? 1.0F : 0.75F);
        painter.setPen(QPen(ink, i == 0 ? 1.5 : 1.0));
        std::vector<QLineF> lines;
        for (const auto& line : contours[i])
            lines.emplace_back(layout.position(line.x1(), line.y1()),
                               layout.position(line.x2(), line.y2()));
        painter.drawLines(lines.data(), int(lines.size()));
    }
}

} // namespace

void paintPair(QPainter& painter, const PairDensity& pair, const PairLayout& layout,
               const QPalette& palette)
{
    painter.save();
    painter.setPen(palette.color(QPalette::WindowText));
    painter.setFont(boldFont(layout.font));
    painter.drawText(layout.title, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font())
                         .elidedText(titleOf(pair), Qt::ElideMiddle, layout.title.width()));
    painter.setFont(layout.font);
    painter.drawText(layout.summary, Qt::TextWordWrap, pairSummary(pair));
    flowLegend(&painter, layout.legend, layout.font, palette);

    painter.fillRect(layout.plot, palette.color(QPalette::Base));
    paintAxes(painter, pair, layout, palette);
    painter.setClipRect(layout.plot, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(normalPointColour(palette));
    paintPoints(painter, layout, pair.normalFirst, pair.normalSecond, kNormalRadius);
    paintContours(painter, pair, layout, palette);
    painter.setPen(QPen(palette.color(QPalette::Base), 0.5));
    painter.setBrush(dependenceColour(isDarkPalette(palette)));
    paintPoints(painter, layout, pair.windowFirst, pair.windowSecond, kWindowRadius);
    painter.restore();
}

} // namespace dissonance
