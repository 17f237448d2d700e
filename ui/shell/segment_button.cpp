#include "ui/shell/segment_button.h"

#include <QPainter>

namespace dissonance {

namespace {

constexpr int kBeside = 8;
constexpr int kAbove = 4;

} // namespace

SegmentButton::SegmentButton(const QString& text, const QString& toolTip, QWidget* parent)
    : QToolButton(parent)
{
    setText(text);
    setToolTip(toolTip);
    setAccessibleName(toolTip);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
}

QSize SegmentButton::sizeHint() const
{
    const auto metrics = fontMetrics();
    return {metrics.horizontalAdvance(text()) + 2 * kBeside + 2, metrics.height() + 2 * kAbove + 2};
}

void SegmentButton::paintEvent(QPaintEvent*)
{
    const auto group = isEnabled() ? QPalette::Active : QPalette::Disabled;
    const auto colour = [&](QPalette::ColorRole role) {
        return palette().color(group, role);
    };
    QPainter painter(this);
    const bool down = isChecked() || isDown();
    painter.setPen(colour(QPalette::Mid));
    painter.setBrush(colour(down ? QPalette::Highlight : QPalette::Button));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    if (hasFocus()) {
        // Two lines: one of them stands out from either filling.
        painter.setBrush(Qt::NoBrush);
        painter.setPen(colour(QPalette::Text));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        painter.setPen(colour(QPalette::Base));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
    painter.setPen(colour(down ? QPalette::HighlightedText : QPalette::ButtonText));
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace dissonance
