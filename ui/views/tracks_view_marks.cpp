// The cursors A and B of a TracksView: how they are drawn and dragged.

#include "ui/render/plot_style.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

constexpr double kNearMark = 4.0; ///< pixels

} // namespace

std::optional<double> TracksView::markX(SharedTime::Mark mark) const
{
    const auto sample = m_time.mark(mark);
    if (!sample || !m_time.clock())
        return std::nullopt;
    const auto scale = visibleScale(m_time, width());
    const double x = scale.xOf(m_time.timeOf(*sample));
    return scale.contains(x) ? std::optional(x) : std::nullopt;
}

/// Of two at the same place the later one, B, comes away first.
std::optional<SharedTime::Mark> TracksView::markAt(const QPoint& position) const
{
    if (position.y() >= tracksHeight())
        return std::nullopt;
    for (const auto mark : {SharedTime::B, SharedTime::A}) {
        const auto x = markX(mark);
        if (x && std::abs(*x - position.x()) <= kNearMark)
            return mark;
    }
    return std::nullopt;
}

bool TracksView::pressMark(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton || event.modifiers() != Qt::NoModifier
        || m_navigation->isDragging())
        return false;
    m_draggedMark = markAt(event.position().toPoint());
    if (m_draggedMark)
        m_markBefore = m_time.mark(*m_draggedMark);
    return m_draggedMark.has_value();
}

void TracksView::dragMark(const QMouseEvent& event)
{
    const auto scale = visibleScale(m_time, width());
    const double x = std::clamp(event.position().x(), scale.left, scale.left + scale.width);
    m_time.setMark(*m_draggedMark, m_time.sampleAt(scale.timeAt(x)));
}

void TracksView::paintMarks(QPainter& painter) const
{
    const PlotColours colours(palette());
    painter.save();
    painter.setFont(boldFont(smallFont(font())));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double half = 0.5 * metrics.height() + 1.0;
    const auto a = markX(SharedTime::A);
    const auto b = markX(SharedTime::B);
    for (const auto& [x, name] : {std::pair(a, u"A"_s), std::pair(b, u"B"_s)}) {
        if (!x)
            continue;
        QPen dashes(colours.text, 1.0, Qt::CustomDashLine, Qt::FlatCap);
        dashes.setDashPattern({4.0, 3.0});
        painter.setPen(dashes);
        const double middle = std::floor(*x) + 0.5;
        painter.drawLine(QPointF(middle, 0), QPointF(middle, tracksHeight()));
        const QRectF chip(middle - half, 1.0, 2 * half, metrics.height() + 1);
        painter.fillRect(chip, colours.text);
        painter.setPen(colours.background);
        painter.drawText(chip, Qt::AlignCenter, name);
    }
    painter.restore();
}

} // namespace dissonance
