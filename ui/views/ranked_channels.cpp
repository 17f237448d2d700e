#include "ui/views/ranked_channels.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace dissonance {

RankedChannels::RankedChannels(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Channels, most inconsistent with the others first"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void RankedChannels::setRows(std::vector<ContributionRow> rows)
{
    m_rows = std::move(rows);
    m_hovered = -1;
    setCurrent(-1);
    updateGeometry();
    update();
}

QRect RankedChannels::rowRect(int index) const
{
    double top = 0.0;
    for (int i = 0; i < index; ++i)
        top += contributionRowHeight(m_rows[std::size_t(i)], width(), font());
    const double height = contributionRowHeight(m_rows[std::size_t(index)], width(), font());
    return QRectF(0, top, width(), height).toRect();
}

int RankedChannels::rowAt(const QPointF& position) const
{
    for (int i = 0; i < rowCount(); ++i)
        if (rowRect(i).contains(position.toPoint()))
            return i;
    return -1;
}

QSize RankedChannels::sizeHint() const
{
    return {280, heightForWidth(280)};
}

int RankedChannels::heightForWidth(int width) const
{
    double height = 0.0;
    for (const auto& row : m_rows)
        height += contributionRowHeight(row, width, font());
    return int(std::ceil(height));
}

void RankedChannels::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    double longest = 0.0;
    for (const auto& row : m_rows)
        longest = std::max(longest, row.share);
    for (int i = 0; i < rowCount(); ++i) {
        const auto area = rowRect(i);
        if (i == m_hovered)
            painter.fillRect(area, palette().color(QPalette::AlternateBase));
        paintContributionRow(painter, area, m_rows[std::size_t(i)], longest, palette(), font());
        if (i == m_current && hasFocus()) {
            QStyleOptionFocusRect option;
            option.initFrom(this);
            option.rect = area;
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
    }
}

bool RankedChannels::event(QEvent* event)
{
    // The window's Home shows all of the time; here it is the first row.
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Home) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const int row = rowAt(help->pos()); row >= 0)
        QToolTip::showText(help->globalPos(), m_rows[std::size_t(row)].toolTip, this, rowRect(row));
    else
        QToolTip::hideText();
    return true;
}

void RankedChannels::mouseMoveEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    if (row == m_hovered)
        return;
    m_hovered = row;
    setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void RankedChannels::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void RankedChannels::mousePressEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || row < 0)
        return QWidget::mousePressEvent(event);
    setCurrent(row);
    const auto name = m_rows[std::size_t(row)].name; // a copy: the rows may change meanwhile
    emit activated(name);
}

void RankedChannels::keyPressEvent(QKeyEvent* event)
{
    const int last = rowCount() - 1;
    switch (event->key()) {
    case Qt::Key_Down:
        setCurrent(std::min(m_current + 1, last));
        break;
    case Qt::Key_Up:
        setCurrent(std::max(m_current - 1, std::min(0, last)));
        break;
    case Qt::Key_Home:
        setCurrent(std::min(0, last));
        break;
    case Qt::Key_End:
        setCurrent(last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current < 0)
            return QWidget::keyPressEvent(event);
        emit activated(QString(m_rows[std::size_t(m_current)].name));
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void RankedChannels::setCurrent(int row)
{
    m_current = row;
    setAccessibleDescription(row < 0 ? QString() : m_rows[std::size_t(row)].toolTip);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

} // namespace dissonance
