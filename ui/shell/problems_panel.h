#pragma once

#include <QWidget>

class QLabel;
class QTableView;

namespace dissonance {

class ProblemModel;
class Session;

/// The dock of messages: what could not be read as meant, what failed, what is worth knowing.
class ProblemsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemsPanel(Session& session, QWidget* parent = nullptr);

    ProblemModel* model() const { return m_model; }
    void showLatest();

private:
    ProblemModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_empty = nullptr;
};

} // namespace dissonance
