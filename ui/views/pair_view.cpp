#include "ui/views/pair_view.h"

#include "ui/render/pair_painter.h"

#include <QFontMetrics>
#include <QPainter>

namespace dissonance {

PairView::PairView(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Two channels against each other"));
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    describe();
}

void PairView::setPair(std::shared_ptr<const PairDensity> pair)
{
    m_pair = std::move(pair);
    m_message.clear();
    describe();
}

void PairView::setMessage(const QString& message)
{
    m_message = message;
    describe();
}

QString PairView::message() const
{
    return m_message.isEmpty()
        ? tr("Choose a cell of the heatmap to see its two channels against each other.")
        : m_message;
}

void PairView::describe()
{
    setAccessibleDescription(m_pair ? pairSummary(*m_pair) : message());
    updateGeometry();
    update();
}

QSize PairView::sizeHint() const
{
    return {320, heightForWidth(320)};
}

int PairView::heightForWidth(int width) const
{
    if (m_pair)
        return int(pairHeight(*m_pair, width, font()));
    return fontMetrics()
               .boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap, message())
               .height()
        + 16;
}

void PairView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_pair) {
        paintPair(painter, *m_pair, layoutPair(*m_pair, rect(), font()), palette());
        return;
    }
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect(), int(Qt::TextWordWrap) | int(Qt::AlignLeft | Qt::AlignTop), message());
}

} // namespace dissonance
