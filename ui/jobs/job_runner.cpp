#include "ui/jobs/job_runner.h"

#include <atomic>
#include <chrono>

namespace dissonance {

namespace {

using Clock = std::chrono::steady_clock;

/// Progress goes home at most this often: more would only fill the GUI's event queue.
constexpr auto kBetweenReports = std::chrono::milliseconds(40);

} // namespace

JobRunner::JobRunner(QObject* parent)
    : QObject(parent)
    , m_engine(new QObject)
{
    m_thread.setObjectName(u"engine");
    m_engine->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_engine, &QObject::deleteLater);
    m_thread.start();
}

JobRunner::~JobRunner()
{
    cancelAll();
    m_thread.quit();
    m_thread.wait();
}

Job* JobRunner::current() const
{
    return m_jobs.isEmpty() ? nullptr : m_jobs.first();
}

void JobRunner::cancelCurrent()
{
    if (auto* job = current())
        job->cancel();
}

void JobRunner::cancelAll()
{
    for (auto* job : std::as_const(m_jobs))
        job->cancel();
}

void JobRunner::cancelAllBut(const QList<QPointer<Job>>& kept)
{
    for (auto* job : std::as_const(m_jobs))
        if (!kept.contains(job))
            job->cancel();
}

Job* JobRunner::add(const QString& name)
{
    auto* job = new Job(name, this);
    m_jobs.append(job);
    return job;
}

RunContext JobRunner::contextFor(const QPointer<Job>& job, const std::stop_token& stop)
{
    // Progress may come from any thread of the work's own making.
    auto last = std::make_shared<std::atomic<Clock::rep>>(0);
    const auto progress = [this, job, last](const Progress& p) {
        const auto now = Clock::now().time_since_epoch().count();
        auto before = last->load(std::memory_order_relaxed);
        const bool due = now - before >= Clock::duration(kBetweenReports).count();
        if (!due || !last->compare_exchange_strong(before, now))
            return;
        const auto what = QString::fromStdString(p.what);
        post(this, [job, fraction = p.fraction, what, left = p.secondsLeft] {
            if (job)
                job->report(fraction, what, left);
        });
    };
    return {stop, progress};
}

void JobRunner::begin(const QPointer<Job>& job)
{
    if (!job)
        return;
    job->begin();
    emit started(job);
}

void JobRunner::finish(const QPointer<Job>& job)
{
    if (!job)
        return;
    m_jobs.removeOne(job.data());
    job->m_running = false;
    emit job->finished();
    emit finished(job);
    job->deleteLater();
    if (m_jobs.isEmpty())
        emit becameIdle();
}

} // namespace dissonance
