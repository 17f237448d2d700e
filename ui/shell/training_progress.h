#pragma once

#include <QWidget>

class QFormLayout;
class QLabel;
class QProgressBar;

namespace dissonance {

class Job;
struct TrainingStep;
class TrainingCurve;

/// How a training goes: how far it is in all, and how the network that is learning now does.
class TrainingProgress : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingProgress(QWidget* parent = nullptr);

    /// Begins anew.
    ///
    /// @param networks  that learn one after the other; none in closed-form detectors.
    /// @param job       the training; may be null.
    void begin(int networks, const Job* job);
    void showStep(const TrainingStep& step);

private:
    void showProgress(double fraction, const QString& what, double secondsLeft);

    QProgressBar* m_bar = nullptr;
    QFormLayout* m_rows = nullptr;
    QLabel* m_step = nullptr;
    QLabel* m_loss = nullptr;
    QLabel* m_separation = nullptr;
    QLabel* m_left = nullptr;
    TrainingCurve* m_curve = nullptr;
    int m_networks = 1;
    int m_network = 0; ///< that learns now, 1-based; 0: none yet
    int m_lastStep = 0; ///< of that network
};

} // namespace dissonance
