#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace dissonance {

class SharedTime;

/// Asks for an instant and shows it in the middle of the plots, as wide as they are.
class GoToDialog : public QDialog
{
    Q_OBJECT

public:
    explicit GoToDialog(SharedTime& time, QWidget* parent = nullptr);

    void ask(); ///< shows itself, with what was typed before to be overwritten

private:
    void follow();
    void go();

    SharedTime& m_time;
    QLineEdit* m_field;
    QLabel* m_meaning; ///< what is understood, or what to type
    QPushButton* m_go = nullptr;
};

} // namespace dissonance
