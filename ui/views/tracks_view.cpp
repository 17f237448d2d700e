#include "ui/views/tracks_view.h"

#include "ui/render/axis_ticks.h"
#include "ui/render/colours.h"
#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTrackHeight = 44; ///< least
constexpr int kStateHeight = 44;
constexpr int kFittedHeight = 22; ///< least, where all are to be seen at once

} // namespace

TracksView::TracksView(SharedTime& time, QWidget* parent)
    : QWidget(parent)
    , m_time(time)
    , m_navigation(new TimeNavigation(time, *this))
    , m_scroll(new QScrollBar(Qt::Vertical, this))
{
    setAccessibleName(tr("Tracks"));
    setAccessibleDescription(tr("The checked channels over time. Left and right move, plus and "
                                "minus zoom, Home shows all, Escape clears the selection."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(kPlotLeft + kPlotRight + 80, kTrackHeight + axisHeight());
    m_scroll->setAccessibleName(tr("Scroll the tracks"));
    m_scroll->hide();
    connect(m_scroll, &QScrollBar::valueChanged, this, &TracksView::redraw);
    connect(&m_time, &SharedTime::rangeChanged, this, &TracksView::rangeChanged);
    connect(&m_time, &SharedTime::styleChanged, this, &TracksView::redraw);
    connect(&m_time, &SharedTime::cursorChanged, this, &TracksView::cursorMoved);
    connect(&m_time, &SharedTime::selectionChanged, this, qOverload<>(&QWidget::update));
    connect(&m_time, &SharedTime::marksChanged, this, qOverload<>(&QWidget::update));
    connect(m_navigation, &TimeNavigation::boxChanged, this, qOverload<>(&QWidget::update));
    connect(m_navigation, &TimeNavigation::menuRequested, this, &TracksView::contextMenuRequested);
    connect(m_navigation, &TimeNavigation::clicked, this, [this](const QPoint& position) {
        const int incident = incidentUnder(position.x());
        if (incident >= 0 && position.y() < tracksHeight())
            emit incidentClicked(incident);
    });
}

void TracksView::setRecording(std::shared_ptr<const Recording> recording,
                              std::shared_ptr<const RecordingPyramids> pyramids)
{
    if (recording == m_recording)
        return;
    m_recording = std::move(recording);
    m_pyramids = std::move(pyramids);
    m_rows.clear();
    m_ranges.clear();
    m_order.clear();
    m_draggedRow = -1;
    m_incidents.clear();
    m_inspected.reset();
    m_hovered = -1;
    arrange();
}

void TracksView::setChannels(const std::vector<std::size_t>& channels)
{
    std::vector<Row> rows;
    for (const auto channel : channels) {
        if (!m_recording || channel >= m_recording->channelCount())
            continue;
        const auto known = std::find_if(m_rows.begin(), m_rows.end(), [channel](const Row& row) {
            return row.channel == channel;
        });
        if (known != m_rows.end())
            rows.push_back(*known);
        else
            rows.push_back({channel, 0, 0, {}, 0.0, 0});
    }
    m_rows = std::move(rows);
    m_draggedRow = -1;
    sortRows();
    m_hovered = -1;
    arrange();
}

void TracksView::setIncidents(const std::vector<Incident>& incidents)
{
    m_incidents = incidents;
    redraw();
}

void TracksView::setInspected(const std::optional<SampleSpan>& span)
{
    if (span == m_inspected)
        return;
    m_inspected = span;
    redraw();
}

void TracksView::fitIntoHeight(bool fits)
{
    if (fits == m_fits)
        return;
    m_fits = fits;
    arrange();
}

void TracksView::ensureVisible(std::size_t channel)
{
    for (const auto& row : m_rows) {
        if (row.channel != channel)
            continue;
        if (row.top < m_scroll->value())
            m_scroll->setValue(row.top);
        else if (row.top + row.height > m_scroll->value() + tracksHeight())
            m_scroll->setValue(row.top + row.height - tracksHeight());
        return;
    }
}

int TracksView::axisHeight() const
{
    return QFontMetrics(smallFont(font())).height() + 10;
}

int TracksView::tracksHeight() const
{
    return std::max(height() - axisHeight(), 0);
}

QRectF TracksView::rowArea(const Row& row) const
{
    return {0.0, double(row.top - m_scroll->value()), double(width()), double(row.height)};
}

QRectF TracksView::plotArea(const Row& row) const
{
    return rowArea(row).adjusted(kPlotLeft, 0, -kPlotRight, 0);
}

QColor TracksView::rowColour(const Row& row) const
{
    const PlotColours colours(palette());
    constexpr std::size_t kMostColours = 8;
    const bool isHovered = m_hovered >= 0 && &m_rows[std::size_t(m_hovered)] == &row;
    if (m_rows.size() > kMostColours && !isHovered)
        return colours.trace;
    return channelColour(row.channel, colours.dark);
}

int TracksView::rowAt(int y) const
{
    if (y < 0 || y >= tracksHeight())
        return -1;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const int top = m_rows[i].top - m_scroll->value();
        if (y >= top && y < top + m_rows[i].height)
            return int(i);
    }
    return -1;
}

int TracksView::incidentUnder(double x) const
{
    return incidentAt(m_incidents, m_time, visibleScale(m_time, width()), x);
}

void TracksView::arrange()
{
    int flexible = 0;
    int fixed = 0;
    const int stateHeight = m_fits
        ? std::clamp(tracksHeight() / std::max(int(m_rows.size()), 1), kFittedHeight, kStateHeight)
        : kStateHeight;
    for (const auto& row : m_rows) {
        if (channelOf(row).kind == ChannelKind::Continuous)
            ++flexible;
        else
            fixed += stateHeight;
    }
    const int least = m_fits ? kFittedHeight : kTrackHeight;
    const int room = std::max(tracksHeight() - fixed, flexible * least);
    int top = 0;
    int placed = 0;
    for (auto& row : m_rows) {
        row.top = top;
        row.height = stateHeight;
        if (channelOf(row).kind == ChannelKind::Continuous) {
            row.height = room * (placed + 1) / flexible - room * placed / flexible;
            ++placed;
        }
        top += row.height;
    }
    const int bar = std::min(m_scroll->sizeHint().width(), kPlotRight - 2);
    m_scroll->setGeometry(width() - bar, 0, bar, tracksHeight());
    m_scroll->setRange(0, std::max(top - tracksHeight(), 0));
    m_scroll->setPageStep(std::max(tracksHeight(), 1));
    m_scroll->setSingleStep(kTrackHeight);
    m_scroll->setVisible(m_scroll->maximum() > 0);
    redraw();
}

void TracksView::redraw()
{
    m_layerStale = true;
    update();
}

void TracksView::rangeChanged()
{
    ++m_generation;
    m_columns.clear();
    redraw();
}

void TracksView::cursorMoved()
{
    // Names and axis show values; of the plots only the two columns of pixels change.
    update(0, 0, kPlotLeft, height());
    update(0, tracksHeight(), width(), axisHeight());
    const auto strip = [this](double x) {
        update(int(x) - 6, 0, 13, tracksHeight());
    };
    strip(m_cursorX);
    if (m_time.cursor()) {
        m_cursorX = visibleScale(m_time, width()).xOf(m_time.timeOf(*m_time.cursor()));
        strip(m_cursorX);
    }
}

void TracksView::setHovered(int row)
{
    if (row == m_hovered)
        return;
    for (const int changed : {m_hovered, row}) {
        if (changed < 0)
            continue;
        m_staleRows.push_back(changed);
        update(rowArea(m_rows[std::size_t(changed)]).toAlignedRect());
    }
    m_hovered = row;
}

void TracksView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    ++m_generation;
    m_columns.clear();
    arrange();
}

void TracksView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
    else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LocaleChange)
        redraw();
}

} // namespace dissonance
