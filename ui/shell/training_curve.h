#pragma once

#include <QWidget>

#include <vector>

namespace dissonance {

/// The loss of a training, step by step, as a small line.
class TrainingCurve : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingCurve(QWidget* parent = nullptr);

    void clear();
    void add(double loss);

    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;

    std::vector<double> m_loss;
};

} // namespace dissonance
