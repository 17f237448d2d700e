#include "engine/detector/simple_detectors.h"
#include "engine/scoring/metrics.h"
#include "tests/support/small_detector.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dissonance;

namespace {

/// Two channels that move together, the second a step up from sample `from` on.
std::shared_ptr<const Recording> linked(std::size_t samples, std::size_t from,
                                        std::shared_ptr<const TimeAxis> clock = {})
{
    if (!clock)
        clock = TimeAxis::sampleIndex(samples);
    std::vector<double> first(samples);
    std::vector<double> second(samples);
    for (std::size_t i = 0; i < samples; ++i) {
        first[i] = 1e9 + std::sin(0.31 * double(i));
        second[i] =
            std::sin(0.31 * double(i)) + 0.1 * std::sin(2.7 * double(i)) + (i >= from ? 3.0 : 0.0);
    }
    return *Recording::create("linked.csv",
                              {{"a", "", "", ChannelKind::Continuous, clock, first, {}},
                               {"b", "", "", ChannelKind::Continuous, clock, second, {}}});
}

std::vector<std::string> titlesOf(const std::vector<SimpleScores>& all)
{
    std::vector<std::string> titles;
    for (const auto& one : all)
        titles.push_back(one.title);
    return titles;
}

} // namespace

/// The simple detectors on recordings rather than on matrices.
class TestSimpleDetectors : public QObject
{
    Q_OBJECT

private slots:
    void findAStep();
    void causal();
    void jumps();
    void errors();
    void stops();
};

void TestSimpleDetectors::findAStep()
{
    const auto recording = linked(2000, 1900);
    const auto all =
        simpleDetectorScores({recording, {{0, 800}, {900, 1500}}, {}}, *recording, false, 1, {});
    QVERIFY2(all, testing::detailOf(all).c_str());
    QCOMPARE(
        titlesOf(*all),
        (std::vector<std::string>{"max|z|", "PCA residual", "Mahalanobis", "k-means windows"}));
    std::vector<std::uint8_t> stepped(2000);
    std::fill(stepped.begin() + 1900, stepped.end(), std::uint8_t(1));
    for (const auto& one : *all) {
        QCOMPARE(one.score.size(), 2000U);
        QVERIFY2(aucRoc(one.score, stepped) > 0.95, one.title.c_str());
        QVERIFY2(std::isfinite(one.threshold), one.title.c_str());
        QVERIFY2(one.score[1950] > one.threshold, one.title.c_str());
    }
}

void TestSimpleDetectors::causal()
{
    const auto recording = linked(600, 500);
    const auto all = simpleDetectorScores({recording, {{0, 400}}, {}}, *recording, true, 1, {});
    QVERIFY2(all, testing::detailOf(all).c_str());
    const auto& windows = all->back().score;
    QVERIFY(std::isnan(windows[18]) && !std::isnan(windows[19]));
    // The window ends before the step, so it does not know.
    QVERIFY(windows[499] < 1.0 && windows[510] > 1.0);
    QVERIFY(!std::isnan(all->front().score[0]));
}

/// After a jump of the clock a window has to fill first.
void TestSimpleDetectors::jumps()
{
    std::vector<std::int64_t> ticks(600);
    for (std::size_t i = 0; i < 600; ++i)
        ticks[i] = std::int64_t(i + (i >= 300 ? 5000 : 0)) * 1'000'000'000;
    const auto recording = linked(600, 600, *TimeAxis::create(TimeKind::Elapsed, ticks));
    const auto all = simpleDetectorScores({recording, {}, {}}, *recording, true, 1, {});
    QVERIFY2(all, testing::detailOf(all).c_str());
    const auto& windows = all->back().score;
    QVERIFY(!std::isnan(windows[299]));
    QVERIFY(std::isnan(windows[300]) && std::isnan(windows[318]) && !std::isnan(windows[319]));
}

void TestSimpleDetectors::errors()
{
    const auto recording = linked(100, 100);
    const auto fails = [&](std::vector<SampleSpan> normal, const Recording& judged) {
        const auto all =
            simpleDetectorScores({recording, std::move(normal), {}}, judged, false, 1, {});
        return all ? ErrorCode::Internal : all.error().code;
    };
    QCOMPARE(fails({{50, 200}}, *recording), ErrorCode::InvalidArgument);
    QCOMPARE(fails({{50, 51}}, *recording), ErrorCode::TooShort);
    const auto clock = TimeAxis::sampleIndex(5);
    const auto other = Recording::create(
        "other.csv", {{"a", "", "", ChannelKind::Continuous, clock, std::vector<double>(5), {}}});
    QCOMPARE(fails({}, **other), ErrorCode::ChannelsDiffer);
}

void TestSimpleDetectors::stops()
{
    std::stop_source source;
    source.request_stop();
    const auto recording = linked(100, 100);
    const auto all =
        simpleDetectorScores({recording, {}, {}}, *recording, false, 1, {source.get_token(), {}});
    QVERIFY(!all);
    QCOMPARE(all.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestSimpleDetectors)
#include "tst_simple_detectors.moc"
