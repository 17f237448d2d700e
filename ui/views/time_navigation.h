#pragma once

#include "engine/scoring/incident.h"
#include "ui/views/shared_time.h"

#include <QObject>
#include <QPoint>

#include <optional>
#include <utility>
#include <vector>

QT_FORWARD_DECLARE_CLASS(QEvent)
QT_FORWARD_DECLARE_CLASS(QKeyEvent)
QT_FORWARD_DECLARE_CLASS(QMouseEvent)
QT_FORWARD_DECLARE_CLASS(QPainter)
QT_FORWARD_DECLARE_CLASS(QWheelEvent)
QT_FORWARD_DECLARE_CLASS(QWidget)

namespace dissonance {

/// Where an instant stands in a view: what is visible, between the margins that all share.
struct TimeScale
{
    double lower; ///< of what is visible, TimeAxis::toDisplay() units
    double upper;
    double left; ///< logical pixels
    double width;

    double xOf(double time) const { return left + (time - lower) / (upper - lower) * width; }
    double timeAt(double x) const { return lower + (x - left) / width * (upper - lower); }
    bool contains(double x) const { return x >= left && x <= left + width; }
};

/// The visible range of a view `width` wide.
TimeScale visibleScale(const SharedTime& time, int width);

/// The incident at x, or the nearest within a few pixels; -1 for none.
int incidentAt(const std::vector<Incident>& incidents, const SharedTime& time,
               const TimeScale& scale, double x);

/// The left and right x of the incidents that can be seen, but for `inspected`. What is closer
/// than a pixel is one band: thousands of incidents would take long to draw, and look no other.
std::vector<std::pair<double, double>> incidentBands(const std::vector<Incident>& incidents,
                                                     const SharedTime& time, const TimeScale& scale,
                                                     const std::optional<SampleSpan>& inspected);

/// Marks a view that has the keyboard: a bar at its left edge.
void drawFocus(QPainter& painter, const QWidget& view);

/// Esc, asked for before the window's shortcuts have it.
bool isEscapeOverride(const QEvent& event);

/// Mouse and keys on the shared time, the same in every view:
///
///     wheel  zoom at the pointer       Shift or sideways wheel  pan
///     drag, middle drag  pan           Shift + drag  select a span
///     Ctrl + drag, right drag  zoom to the box
///     double click  all                Esc  ends a drag, then the selection
///     left, right  pan (Ctrl: a screen)   + -  zoom   Home, W  all
///
/// The view hands its events over; what it needs itself, it takes first.
class TimeNavigation : public QObject
{
    Q_OBJECT

public:
    TimeNavigation(SharedTime& time, QWidget& view);

    void wheel(QWheelEvent& event);
    void press(QMouseEvent& event);
    void move(QMouseEvent& event);
    void release(QMouseEvent& event);
    void clickedTwice(QMouseEvent& event);
    void leave(); ///< the pointer has left the view
    bool key(QKeyEvent& event); ///< false: not one of these

    bool isDragging() const { return m_dragging; }
    /// Puts back what was there when the button went down; false: no drag to end.
    bool cancelDrag();
    /// The x of both edges while a box is drawn.
    std::optional<std::pair<double, double>> box() const;

signals:
    void clicked(const QPoint& position); ///< left button, without a drag
    void menuRequested(const QPoint& globalPosition); ///< right button, without a drag
    void boxChanged();

private:
    enum class Drag
    {
        None,
        Pan,
        Select,
        Box
    };

    bool eventFilter(QObject* watched, QEvent* event) override;
    TimeScale scale() const;
    void drag(double x);
    void endDrag();
    void followPointer();

    SharedTime& m_time;
    QWidget& m_view;
    Drag m_drag = Drag::None;
    bool m_dragging = false; ///< moved far enough to be no click
    Qt::MouseButton m_button = Qt::NoButton;
    QPoint m_pressed;
    double m_x = 0.0;
    std::optional<double> m_pointer; ///< x, while it rests on the plot
    TimeScale m_start{}; ///< when the button went down
    std::optional<SampleSpan> m_selectionBefore;
};

} // namespace dissonance
