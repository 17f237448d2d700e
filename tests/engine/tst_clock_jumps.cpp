#include "engine/detector/clock_jumps.h"
#include "engine/detector/gaps.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"

#include <QTest>

#include <cmath>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::shared_ptr<const TimeAxis> clockOf(const std::vector<std::int64_t>& steps)
{
    std::vector<std::int64_t> ticks{0};
    for (const auto step : steps)
        ticks.push_back(ticks.back() + step);
    return *TimeAxis::create(TimeKind::Elapsed, std::move(ticks));
}

/// Rows of values, one a second, but `pause` seconds before each of `jumps`.
std::shared_ptr<const Recording> timed(const Eigen::MatrixXd& values,
                                       const std::vector<std::ptrdiff_t>& jumps,
                                       std::int64_t pause = 3600)
{
    std::vector<std::int64_t> steps(std::size_t(values.rows()) - 1, kSecond);
    for (const auto jump : jumps)
        steps[std::size_t(jump) - 1] = pause * kSecond;
    const auto time = clockOf(steps);
    auto channels = channelsOf(values);
    for (auto& channel : channels)
        channel.time = time;
    return recordingOf(std::move(channels));
}

using Spans = std::vector<SampleSpan>;

} // namespace

class TestClockJumps : public QObject
{
    Q_OBJECT

private slots:
    void jumps();
    void pieces();
    void nothingIsLearnedAcross();
    void nothingIsScoredAcross();
    void explainsBesideAJump();
    void onlyShortPieces();
    void windowsThatTeach();
};

void TestClockJumps::jumps()
{
    QVERIFY(clockJumps(*TimeAxis::sampleIndex(100)).empty());
    std::vector<std::int64_t> steps(100, 10);
    steps[30] = 100; // ten steps are none yet
    steps[60] = 101;
    QCOMPARE(clockJumps(*clockOf(steps)), std::vector<std::ptrdiff_t>{61});
    for (std::size_t i = 4; i < steps.size(); i += 10)
        steps[i] = 5000; // a pause every tenth sample is how it is recorded
    QVERIFY(clockJumps(*clockOf(steps)).empty());
    QVERIFY(clockJumps(*clockOf({7})).empty());
}

void TestClockJumps::pieces()
{
    QVERIFY((cutAtJumps({0, 10}, {}) == Spans{{0, 10}}));
    QVERIFY((cutAtJumps({0, 10}, {4, 5}) == Spans{{0, 4}, {4, 5}, {5, 10}}));
    QVERIFY((cutAtJumps({4, 8}, {2, 4, 8, 9}) == Spans{{4, 8}}));
}

void TestClockJumps::nothingIsLearnedAcross()
{
    const auto values = linearProcess(2400, 4, 3);
    const auto one = trainOn(timed(values, {1000}), smallConfig(Preset::Quick));
    TrainingRequest request;
    request.sources = {{timed(values.topRows(1000), {}), {}, {}},
                       {timed(values.bottomRows(1400), {}), {}, {}}};
    request.config = smallConfig(Preset::Quick);
    const auto two = Detector::train(request, {});
    QVERIFY2(one && two, detailOf(one).c_str());
    const auto test = timed(linearProcess(400, 4, 5), {});
    // The same rows in the same stretches: the same bits.
    QCOMPARE((*(*one)->score(*test, {}, {}))->samples.total,
             (*(*two)->score(*test, {}, {}))->samples.total);
}

void TestClockJumps::nothingIsScoredAcross()
{
    const auto detector =
        trainOn(timed(linearProcess(2400, 4, 3), {}), smallConfig(Preset::Default, 1, 20));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    auto values = linearProcess(610, 4, 5);
    values.bottomRows(310).array() += 0.5;
    const auto joined = (*detector)->score(*timed(values, {300, 310}), {}, {});
    const auto before = (*detector)->score(*timed(values.topRows(300), {}), {}, {});
    const auto after = (*detector)->score(*timed(values.bottomRows(300), {}), {}, {});
    QVERIFY(joined && before && after);
    const auto& track = **joined;
    for (std::size_t t = 0; t < 610; ++t) {
        const double score = track.samples.total[t];
        if (t < 300)
            QVERIFY(std::abs(score - (*before)->samples.total[t]) < 1e-5); // floats in blocks
        else if (t < 310)
            QVERIFY(std::isnan(score) && !track.flagged[t]); // shorter than a window
        else
            QVERIFY(std::abs(score - (*after)->samples.total[t - 310]) < 1e-5);
    }
    QCOMPARE(track.windows.size(), std::size_t(610 - 31));
    QVERIFY(std::isnan(track.windows.total[269]) && !std::isnan(track.windows.total[268]));
    QCOMPARE(track.notices.size(), std::size_t(1));
    QVERIFY(track.notices.front().find("jumps 2 times by more than 10") != std::string::npos);
    QVERIFY(bool((*detector)->incidents(*timed(values, {300, 310}), track, 0.3, {})));
}

void TestClockJumps::explainsBesideAJump()
{
    const auto detector =
        trainOn(timed(linearProcess(2400, 4, 3), {}), smallConfig(Preset::Default, 1, 20));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto values = linearProcess(610, 4, 5);
    const auto recording = timed(values, {300, 310});
    for (const auto& span : {SampleSpan{280, 330}, SampleSpan{300, 310}, SampleSpan{304, 305}}) {
        const auto explanation = (*detector)->explain(*recording, span, {});
        QVERIFY2(bool(explanation), detailOf(explanation).c_str());
        for (const auto& channel : (*explanation)->ranked)
            QVERIFY(std::isfinite(channel.share) && std::isfinite(channel.dependence));
    }
}

void TestClockJumps::onlyShortPieces()
{
    const auto detector = trainOn(timed(linearProcess(2400, 4, 3), {}), smallConfig(Preset::Quick));
    QVERIFY(bool(detector));
    const auto track = (*detector)->score(*timed(linearProcess(24, 4, 5), {12}), {}, {});
    QVERIFY(!track);
    QCOMPARE(track.error().code, ErrorCode::TooShort);
}

void TestClockJumps::windowsThatTeach()
{
    const auto countOf = [](const std::vector<WindowRun>& runs) {
        return int(windowCount(runs));
    };
    const std::vector<WindowRun> runs{{0, 50}, {100, 50}};
    QCOMPARE(countOf(wholeWindows(runs, {{}, {}})), 100);
    const auto whole = wholeWindows(runs, {{{10, 10}}, {{15, 10}, {140, 30}}});
    QCOMPARE(countOf(whole), 100 - 15 - 10);
    QCOMPARE(whole.front().first, 0);
    QCOMPARE(whole.front().count, 10);
    QCOMPARE(whole[1].first, 25);
    QCOMPARE(whole.back().first + whole.back().count, 140);
    QCOMPARE(countOf(wholeWindows(runs, {{{0, 120}}, {{0, 10}}})), 90); // the first is never there
    QCOMPARE(countOf(wholeWindows(runs, {{{0, 40}}, {{100, 40}}})), 100); // too few would be left
}

QTEST_GUILESS_MAIN(TestClockJumps)
#include "tst_clock_jumps.moc"
