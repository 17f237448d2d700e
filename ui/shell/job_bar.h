#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace dissonance {

class Job;
class JobRunner;

/// The status bar's part for work in the background: what runs, how far it is, how long it will
/// take, and Cancel. Shows nothing while nothing runs, nor for what is done at once.
class JobBar : public QWidget
{
    Q_OBJECT

public:
    explicit JobBar(JobRunner& jobs, QWidget* parent = nullptr);

private:
    void refresh();
    void showLeft(double seconds);
    void showProgress(double fraction, const QString& what, double secondsLeft);

    JobRunner& m_jobs;
    QLabel* m_name = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_left = nullptr;
    QToolButton* m_cancel = nullptr;
    QTimer m_delay;
};

} // namespace dissonance
