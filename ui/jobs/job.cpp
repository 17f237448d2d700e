#include "ui/jobs/job.h"

#include <utility>

namespace dissonance {

Job::Job(QString name, QObject* parent)
    : QObject(parent)
    , m_name(std::move(name))
{
}

void Job::cancel()
{
    m_stop.request_stop();
}

void Job::begin()
{
    m_running = true;
    emit started();
}

void Job::report(double fraction, const QString& what, double secondsLeft)
{
    m_fraction = fraction;
    m_secondsLeft = secondsLeft;
    emit progressed(fraction, what, secondsLeft);
}

} // namespace dissonance
