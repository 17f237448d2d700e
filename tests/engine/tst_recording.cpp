#include "engine/recording/recording.h"

#include <QTest>

using namespace dissonance;

class TestRecording : public QObject
{
    Q_OBJECT

private slots:
    void create();
    void clockHasMostSamples();
    void rejected_data();
    void rejected();
    void spans_data();
    void spans();
};

namespace {

Channel channelOf(const std::string& name, std::size_t values, std::shared_ptr<const TimeAxis> time)
{
    Channel channel;
    channel.name = name;
    channel.time = std::move(time);
    channel.values.assign(values, 1.0);
    return channel;
}

std::shared_ptr<const TimeAxis> seconds(std::vector<std::int64_t> ticks)
{
    return *TimeAxis::create(TimeKind::Elapsed, std::move(ticks));
}

} // namespace

void TestRecording::create()
{
    const auto axis = TimeAxis::sampleIndex(3);
    const auto made =
        Recording::create("table.csv", {channelOf("a", 3, axis), channelOf("b", 3, axis)},
                          {"/data/table.csv", 12, "abc"});
    QVERIFY(made);
    const auto& recording = **made;
    QCOMPARE(recording.name(), "table.csv");
    QCOMPARE(recording.provenance().bytes, 12U);
    QCOMPARE(recording.channelCount(), 2U);
    QCOMPARE(recording.channel(1).name, "b");
    QCOMPARE(recording.indexOf("b"), 1);
    QCOMPARE(recording.indexOf("B"), -1);
    QCOMPARE(recording.indexOf(""), -1);
    QCOMPARE(recording.sampleCount(), 3);
    QCOMPARE(recording.clock().get(), axis.get());
}

void TestRecording::clockHasMostSamples()
{
    const auto slow = seconds({0, 10, 20});
    const auto fast = seconds({0, 5, 10, 15});
    const auto alsoFast = seconds({1, 6, 11, 16});
    const auto made = Recording::create(
        "x", {channelOf("a", 3, slow), channelOf("b", 4, fast), channelOf("c", 4, alsoFast)});
    QVERIFY(made);
    QCOMPARE((*made)->clock().get(), fast.get()); // the first of two as long
}

void TestRecording::rejected_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("says");
    QTest::addRow("no channel") << 0 << QStringLiteral("no channel");
    QTest::addRow("too few values") << 1 << QStringLiteral("'b' has 2 values but 3 instants");
    QTest::addRow("no axis") << 2 << QStringLiteral("'b' has no time axis");
    QTest::addRow("no name") << 3 << QStringLiteral("no name");
    QTest::addRow("a name twice") << 4 << QStringLiteral("Two channels are called 'a'");
    QTest::addRow("two kinds of time") << 5 << QStringLiteral("'b' counts time in another way");
}

void TestRecording::rejected()
{
    QFETCH(int, which);
    QFETCH(QString, says);
    const auto axis = TimeAxis::sampleIndex(3);
    const auto good = channelOf("a", 3, axis);
    const std::vector<std::vector<Channel>> cases{
        {},
        {good, channelOf("b", 2, axis)},
        {good, channelOf("b", 0, nullptr)},
        {good, channelOf("", 3, axis)},
        {good, good},
        {good, channelOf("b", 3, seconds({0, 1, 2}))},
    };
    const auto made = Recording::create("x", cases[std::size_t(which)]);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::ShapeMismatch);
    const auto detail = QString::fromStdString(made.error().detail);
    QVERIFY2(detail.contains(says), qPrintable(detail));
}

void TestRecording::spans_data()
{
    QTest::addColumn<QList<int>>("edges"); // of two spans
    QTest::addColumn<bool>("overlap");
    QTest::addRow("apart") << QList{0, 3, 5, 9} << false;
    QTest::addRow("touching") << QList{0, 3, 3, 9} << false;
    QTest::addRow("one sample") << QList{0, 4, 3, 9} << true;
    QTest::addRow("inside") << QList{0, 9, 3, 5} << true;
    QTest::addRow("same") << QList{3, 5, 3, 5} << true;
}

void TestRecording::spans()
{
    QFETCH(QList<int>, edges);
    QFETCH(bool, overlap);
    const SampleSpan a{edges[0], edges[1]};
    const SampleSpan b{edges[2], edges[3]};
    QCOMPARE(a.overlaps(b), overlap);
    QCOMPARE(b.overlaps(a), overlap);
    QCOMPARE(a.size(), edges[1] - edges[0]);
    QVERIFY(a.contains(a.first) && !a.contains(a.last) && a.contains(a.last - 1));
}

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
