#include "app/gui/screenshot.h"

#include "ui/shell/inspection.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session.h"

#include <QApplication>
#include <QPixmap>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <iostream>

namespace dissonance {

namespace {

/// Views repaint once they return to the event loop.
constexpr auto kSettles = std::chrono::milliseconds(100);

/// Walks through the steps; each waits until the engine thread has nothing to do.
class Photographer : public QObject // needs no moc: clazy:exclude=missing-qobject-macro
{
public:
    Photographer(Session& session, MainWindow& window, QString file)
        : QObject(&window)
        , m_session(session)
        , m_window(window)
        , m_file(std::move(file))
    {
        const auto fail = [](const QString& headline, const QString& what) {
            std::cerr << "dissonance: " << headline.toStdString() << ' ' << what.toStdString()
                      << '\n';
            QApplication::exit(1);
        };
        connect(&session, &Session::failed, this, fail);
        connect(&window.inspection(), &Inspection::failed, this, fail);
        m_timer.setInterval(kSettles);
        connect(&m_timer, &QTimer::timeout, this, &Photographer::step);
        m_timer.start();
    }

private:
    void step()
    {
        if (!m_session.jobs().isIdle()) {
            m_idleFor = 0;
            return;
        }
        // Once more round: what arrived last has yet to find its place in the layout.
        if (m_idleFor++ == 0)
            return;
        m_idleFor = 0;
        if (!m_inspected) {
            m_inspected = true;
            inspectStrongest();
            return;
        }
        m_timer.stop();
        if (m_window.grab().save(m_file, "PNG")) {
            QApplication::exit(0);
            return;
        }
        std::cerr << "dissonance: The screenshot could not be written to " << m_file.toStdString()
                  << ". Is the folder there and writable?\n";
        QApplication::exit(1);
    }

    void inspectStrongest()
    {
        const auto* entry = m_session.current();
        if (!entry || entry->incidents.empty())
            return;
        const auto strongest = std::max_element(
            entry->incidents.begin(), entry->incidents.end(),
            [](const Incident& a, const Incident& b) { return a.peakScore < b.peakScore; });
        m_window.inspection().inspectIncident(int(strongest - entry->incidents.begin()));
    }

    Session& m_session;
    MainWindow& m_window;
    QString m_file;
    QTimer m_timer;
    int m_idleFor = 0; ///< steps
    bool m_inspected = false;
};

} // namespace

void takeScreenshotWhenDone(Session& session, MainWindow& window, const QString& file)
{
    new Photographer(session, window, file); // the window's child
}

} // namespace dissonance
