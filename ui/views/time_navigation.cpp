#include "ui/views/time_navigation.h"

#include "ui/render/plot_style.h"
#include "ui/views/plot_margins.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kNotch = 120.0; ///< wheel units of one notch
constexpr double kZoomPerNotch = 0.8;
constexpr double kPanPerNotch = 0.1; ///< screens
constexpr double kNearIncident = 3.0; ///< pixels beside a band that still hit it

} // namespace

TimeScale visibleScale(const SharedTime& time, int width)
{
    return {time.lower(), time.upper(), double(kPlotLeft),
            double(std::max(width - kPlotLeft - kPlotRight, 1))};
}

int incidentAt(const std::vector<Incident>& incidents, const SharedTime& time,
               const TimeScale& scale, double x)
{
    if (!time.clock() || !scale.contains(x))
        return -1;
    int nearest = -1;
    double least = kNearIncident;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const double left = scale.xOf(time.timeOf(incidents[i].span.first));
        const double right = scale.xOf(time.timeOf(incidents[i].span.last));
        const double distance = std::max({left - x, x - right, 0.0});
        if (distance < least) {
            least = distance;
            nearest = int(i);
        }
    }
    return nearest;
}

std::vector<std::pair<double, double>> incidentBands(const std::vector<Incident>& incidents,
                                                     const SharedTime& time, const TimeScale& scale,
                                                     const std::optional<SampleSpan>& inspected)
{
    constexpr double kBeside = 4.0; // pixels: an edge may reach into the plot
    std::vector<std::pair<double, double>> bands;
    for (const auto& incident : incidents) {
        const double left = scale.xOf(time.timeOf(incident.span.first));
        const double right = scale.xOf(time.timeOf(incident.span.last));
        if (right < scale.left - kBeside || left > scale.left + scale.width + kBeside
            || incident.span == inspected)
            continue;
        if (!bands.empty() && left - bands.back().second < 1.0)
            bands.back().second = std::max(bands.back().second, right);
        else
            bands.emplace_back(left, right);
    }
    return bands;
}

void drawFocus(QPainter& painter, const QWidget& view)
{
    if (view.hasFocus())
        painter.fillRect(QRectF(0, 0, 2, view.height()), PlotColours(view.palette()).selectionEdge);
}

bool isEscapeOverride(const QEvent& event)
{
    return event.type() == QEvent::ShortcutOverride
        && static_cast<const QKeyEvent&>(event).key() == Qt::Key_Escape;
}

TimeNavigation::TimeNavigation(SharedTime& time, QWidget& view)
    : QObject(&view)
    , m_time(time)
    , m_view(view)
{
    m_view.installEventFilter(this);
    connect(&m_time, &SharedTime::clockChanged, this, [this] {
        m_pointer.reset();
        endDrag();
    });
    connect(&m_time, &SharedTime::rangeChanged, this, &TimeNavigation::followPointer);
}

TimeScale TimeNavigation::scale() const
{
    return visibleScale(m_time, m_view.width());
}

std::optional<std::pair<double, double>> TimeNavigation::box() const
{
    if (!m_dragging || m_drag != Drag::Box)
        return {};
    return std::minmax(double(m_pressed.x()), m_x);
}

void TimeNavigation::wheel(QWheelEvent& event)
{
    const auto delta = event.angleDelta();
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y());
    const double notches = double(sideways ? delta.x() : delta.y()) / kNotch;
    if (sideways || event.modifiers().testFlag(Qt::ShiftModifier)) {
        m_time.pan(-kPanPerNotch * notches);
    } else {
        const auto plot = scale();
        const double x = std::clamp(event.position().x(), plot.left, plot.left + plot.width);
        m_time.zoom(std::pow(kZoomPerNotch, notches), plot.timeAt(x));
    }
    event.accept();
}

void TimeNavigation::press(QMouseEvent& event)
{
    if (m_drag != Drag::None || !m_time.clock())
        return;
    switch (event.button()) {
    case Qt::LeftButton:
        if (event.modifiers().testFlag(Qt::ShiftModifier))
            m_drag = Drag::Select;
        else if (event.modifiers().testFlag(Qt::ControlModifier))
            m_drag = Drag::Box;
        else
            m_drag = Drag::Pan;
        break;
    case Qt::RightButton:
        m_drag = Drag::Box;
        break;
    case Qt::MiddleButton:
        m_drag = Drag::Pan;
        break;
    default:
        return;
    }
    m_button = event.button();
    m_pressed = event.position().toPoint();
    m_x = event.position().x();
    m_start = scale();
    m_selectionBefore = m_time.selection();
    m_dragging = false;
    event.accept();
}

void TimeNavigation::move(QMouseEvent& event)
{
    const auto plot = scale();
    m_x = std::clamp(event.position().x(), plot.left, plot.left + plot.width);
    if (m_drag != Drag::None) {
        const int moved = std::abs(int(event.position().x()) - m_pressed.x());
        m_dragging = m_dragging || moved >= QApplication::startDragDistance();
        if (m_dragging)
            drag(event.position().x());
    }
    const bool isInside = plot.contains(event.position().x());
    m_pointer = isInside ? std::optional(m_x) : std::nullopt;
    if (isInside)
        m_time.setCursor(m_time.sampleAt(scale().timeAt(m_x)));
    else
        m_time.setCursor({});
}

/// The time moves under a pointer that rests, as when a key jumps to the next incident: values
/// of a sample out of sight would be read as if they belonged to what is seen.
void TimeNavigation::followPointer()
{
    if (m_pointer && m_drag == Drag::None && m_time.clock())
        m_time.setCursor(m_time.sampleAt(scale().timeAt(*m_pointer)));
}

void TimeNavigation::drag(double x)
{
    switch (m_drag) {
    case Drag::None:
        break;
    case Drag::Pan: {
        const double shift = m_start.timeAt(m_pressed.x()) - m_start.timeAt(x);
        m_view.setCursor(Qt::ClosedHandCursor);
        m_time.setRange(m_start.lower + shift, m_start.upper + shift);
        break;
    }
    case Drag::Select: {
        const auto plot = scale();
        const auto [first, last] = std::minmax(
            {m_time.sampleAt(plot.timeAt(m_pressed.x())), m_time.sampleAt(plot.timeAt(m_x))});
        m_time.setSelection(SampleSpan{first, last + 1});
        break;
    }
    case Drag::Box:
        emit boxChanged();
        break;
    }
}

void TimeNavigation::release(QMouseEvent& event)
{
    if (event.button() != m_button || m_drag == Drag::None)
        return;
    const auto drag = m_drag;
    const bool wasDragged = m_dragging;
    const auto edges = box();
    const auto position = m_pressed;
    const auto plot = scale();
    endDrag();
    event.accept();
    if (wasDragged) {
        if (edges)
            m_time.setRange(plot.timeAt(edges->first), plot.timeAt(edges->second));
    } else if (event.button() == Qt::RightButton) {
        emit menuRequested(event.globalPosition().toPoint());
    } else if (event.button() == Qt::LeftButton && drag == Drag::Pan) {
        emit clicked(position);
    }
}

void TimeNavigation::clickedTwice(QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    endDrag();
    m_time.fit();
    event.accept();
}

void TimeNavigation::leave()
{
    m_pointer.reset();
    if (m_drag == Drag::None)
        m_time.setCursor({});
}

bool TimeNavigation::eventFilter(QObject* watched, QEvent* event)
{
    if (m_drag == Drag::None || !isEscapeOverride(*event))
        return QObject::eventFilter(watched, event);
    event->accept();
    return true;
}

bool TimeNavigation::cancelDrag()
{
    if (m_drag == Drag::None)
        return false;
    const auto drag = m_dragging ? m_drag : Drag::None;
    endDrag();
    if (drag == Drag::Pan)
        m_time.setRange(m_start.lower, m_start.upper);
    else if (drag == Drag::Select)
        m_time.setSelection(m_selectionBefore);
    return true;
}

void TimeNavigation::endDrag()
{
    const bool hadBox = box().has_value();
    if (m_dragging && m_drag == Drag::Pan)
        m_view.unsetCursor();
    m_drag = Drag::None;
    m_dragging = false;
    m_button = Qt::NoButton;
    if (hadBox)
        emit boxChanged();
}

bool TimeNavigation::key(QKeyEvent& event)
{
    const bool screen = event.modifiers().testFlag(Qt::ControlModifier);
    // Zooming stays with the cursor as long as it can be seen.
    double about = 0.5 * (m_time.lower() + m_time.upper());
    if (m_time.cursor()) {
        const double cursor = m_time.timeOf(*m_time.cursor());
        if (cursor >= m_time.lower() && cursor <= m_time.upper())
            about = cursor;
    }
    switch (event.key()) {
    case Qt::Key_Left:
        m_time.pan(screen ? -1.0 : -kPanPerNotch);
        break;
    case Qt::Key_Right:
        m_time.pan(screen ? 1.0 : kPanPerNotch);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_time.zoom(kZoomPerNotch, about);
        break;
    case Qt::Key_Minus:
        m_time.zoom(1.0 / kZoomPerNotch, about);
        break;
    case Qt::Key_Home:
        m_time.fit();
        break;
    case Qt::Key_W:
        if (screen) // Ctrl+W closes
            return false;
        m_time.fit();
        break;
    case Qt::Key_Escape:
        if (!cancelDrag())
            m_time.setSelection({});
        break;
    default:
        return false;
    }
    event.accept();
    return true;
}

} // namespace dissonance
