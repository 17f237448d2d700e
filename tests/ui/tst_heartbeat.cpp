#include "engine/sample/sample_incident.h"
#include "tests/ui/window_fixture.h"
#include "ui/shell/inspection.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <limits>

using namespace dissonance;
using namespace dissonance::test;

/// The longest time that the GUI thread does not come back to its event loop while the engine
/// thread reads, trains and scores. Printed, and bounded generously: a machine under load
/// delays every thread.
class TestHeartbeat : public QObject
{
    Q_OBJECT

private slots:
    void beatsWhileTheEngineWorks();
};

namespace {

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

} // namespace

void TestHeartbeat::beatsWhileTheEngineWorks()
{
    const QTemporaryDir folder;
    QVERIFY(writeSampleIncident(folder.path().toStdString(), {}, {}));
    const auto normal = makeSampleIncident().normal;
    WindowFixture fixture;
    QVERIFY(QTest::qWaitForWindowExposed(&fixture.window));
    QTest::qWait(200);

    const auto measure = [&](const char* what, auto&& start) {
        const Heartbeat heartbeat;
        start();
        const bool settled = fixture.settle(240);
        qInfo("%s: longest stall of the GUI %lld ms over %d beats", what,
              qlonglong(heartbeat.longestStall()), heartbeat.beats());
        return settled ? heartbeat.longestStall() : std::numeric_limits<qint64>::max();
    };
    const auto reading = measure("reading", [&] {
        fixture.window.openFiles({folder.filePath(QStringLiteral("sample.csv"))});
    });
    const auto training = measure("training and scoring", [&] {
        fixture.session.train({{normal}, {}, configFor(Preset::Default)});
    });
    const auto inspecting =
        measure("explaining", [&] { fixture.window.inspection().inspectIncident(0); });
    // The aim is 50 ms on a calm machine; see the printed figures.
    constexpr qint64 kFarTooLong = 500;
    QVERIFY(reading < kFarTooLong);
    QVERIFY(training < kFarTooLong);
    QVERIFY(inspecting < kFarTooLong);
    QVERIFY(fixture.session.current()->scores);
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestHeartbeat test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_heartbeat.moc"
