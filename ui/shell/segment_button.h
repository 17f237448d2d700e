#pragma once

#include <QToolButton>

namespace dissonance {

/// One of several buttons in a row of which one is down. Which one must be seen in dark windows
/// too, where styles hardly shade it, so it paints itself from the palette as it is now.
class SegmentButton : public QToolButton
{
    Q_OBJECT

public:
    SegmentButton(const QString& text, const QString& toolTip, QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace dissonance
