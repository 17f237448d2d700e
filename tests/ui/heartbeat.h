#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace dissonance::test {

/// A timer that ought to fire every few milliseconds, the longest it did not, and the most that
/// its own thread computed meanwhile: the stall of a machine that nobody else uses.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kInterval);
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            m_longest = std::max(m_longest, m_since.restart() - kInterval);
            const double computed = computedMs();
            m_most = std::max(m_most, computed - m_computed);
            m_computed = computed;
            ++m_beats;
        });
        m_since.start();
        m_timer.start();
    }

    // The time since the last beat counts: a wait that is over may have ended in a long stall.
    qint64 longestStall() const
    {
        return std::max(m_longest, m_since.elapsed() - kInterval);
    } ///< ms
    double mostWork() const { return std::max(m_most, computedMs() - m_computed); } ///< ms
    int beats() const { return m_beats; }

private:
    static double computedMs()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return 1e3 * double(time.tv_sec) + 1e-6 * double(time.tv_nsec);
    }

    static constexpr int kInterval = 5;
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_computed = computedMs();
    qint64 m_longest = 0;
    double m_most = 0.0;
    int m_beats = 0;
};

} // namespace dissonance::test
