#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <algorithm>

namespace dissonance::test {

/// A timer that ought to fire every few milliseconds, and the longest it did not.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kInterval);
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            m_longest = std::max(m_longest, m_since.restart() - kInterval);
            ++m_beats;
        });
        m_since.start();
        m_timer.start();
    }

    qint64 longestStall() const { return m_longest; } ///< ms beyond the interval
    int beats() const { return m_beats; }

private:
    static constexpr int kInterval = 5;
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
    int m_beats = 0;
};

} // namespace dissonance::test
