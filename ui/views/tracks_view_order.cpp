// The order of the tracks of a TracksView: they are dragged by their names.

#include "ui/render/plot_style.h"
#include "ui/views/plot_margins.h"
#include "ui/views/tracks_view.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cstdlib>

namespace dissonance {

void TracksView::sortRows()
{
    const auto placeOf = [this](const Row& row) {
        return std::find(m_order.begin(), m_order.end(), row.channel) - m_order.begin();
    };
    if (!m_order.empty())
        std::stable_sort(m_rows.begin(), m_rows.end(),
                         [&](const Row& a, const Row& b) { return placeOf(a) < placeOf(b); });
}

bool TracksView::pressName(const QMouseEvent& event)
{
    const auto position = event.position().toPoint();
    if (event.button() != Qt::LeftButton || event.modifiers() != Qt::NoModifier
        || position.x() >= kPlotLeft || rowAt(position.y()) < 0 || m_navigation->isDragging())
        return false;
    m_draggedRow = rowAt(position.y());
    m_draggedFrom = position.y();
    m_place = -1;
    return true;
}

int TracksView::placeAt(int y) const
{
    const auto isBelow = [&](const Row& row) {
        return y < row.top - m_scroll->value() + row.height / 2;
    };
    return int(std::find_if(m_rows.begin(), m_rows.end(), isBelow) - m_rows.begin());
}

bool TracksView::dragName(const QMouseEvent& event)
{
    if (m_draggedRow < 0)
        return false;
    const int y = event.position().toPoint().y();
    if (m_place < 0 && std::abs(y - m_draggedFrom) < QApplication::startDragDistance())
        return true;
    m_place = placeAt(y);
    setCursor(Qt::ClosedHandCursor);
    update();
    return true;
}

bool TracksView::dropName()
{
    if (m_draggedRow < 0)
        return false;
    const auto from = m_rows.begin() + m_draggedRow;
    const int place = m_place;
    m_draggedRow = -1;
    unsetCursor();
    if (place < 0)
        return true;
    const auto to = m_rows.begin() + place;
    if (to > from)
        std::rotate(from, from + 1, to);
    else
        std::rotate(to, from, from + 1);
    m_order.clear();
    for (const auto& row : m_rows)
        m_order.push_back(row.channel);
    m_hovered = -1;
    arrange();
    return true;
}

void TracksView::paintPlace(QPainter& painter) const
{
    if (m_draggedRow < 0 || m_place < 0)
        return;
    const bool isLast = m_place >= int(m_rows.size());
    const auto area = rowArea(m_rows[std::size_t(isLast ? m_place - 1 : m_place)]);
    const double y = std::clamp(isLast ? area.bottom() : area.top(), 1.0, tracksHeight() - 1.0);
    painter.fillRect(QRectF(0, y - 1, width() - kPlotRight, 2),
                     PlotColours(palette()).selectionEdge);
}

} // namespace dissonance
