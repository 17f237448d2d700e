#include "tests/ui/heartbeat.h"
#include "tests/ui/window_fixture.h"
#include "ui/jobs/job.h"
#include "ui/shell/inspection.h"
#include "ui/shell/plots_area.h"
#include "ui/views/shared_time.h"

#include <QFile>

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <thread>
#include <vector>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// The longest time that the GUI thread does not come back to its event loop while the engine
/// thread reads, trains and scores, and how soon a training stops. The printed figures are the
/// measure (aims: 50 ms and 200 ms); what is asserted leaves room for a machine that others use
/// too, whose own stall is printed beside.
class TestHeartbeat : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void beatsWhileTheEngineWorks();
    void beatsWithALongRecording();
    void trainingStopsSoon_data();
    void trainingStopsSoon();

private:
    static qint64 measure(WindowFixture& fixture, const char* what,
                          const std::function<void()>& start);

    SampleFolder m_sample;
};

namespace {

constexpr qint64 kAimToStop = 200; ///< ms
constexpr qint64 kFarTooLong = 500;

/// The stall of a GUI that has nothing to do while every core computes, in ms.
qint64 stallOfTheMachine(int milliseconds)
{
    std::atomic<bool> stop = false;
    std::vector<std::thread> busy;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
        busy.emplace_back([&stop] {
            double sum = 0.0;
            while (!stop)
                sum = std::sin(sum + 1.0);
        });
    const Heartbeat heartbeat;
    QTest::qWait(milliseconds);
    stop = true;
    for (auto& thread : busy)
        thread.join();
    return heartbeat.longestStall();
}

} // namespace

void TestHeartbeat::initTestCase()
{
    QVERIFY(m_sample.isWritten());
    qInfo("the machine's own longest stall: %lld ms", qlonglong(stallOfTheMachine(2000)));
}

qint64 TestHeartbeat::measure(WindowFixture& fixture, const char* what,
                              const std::function<void()>& start)
{
    const Heartbeat heartbeat;
    start();
    const bool settled = fixture.settle(240);
    QTest::qWait(50); // what came last is still to be painted
    qInfo("%s: longest stall of the GUI %lld ms, of it %.0f ms its own work, over %d beats", what,
          qlonglong(heartbeat.longestStall()), heartbeat.mostWork(), heartbeat.beats());
    return settled ? heartbeat.longestStall() : std::numeric_limits<qint64>::max();
}

void TestHeartbeat::beatsWhileTheEngineWorks()
{
    WindowFixture fixture;
    QVERIFY(QTest::qWaitForWindowExposed(&fixture.window));
    QTest::qWait(200);
    const auto reading = measure(fixture, "reading",
                                 [&] { fixture.window.openFiles({m_sample.file("sample.csv")}); });
    const auto training = measure(fixture, "training and scoring", [&] {
        fixture.session.train({{m_sample.normal()}, {}, configFor(Preset::Default)});
    });
    const auto inspecting =
        measure(fixture, "explaining", [&] { fixture.window.inspection().inspectIncident(0); });
    QVERIFY(reading < kFarTooLong);
    QVERIFY(training < kFarTooLong);
    QVERIFY(inspecting < kFarTooLong);
    QVERIFY(fixture.session.current()->scores);
}

/// What takes time for each sample shows here.
void TestHeartbeat::beatsWithALongRecording()
{
    constexpr int kChannels = 12;
    const int rows = qEnvironmentVariableIntValue("DISSONANCE_HEARTBEAT_ROWS") > 0
        ? qEnvironmentVariableIntValue("DISSONANCE_HEARTBEAT_ROWS")
        : 200'000;
    const auto name = m_sample.file("long.csv");
    QFile table(name);
    QVERIFY(table.open(QIODevice::WriteOnly));
    QByteArray text("time");
    for (int channel = 0; channel < kChannels; ++channel)
        text += ",c" + QByteArray::number(channel);
    for (int row = 0; row < rows; ++row) {
        text += '\n' + QByteArray::number(row);
        const double common = std::sin(0.01 * row);
        for (int channel = 0; channel < kChannels; ++channel)
            text +=
                ',' + QByteArray::number(common + 0.1 * std::sin(row * (channel + 1.7)), 'f', 4);
        if (text.size() > 1'000'000) {
            table.write(text);
            text.clear();
        }
    }
    table.write(text + '\n');
    table.close();

    WindowFixture fixture;
    QVERIFY(QTest::qWaitForWindowExposed(&fixture.window));
    QTest::qWait(200);
    const auto reading =
        measure(fixture, "long: reading", [&] { fixture.window.openFiles({name}); });
    const auto training = measure(fixture, "long: training and scoring", [&] {
        fixture.session.train({{{0, rows / 4}}, {}, configFor(Preset::Quick)});
    });
    QVERIFY(fixture.session.current() && fixture.session.current()->scores);
    const auto moving = measure(fixture, "long: moving the threshold", [&] {
        for (const double factor : {0.9, 0.8, 0.9, 1.0, 1.1}) {
            fixture.session.setThreshold(factor * fixture.session.current()->scores->threshold);
            QTest::qWait(20);
        }
    });
    const auto zooming = measure(fixture, "long: zooming and panning", [&] {
        auto& time = fixture.find<PlotsArea>()->time();
        for (int i = 0; i < 10; ++i) {
            time.zoom(0.8, time.last());
            QTest::qWait(10);
        }
        time.fit();
    });
    QVERIFY(reading < kFarTooLong);
    QVERIFY(training < kFarTooLong);
    QVERIFY(moving < kFarTooLong);
    QVERIFY(zooming < kFarTooLong);
}

void TestHeartbeat::trainingStopsSoon_data()
{
    QTest::addColumn<int>("after"); ///< ms; of the first step where it is negative
    QTest::addRow("at once") << 0;
    QTest::addRow("after 10 ms") << 10;
    QTest::addRow("after 50 ms") << 50;
    QTest::addRow("after 200 ms") << 200;
    QTest::addRow("while the network learns") << -500;
}

void TestHeartbeat::trainingStopsSoon()
{
    QFETCH(const int, after);
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QTest::qWait(100);
    const Heartbeat heartbeat;
    if (after < 0)
        QVERIFY(m_sample.beginLongTraining(fixture));
    else
        fixture.session.train({{m_sample.normal()}, {}, configFor(Preset::Thorough)});
    QTest::qWait(std::abs(after));
    QElapsedTimer timer;
    timer.start();
    fixture.session.cancelTraining();
    QVERIFY(fixture.settle());
    const auto elapsed = timer.elapsed();
    const auto own = std::max(heartbeat.longestStall(), stallOfTheMachine(500));
    qInfo("training stopped after %lld ms; the machine's own stall %lld ms", qlonglong(elapsed),
          qlonglong(own));
    QVERIFY(elapsed < kAimToStop + own);
    QVERIFY(!fixture.session.detector());
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestHeartbeat test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_heartbeat.moc"
