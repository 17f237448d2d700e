#pragma once

#include "engine/base/run_context.h"
#include "ui/jobs/job.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QThread>

#include <concepts>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

namespace dissonance {

/// Runs work on one lasting engine thread, in the order in which it was asked for. The thread's
/// event queue is the job queue; this is the only class that knows threads.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    explicit JobRunner(QObject* parent = nullptr);
    /// Asks everything to stop and waits for the engine thread to end.
    ~JobRunner() override;

    /// Runs `work(context)`, which returns a Result, on the engine thread; then
    /// `done(result)` on this one, unless `guard` has died by then.
    template <std::invocable<const RunContext&> Work, typename Done>
    Job* start(const QString& name, QObject* guard, Work work, Done done)
    {
        auto* job = add(name);
        auto run = [this, job = QPointer<Job>(job), guard = QPointer<QObject>(guard),
                    stop = job->m_stop.get_token(), work = std::move(work),
                    done = std::move(done)]() mutable {
            post(this, [this, job] { begin(job); });
            auto result = attempt([&] { return work(contextFor(job, stop)); }, stop);
            // Back home: a QPointer may be looked into on its object's thread alone.
            post(this,
                 [this, job, guard, done = std::move(done), result = std::move(result)]() mutable {
                     if (guard)
                         done(std::move(result));
                     finish(job);
                 });
        };
        post(m_engine, std::move(run));
        return job;
    }

    /// The job that runs now, or the one that is next; null when there is nothing to do.
    Job* current() const;
    /// The job that was asked for last; null when there is nothing to do.
    Job* latest() const { return m_jobs.isEmpty() ? nullptr : m_jobs.last(); }
    qsizetype count() const { return m_jobs.size(); } ///< running and waiting
    bool isIdle() const { return m_jobs.isEmpty(); }

    /// Asks the current job, or all of them, to stop.
    void cancelCurrent();
    void cancelAll();
    void cancelAllBut(const QList<QPointer<Job>>& kept);

signals:
    void started(dissonance::Job* job);
    void finished(dissonance::Job* job);
    void becameIdle();

private:
    template <typename Call>
    static std::invoke_result_t<Call&> attempt(Call call, const std::stop_token& stop)
    {
        try {
            if (stop.stop_requested())
                return cancelled();
            return call();
        } catch (const std::bad_alloc&) {
            return Error{ErrorCode::OutOfMemory, "There was not enough memory for this."};
        } catch (const std::exception& exception) {
            return Error{ErrorCode::Internal, exception.what()};
        } catch (...) {
            return Error{ErrorCode::Internal, "An exception of unknown type."};
        }
    }

    template <typename Call>
    static void post(QObject* object, Call call)
    {
        QMetaObject::invokeMethod(object, std::move(call), Qt::QueuedConnection);
    }

    Job* add(const QString& name);
    RunContext contextFor(const QPointer<Job>& job, const std::stop_token& stop);
    void begin(const QPointer<Job>& job);
    void finish(const QPointer<Job>& job);

    QThread m_thread;
    QObject* m_engine = nullptr; ///< lives on the engine thread; jobs are events posted to it
    QList<Job*> m_jobs; ///< in order; the first is running or about to
};

} // namespace dissonance
