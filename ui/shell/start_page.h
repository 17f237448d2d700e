#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace dissonance {

class JobRunner;

/// What stands in the middle while no recording is open: what to do first, or how far the first
/// recording is.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(JobRunner& jobs, QWidget* parent = nullptr);

    void setRecentFiles(const QStringList& files);
    QWidget* sampleButton() const;

signals:
    void openRequested();
    void sampleRequested();
    void tourRequested();
    void fileRequested(const QString& file);

private:
    void showJob();
    void changeEvent(QEvent* event) override;
    void setFonts();

    JobRunner& m_jobs;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_sample = nullptr;
    QPushButton* m_tour = nullptr;
    QWidget* m_recent = nullptr;
    QVBoxLayout* m_recentLayout = nullptr;
};

} // namespace dissonance
