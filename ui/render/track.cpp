#include "ui/render/track.h"

#include "ui/render/axis_ticks.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <array>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kInset = 6.0; ///< above and below the lines
constexpr double kStateInset = 5.0;
constexpr double kDotSpacing = 4.0; ///< least distance of samples that are drawn as dots
constexpr double kDotRadius = 1.6;

QString tr(const char* text)
{
    return QCoreApplication::translate("dissonance::track", text);
}

double columnX(const QPainter& painter, const QRectF& plot, int column)
{
    return plot.left() + column / painter.device()->devicePixelRatioF();
}

void drawDots(QPainter& painter, const TrackShape& shape, const Channel& channel,
              const ColumnMap& map, const QRectF& plot, const QColor& colour)
{
    const auto first = map.firstSample(0);
    const auto last = map.firstSample(map.count());
    if (last <= first || plot.width() / double(last - first) < kDotSpacing)
        return;
    const double lower = map.edge(0);
    const double upper = map.edge(map.count());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (auto i = first; i < last; ++i) {
        if (!std::isfinite(channel.values[i]))
            continue;
        const double time = map.axis().toDisplay(map.axis().tick(i));
        const double x = plot.left() + (time - lower) / (upper - lower) * plot.width();
        painter.drawEllipse(QPointF(x, trackY(shape, plot, channel.values[i])), kDotRadius,
                            kDotRadius);
    }
    painter.restore();
}

void drawStates(QPainter& painter, const TrackShape& shape, const Channel& channel,
                const QRectF& plot, const QColor& colour, const PlotColours& colours)
{
    const auto strip = plot.adjusted(0, kStateInset, 0, -kStateInset);
    const QFontMetricsF metrics(painter.font(), painter.device());
    for (const auto& run : shape.runs) {
        const double left = columnX(painter, plot, run.first);
        const double right = columnX(painter, plot, run.last);
        const QRectF box(left, strip.top(), right - left, strip.height());
        if (run.code == StateRun::kMixed) {
            painter.fillRect(box, mixed(colours.background, colour, 0.45));
            continue;
        }
        // Neighbouring states differ in strength, and each begins with a line.
        constexpr std::array kShares{0.12, 0.30, 0.20, 0.38};
        const auto share = kShares[std::size_t(run.code) % kShares.size()];
        painter.fillRect(box, mixed(colours.background, colour, share));
        drawVertical(painter, left, box.top(), box.bottom(), colour);
        const auto code = std::size_t(run.code);
        if (code >= channel.states.size())
            continue;
        const auto name = QString::fromStdString(channel.states[code]);
        const auto label = metrics.elidedText(name, Qt::ElideRight, box.width() - 8.0);
        // A letter and an ellipsis say less than nothing.
        constexpr int kFewestLetters = 5;
        if (label != name && label.size() < kFewestLetters)
            continue;
        painter.setPen(colours.text);
        painter.drawText(box.adjusted(5, 0, -3, 0), Qt::AlignVCenter | Qt::TextSingleLine, label);
    }
}

} // namespace

TrackShape trackShape(const ColumnMap& map, const Channel& channel, const Pyramid* pyramid,
                      const TrackShape& before)
{
    TrackShape shape;
    if (channel.kind != ChannelKind::Continuous) {
        shape.runs = stateRuns(map, channel.values);
        shape.isEmpty = shape.runs.empty();
        return shape;
    }
    shape.line = {map.grid(), map.firstOfGrid(),
                  lineColumns(map, channel.values, pyramid, &before.line)};
    const auto whole = wholeExtent(shape.line.columns);
    shape.isEmpty = whole.isEmpty();
    if (shape.isEmpty)
        return shape;
    shape.low = whole.low;
    shape.high = whole.high;
    // A constant stands in the middle, whatever its size.
    if (!(shape.high - shape.low > 1e-9 * std::max(std::abs(shape.low), std::abs(shape.high)))) {
        const double around = shape.high != 0.0 ? 0.05 * std::abs(shape.high) : 1.0;
        shape.low -= around;
        shape.high += around;
    }
    return shape;
}

QRectF traceArea(const QRectF& plot)
{
    const double inset = std::min(kInset, 0.25 * plot.height());
    return plot.adjusted(0, inset, 0, -inset);
}

double trackY(const TrackShape& shape, const QRectF& plot, double value)
{
    const auto area = traceArea(plot);
    return area.bottom() - (value - shape.low) / (shape.high - shape.low) * area.height();
}

double drawTrackScale(QPainter& painter, const TrackShape& shape, const QRectF& plot,
                      double labelWidth, const PlotColours& colours)
{
    if (shape.isEmpty || shape.line.columns.empty())
        return 0.0;
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.ascent() + metrics.descent();
    const auto room = int(traceArea(plot).height() / (1.5 * line));
    auto ticks = valueTicks(shape.low, shape.high, std::clamp(room, 2, 6));
    for (int more = 3; ticks.size() < 2 && more <= 5; ++more)
        ticks = valueTicks(shape.low, shape.high, more);
    double last = plot.bottom() + line;
    double widest = 0.0;
    for (const auto& tick : ticks) {
        const double y = trackY(shape, plot, tick.value);
        drawHorizontal(painter, y, plot.left(), plot.right(), colours.grid);
        const double top = std::clamp(y - 0.5 * line, plot.top() + 1, plot.bottom() - line - 1);
        if (top + line > last + 1)
            continue;
        last = top;
        widest = std::max(widest, figuresWidth(metrics, tick.label));
        painter.setPen(colours.dimmed);
        drawFigures(painter, QRectF(plot.left() - labelWidth, top, labelWidth - 6, line),
                    Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    return widest;
}

void drawTrack(QPainter& painter, QImage& image, const TrackShape& shape, const Channel& channel,
               const ColumnMap& map, const QRectF& plot, const QColor& colour,
               const PlotColours& colours)
{
    if (shape.isEmpty) {
        painter.setPen(colours.dimmed);
        painter.drawText(plot, Qt::AlignCenter | Qt::TextSingleLine, tr("no data here"));
        return;
    }
    if (channel.kind != ChannelKind::Continuous) {
        drawStates(painter, shape, channel, plot, colour, colours);
        return;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const auto area = devicePixels(traceArea(plot), ratio);
    const double thickness = std::max(1.25, 1.1 * ratio);
    // Half of a line's thickness lies outside the range of its values.
    const double pad = 0.5 * thickness * (shape.high - shape.low) / std::max(area.height(), 1);
    const auto more = int(std::ceil(0.5 * thickness));
    drawTrace(image, area.adjusted(0, -more, 0, more), shape.line.columns,
              shape.low - pad * more / (0.5 * thickness),
              shape.high + pad * more / (0.5 * thickness), colour, thickness);
    drawDots(painter, shape, channel, map, plot, colour);
}

QString channelValueText(const Channel& channel, std::ptrdiff_t sample, double low, double high)
{
    if (sample < 0 || sample >= std::ptrdiff_t(channel.values.size()))
        return {};
    const double value = channel.values[std::size_t(sample)];
    if (std::isnan(value))
        return tr("missing");
    if (channel.kind != ChannelKind::Continuous) {
        const auto code = std::size_t(std::max(value, 0.0));
        return code < channel.states.size() ? QString::fromStdString(channel.states[code])
                                            : QString();
    }
    const auto unit = QString::fromStdString(channel.unit);
    const auto text = valueLabel(value, low, high);
    return unit.isEmpty() ? text : u"%1 %2"_s.arg(text, unit);
}

} // namespace dissonance
