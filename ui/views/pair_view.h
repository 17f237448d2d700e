#pragma once

#include "engine/detector/explanation.h"

#include <QWidget>

#include <memory>

namespace dissonance {

/// Two channels against each other: normal operation in grey, the span on top in full, and the
/// contours of the learned joint density (50, 90 and 99 %).
class PairView : public QWidget
{
    Q_OBJECT

public:
    explicit PairView(QWidget* parent = nullptr);

    void setPair(std::shared_ptr<const PairDensity> pair); ///< null: none, says what to do
    /// What stands there while there is no pair, such as why there is none; empty: what to do.
    void setMessage(const QString& message);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString message() const;
    void describe();

    std::shared_ptr<const PairDensity> m_pair;
    QString m_message;
};

} // namespace dissonance
