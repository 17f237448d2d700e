#include "ui/jobs/job_runner.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <stdexcept>
#include <thread>

using namespace dissonance;
using namespace Qt::StringLiterals;

class TestJobRunner : public QObject
{
    Q_OBJECT

private slots:
    void bringsTheResultHome();
    void keepsTheOrder();
    void reportsProgress();
    void cancels();
    void cancelsWhatWaits();
    void dropsTheAnswerOfADeadGuard();
    void turnsExceptionsIntoErrors();
    void stopsWhenDestroyed();
};

namespace {

/// Work that goes on until it is asked to stop.
Result<int> untilStopped(const RunContext& context)
{
    while (!context.stopRequested())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return cancelled();
}

} // namespace

void TestJobRunner::bringsTheResultHome()
{
    JobRunner runner;
    QThread* worked = nullptr;
    QThread* answered = nullptr;
    int answer = 0;
    auto* job = runner.start(
        u"adding"_s, this,
        [&](const RunContext&) -> Result<int> {
            worked = QThread::currentThread();
            return 42;
        },
        [&](Result<int> result) {
            answered = QThread::currentThread();
            answer = *result;
        });
    QCOMPARE(runner.current(), job);
    QSignalSpy idle(&runner, &JobRunner::becameIdle);
    QVERIFY(idle.wait());
    QCOMPARE(answer, 42);
    QVERIFY(worked != nullptr && worked != QThread::currentThread());
    QCOMPARE(answered, QThread::currentThread());
    QVERIFY(runner.isIdle());
}

void TestJobRunner::keepsTheOrder()
{
    JobRunner runner;
    QList<int> order;
    for (int i = 0; i < 5; ++i)
        runner.start(
            u"job"_s, this, [i](const RunContext&) -> Result<int> { return i; },
            [&](Result<int> result) { order << *result; });
    QCOMPARE(runner.count(), 5);
    QSignalSpy idle(&runner, &JobRunner::becameIdle);
    QVERIFY(idle.wait());
    QCOMPARE(order, (QList<int>{0, 1, 2, 3, 4}));
}

void TestJobRunner::reportsProgress()
{
    JobRunner runner;
    auto* job = runner.start(
        u"counting"_s, this,
        [](const RunContext& context) -> Result<int> {
            for (int i = 0; i < 1000; ++i) {
                context.report(i / 1000.0, "counting", 1.0);
                std::this_thread::sleep_for(std::chrono::microseconds(200));
            }
            return 0;
        },
        [](const Result<int>&) {});
    QSignalSpy progressed(job, &Job::progressed);
    QSignalSpy idle(&runner, &JobRunner::becameIdle);
    QVERIFY(idle.wait());
    QVERIFY(progressed.count() >= 2);
    // At most one every 40 ms, and not one for each of a thousand reports.
    QVERIFY2(progressed.count() < 100, qPrintable(QString::number(progressed.count())));
    QCOMPARE(progressed.first().at(1).toString(), u"counting"_s);
}

void TestJobRunner::cancels()
{
    JobRunner runner;
    std::optional<ErrorCode> code;
    auto* job = runner.start(u"waiting"_s, this, untilStopped,
                             [&](Result<int> result) { code = result.error().code; });
    QSignalSpy started(job, &Job::started);
    QVERIFY(started.wait());
    QElapsedTimer timer;
    timer.start();
    QSignalSpy idle(&runner, &JobRunner::becameIdle);
    runner.cancelCurrent();
    QVERIFY(idle.wait());
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(code, ErrorCode::Cancelled);
}

void TestJobRunner::cancelsWhatWaits()
{
    JobRunner runner;
    bool ran = false;
    std::optional<ErrorCode> code;
    auto* first = runner.start(u"first"_s, this, untilStopped, [](const Result<int>&) {});
    auto* second = runner.start(
        u"second"_s, this,
        [&](const RunContext&) -> Result<int> {
            ran = true;
            return 1;
        },
        [&](Result<int> result) { code = result.error().code; });
    second->cancel();
    first->cancel();
    QSignalSpy idle(&runner, &JobRunner::becameIdle);
    QVERIFY(idle.wait());
    QVERIFY(!ran);
    QCOMPARE(code, ErrorCode::Cancelled);
}

void TestJobRunner::dropsTheAnswerOfADeadGuard()
{
    JobRunner runner;
    bool answered = false;
    auto guard = std::make_unique<QObject>();
    runner.start(
        u"job"_s, guard.get(), [](const RunContext&) -> Result<int> { return 1; },
        [&](const Result<int>&) { answered = true; });
    guard.reset();
    QSignalSpy idle(&runner, &JobRunner::becameIdle);
    QVERIFY(idle.wait());
    QVERIFY(!answered);
}

void TestJobRunner::turnsExceptionsIntoErrors()
{
    JobRunner runner;
    QList<ErrorCode> codes;
    const auto note = [&](Result<int> result) {
        codes << result.error().code;
    };
    runner.start(
        u"a"_s, this, [](const RunContext&) -> Result<int> { throw std::runtime_error("no"); },
        note);
    runner.start(
        u"b"_s, this, [](const RunContext&) -> Result<int> { throw std::bad_alloc(); }, note);
    runner.start(
        u"c"_s, this, [](const RunContext&) -> Result<int> { throw 1; }, note);
    QSignalSpy idle(&runner, &JobRunner::becameIdle);
    QVERIFY(idle.wait());
    QCOMPARE(codes,
             (QList<ErrorCode>{ErrorCode::Internal, ErrorCode::OutOfMemory, ErrorCode::Internal}));
}

void TestJobRunner::stopsWhenDestroyed()
{
    auto runner = std::make_unique<JobRunner>();
    auto* job = runner->start(u"waiting"_s, this, untilStopped, [](const Result<int>&) {});
    QSignalSpy started(job, &Job::started);
    QVERIFY(started.wait());
    QElapsedTimer timer;
    timer.start();
    runner.reset();
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
