#include "engine/recording/time_axis.h"

#include <QTest>

#include <limits>

using namespace dissonance;

class TestTimeAxis : public QObject
{
    Q_OBJECT

private slots:
    void create_data();
    void create();
    void medianStep_data();
    void medianStep();
    void sampleIndex();
    void sampleAtOrAfter();
    void display();
    void format_data();
    void format();
};

namespace {

constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
constexpr auto kMost = std::numeric_limits<std::int64_t>::max();

std::vector<std::int64_t> ticksOf(const QList<qint64>& list)
{
    return {list.begin(), list.end()};
}

} // namespace

void TestTimeAxis::create_data()
{
    QTest::addColumn<QList<qint64>>("ticks");
    QTest::addColumn<bool>("accepted");
    QTest::addRow("none") << QList<qint64>{} << true;
    QTest::addRow("one") << QList<qint64>{-5} << true;
    QTest::addRow("rising") << QList<qint64>{-5, 0, 1, 100} << true;
    QTest::addRow("all of 64 bits") << QList<qint64>{kLeast, kMost} << true;
    QTest::addRow("standing") << QList<qint64>{0, 1, 1, 2} << false;
    QTest::addRow("falling") << QList<qint64>{0, 2, 1} << false;
}

void TestTimeAxis::create()
{
    QFETCH(QList<qint64>, ticks);
    QFETCH(bool, accepted);
    const auto axis = TimeAxis::create(TimeKind::Elapsed, ticksOf(ticks));
    QCOMPARE(bool(axis), accepted);
    if (accepted) {
        QCOMPARE((*axis)->size(), std::size_t(ticks.size()));
        QVERIFY((*axis)->ticks() == ticksOf(ticks));
        QCOMPARE((*axis)->kind(), TimeKind::Elapsed);
    } else {
        QCOMPARE(axis.error().code, ErrorCode::ShapeMismatch);
        QVERIFY(axis.error().detail.find("after sample 1") != std::string::npos);
    }
}

void TestTimeAxis::medianStep_data()
{
    QTest::addColumn<QList<qint64>>("ticks");
    QTest::addColumn<qint64>("step");
    QTest::addRow("none") << QList<qint64>{} << qint64(0);
    QTest::addRow("one") << QList<qint64>{7} << qint64(0);
    QTest::addRow("two") << QList<qint64>{7, 10} << qint64(3);
    QTest::addRow("even") << QList<qint64>{0, 5, 10, 15} << qint64(5);
    QTest::addRow("with a gap") << QList<qint64>{0, 5, 10, 1000, 1005, 1010} << qint64(5);
    QTest::addRow("beyond 64 bits") << QList<qint64>{kLeast, kMost} << qint64(kMost);
}

void TestTimeAxis::medianStep()
{
    QFETCH(QList<qint64>, ticks);
    QFETCH(qint64, step);
    const auto axis = TimeAxis::create(TimeKind::Utc, ticksOf(ticks));
    QVERIFY(axis);
    QCOMPARE((*axis)->medianStep(), step);
}

void TestTimeAxis::sampleIndex()
{
    const auto axis = TimeAxis::sampleIndex(3);
    QVERIFY(axis->ticks() == (std::vector<std::int64_t>{0, 1, 2}));
    QCOMPARE(axis->kind(), TimeKind::SampleIndex);
    QCOMPARE(axis->medianStep(), 1);
    QCOMPARE(TimeAxis::sampleIndex(0)->size(), 0U);
}

void TestTimeAxis::sampleAtOrAfter()
{
    const auto axis = *TimeAxis::create(TimeKind::Elapsed, {-10, 0, 5});
    QCOMPARE(axis->sampleAtOrAfter(kLeast), 0U);
    QCOMPARE(axis->sampleAtOrAfter(-10), 0U);
    QCOMPARE(axis->sampleAtOrAfter(-9), 1U);
    QCOMPARE(axis->sampleAtOrAfter(5), 2U);
    QCOMPARE(axis->sampleAtOrAfter(6), 3U);
}

void TestTimeAxis::display()
{
    const auto index = TimeAxis::sampleIndex(3);
    QCOMPARE(index->toDisplay(2), 2.0);
    QCOMPARE(index->fromDisplay(1.6), 2);
    const auto seconds = *TimeAxis::create(TimeKind::Elapsed, {0, 1});
    // The nearest double: the one that 60 and 0.3 are written for.
    QCOMPARE(seconds->toDisplay(1'500'000'000), 1.5);
    QVERIFY(seconds->toDisplay(60'000'000'000) == 60.0);
    QVERIFY(seconds->toDisplay(300'000'000) == 0.3);
    QCOMPARE(seconds->fromDisplay(-1.5), -1'500'000'000);
    QCOMPARE(seconds->fromDisplay(std::numeric_limits<double>::quiet_NaN()), 0);
    QVERIFY(seconds->fromDisplay(1e300) > 9'000'000'000'000'000'000);
    QVERIFY(seconds->fromDisplay(-1e300) < -9'000'000'000'000'000'000);
}

void TestTimeAxis::format_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("tick");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, TimeKind kind, qint64 tick, const char* expected) {
        QTest::addRow("%s", name) << int(kind) << tick << QString::fromLatin1(expected);
    };
    row("sample", TimeKind::SampleIndex, 1234, "1234");
    row("seconds", TimeKind::Elapsed, 12'345'000'000, "12.345 s");
    row("whole seconds", TimeKind::Elapsed, 12'000'000'000, "12 s");
    row("nanoseconds", TimeKind::Elapsed, 1, "0.000000001 s");
    row("below zero", TimeKind::Elapsed, -1'500'000'000, "-1.5 s");
    row("just below zero", TimeKind::Elapsed, -1, "-0.000000001 s");
    row("least", TimeKind::Elapsed, kLeast, "-9223372036.854775808 s");
    row("date", TimeKind::Utc, 1'764'042'910'250'000'000, "2025-11-25T03:55:10.25Z");
    row("epoch", TimeKind::Utc, 0, "1970-01-01T00:00:00Z");
    row("before 1970", TimeKind::Utc, -1, "1969-12-31T23:59:59.999999999Z");
    // date -u -d @9223372036 and @-9223372037
    row("last", TimeKind::Utc, kMost, "2262-04-11T23:47:16.854775807Z");
    row("first", TimeKind::Utc, kLeast, "1677-09-21T00:12:43.145224192Z");
}

void TestTimeAxis::format()
{
    QFETCH(int, kind);
    QFETCH(qint64, tick);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(formatTick(TimeKind(kind), tick)), expected);
}

QTEST_GUILESS_MAIN(TestTimeAxis)
#include "tst_time_axis.moc"
