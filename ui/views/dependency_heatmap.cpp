#include "ui/views/dependency_heatmap.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kNoLimit = 1e6;

} // namespace

DependencyHeatmap::DependencyHeatmap(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Dependence of every pair of channels"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void DependencyHeatmap::setExplanation(std::shared_ptr<const Explanation> explanation)
{
    m_explanation = std::move(explanation);
    m_marks = {};
    m_currentFirst.clear();
    m_currentSecond.clear();
    setAccessibleDescription({});
    arrange();
}

void DependencyHeatmap::setMode(Mode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    arrange();
}

void DependencyHeatmap::setMeasure(Measure measure)
{
    if (m_measure == measure)
        return;
    m_measure = measure;
    arrange();
}

void DependencyHeatmap::setShowAll(bool all)
{
    if (m_showAll == all)
        return;
    m_showAll = all;
    arrange();
}

void DependencyHeatmap::setCurrentPair(const QString& first, const QString& second)
{
    m_currentFirst = first;
    m_currentSecond = second;
    arrange();
}

int DependencyHeatmap::channelCount() const
{
    return m_explanation ? int(m_explanation->channels.size()) : 0;
}

QRect DependencyHeatmap::cellOf(const QString& first, const QString& second) const
{
    const auto cell = cellNamed(first, second);
    return cell ? m_layout.cellRect(cell->row, cell->column).toRect() : QRect();
}

std::optional<HeatmapCell> DependencyHeatmap::cellNamed(const QString& first,
                                                        const QString& second) const
{
    const HeatmapCell cell{int(m_map.names.indexOf(first)), int(m_map.names.indexOf(second))};
    if (cell.row < 0 || cell.column < 0 || cell.row == cell.column)
        return std::nullopt;
    return cell;
}

std::vector<int> DependencyHeatmap::channelsFor(int width) const
{
    if (!m_explanation)
        return {};
    const auto count = int(m_explanation->channels.size());
    QStringList names;
    for (const auto& name : m_explanation->channels)
        names << QString::fromStdString(name);
    const int readable = m_showAll ? count : readableChannels(names, width, font());
    auto channels = mostInconsistent(*m_explanation, readable);
    if (int(channels.size()) == count)
        return channels;
    // What is shown elsewhere is shown here too.
    for (const auto& name : {m_currentFirst, m_currentSecond}) {
        const auto index = int(names.indexOf(name));
        const auto place = std::lower_bound(channels.begin(), channels.end(), index);
        if (index >= 0 && (place == channels.end() || *place != index))
            channels.insert(place, index);
    }
    return channels;
}

void DependencyHeatmap::arrange()
{
    const auto before = m_map.channels;
    if (m_explanation)
        m_map = heatmapOf(*m_explanation, m_mode, m_measure, channelsFor(width()));
    else
        m_map = {};
    m_layout = layoutHeatmap(m_map, QRectF(0, 0, width(), kNoLimit), font());
    m_marks.current = cellNamed(m_currentFirst, m_currentSecond);
    if (m_map.channels != before) {
        m_marks.hovered.reset();
        m_marks.focused.reset();
        emit shownChanged();
    }
    updateGeometry();
    update();
}

QSize DependencyHeatmap::sizeHint() const
{
    return {320, heightForWidth(320)};
}

QSize DependencyHeatmap::minimumSizeHint() const
{
    return {160, 0};
}

int DependencyHeatmap::heightForWidth(int width) const
{
    if (!m_explanation)
        return 0;
    const auto map = heatmapOf(*m_explanation, m_mode, m_measure, channelsFor(width));
    return int(std::ceil(layoutHeatmap(map, QRectF(0, 0, width, kNoLimit), font()).bottom));
}

void DependencyHeatmap::resizeEvent(QResizeEvent*)
{
    arrange();
}

void DependencyHeatmap::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

void DependencyHeatmap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    auto marks = m_marks;
    if (!hasFocus())
        marks.focused.reset();
    paintHeatmap(painter, m_map, m_layout, palette(), marks);
}

QString DependencyHeatmap::textOf(const HeatmapCell& cell) const
{
    return pairText(*m_explanation, m_map.channels[std::size_t(cell.row)],
                    m_map.channels[std::size_t(cell.column)], m_measure);
}

bool DependencyHeatmap::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto cell = m_layout.cellAt(help->pos());
    if (cell)
        QToolTip::showText(help->globalPos(), textOf(*cell), this,
                           m_layout.cellRect(cell->row, cell->column).toAlignedRect());
    else
        QToolTip::hideText();
    return true;
}

void DependencyHeatmap::mouseMoveEvent(QMouseEvent* event)
{
    const auto cell = m_layout.cellAt(event->position());
    if (cell == m_marks.hovered)
        return;
    m_marks.hovered = cell;
    setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void DependencyHeatmap::leaveEvent(QEvent*)
{
    m_marks.hovered.reset();
    update();
}

void DependencyHeatmap::mousePressEvent(QMouseEvent* event)
{
    const auto cell = m_layout.cellAt(event->position());
    if (event->button() != Qt::LeftButton || !cell)
        return QWidget::mousePressEvent(event);
    m_marks.focused = cell;
    activate(*cell);
}

void DependencyHeatmap::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        moveFocus(0, -1);
        break;
    case Qt::Key_Right:
        moveFocus(0, 1);
        break;
    case Qt::Key_Up:
        moveFocus(-1, 0);
        break;
    case Qt::Key_Down:
        moveFocus(1, 0);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!m_marks.focused)
            return QWidget::keyPressEvent(event);
        activate(*m_marks.focused);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool DependencyHeatmap::moveFocus(int rows, int columns)
{
    if (m_layout.count < 2)
        return false;
    if (!m_marks.focused) {
        focusCell(m_marks.current.value_or(HeatmapCell{1, 0}));
        return true;
    }
    auto cell = *m_marks.focused;
    do { // the diagonal is stepped over
        cell.row += rows;
        cell.column += columns;
    } while (cell.row == cell.column);
    const auto inside = [this](int index) {
        return index >= 0 && index < m_layout.count;
    };
    if (!inside(cell.row) || !inside(cell.column))
        return false;
    focusCell(cell);
    return true;
}

void DependencyHeatmap::focusCell(const HeatmapCell& cell)
{
    m_marks.focused = cell;
    const auto text = textOf(cell);
    const auto area = m_layout.cellRect(cell.row, cell.column).toAlignedRect();
    QToolTip::showText(mapToGlobal(area.bottomRight()), text, this, area);
    setAccessibleDescription(text);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

void DependencyHeatmap::activate(const HeatmapCell& cell)
{
    // Copies: what follows may arrange the map anew, and its names with it.
    const auto first = m_map.names[cell.row];
    const auto second = m_map.names[cell.column];
    emit pairActivated(first, second);
    update();
}

} // namespace dissonance
