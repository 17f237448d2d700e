#pragma once

#include <QFrame>
#include <QString>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;

namespace dissonance {

/// A card that points at one real control of the window after the other. It blocks nothing: who
/// does what it says goes on, and it can be left at any moment.
class Tour : public QFrame
{
    Q_OBJECT

public:
    struct Step
    {
        QString title;
        QString text;
        /// Asked again whenever something moves. What is hidden is not pointed at.
        std::function<QWidget*()> target;
        /// Whether the next step makes sense yet; none: always.
        std::function<bool()> isReady;
    };

    explicit Tour(QWidget* window);
    ~Tour() override;

    void start(std::vector<Step> steps);
    void leave();
    /// Of the steps, from 0; -1 while there is no tour.
    int step() const { return m_step; }
    void goTo(int step);
    /// Goes on where `step` is the present one: what it says was done.
    void stepDone(int step);
    /// Other widgets may be there, and the next step may make sense by now.
    void refresh();

signals:
    void stepChanged(int step); ///< -1: left

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void watchTarget();
    void placeLater();
    void place();
    QRect targetArea() const;

    QWidget* m_window;
    QWidget* m_ring; ///< around the target
    std::vector<Step> m_steps;
    int m_step = -1;
    bool m_isPlacing = false; ///< soon
    bool m_isPlaced = false;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_next = nullptr;
    QPushButton* m_leave = nullptr;
};

/// Where a card of that size stands beside `target`, or in its lower right corner where there is
/// no room beside it; in the middle of `window` where the target is empty.
QRect placeBeside(const QRect& target, const QSize& card, const QRect& window);

} // namespace dissonance
