#include "engine/recording/recording_summary.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace dissonance;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kSecond = 1'000'000'000;

Channel channel(const char* name, std::shared_ptr<const TimeAxis> time, std::vector<double> values)
{
    return {name, {}, {}, ChannelKind::Continuous, std::move(time), std::move(values), {}};
}

} // namespace

class TestRecordingSummary : public QObject
{
    Q_OBJECT

private slots:
    void channels();
    void gaps();
    void gapBeyond64Bits();
    void withoutClock();
};

void TestRecordingSummary::channels()
{
    const auto time = TimeAxis::sampleIndex(4);
    const auto recording = Recording::create("r",
                                             {channel("moves", time, {kNaN, 2.0, -1.0, 5.0}),
                                              channel("still", time, {3, 3, kNaN, 3}),
                                              channel("absent", time, {kNaN, kNaN, kNaN, kNaN})});
    QVERIFY(recording);
    const auto summary = summarise(**recording);
    QCOMPARE(summary.channels.size(), std::size_t(3));
    const auto& moves = summary.channels[0];
    QCOMPARE(moves.missing, std::size_t(1));
    QCOMPARE(moves.least, -1.0);
    QCOMPARE(moves.greatest, 5.0);
    QVERIFY(!moves.constant());
    QCOMPARE(summary.channels[1].missing, std::size_t(1));
    QVERIFY(summary.channels[1].constant());
    QCOMPARE(summary.channels[1].least, 3.0);
    QCOMPARE(summary.channels[2].missing, std::size_t(4));
    QVERIFY(summary.channels[2].constant());
    QVERIFY(std::isnan(summary.channels[2].greatest));
}

void TestRecordingSummary::gaps()
{
    // Steps of 2 s, one of exactly 1.5 steps, one longer.
    const auto time = TimeAxis::create(
        TimeKind::Utc, {0, 2 * kSecond, 4 * kSecond, 7 * kSecond, 9 * kSecond, 19 * kSecond});
    QVERIFY(time);
    const auto recording = Recording::create("r", {channel("a", *time, {1, 2, 3, 4, 5, 6})});
    QVERIFY(recording);
    const auto summary = summarise(**recording);
    QCOMPARE(summary.samplesPerSecond, 0.5);
    QCOMPARE(summary.gaps.size(), std::size_t(1));
    QCOMPARE(summary.gaps[0].sample, std::ptrdiff_t(4));
    QCOMPARE(summary.gaps[0].ticks, 10 * kSecond);
}

void TestRecordingSummary::gapBeyond64Bits()
{
    using Limits = std::numeric_limits<std::int64_t>;
    const auto time = TimeAxis::create(
        TimeKind::Utc, {Limits::min(), Limits::min() + 1, Limits::min() + 2, Limits::max()});
    QVERIFY(time);
    const auto recording = Recording::create("r", {channel("a", *time, {1, 2, 3, 4})});
    QVERIFY(recording);
    const auto summary = summarise(**recording);
    QCOMPARE(summary.gaps.size(), std::size_t(1));
    QCOMPARE(summary.gaps[0].sample, std::ptrdiff_t(2));
    QCOMPARE(summary.gaps[0].ticks, Limits::max());
}

void TestRecordingSummary::withoutClock()
{
    const auto recording =
        Recording::create("r", {channel("a", TimeAxis::sampleIndex(3), {1, 2, 3})});
    QVERIFY(recording);
    const auto summary = summarise(**recording);
    QVERIFY(std::isnan(summary.samplesPerSecond));
    QVERIFY(summary.gaps.empty());
}

QTEST_APPLESS_MAIN(TestRecordingSummary)
#include "tst_recording_summary.moc"
