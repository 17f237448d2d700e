#include "app/gui/start_time.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <iostream>

namespace dissonance {

namespace {

using Clock = std::chrono::steady_clock;

/// Watches the application: whichever part of the window is painted first counts.
class StartWatch : public QObject // needs no moc: clazy:exclude=missing-qobject-macro
{
public:
    StartWatch(QWidget& window, Clock::time_point start)
        : QObject(&window)
        , m_window(window)
        , m_start(start)
    {
        qApp->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && isOfWindow(watched)) {
            qApp->removeEventFilter(this);
            // The rest of the window is painted first: it is part of the same event.
            QTimer::singleShot(0, this, &StartWatch::finish);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    bool isOfWindow(const QObject* watched) const
    {
        const auto* widget = qobject_cast<const QWidget*>(watched);
        return widget && widget->window() == &m_window;
    }

    void finish()
    {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_start);
        std::cout << "usable after " << took.count() << " ms" << std::endl;
        QApplication::exit(0);
    }

    QWidget& m_window;
    Clock::time_point m_start;
};

} // namespace

void printStartTime(QWidget& window, std::chrono::steady_clock::time_point start)
{
    new StartWatch(window, start); // the window's child
}

} // namespace dissonance
