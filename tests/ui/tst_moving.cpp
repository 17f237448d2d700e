#include "tests/ui/plot_fixture.h"
#include "ui/models/instant_input.h"
#include "ui/models/time_text.h"
#include "ui/views/shared_time.h"
#include "ui/views/zoom_history.h"

using namespace dissonance;
using namespace dissonance::fixture;
using namespace Qt::StringLiterals;

/// Ways through time: back and forward, instants as people write and type them.
class TestMoving : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void historyGoesBackAndForward();
    void aDragIsOneStep();
    void anotherRecordingHasNoHistory();
    void ticksInEachStyle_data();
    void ticksInEachStyle();
    void instantsInEachStyle_data();
    void instantsInEachStyle();
    void styleNamesAreKept();
    void typedInstants_data();
    void typedInstants();
};

namespace {

std::pair<double, double> rangeOf(const SharedTime& time)
{
    return {time.lower(), time.upper()};
}

std::shared_ptr<const TimeAxis> clockOf(TimeKind kind)
{
    // 2025-11-24 16:00:00 UTC, by `date -u -d @1764000000`.
    std::vector<std::int64_t> ticks;
    for (std::int64_t i = 0; i < 1000; ++i)
        ticks.push_back(kind == TimeKind::SampleIndex   ? i
                            : kind == TimeKind::Elapsed ? i * kSecond / 2
                                                        : kStart * kSecond + i * kSecond / 2);
    return *TimeAxis::create(kind, std::move(ticks));
}

} // namespace

void TestMoving::initTestCase()
{
    // Dubai has no summer time: four hours ahead, always.
    qputenv("TZ", "Asia/Dubai");
    tzset();
    QLocale plain = QLocale::c();
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    QLocale::setDefault(plain);
}

void TestMoving::historyGoesBackAndForward()
{
    SharedTime time;
    time.setClock(secondsAxis(10'000));
    ZoomHistory history(time);
    QVERIFY(!history.canGoBack() && !history.canGoForward());
    const auto all = rangeOf(time);
    time.setRange(double(kStart) + 1000, double(kStart) + 2000);
    const auto first = rangeOf(time);
    QVERIFY(history.canGoBack()); // at once
    QTest::qWait(500);
    time.setRange(double(kStart) + 1200, double(kStart) + 1300);
    const auto second = rangeOf(time);
    history.back();
    QCOMPARE(rangeOf(time), first);
    history.back();
    QCOMPARE(rangeOf(time), all);
    QVERIFY(!history.canGoBack());
    history.forward();
    history.forward();
    QCOMPARE(rangeOf(time), second);
    QVERIFY(!history.canGoForward());
    // What comes after going back takes the place of what was ahead.
    history.back();
    time.setRange(double(kStart) + 5000, double(kStart) + 6000);
    QTest::qWait(500);
    QVERIFY(!history.canGoForward());
    history.back();
    QCOMPARE(rangeOf(time), first);
}

void TestMoving::aDragIsOneStep()
{
    SharedTime time;
    time.setClock(secondsAxis(10'000));
    ZoomHistory history(time);
    const auto all = rangeOf(time);
    time.setRange(double(kStart) + 1000, double(kStart) + 2000);
    for (int i = 0; i < 20; ++i)
        time.pan(0.05);
    history.back();
    QCOMPARE(rangeOf(time), all);
    QVERIFY(!history.canGoBack());
}

void TestMoving::anotherRecordingHasNoHistory()
{
    SharedTime time;
    time.setClock(secondsAxis(10'000));
    ZoomHistory history(time);
    time.setRange(double(kStart) + 1000, double(kStart) + 2000);
    QTest::qWait(500);
    history.back();
    QVERIFY(history.canGoForward());
    time.setClock(secondsAxis(500));
    QVERIFY(!history.canGoBack() && !history.canGoForward());
}

void TestMoving::ticksInEachStyle_data()
{
    QTest::addColumn<TimeKind>("kind");
    QTest::addColumn<TimeStyle>("style");
    QTest::addColumn<QString>("label"); ///< of the second tick of 200 to 300 s
    QTest::addColumn<QString>("context");
    using enum TimeStyle;
    QTest::addRow("recorded") << TimeKind::Utc << Recorded << u"16:05"_s << u"2025-11-24 UTC"_s;
    QTest::addRow("UTC") << TimeKind::Utc << Utc << u"16:05"_s << u"2025-11-24 UTC"_s;
    QTest::addRow("local") << TimeKind::Utc << Local << u"20:05"_s << u"2025-11-24 +04"_s;
    QTest::addRow("seconds") << TimeKind::Utc << Seconds << u"250"_s << u"Seconds"_s;
    QTest::addRow("samples") << TimeKind::Utc << Sample << u"500"_s << u"Sample"_s;
    QTest::addRow("elapsed, seconds") << TimeKind::Elapsed << Seconds << u"250"_s << u"Seconds"_s;
    QTest::addRow("elapsed has no zone")
        << TimeKind::Elapsed << Local << u"0:05:00"_s << u"h:mm:ss"_s;
    QTest::addRow("no clock") << TimeKind::SampleIndex << Seconds << u"250"_s << u"Sample"_s;
}

void TestMoving::ticksInEachStyle()
{
    QFETCH(TimeKind, kind);
    QFETCH(TimeStyle, style);
    QFETCH(QString, label);
    QFETCH(QString, context);
    const auto clock = clockOf(kind);
    const double start = clock->toDisplay(clock->ticks().front());
    const auto ticks = timeTicks(*clock, style, start + 200, start + 300, 3);
    QCOMPARE(ticks.context, context);
    QVERIFY(ticks.ticks.size() >= 2);
    QCOMPARE(ticks.ticks[1].label, label);
    for (const auto& tick : ticks.ticks)
        QVERIFY(tick.value >= start + 200 - 1e-6 && tick.value <= start + 300 + 1e-6);
}

void TestMoving::instantsInEachStyle_data()
{
    QTest::addColumn<TimeStyle>("style");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("text");
    using enum TimeStyle;
    QTest::addRow("recorded") << Recorded << u"2025-11-24 16:01:00.5"_s
                              << u"2025-11-24 16:01:00.500"_s;
    QTest::addRow("local") << Local << u"2025-11-24 20:01:00.5"_s << u"2025-11-24 20:01:00.500"_s;
    QTest::addRow("sample") << Sample << u"121"_s << u"121"_s;
    QTest::addRow("seconds") << Seconds << u"60.5 s"_s << u"60.5 s"_s;
}

void TestMoving::instantsInEachStyle()
{
    QFETCH(TimeStyle, style);
    QFETCH(QString, label);
    QFETCH(QString, text);
    const auto clock = clockOf(TimeKind::Utc);
    QCOMPARE(instantLabel(*clock, style, clock->toDisplay(clock->tick(121))), label);
    QCOMPARE(instantText(*clock, 121, style), text);
}

void TestMoving::styleNamesAreKept()
{
    for (const auto style : {TimeStyle::Recorded, TimeStyle::Sample, TimeStyle::Seconds,
                             TimeStyle::Local, TimeStyle::Utc})
        QVERIFY(timeStyleFromText(toText(style)) == style);
    QVERIFY(timeStyleFromText(u"nonsense") == TimeStyle::Recorded);
}

void TestMoving::typedInstants_data()
{
    QTest::addColumn<TimeKind>("kind");
    QTest::addColumn<TimeStyle>("style");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("sample"); ///< -1: none
    using enum TimeStyle;
    QTest::addRow("sample") << TimeKind::Utc << Recorded << u"#121"_s << 121;
    QTest::addRow("plain number") << TimeKind::Utc << Recorded << u" 121 "_s << 121;
    QTest::addRow("fraction") << TimeKind::Utc << Recorded << u"60.5"_s << 121;
    QTest::addRow("seconds are shown") << TimeKind::Utc << Seconds << u"60"_s << 120;
    QTest::addRow("unit") << TimeKind::Utc << Recorded << u"60.5 s"_s << 121;
    QTest::addRow("minutes") << TimeKind::Elapsed << Sample << u"2min"_s << 240;
    QTest::addRow("date") << TimeKind::Utc << Recorded << u"2025-11-24 16:01:00.5"_s << 121;
    QTest::addRow("date with zone") << TimeKind::Utc << Local << u"2025-11-24T16:01:00.5Z"_s << 121;
    QTest::addRow("local date") << TimeKind::Utc << Local << u"2025-11-24 20:01:00.5"_s << 121;
    QTest::addRow("time of day") << TimeKind::Utc << Recorded << u"16:02"_s << 240;
    QTest::addRow("local time of day") << TimeKind::Utc << Local << u"20:02"_s << 240;
    QTest::addRow("elapsed") << TimeKind::Elapsed << Recorded << u"0:02:00.5"_s << 241;
    QTest::addRow("no clock") << TimeKind::SampleIndex << Recorded << u"17"_s << 17;
    QTest::addRow("seconds without a clock")
        << TimeKind::SampleIndex << Recorded << u"17 s"_s << -1;
    QTest::addRow("beyond") << TimeKind::Utc << Recorded << u"#1000"_s << -1;
    QTest::addRow("before") << TimeKind::Utc << Recorded << u"2025-11-24 15:00"_s << -1;
    QTest::addRow("half a sample") << TimeKind::SampleIndex << Recorded << u"1.5"_s << -1;
    QTest::addRow("words") << TimeKind::Utc << Recorded << u"tomorrow"_s << -1;
    QTest::addRow("words, elapsed") << TimeKind::Elapsed << Recorded << u"tomorrow"_s << -1;
}

void TestMoving::typedInstants()
{
    QFETCH(TimeKind, kind);
    QFETCH(TimeStyle, style);
    QFETCH(QString, text);
    QFETCH(int, sample);
    const auto clock = clockOf(kind);
    const auto about = clock->toDisplay(clock->tick(500));
    const auto input = instantFromText(*clock, style, about, text);
    QCOMPARE(input.time.has_value(), sample >= 0);
    QCOMPARE(input.problem.isEmpty(), sample >= 0);
    // A microsecond: Unix seconds in a double.
    if (sample >= 0)
        QVERIFY(std::abs(*input.time - clock->toDisplay(clock->tick(std::size_t(sample)))) < 1e-6);
}

QTEST_MAIN(TestMoving)
#include "tst_moving.moc"
