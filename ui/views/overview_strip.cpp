#include "ui/views/overview_strip.h"

#include "ui/render/activity.h"
#include "ui/render/colours.h"
#include "ui/render/plot_style.h"
#include "ui/views/plot_margins.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance {

namespace {

constexpr int kHeight = 44;
constexpr double kHeatTop = 6.0;
constexpr double kHeatBottom = 12.0; ///< from below: room for the incidents
constexpr double kTickTop = 9.0; ///< from below
constexpr double kTickBottom = 4.0;
constexpr double kNearEdge = 5.0; ///< pixels
constexpr double kLeastWindow = 6.0;
constexpr double kNameLeft = 12.0;

/// The threshold (1) is in the middle of the colours; what lies below stays pale.
double heatOf(double timesThreshold)
{
    if (!(timesThreshold > 0.0))
        return 0.0;
    return timesThreshold < 1.0 ? 0.5 * timesThreshold * timesThreshold
                                : 1.0 - 0.5 / timesThreshold;
}

} // namespace

OverviewStrip::OverviewStrip(SharedTime& time, QWidget* parent)
    : QWidget(parent)
    , m_time(time)
    , m_navigation(new TimeNavigation(time, *this))
{
    setAccessibleName(tr("Overview"));
    setAccessibleDescription(tr("The whole recording and the part of it that is visible. Left and "
                                "right move it, plus and minus change its width, Home shows all."));
    setToolTip(tr("Drag the window or its edges, or click where to look."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_time, &SharedTime::clockChanged, this, &OverviewStrip::redraw);
    connect(&m_time, &SharedTime::rangeChanged, this, qOverload<>(&QWidget::update));
    connect(&m_time, &SharedTime::cursorChanged, this, qOverload<>(&QWidget::update));
    connect(&m_time, &SharedTime::selectionChanged, this, qOverload<>(&QWidget::update));
}

QSize OverviewStrip::sizeHint() const
{
    return {640, kHeight};
}

void OverviewStrip::setRecording(std::shared_ptr<const Recording> recording)
{
    if (recording == m_recording)
        return;
    m_recording = std::move(recording);
    m_scores.reset();
    m_incidents.clear();
    m_grip = Grip::None;
    redraw();
}

void OverviewStrip::setScores(std::shared_ptr<const ScoreTrack> scores, double threshold)
{
    if (scores && (!scores->clock || scores->clock->size() != scores->samples.size()))
        scores.reset();
    m_scores = std::move(scores);
    m_threshold = threshold;
    redraw();
}

void OverviewStrip::setIncidents(const std::vector<Incident>& incidents)
{
    m_incidents = incidents;
    redraw();
}

TimeScale OverviewStrip::scale() const
{
    auto whole = visibleScale(m_time, width());
    whole.lower = m_time.first();
    whole.upper = m_time.last();
    return whole;
}

OverviewStrip::Grip OverviewStrip::gripAt(double x) const
{
    const auto whole = scale();
    const double left = whole.xOf(m_time.lower());
    const double right = whole.xOf(m_time.upper());
    const bool isAll = m_time.lower() <= m_time.first() && m_time.upper() >= m_time.last();
    // A narrow window is all handle: moving it is what people want of it most.
    if (right - left >= 4 * kNearEdge) {
        if (std::abs(x - left) <= kNearEdge)
            return Grip::LeftEdge;
        if (std::abs(x - right) <= kNearEdge)
            return Grip::RightEdge;
    }
    if (isAll)
        return Grip::NewWindow;
    const double more = std::max(0.0, 0.5 * (kLeastWindow - (right - left))) + 2.0;
    return x >= left - more && x <= right + more ? Grip::Window : Grip::None;
}

void OverviewStrip::redraw()
{
    m_layerStale = true;
    update();
}

void OverviewStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    redraw();
}

void OverviewStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    redraw();
}

bool OverviewStrip::event(QEvent* event)
{
    // Events come before the members are set; those are no keys.
    if (!isEscapeOverride(*event) || m_grip == Grip::None)
        return QWidget::event(event);
    event->accept();
    return true;
}

void OverviewStrip::wheelEvent(QWheelEvent* event)
{
    const auto delta = event->angleDelta();
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y());
    const double notches = double(sideways ? delta.x() : delta.y()) / 120.0;
    if (sideways || event->modifiers().testFlag(Qt::ShiftModifier))
        m_time.pan(-0.1 * notches);
    else
        m_time.zoom(
            std::pow(0.8, notches),
            std::clamp(scale().timeAt(event->position().x()), m_time.lower(), m_time.upper()));
    event->accept();
}

void OverviewStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_time.clock())
        return;
    const auto whole = scale();
    m_pressed = std::clamp(event->position().x(), whole.left, whole.left + whole.width);
    m_lowerBefore = m_time.lower();
    m_upperBefore = m_time.upper();
    m_grip = gripAt(event->position().x());
    if (m_grip == Grip::None) {
        const double half = 0.5 * (m_time.upper() - m_time.lower());
        const double middle = whole.timeAt(m_pressed);
        m_time.setRange(middle - half, middle + half);
        m_grip = Grip::Window;
    }
    m_lower = m_time.lower();
    m_upper = m_time.upper();
    showGrip(event->position().x());
}

void OverviewStrip::drag(double x)
{
    const auto whole = scale();
    const double at = std::clamp(whole.timeAt(x), whole.lower, whole.upper);
    switch (m_grip) {
    case Grip::None:
        break;
    case Grip::Window: {
        const double shift = whole.timeAt(x) - whole.timeAt(m_pressed);
        m_time.setRange(m_lower + shift, m_upper + shift);
        break;
    }
    case Grip::LeftEdge:
        m_time.setRange(std::min(at, m_upper), m_upper);
        break;
    case Grip::RightEdge:
        m_time.setRange(m_lower, std::max(at, m_lower));
        break;
    case Grip::NewWindow:
        if (std::abs(x - m_pressed) > 2 * kNearEdge)
            m_time.setRange(whole.timeAt(m_pressed), at);
        break;
    }
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (!m_time.clock())
        return;
    if (m_grip != Grip::None)
        drag(x);
    else
        showGrip(x);
    const auto whole = scale();
    if (whole.contains(x))
        m_time.setCursor(m_time.sampleAt(whole.timeAt(x)));
    else
        m_time.setCursor({});
}

void OverviewStrip::showGrip(double x)
{
    const auto grip = m_grip != Grip::None ? m_grip : gripAt(x);
    if (grip == Grip::LeftEdge || grip == Grip::RightEdge)
        setCursor(Qt::SizeHorCursor);
    else if (grip == Grip::Window)
        setCursor(m_grip == Grip::None ? Qt::OpenHandCursor : Qt::ClosedHandCursor);
    else
        unsetCursor();
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_grip = Grip::None;
    showGrip(event->position().x());
}

void OverviewStrip::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_grip = Grip::None;
    m_navigation->clickedTwice(*event);
}

void OverviewStrip::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    if (m_grip == Grip::None)
        m_time.setCursor({});
}

void OverviewStrip::keyPressEvent(QKeyEvent* event)
{
    if (m_grip != Grip::None && event->key() == Qt::Key_Escape) {
        m_grip = Grip::None;
        unsetCursor();
        m_time.setRange(m_lowerBefore, m_upperBefore);
        event->accept();
        return;
    }
    if (!m_navigation->key(*event))
        QWidget::keyPressEvent(event);
}

void OverviewStrip::paintLayer()
{
    const double ratio = devicePixelRatioF();
    m_layer = QImage((QSizeF(size()) * ratio).toSize(), QImage::Format_RGB32);
    m_layer.setDevicePixelRatio(ratio);
    const PlotColours colours(palette());
    const auto whole = scale();
    const QRectF heat(whole.left, kHeatTop, whole.width, height() - kHeatTop - kHeatBottom);
    QPainter painter(&m_layer);
    painter.fillRect(rect(), colours.background);
    const auto area = devicePixels(heat, ratio);
    if (m_scores) {
        const ColumnMap map(m_scores->clock, whole.lower, whole.upper, area.width());
        const auto columns = highestColumns(map, m_scores->samples.total);
        const double reference = m_threshold > 0.0 ? m_threshold : 1.0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const double value = heatOf(columns[i] / reference);
            painter.fillRect(
                QRectF(heat.left() + double(i) / ratio, heat.top(), 1.0 / ratio, heat.height()),
                heatColour(value, colours.dark));
        }
    } else {
        painter.fillRect(heat, heatColour(0.0, colours.dark));
        const auto activity = activityColumns(*m_recording, whole.lower, whole.upper, area.width());
        fillColumns(m_layer, area, std::vector<double>(activity.size(), 0.0), activity,
                    colours.trace);
    }
    for (const auto& incident : m_incidents) {
        const double left = whole.xOf(m_time.timeOf(incident.span.first));
        const double right = whole.xOf(m_time.timeOf(incident.span.last));
        painter.fillRect(
            QRectF(left, height() - kTickTop, std::max(right - left, 2.0), kTickTop - kTickBottom),
            colours.text);
    }
    painter.setPen(colours.text);
    painter.setFont(font());
    const QFontMetricsF metrics(font(), &m_layer);
    const double room = kPlotLeft - kNameLeft - kPlotGap;
    painter.drawText(QRectF(kNameLeft, 4, room, metrics.height()), Qt::TextSingleLine,
                     tr("Overview"));
    painter.setPen(colours.dimmed);
    painter.setFont(smallFont(font()));
    painter.drawText(QRectF(kNameLeft, 4 + metrics.height(), room, metrics.height()),
                     Qt::TextSingleLine, m_scores ? tr("highest score") : tr("activity"));
    m_layerStale = false;
}

void OverviewStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (!m_recording || !m_time.clock()) {
        painter.fillRect(rect(), palette().color(QPalette::Base));
        return;
    }
    if (m_layerStale || m_layer.devicePixelRatio() != devicePixelRatioF())
        paintLayer();
    painter.drawImage(QPointF(0, 0), m_layer);
    paintWindow(painter);
    drawFocus(painter, *this);
}

void OverviewStrip::paintWindow(QPainter& painter) const
{
    const PlotColours colours(palette());
    const auto whole = scale();
    const QRectF plot(whole.left, 2, whole.width, height() - 4);
    if (const auto span = m_time.selection())
        drawSpan(painter, plot, whole.xOf(m_time.timeOf(span->first)),
                 whole.xOf(m_time.timeOf(span->last)), colours.selection, colours.selectionEdge);
    double left = whole.xOf(m_time.lower());
    double right = whole.xOf(m_time.upper());
    const double more = std::max(0.0, 0.5 * (kLeastWindow - (right - left)));
    left = std::round(std::max(left - more, whole.left));
    right = std::round(std::min(right + more, whole.left + whole.width));
    auto veil = colours.background;
    veil.setAlphaF(0.6F);
    painter.fillRect(QRectF(plot.left(), plot.top(), left - plot.left(), plot.height()), veil);
    painter.fillRect(QRectF(right, plot.top(), plot.right() - right, plot.height()), veil);
    drawHorizontal(painter, plot.top(), left, right, colours.dimmed);
    drawHorizontal(painter, plot.bottom() - 1, left, right, colours.dimmed);
    // The edges are thick: they can be gripped.
    painter.fillRect(QRectF(left, plot.top(), 2, plot.height()), colours.dimmed);
    painter.fillRect(QRectF(right - 2, plot.top(), 2, plot.height()), colours.dimmed);
    const double grip = plot.center().y() - 6;
    painter.fillRect(QRectF(left - 1, grip, 4, 12), colours.dimmed);
    painter.fillRect(QRectF(right - 3, grip, 4, 12), colours.dimmed);
    if (const auto cursor = m_time.cursor())
        drawVertical(painter, whole.xOf(m_time.timeOf(*cursor)), plot.top(), plot.bottom(),
                     colours.cursor);
}

} // namespace dissonance
