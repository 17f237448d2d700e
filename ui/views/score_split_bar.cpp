#include "ui/views/score_split_bar.h"

#include <QPainter>

#include <cmath>

namespace dissonance {

ScoreSplitBar::ScoreSplitBar(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("How the score splits"));
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ScoreSplitBar::setSplit(const ScoreSplit& split)
{
    m_split = split;
    setAccessibleDescription(splitText(split));
    setToolTip(splitText(split));
    updateGeometry();
    update();
}

QSize ScoreSplitBar::sizeHint() const
{
    return {280, heightForWidth(280)};
}

int ScoreSplitBar::heightForWidth(int width) const
{
    return int(
        std::ceil(paintScoreSplit(nullptr, QRectF(0, 0, width, 1000), m_split, palette(), font())));
}

void ScoreSplitBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintScoreSplit(&painter, rect(), m_split, palette(), font());
}

} // namespace dissonance
