#pragma once

#include "ui/render/contributions_painter.h"

#include <QWidget>

namespace dissonance {

/// How much of a score comes from channels on their own, and how much from channels together.
class ScoreSplitBar : public QWidget
{
    Q_OBJECT

public:
    explicit ScoreSplitBar(QWidget* parent = nullptr);

    void setSplit(const ScoreSplit& split);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ScoreSplit m_split;
};

} // namespace dissonance
