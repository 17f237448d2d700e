#include "ui/render/axis_ticks.h"
#include "ui/render/colours.h"
#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QFontMetricsF>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr int kTickSpacing = 120; ///< pixels that a label of the time axis needs
constexpr double kPannedSamples = 16.0; ///< of a column of pixels that is kept while panning
constexpr double kNameLeft = 12.0;
constexpr double kSwatchLeft = 4.0;

} // namespace

QString TracksView::emptyText() const
{
    if (!m_recording)
        return tr("No recording yet. Drop a CSV here, or open the sample incident.");
    return tr("No channel is checked. Check channels in the list to see them here.");
}

const ColumnMap& TracksView::columnsOf(const std::shared_ptr<const TimeAxis>& axis)
{
    for (const auto& columns : m_columns) {
        if (columns.sharedAxis() == axis)
            return columns;
    }
    const auto scale = visibleScale(m_time, width());
    const auto plot = devicePixels(QRectF(scale.left, 0, scale.width, 1), devicePixelRatioF());
    const double step = (scale.upper - scale.lower) / std::max(plot.width(), 1);
    const auto& clock = *m_time.clock();
    const double samples = step / std::max(clock.toDisplay(clock.medianStep()), 1e-300);
    // Only where moving by less than a pixel is nothing to be seen.
    if (samples < kPannedSamples || std::abs(step - m_grid.step) > 1e-6 * step)
        m_grid = {scale.lower, step};
    const auto first = std::llround((scale.lower - m_grid.origin) / m_grid.step);
    m_columns.emplace_back(axis, m_grid, first, plot.width());
    return m_columns.back();
}

void TracksView::prepare(Row& row)
{
    if (row.generation == m_generation)
        return;
    const auto& channel = channelOf(row);
    const bool isKnown = m_pyramids && row.channel < m_pyramids->size();
    row.shape = trackShape(columnsOf(channel.time), channel,
                           isKnown ? &(*m_pyramids)[row.channel] : nullptr, row.shape);
    if (const auto kept = m_ranges.find(row.channel); kept != m_ranges.end()) {
        row.shape.low = kept->second.low;
        row.shape.high = kept->second.high;
    }
    row.generation = m_generation;
}

void TracksView::paintLayer()
{
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_layer.size() != pixels || m_layer.devicePixelRatio() != ratio) {
        m_layer = QImage(pixels, QImage::Format_RGB32);
        m_layer.setDevicePixelRatio(ratio);
        m_columns.clear();
        ++m_generation;
        m_layerStale = true;
    }
    m_bands = incidentBands(m_incidents, m_time, visibleScale(m_time, width()), m_inspected);
    QPainter painter(&m_layer);
    painter.setFont(smallFont(font()));
    if (m_layerStale) {
        painter.fillRect(rect(), palette().color(QPalette::Base));
        for (auto& row : m_rows)
            paintRow(painter, row);
    } else {
        for (const int row : m_staleRows)
            paintRow(painter, m_rows[std::size_t(row)]);
    }
    painter.setFont(smallFont(font()));
    paintAxis(painter); // last: the lowest row may reach into it
    m_layerStale = false;
    m_staleRows.clear();
}

void TracksView::paintRow(QPainter& painter, Row& row)
{
    const auto area = rowArea(row);
    if (area.bottom() <= 0 || area.top() >= tracksHeight())
        return;
    prepare(row);
    const PlotColours colours(palette());
    const auto plot = plotArea(row);
    painter.save();
    painter.setClipRect(area & QRectF(0, 0, width(), tracksHeight()));
    painter.fillRect(area, colours.background);
    row.labelWidth = drawTrackScale(painter, row.shape, plot, kTickLabels + kPlotGap, colours);
    drawHorizontal(painter, area.bottom() - 1, 0, plot.right(), colours.grid);
    const auto& channel = channelOf(row);
    const auto track = [&] {
        drawTrack(painter, m_layer, row.shape, channel, columnsOf(channel.time), plot,
                  rowColour(row), colours);
    };
    // Lines lie on the bands, which shine through states.
    if (channel.kind == ChannelKind::Continuous) {
        paintBands(painter, plot);
        track();
    } else {
        track();
        paintBands(painter, plot);
    }
    if (m_ranges.contains(row.channel)) {
        const auto trace = traceArea(plot);
        painter.fillRect(QRectF(plot.left() - 3, trace.top(), 2, trace.height()), colours.dimmed);
    }
    painter.setFont(font());
    paintName(painter, row);
    painter.restore();
}

void TracksView::paintBands(QPainter& painter, const QRectF& plot) const
{
    const PlotColours colours(palette());
    const auto scale = visibleScale(m_time, width());
    for (const auto& [left, right] : m_bands)
        drawSpan(painter, plot, left, right, colours.band, colours.bandEdge);
    if (m_inspected)
        drawSpan(painter, plot, scale.xOf(m_time.timeOf(m_inspected->first)),
                 scale.xOf(m_time.timeOf(m_inspected->last)), colours.inspected,
                 colours.inspectedEdge);
}

void TracksView::paintName(QPainter& painter, const Row& row)
{
    const PlotColours colours(palette());
    const auto area = rowArea(row);
    const auto colour = channelColour(row.channel, colours.dark);
    painter.fillRect(QRectF(kSwatchLeft, area.top() + 6, 3, area.height() - 12), colour);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double width = kPlotLeft - row.labelWidth - 2 * kPlotGap - kNameLeft;
    const auto name =
        metrics.elidedText(QString::fromStdString(channelOf(row).name), Qt::ElideMiddle, width);
    const bool isGrey = rowColour(row) == colours.trace;
    painter.setPen(isGrey ? colours.text : colour);
    painter.drawText(QRectF(kNameLeft, area.top() + 5, width, metrics.height()),
                     Qt::AlignLeft | Qt::TextSingleLine, name);
}

void TracksView::paintAxis(QPainter& painter)
{
    const PlotColours colours(palette());
    const auto scale = visibleScale(m_time, width());
    const double top = tracksHeight();
    painter.fillRect(QRectF(0, top, width(), axisHeight()), colours.background);
    drawHorizontal(painter, top, scale.left, scale.left + scale.width, colours.dimmed);
    m_axisLabels.clear();
    if (!m_time.clock())
        return;
    const auto axis = timeTicks(*m_time.clock(), m_time.style(), scale.lower, scale.upper,
                                int(scale.width) / kTickSpacing);
    painter.setPen(colours.dimmed);
    painter.drawText(QRectF(kNameLeft, top + 6, kPlotLeft - kNameLeft - kPlotGap, axisHeight() - 8),
                     Qt::AlignLeft | Qt::TextSingleLine, axis.context);
    for (const auto& tick : axis.ticks) {
        const double x = scale.xOf(tick.value);
        drawVertical(painter, x, top, top + 5, colours.dimmed);
        const double half =
            0.5 * figuresWidth(QFontMetricsF(painter.font(), painter.device()), tick.label);
        // The first and last labels stay inside.
        const double centre =
            std::clamp(x, scale.left + half, std::max(width() - half - 2.0, scale.left + half));
        const QRectF label(centre - half, top + 6, 2 * half, axisHeight() - 8);
        drawFigures(painter, label, Qt::AlignHCenter | Qt::AlignTop, tick.label);
        m_axisLabels.push_back(label);
    }
}

void TracksView::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    if (!m_recording || m_rows.empty()) {
        const PlotColours colours(palette());
        painter.fillRect(rect(), colours.background);
        painter.setPen(colours.dimmed);
        painter.drawText(rect().adjusted(24, 8, -24, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         emptyText());
        return;
    }
    const double ratio = devicePixelRatioF();
    if (m_layerStale || !m_staleRows.empty() || m_layer.devicePixelRatio() != ratio)
        paintLayer();
    for (const auto& part : event->region()) {
        const QRectF source(QPointF(part.topLeft()) * ratio, QSizeF(part.size()) * ratio);
        painter.drawImage(QRectF(part), m_layer, source);
    }
    paintSelection(painter);
    paintPlace(painter);
    paintCursor(painter);
    paintMarks(painter); // last: the pointer's line must not cross out their letters
    drawFocus(painter, *this);
}

void TracksView::paintSelection(QPainter& painter) const
{
    const PlotColours colours(palette());
    const auto scale = visibleScale(m_time, width());
    const QRectF plot(scale.left, 0, scale.width, tracksHeight());
    if (const auto span = m_time.selection())
        drawSpan(painter, plot, scale.xOf(m_time.timeOf(span->first)),
                 scale.xOf(m_time.timeOf(span->last)), colours.selection, colours.selectionEdge);
    if (const auto box = m_navigation->box())
        drawSpan(painter, plot, box->first, box->second, colours.band, colours.cursor);
}

void TracksView::paintCursor(QPainter& painter) const
{
    const auto cursor = m_time.cursor();
    painter.save();
    painter.setClipRect(QRect(0, 0, width(), tracksHeight()));
    for (const auto& row : m_rows)
        paintValue(painter, row);
    painter.restore();
    if (!cursor)
        return;
    const auto scale = visibleScale(m_time, width());
    const double x = scale.xOf(m_time.timeOf(*cursor));
    if (!scale.contains(x))
        return;
    const PlotColours colours(palette());
    drawVertical(painter, x, 0, tracksHeight(), colours.cursor);
    painter.save();
    painter.setClipRect(QRect(0, 0, width(), tracksHeight()));
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& row : m_rows) {
        const auto& channel = channelOf(row);
        const auto area = rowArea(row);
        if (row.shape.isEmpty || channel.kind != ChannelKind::Continuous || area.bottom() < 0
            || area.top() > tracksHeight())
            continue;
        const auto sample =
            sampleAtOrBefore(*channel.time, m_time.clock()->tick(std::size_t(*cursor)));
        if (sample < 0 || !std::isfinite(channel.values[std::size_t(sample)]))
            continue;
        const double y = trackY(row.shape, plotArea(row), channel.values[std::size_t(sample)]);
        if (!plotArea(row).contains(x, y)) // of a range that is kept
            continue;
        painter.setPen(QPen(colours.background, 1.5));
        painter.setBrush(channelColour(row.channel, colours.dark));
        painter.drawEllipse(QPointF(x, y), 3.5, 3.5);
    }
    painter.restore();
    paintInstant(painter, x);
}

void TracksView::paintValue(QPainter& painter, const Row& row) const
{
    const auto area = rowArea(row);
    if (area.bottom() <= 0 || area.top() >= tracksHeight())
        return;
    const PlotColours colours(palette());
    const auto& channel = channelOf(row);
    auto text = QString::fromStdString(channel.unit);
    painter.setFont(smallFont(font()));
    painter.setPen(colours.dimmed);
    if (const auto cursor = m_time.cursor()) {
        const auto tick = m_time.clock()->tick(std::size_t(*cursor));
        text = channelValueText(channel, sampleAtOrBefore(*channel.time, tick), row.shape.low,
                                row.shape.high);
        painter.setPen(colours.text);
    }
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double top = area.top() + 5 + QFontMetricsF(font(), painter.device()).height();
    const double width = kPlotLeft - row.labelWidth - 2 * kPlotGap - kNameLeft;
    drawFigures(painter, QRectF(kNameLeft, top, width, metrics.height()), Qt::AlignLeft,
                metrics.elidedText(text, Qt::ElideRight, width));
}

void TracksView::paintInstant(QPainter& painter, double x) const
{
    const PlotColours colours(palette());
    const auto& clock = *m_time.clock();
    const auto text = instantLabel(clock, m_time.style(), m_time.timeOf(*m_time.cursor()));
    painter.setFont(smallFont(font()));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double half = 0.5 * figuresWidth(metrics, text) + 5;
    const double centre = std::clamp(x, double(kPlotLeft), width() - half - 1);
    const QRectF chip(centre - half, tracksHeight() + 3, 2 * half, metrics.height() + 3);
    for (const auto& label : m_axisLabels) {
        if (label.intersects(chip)) // half a label reads wrong
            painter.fillRect(label, colours.background);
    }
    painter.fillRect(chip, colours.text);
    painter.setPen(colours.background);
    drawFigures(painter, chip, Qt::AlignCenter, text);
}

} // namespace dissonance
