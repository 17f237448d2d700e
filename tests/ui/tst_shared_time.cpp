#include "tests/ui/plot_fixture.h"
#include "ui/views/shared_time.h"

#include <QSignalSpy>

using namespace dissonance;
using namespace dissonance::fixture;

class TestSharedTime : public QObject
{
    Q_OBJECT

private slots:
    void aClockIsShownWhole();
    void rangeStaysInside();
    void rangeIsNeverNarrowerThanFourSteps();
    void zoomKeepsWhatItIsAbout();
    void zoomAtTheLimitStandsStill();
    void panKeepsTheWidth();
    void spansAreShownWithTheirSurroundings();
    void samplesAreTheNearest();
    void selectionIsCut();
    void withoutAClock();
    void oneSample();
    void unevenSteps();
};

namespace {

/// Sample numbers are small enough for exact arithmetic.
std::shared_ptr<const TimeAxis> samples(std::size_t count)
{
    return TimeAxis::sampleIndex(count);
}

} // namespace

void TestSharedTime::aClockIsShownWhole()
{
    SharedTime time;
    QSignalSpy range(&time, &SharedTime::rangeChanged);
    QSignalSpy clock(&time, &SharedTime::clockChanged);
    time.setClock(samples(100));
    QCOMPARE(time.lower(), 0.0);
    QCOMPARE(time.upper(), 100.0);
    QCOMPARE(clock.count(), 1);
    QCOMPARE(range.count(), 1);
    time.setCursor(5);
    time.setSelection(SampleSpan{1, 4});
    time.setClock(samples(50));
    QVERIFY(!time.cursor().has_value());
    QVERIFY(!time.selection().has_value());
    QCOMPARE(time.upper(), 50.0);
}

void TestSharedTime::rangeStaysInside()
{
    SharedTime time;
    time.setClock(samples(100));
    time.setRange(-50, 10);
    QCOMPARE(time.lower(), 0.0);
    QCOMPARE(time.upper(), 60.0);
    time.setRange(130, 90);
    QCOMPARE(time.lower(), 60.0);
    QCOMPARE(time.upper(), 100.0);
    QSignalSpy range(&time, &SharedTime::rangeChanged);
    time.setRange(60, 100);
    time.setRange(kNan, 20);
    QCOMPARE(range.count(), 0);
}

void TestSharedTime::rangeIsNeverNarrowerThanFourSteps()
{
    SharedTime time;
    time.setClock(samples(100));
    time.setRange(50, 50);
    QCOMPARE(time.lower(), 48.0);
    QCOMPARE(time.upper(), 52.0);
}

void TestSharedTime::zoomKeepsWhatItIsAbout()
{
    SharedTime time;
    time.setClock(samples(100));
    time.zoom(0.5, 25);
    QCOMPARE(time.lower(), 12.5);
    QCOMPARE(time.upper(), 62.5);
    time.zoom(2.0, 25);
    QCOMPARE(time.lower(), 0.0);
    QCOMPARE(time.upper(), 100.0);
}

void TestSharedTime::zoomAtTheLimitStandsStill()
{
    SharedTime time;
    time.setClock(samples(1000));
    for (int i = 0; i < 100; ++i)
        time.zoom(0.5, 300);
    const double lower = time.lower();
    time.zoom(0.5, 300);
    // What a double loses over a hundred zooms.
    QVERIFY(std::abs(time.lower() - lower) < 1e-9);
    QVERIFY(std::abs(time.upper() - time.lower() - 4.0) < 1e-9);
    QVERIFY(time.lower() <= 300 && time.upper() >= 300);
}

void TestSharedTime::panKeepsTheWidth()
{
    SharedTime time;
    time.setClock(samples(100));
    time.setRange(20, 40);
    time.pan(0.5);
    QCOMPARE(time.lower(), 30.0);
    time.pan(-10);
    QCOMPARE(time.lower(), 0.0);
    QCOMPARE(time.upper(), 20.0);
}

void TestSharedTime::spansAreShownWithTheirSurroundings()
{
    SharedTime time;
    time.setClock(samples(1000));
    time.showSpan({400, 500});
    QCOMPARE(time.lower(), 300.0);
    QCOMPARE(time.upper(), 600.0);
}

void TestSharedTime::samplesAreTheNearest()
{
    SharedTime time;
    time.setClock(samples(100));
    QCOMPARE(time.sampleAt(3.4), 3);
    QCOMPARE(time.sampleAt(3.6), 4);
    QCOMPARE(time.sampleAt(-7), 0);
    QCOMPARE(time.sampleAt(1000), 99);
    QCOMPARE(time.timeOf(-3), 0.0);
    QCOMPARE(time.timeOf(100), 100.0);
}

void TestSharedTime::selectionIsCut()
{
    SharedTime time;
    time.setClock(samples(100));
    QSignalSpy selection(&time, &SharedTime::selectionChanged);
    time.setSelection(SampleSpan{-5, 200});
    QCOMPARE(time.selection()->first, 0);
    QCOMPARE(time.selection()->last, 100);
    QCOMPARE(selection.count(), 1);
    time.setSelection(SampleSpan{7, 7});
    QVERIFY(!time.selection().has_value());
}

void TestSharedTime::withoutAClock()
{
    SharedTime time;
    time.setRange(3, 7);
    time.zoom(0.5, 0.5);
    time.pan(1);
    time.showSpan({1, 2});
    time.setCursor(3);
    time.setSelection(SampleSpan{1, 2});
    QCOMPARE(time.lower(), 0.0);
    QCOMPARE(time.upper(), 1.0);
    QVERIFY(!time.cursor().has_value());
    QVERIFY(!time.selection().has_value());
}

void TestSharedTime::oneSample()
{
    for (const auto& clock : {samples(1), secondsAxis(1)}) {
        SharedTime time;
        time.setClock(clock);
        QCOMPARE(time.upper() - time.lower(), 1.0);
        time.zoom(0.1, time.lower());
        QCOMPARE(time.upper() - time.lower(), 1.0);
        QCOMPARE(time.sampleAt(time.lower() + 0.7), 0);
    }
}

void TestSharedTime::unevenSteps()
{
    const auto clock = *TimeAxis::create(TimeKind::Elapsed,
                                         {0, kSecond, 2 * kSecond, 100 * kSecond, 101 * kSecond});
    SharedTime time;
    time.setClock(clock);
    QCOMPARE(time.last(), 102.0);
    QCOMPARE(time.sampleAt(40.0), 2);
    QCOMPARE(time.sampleAt(60.0), 3);
    QCOMPARE(time.visibleSamples().first, 0);
    QCOMPARE(time.visibleSamples().last, 5);
}

QTEST_GUILESS_MAIN(TestSharedTime)
#include "tst_shared_time.moc"
