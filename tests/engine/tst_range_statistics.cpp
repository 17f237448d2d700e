#include "engine/recording/range_statistics.h"
#include "tests/support/near.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dissonance;

class TestRangeStatistics : public QObject
{
    Q_OBJECT

private slots:
    void knownNumbers();
    void piecesAreTheWhole();
    void largeOffsetsLoseNothing();
    void tooFewToSay();
};

namespace {

constexpr auto kNan = std::numeric_limits<double>::quiet_NaN();

Channel channelOf(std::vector<double> values, std::int64_t start = 0)
{
    std::vector<std::int64_t> ticks;
    for (std::size_t i = 0; i < values.size(); ++i)
        ticks.push_back(start + std::int64_t(i) * 500'000'000); // half a second
    return {"c",
            "V",
            "",
            ChannelKind::Continuous,
            *TimeAxis::create(TimeKind::Utc, ticks),
            std::move(values),
            {}};
}

RangeStatistics of(const Channel& channel, std::size_t first, std::size_t last)
{
    RangeSums sums;
    sums.add(channel, first, last);
    return sums.result();
}

} // namespace

// Golden values: Python 3.11, statistics.stdev and statistics.linear_regression of
// x = [0, 0.5, 1.5, 2] and y = [1, 4, 2, 7].
void TestRangeStatistics::knownNumbers()
{
    const auto channel = channelOf({1, 4, kNan, 2, 7, 1000});
    const auto result = of(channel, 0, 5);
    QCOMPARE(result.count, std::size_t(4));
    QCOMPARE(result.missing, std::size_t(1));
    QCOMPARE(result.min, 1.0);
    QCOMPARE(result.max, 7.0);
    COMPARE_NEAR(result.mean, 3.5, 1e-12);
    COMPARE_NEAR(result.deviation, 2.6457513110645907, 1e-12);
    COMPARE_NEAR(result.slope, 2.0, 1e-12);
}

void TestRangeStatistics::piecesAreTheWhole()
{
    std::vector<double> values(1000);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::sin(double(i * i));
    const auto channel = channelOf(values);
    RangeSums pieces;
    for (std::size_t first = 100; first < 900; first += 37)
        pieces.add(channel, first, std::min<std::size_t>(first + 37, 900));
    const auto whole = of(channel, 100, 900);
    QCOMPARE(pieces.result().mean, whole.mean);
    QCOMPARE(pieces.result().deviation, whole.deviation);
    QCOMPARE(pieces.result().slope, whole.slope);
}

void TestRangeStatistics::largeOffsetsLoseNothing()
{
    std::vector<double> values(10'000);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = 1e9 + (i % 2 == 0 ? 1.0 : -1.0) + 0.001 * double(i);
    const auto result = of(channelOf(values, 1'764'000'000'000'000'000), 0, values.size());
    COMPARE_NEAR(result.mean, 1e9 + 4.9995, 1e-6);
    COMPARE_NEAR(result.slope, 0.002, 1e-6); // two samples a second
}

void TestRangeStatistics::tooFewToSay()
{
    const auto channel = channelOf({kNan, 3.0, kNan});
    const auto one = of(channel, 0, 3);
    QCOMPARE(one.mean, 3.0);
    QVERIFY(std::isnan(one.deviation));
    QVERIFY(std::isnan(one.slope));
    const auto none = of(channel, 0, 1);
    QCOMPARE(none.missing, std::size_t(1));
    QVERIFY(std::isnan(none.min));
    QVERIFY(std::isnan(none.mean));
}

QTEST_GUILESS_MAIN(TestRangeStatistics)
#include "tst_range_statistics.moc"
