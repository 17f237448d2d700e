// What the mouse and the keyboard do to a TracksView.

#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr int kScrollStep = 44; ///< pixels of a notch

} // namespace

bool TracksView::event(QEvent* event)
{
    // Events come before the members are set; those are no keys.
    if (isEscapeOverride(*event) && (m_draggedMark || m_draggedRow >= 0)) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto text = toolTipAt(help->pos());
    if (text.isEmpty()) {
        QToolTip::hideText();
        event->ignore();
    } else {
        QToolTip::showText(help->globalPos(), text, this);
    }
    return true;
}

QString TracksView::toolTipAt(const QPoint& position) const
{
    const int row = rowAt(position.y());
    if (!m_recording || row < 0)
        return {};
    if (position.x() < kPlotLeft) {
        const auto& channel = channelOf(m_rows[std::size_t(row)]);
        auto name = QString::fromStdString(channel.name);
        if (!channel.unit.empty())
            name = tr("%1, in %2").arg(name, QString::fromStdString(channel.unit));
        if (keptRange(m_rows[std::size_t(row)].channel))
            name += u'\n' + tr("The value range is kept. A double click here frees it.");
        return name;
    }
    const int index = incidentUnder(position.x());
    if (index < 0)
        return {};
    const auto& incident = m_incidents[std::size_t(index)];
    const QLocale locale;
    return tr("Incident %1: peak %2, dependence %3 %. Click to look into it.")
        .arg(index + 1)
        .arg(locale.toString(incident.peakScore, 'g', 3),
             locale.toString(100.0 * incident.dependenceShare, 'f', 0));
}

void TracksView::wheelEvent(QWheelEvent* event)
{
    if (zoomValues(*event)) {
        event->accept();
        return;
    }
    // Over the names the wheel scrolls: there is no time to zoom.
    if (event->position().x() < kPlotLeft && m_scroll->maximum() > 0
        && event->angleDelta().y() != 0) {
        m_scroll->setValue(m_scroll->value() - event->angleDelta().y() * kScrollStep / 120);
        event->accept();
        return;
    }
    m_navigation->wheel(*event);
}

void TracksView::mousePressEvent(QMouseEvent* event)
{
    if (!pressName(*event) && !pressMark(*event))
        m_navigation->press(*event);
}

void TracksView::mouseMoveEvent(QMouseEvent* event)
{
    if (dragName(*event))
        return;
    if (m_draggedMark)
        dragMark(*event);
    m_navigation->move(*event);
    const auto position = event->position().toPoint();
    setHovered(rowAt(position.y()));
    if (m_navigation->isDragging())
        return;
    if (m_draggedMark || markAt(position))
        setCursor(Qt::SizeHorCursor);
    else if (position.y() < tracksHeight() && incidentUnder(position.x()) >= 0)
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
}

void TracksView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && dropName())
        return;
    if (event->button() == Qt::LeftButton)
        m_draggedMark.reset();
    m_navigation->release(*event);
}

void TracksView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && freeValues(event->position().toPoint()))
        event->accept();
    else
        m_navigation->clickedTwice(*event);
}

void TracksView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_navigation->leave();
    setHovered(-1);
}

void TracksView::keyPressEvent(QKeyEvent* event)
{
    if (m_draggedRow >= 0 && event->key() == Qt::Key_Escape) {
        m_draggedRow = -1;
        unsetCursor();
        update();
        return;
    }
    if (m_draggedMark && event->key() == Qt::Key_Escape) {
        m_time.setMark(*m_draggedMark, m_markBefore);
        m_draggedMark.reset();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        m_scroll->triggerAction(QAbstractSlider::SliderSingleStepSub);
        break;
    case Qt::Key_Down:
        m_scroll->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        break;
    case Qt::Key_PageUp:
        m_scroll->triggerAction(QAbstractSlider::SliderPageStepSub);
        break;
    case Qt::Key_PageDown:
        m_scroll->triggerAction(QAbstractSlider::SliderPageStepAdd);
        break;
    default:
        if (!m_navigation->key(*event))
            QWidget::keyPressEvent(event);
    }
}

void TracksView::contextMenuEvent(QContextMenuEvent* event)
{
    // The mouse asks when its button goes up without a drag.
    if (event->reason() != QContextMenuEvent::Mouse)
        emit contextMenuRequested(event->globalPos());
    event->accept();
}

} // namespace dissonance
