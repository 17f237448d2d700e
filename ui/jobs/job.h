#pragma once

#include <QObject>
#include <QString>

#include <limits>
#include <stop_token>

namespace dissonance {

/// One piece of work on the engine thread, as the GUI sees it. Lives on the GUI thread and
/// deletes itself once it has finished.
class Job : public QObject
{
    Q_OBJECT

public:
    explicit Job(QString name, QObject* parent = nullptr);

    /// For people: "Reading pump.csv".
    const QString& name() const { return m_name; }
    bool isRunning() const { return m_running; }
    double fraction() const { return m_fraction; } ///< 0 to 1
    double secondsLeft() const { return m_secondsLeft; } ///< NaN while unknown

    /// Asks the work to stop; it polls. Its result then is ErrorCode::Cancelled.
    void cancel();
    bool isCancelled() const { return m_stop.stop_requested(); }

signals:
    void started();
    void progressed(double fraction, const QString& what, double secondsLeft);
    void finished();

private:
    friend class JobRunner;
    void begin();
    void report(double fraction, const QString& what, double secondsLeft);

    QString m_name;
    std::stop_source m_stop;
    bool m_running = false;
    double m_fraction = 0.0;
    double m_secondsLeft = std::numeric_limits<double>::quiet_NaN();
};

} // namespace dissonance
