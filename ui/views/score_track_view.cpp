#include "ui/views/score_track_view.h"

#include "ui/render/plot_style.h"
#include "ui/views/plot_margins.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance {

namespace {

constexpr int kHeight = 110;
constexpr double kTop = 8.0; ///< above the plot
constexpr double kBottom = 6.0;
constexpr double kNearThreshold = 4.0; ///< pixels
constexpr double kKeyStep = 1.05; ///< factor of one key press
constexpr double kLeastThreshold = 1e-3;

} // namespace

ScoreTrackView::ScoreTrackView(SharedTime& time, QWidget* parent)
    : QWidget(parent)
    , m_time(time)
    , m_navigation(new TimeNavigation(time, *this))
    , m_emptyText(tr("No scores yet. Train a detector, or open one, to see them."))
{
    setAccessibleName(tr("Score"));
    setAccessibleDescription(tr("Marginal and dependence part of the score over time. Up and down "
                                "move the threshold, left and right the time."));
    setToolTip(tr("Drag the dashed line, or press Up and Down, to move the threshold."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumHeight(84);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&m_time, &SharedTime::rangeChanged, this, &ScoreTrackView::rangeChanged);
    connect(&m_time, &SharedTime::cursorChanged, this, qOverload<>(&QWidget::update));
    connect(&m_time, &SharedTime::selectionChanged, this, qOverload<>(&QWidget::update));
    connect(&m_time, &SharedTime::marksChanged, this, qOverload<>(&QWidget::update));
    connect(m_navigation, &TimeNavigation::boxChanged, this, qOverload<>(&QWidget::update));
    connect(m_navigation, &TimeNavigation::menuRequested, this,
            &ScoreTrackView::contextMenuRequested);
    connect(m_navigation, &TimeNavigation::clicked, this, [this](const QPoint& position) {
        const auto scale = visibleScale(m_time, width());
        const int incident = incidentAt(m_incidents, m_time, scale, position.x());
        if (incident >= 0)
            emit incidentClicked(incident);
    });
}

QSize ScoreTrackView::sizeHint() const
{
    return {640, kHeight};
}

void ScoreTrackView::setScores(std::shared_ptr<const ScoreTrack> scores)
{
    if (scores
        && (!scores->clock || scores->clock->size() == 0
            || scores->clock->size() != scores->samples.size()))
        scores.reset();
    if (scores == m_scores)
        return;
    m_scores = std::move(scores);
    m_draggingThreshold = false;
    m_highest = 0.0;
    if (m_scores) {
        for (const double total : m_scores->samples.total) {
            if (std::isfinite(total))
                m_highest = std::max(m_highest, total);
        }
    }
    rangeChanged();
}

void ScoreTrackView::setThreshold(double threshold)
{
    if (m_draggingThreshold || threshold == m_threshold || !std::isfinite(threshold))
        return;
    m_threshold = threshold;
    redraw();
}

void ScoreTrackView::setIncidents(const std::vector<Incident>& incidents)
{
    m_incidents = incidents;
    redraw();
}

void ScoreTrackView::setInspected(const std::optional<SampleSpan>& span)
{
    if (span == m_inspected)
        return;
    m_inspected = span;
    redraw();
}

void ScoreTrackView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

QRectF ScoreTrackView::plotArea() const
{
    const auto scale = visibleScale(m_time, width());
    return {scale.left, kTop, scale.width, std::max(height() - kTop - kBottom, 1.0)};
}

double ScoreTrackView::yOf(double score) const
{
    const auto plot = plotArea();
    return plot.bottom() - m_scale.position(score) * plot.height();
}

bool ScoreTrackView::isOnThreshold(const QPointF& position) const
{
    return m_scores && visibleScale(m_time, width()).contains(position.x())
        && std::abs(position.y() - yOf(m_threshold)) <= kNearThreshold;
}

void ScoreTrackView::redraw()
{
    m_layerStale = true;
    update();
}

void ScoreTrackView::rangeChanged()
{
    m_columnsStale = true;
    redraw();
}

void ScoreTrackView::prepare()
{
    if (m_columnsStale) {
        const auto plot = devicePixels(plotArea(), devicePixelRatioF());
        const ColumnMap map(m_scores->clock, m_time.lower(), m_time.upper(), plot.width());
        m_columns = scoreColumns(map, m_scores->samples);
        m_columnsStale = false;
    }
    // Under the hand that moves the threshold the scale stays.
    if (m_draggingThreshold)
        return;
    double visible = 0.0;
    for (const double total : m_columns.total) {
        if (total > visible)
            visible = total;
    }
    m_scale = scoreScaleFor(m_highest, visible, m_threshold);
}

void ScoreTrackView::moveThreshold(double threshold)
{
    threshold = std::max(threshold, kLeastThreshold);
    if (threshold == m_threshold)
        return;
    m_threshold = threshold;
    redraw();
    emit thresholdMoved(m_threshold);
}

void ScoreTrackView::chooseThreshold(double threshold)
{
    moveThreshold(threshold);
    emit thresholdChosen(m_threshold);
}

void ScoreTrackView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    rangeChanged();
}

void ScoreTrackView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    redraw();
}

bool ScoreTrackView::event(QEvent* event)
{
    // Events come before the members are set; those are no keys.
    if (!isEscapeOverride(*event) || !m_draggingThreshold)
        return QWidget::event(event);
    event->accept();
    return true;
}

void ScoreTrackView::wheelEvent(QWheelEvent* event)
{
    m_navigation->wheel(*event);
}

void ScoreTrackView::mousePressEvent(QMouseEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    if (event->button() == Qt::LeftButton && isPlain && isOnThreshold(event->position())) {
        m_draggingThreshold = true;
        m_thresholdBefore = m_threshold;
        m_grabbed = yOf(m_threshold) - event->position().y();
        event->accept();
        return;
    }
    m_navigation->press(*event);
}

void ScoreTrackView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_draggingThreshold) {
        const auto plot = plotArea();
        const double y = event->position().y() + m_grabbed;
        moveThreshold(m_scale.scoreAt((plot.bottom() - y) / plot.height()));
        return;
    }
    m_navigation->move(*event);
    if (m_navigation->isDragging())
        return;
    const auto scale = visibleScale(m_time, width());
    if (isOnThreshold(event->position()))
        setCursor(Qt::SizeVerCursor);
    else if (incidentAt(m_incidents, m_time, scale, event->position().x()) >= 0)
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
}

void ScoreTrackView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_draggingThreshold && event->button() == Qt::LeftButton) {
        m_draggingThreshold = false;
        redraw();
        emit thresholdChosen(m_threshold);
        return;
    }
    m_navigation->release(*event);
}

void ScoreTrackView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!isOnThreshold(event->position()))
        m_navigation->clickedTwice(*event);
}

void ScoreTrackView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_navigation->leave();
}

void ScoreTrackView::keyPressEvent(QKeyEvent* event)
{
    if (m_draggingThreshold && event->key() == Qt::Key_Escape) {
        m_draggingThreshold = false;
        moveThreshold(m_thresholdBefore);
        redraw();
        event->accept();
        return;
    }
    const bool isVertical = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (isVertical && m_scores) {
        const double from = std::max(m_threshold, kLeastThreshold);
        chooseThreshold(event->key() == Qt::Key_Up ? from * kKeyStep : from / kKeyStep);
        event->accept();
        return;
    }
    if (!m_navigation->key(*event))
        QWidget::keyPressEvent(event);
}

void ScoreTrackView::contextMenuEvent(QContextMenuEvent* event)
{
    // The mouse asks when its button goes up without a drag.
    if (event->reason() != QContextMenuEvent::Mouse)
        emit contextMenuRequested(event->globalPos());
    event->accept();
}

} // namespace dissonance
