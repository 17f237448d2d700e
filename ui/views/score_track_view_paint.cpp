#include "ui/render/axis_ticks.h"
#include "ui/render/colours.h"
#include "ui/render/plot_style.h"
#include "ui/views/plot_margins.h"
#include "ui/views/score_track_view.h"

#include <QFontMetricsF>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kNameLeft = 12.0;
constexpr double kSwatch = 9.0;
constexpr double kFlagHeight = 3.0;

QString scoreText(double score)
{
    return valueLabel(score, 0.0, std::max(std::abs(score), 1.0) * 5.0);
}

} // namespace

void ScoreTrackView::paintLayer()
{
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_layer.size() != pixels || m_layer.devicePixelRatio() != ratio) {
        m_layer = QImage(pixels, QImage::Format_RGB32);
        m_layer.setDevicePixelRatio(ratio);
        m_columnsStale = true;
    }
    prepare();
    const PlotColours colours(palette());
    const auto plot = plotArea();
    QPainter painter(&m_layer);
    painter.fillRect(rect(), colours.background);
    painter.setFont(smallFont(font()));
    paintScale(painter);
    paintBands(painter);

    const auto count = m_columns.total.size();
    std::vector<double> bottom(count, 0.0);
    std::vector<double> middle(count);
    std::vector<double> top(count);
    for (std::size_t i = 0; i < count; ++i) {
        top[i] = m_scale.position(m_columns.total[i]);
        middle[i] = top[i] * m_columns.marginalShare[i];
    }
    const auto area = devicePixels(plot, ratio);
    fillColumns(m_layer, area, bottom, middle, marginalColour(colours.dark));
    fillColumns(m_layer, area, middle, top, dependenceColour(colours.dark));
    for (std::size_t i = 0; i < count; ++i) {
        if (m_columns.total[i] > m_threshold)
            painter.fillRect(QRectF(plot.left() + double(i) / ratio, plot.bottom() + 1, 1.0 / ratio,
                                    kFlagHeight),
                             colours.text);
    }
    drawHorizontal(painter, plot.bottom(), plot.left(), plot.right(), colours.dimmed);
    m_layerStale = false;
}

void ScoreTrackView::paintBands(QPainter& painter) const
{
    const PlotColours colours(palette());
    const auto scale = visibleScale(m_time, width());
    const QRectF plot(scale.left, 0, scale.width, height());
    for (const auto& [left, right] : incidentBands(m_incidents, m_time, scale, m_inspected))
        drawSpan(painter, plot, left, right, colours.band, colours.bandEdge);
    if (m_inspected)
        drawSpan(painter, plot, scale.xOf(m_time.timeOf(m_inspected->first)),
                 scale.xOf(m_time.timeOf(m_inspected->last)), colours.inspected,
                 colours.inspectedEdge);
}

void ScoreTrackView::paintScale(QPainter& painter) const
{
    const PlotColours colours(palette());
    const auto plot = plotArea();
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.ascent() + metrics.descent();
    for (const auto& tick : scoreTicks(m_scale, 1.3 * line / plot.height())) {
        const double y = yOf(tick.value);
        drawHorizontal(painter, y, plot.left(), plot.right(), colours.grid);
        painter.setPen(colours.dimmed);
        const double top = std::clamp(y - 0.5 * line, 0.0, height() - line);
        drawFigures(painter, QRectF(plot.left() - kTickLabels - kPlotGap, top, kTickLabels, line),
                    Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
}

void ScoreTrackView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const PlotColours colours(palette());
    if (!m_scores || !m_time.clock()) {
        painter.fillRect(rect(), colours.background);
        painter.setPen(colours.dimmed);
        painter.drawText(rect().adjusted(24, 4, -24, -4), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    if (m_layerStale || m_layer.devicePixelRatio() != devicePixelRatioF())
        paintLayer();
    painter.drawImage(QPointF(0, 0), m_layer);
    paintFollowing(painter);
    paintThreshold(painter);
    paintLegend(painter);
    drawFocus(painter, *this);
}

void ScoreTrackView::paintFollowing(QPainter& painter) const
{
    const PlotColours colours(palette());
    const auto scale = visibleScale(m_time, width());
    const QRectF plot(scale.left, 0, scale.width, height());
    if (const auto span = m_time.selection())
        drawSpan(painter, plot, scale.xOf(m_time.timeOf(span->first)),
                 scale.xOf(m_time.timeOf(span->last)), colours.selection, colours.selectionEdge);
    if (const auto box = m_navigation->box())
        drawSpan(painter, plot, box->first, box->second, colours.band, colours.cursor);
    for (const auto mark : {SharedTime::A, SharedTime::B}) {
        const auto sample = m_time.mark(mark);
        const double x = sample ? scale.xOf(m_time.timeOf(*sample)) : -1.0;
        if (scale.contains(x))
            drawVertical(painter, x, 0, height(), colours.text);
    }
    if (const auto cursor = m_time.cursor()) {
        const double x = scale.xOf(m_time.timeOf(*cursor));
        if (scale.contains(x))
            drawVertical(painter, x, 0, height(), colours.cursor);
    }
}

void ScoreTrackView::paintThreshold(QPainter& painter) const
{
    const PlotColours colours(palette());
    const auto plot = plotArea();
    const double y = std::floor(yOf(m_threshold)) + 0.5;
    painter.setPen(QPen(colours.text, 1.0, Qt::CustomDashLine));
    auto pen = painter.pen();
    pen.setDashPattern({5, 4});
    painter.setPen(pen);
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));

    // The value stands on a plate: the line may cross anything.
    painter.setFont(smallFont(font()));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const auto text = scoreText(m_threshold);
    const double line = metrics.ascent() + metrics.descent();
    const double width = figuresWidth(metrics, text) + 10;
    const double top = std::clamp(y - 0.5 * line - 1, 0.0, height() - line - 2);
    const QRectF plate(plot.right() - width, top, width, line + 2);
    painter.fillRect(plate, colours.text);
    painter.setPen(colours.background);
    drawFigures(painter, plate, Qt::AlignCenter, text);
}

void ScoreTrackView::paintLegend(QPainter& painter) const
{
    const PlotColours colours(palette());
    painter.setFont(font());
    painter.setPen(colours.text);
    const QFontMetricsF heading(font(), painter.device());
    const auto title = m_scale.kind == ScoreScale::Kind::Linear ? tr("Score")
        : m_scale.kind == ScoreScale::Kind::Root                ? tr("Score, root scale")
                                                                : tr("Score, log scale");
    double y = 5.0;
    painter.drawText(QRectF(kNameLeft, y, kPlotLeft - kTickLabels, heading.height()),
                     Qt::AlignLeft | Qt::TextSingleLine, title);
    y += heading.height() + 3;
    painter.setFont(smallFont(font()));
    const QFontMetricsF metrics(painter.font(), painter.device());

    const auto cursor = m_time.cursor();
    const auto value = [&](const std::vector<double>& part) {
        if (!cursor || *cursor >= std::ptrdiff_t(part.size()))
            return QString();
        const double score = part[std::size_t(*cursor)];
        return std::isfinite(score) ? u' ' + scoreText(score) : tr(" none");
    };
    const auto entry = [&](const QString& text) {
        painter.setPen(cursor ? colours.text : colours.dimmed);
        drawFigures(painter, QRectF(kNameLeft + kSwatch + 6, y, kPlotLeft, metrics.height()),
                    Qt::AlignLeft | Qt::AlignTop, text);
        y += metrics.height() + 2;
    };
    const auto swatch = [&](const QColor& colour) {
        painter.fillRect(
            QRectF(kNameLeft, std::round(y + 0.5 * (metrics.height() - kSwatch)), kSwatch, kSwatch),
            colour);
    };
    swatch(dependenceColour(colours.dark));
    entry(tr("dependence") + value(m_scores->samples.dependence));
    swatch(marginalColour(colours.dark));
    entry(tr("marginal") + value(m_scores->samples.marginal));
    const double middle = y + 0.5 * metrics.height();
    for (const double x : {kNameLeft - 1.0, kNameLeft + 6.0})
        drawHorizontal(painter, middle, x, x + 4.0, colours.text);
    entry(tr("threshold") + u' ' + scoreText(m_threshold));
}

} // namespace dissonance
