#include "ui/shell/training_curve.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace dissonance {

TrainingCurve::TrainingCurve(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Loss over the steps of the training"));
    setMinimumHeight(48);
}

void TrainingCurve::clear()
{
    m_loss.clear();
    update();
}

void TrainingCurve::add(double loss)
{
    if (std::isfinite(loss))
        m_loss.push_back(loss);
    update();
}

QSize TrainingCurve::sizeHint() const
{
    return {320, 64};
}

void TrainingCurve::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (m_loss.size() < 2)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const auto [low, high] = std::minmax_element(m_loss.begin(), m_loss.end());
    const double range = *high > *low ? *high - *low : 1.0;
    const auto area = QRectF(rect()).adjusted(4, 4, -4, -4);
    QPainterPath path;
    for (std::size_t i = 0; i < m_loss.size(); ++i) {
        const QPointF point(area.left() + area.width() * double(i) / double(m_loss.size() - 1),
                            area.bottom() - area.height() * (m_loss[i] - *low) / range);
        if (i == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    painter.setPen(QPen(palette().color(QPalette::Text), 1.5));
    painter.drawPath(path);
}

} // namespace dissonance
