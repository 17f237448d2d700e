#include "engine/recording/grid.h"

#include <QTest>

#include <limits>

using namespace dissonance;

class TestGrid : public QObject
{
    Q_OBJECT

private slots:
    void fills_data();
    void fills();
    void choiceAndOrder();
    void offsetsComeOffInDouble();
};

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

std::shared_ptr<const TimeAxis> axisOf(const QList<qint64>& ticks)
{
    return *TimeAxis::create(TimeKind::Elapsed, {ticks.begin(), ticks.end()});
}

Channel channelOf(const std::string& name, std::shared_ptr<const TimeAxis> time,
                  const QList<double>& values)
{
    Channel channel;
    channel.name = name;
    channel.time = std::move(time);
    channel.values.assign(values.begin(), values.end());
    return channel;
}

} // namespace

void TestGrid::fills_data()
{
    QTest::addColumn<QList<qint64>>("ticks"); // empty: the clock's own, 0 10 20 30 40
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<QList<float>>("expected");
    QTest::addColumn<double>("missing");

    const QList<qint64> own;
    QTest::addRow("nothing missing")
        << own << QList<double>{1, 2, 3, 4, 5} << QList<float>{1, 2, 3, 4, 5} << 0.0;
    QTest::addRow("held") << own << QList<double>{1, kNaN, kNaN, 4, kNaN}
                          << QList<float>{1, 1, 1, 4, 4} << 0.6;
    QTest::addRow("before the first")
        << own << QList<double>{kNaN, kNaN, 3, 4, 5} << QList<float>{3, 3, 3, 4, 5} << 0.4;
    QTest::addRow("no value at all")
        << own << QList<double>(5, kNaN) << QList<float>{0, 0, 0, 0, 0} << 1.0;
    QTest::addRow("slower") << QList<qint64>{0, 20} << QList<double>{1, 2}
                            << QList<float>{1, 1, 2, 2, 2} << 0.0;
    QTest::addRow("between the clock's")
        << QList<qint64>{5, 19, 30} << QList<double>{1, 2, 3} << QList<float>{1, 1, 2, 3, 3} << 0.2;
    QTest::addRow("faster at once") << QList<qint64>{1, 2, 3, 40} << QList<double>{1, 2, 3, 4}
                                    << QList<float>{3, 3, 3, 3, 4} << 0.2;
    QTest::addRow("after the clock's end")
        << QList<qint64>{50, 60} << QList<double>{1, 2} << QList<float>{0, 0, 0, 0, 0} << 1.0;
    QTest::addRow("slower, with a gap")
        << QList<qint64>{0, 20} << QList<double>{1, kNaN} << QList<float>{1, 1, 1, 1, 1} << 0.0;
    QTest::addRow("all of one slow channel missing")
        << QList<qint64>{0, 20} << QList<double>{kNaN, kNaN} << QList<float>{0, 0, 0, 0, 0} << 1.0;
}

void TestGrid::fills()
{
    QFETCH(QList<qint64>, ticks);
    QFETCH(QList<double>, values);
    QFETCH(QList<float>, expected);
    QFETCH(double, missing);
    const auto clock = axisOf({0, 10, 20, 30, 40});
    const auto recording =
        Recording::create("x",
                          {channelOf("clock", clock, {1, 1, 1, 1, 1}),
                           channelOf("a", ticks.isEmpty() ? clock : axisOf(ticks), values)});
    QVERIFY(recording);
    for (const int threads : {1, 2, 0}) {
        const auto grid = makeGrid(**recording, {0, 1}, threads);
        QCOMPARE(grid.sampleCount(), 5);
        QCOMPARE(QList<float>(grid.values.col(1).begin(), grid.values.col(1).end()), expected);
        QVERIFY(std::abs(grid.missing[1] - missing) < 1e-12);
        QCOMPARE(grid.missing[0], 0.0);
    }
}

void TestGrid::choiceAndOrder()
{
    const auto clock = axisOf({0, 10});
    const auto recording =
        Recording::create("x",
                          {channelOf("a", clock, {1, 2}), channelOf("b", clock, {3, 4}),
                           channelOf("c", clock, {5, 6})});
    const auto grid = makeGrid(**recording, {2, 0});
    QVERIFY(grid.names == (std::vector<std::string>{"c", "a"}));
    QCOMPARE(grid.channelCount(), 2);
    QCOMPARE(grid.values(1, 0), 6.0F);
    QCOMPARE(grid.values(0, 1), 1.0F);
    QCOMPARE(makeGrid(**recording, {}).channelCount(), 0);
}

void TestGrid::offsetsComeOffInDouble()
{
    const auto clock = axisOf({0, 10, 20, 30});
    const auto recording = Recording::create(
        "x",
        {channelOf("a", clock, {1e9 - 0.5, 1e9 + 0.25, kNaN, 1e9 + 0.5}),
         channelOf("b", clock, QList<double>(4, kNaN)), channelOf("c", clock, {1, 2, 3, 4})});
    QVERIFY(recording);
    const auto grid = makeGrid(**recording, {2, 0, 1}, 2, {0.0, 1e9, 5.0});
    QCOMPARE(grid.values.col(0), Eigen::Vector4f(1, 2, 3, 4));
    QCOMPARE(grid.values.col(1), Eigen::Vector4f(-0.5F, 0.25F, 0.25F, 0.5F)); // exact in a float
    QCOMPARE(grid.values.col(2), Eigen::Vector4f::Zero().eval());
}

QTEST_GUILESS_MAIN(TestGrid)
#include "tst_grid.moc"
