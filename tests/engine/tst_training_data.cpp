#include "engine/detector/gaps.h"
#include "engine/detector/training_data.h"

#include <QTest>

#include <limits>

using namespace dissonance;

namespace {

Channel channelOf(std::vector<double> values, std::shared_ptr<const TimeAxis> time)
{
    Channel channel;
    channel.name = "x";
    channel.time = std::move(time);
    channel.values = std::move(values);
    return channel;
}

} // namespace

/// Which samples count: gaps, and spans to learn from and to calibrate on.
class TestTrainingData : public QObject
{
    Q_OBJECT

private slots:
    void gapSpans();
    void leftOut();
    void splits();
    void weights();
    void wholeWindowsOfRepeatedRuns();
    void thinnedToPieces();
    void spansLessExclusions();
};

void TestTrainingData::gapSpans()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto clock = TimeAxis::sampleIndex(8);
    QCOMPARE(gapsOf(channelOf({nan, 1, nan, nan, 2, 3, 4, nan}, clock), *clock),
             (std::vector<SampleSpan>{{0, 1}, {2, 4}, {7, 8}}));
    QCOMPARE(gapsOf(channelOf({1, 2, 3, 4, 5, 6, 7, 8}, clock), *clock), std::vector<SampleSpan>());
    // On an axis of its own: from the missing sample until the next present one.
    const auto own = *TimeAxis::create(TimeKind::SampleIndex, {0, 3, 6});
    QCOMPARE(gapsOf(channelOf({1, nan, 2}, own), *clock), (std::vector<SampleSpan>{{3, 6}}));
    QCOMPARE(gapsOf(channelOf({1, 2, nan}, own), *clock), (std::vector<SampleSpan>{{6, 8}}));
}

void TestTrainingData::leftOut()
{
    using Runs = std::vector<std::pair<Eigen::Index, Eigen::Index>>;
    const auto runsOf = [](const Gaps& gaps, std::ptrdiff_t usual) {
        Runs runs;
        const auto leftOut = leftOutWindows(gaps, {usual}, 16);
        for (const auto& run : leftOut.front())
            runs.emplace_back(run.first, run.count);
        return runs;
    };
    // Windows that lie more than half in the gap, and those into which its end falls.
    QCOMPARE(runsOf({{{100, 140}}}, 0), (Runs{{93, 47}}));
    QCOMPARE(runsOf({{{100, 107}}}, 0), Runs()); // shorter than half a window
    QCOMPARE(runsOf({{{2, 40}}}, 0), (Runs{{0, 40}}));
    QCOMPARE(runsOf({{{100, 140}}}, 20), Runs()); // not longer than three usual ones
    QCOMPARE(runsOf({{{100, 160}}}, 20), (Runs{{93, 67}}));

    // 30 gaps: the habit is what 95 % of them do not exceed; a handful makes none.
    std::vector<SampleSpan> many;
    for (std::ptrdiff_t i = 0; i < 30; ++i)
        many.push_back({i * 100, i * 100 + (i == 7 ? 50 : 9)});
    QCOMPARE(usualGap(many), std::ptrdiff_t(9));
    QCOMPARE(usualGap({{0, 9}, {20, 29}}), std::ptrdiff_t(0));
    QCOMPARE(usualGap({}), std::ptrdiff_t(0));
}

void TestTrainingData::splits()
{
    const auto split = splitTraining({{0, 600}, {600, 1000}}, {1, 1}, 0.2, 16);
    QVERIFY(bool(split));
    QCOMPARE(split->fit, (std::vector<SampleSpan>{{0, 600}, {600, 800}}));
    QCOMPARE(split->calibration, (std::vector<SampleSpan>{{816, 1000}}));

    const auto tooShort = splitTraining({{0, 100}}, {1}, 0.2, 16);
    QVERIFY(!tooShort);
    QCOMPARE(tooShort.error().code, ErrorCode::TooShort);
    QVERIFY(tooShort.error().detail.find("320 samples") != std::string::npos);
    QVERIFY(bool(splitTraining({{0, 320}}, {1}, 0.2, 16))); // what it named is enough
}

/// What is weighed takes part in both, and the rest is split as if it were alone.
void TestTrainingData::weights()
{
    using Spans = std::vector<SampleSpan>;
    const auto split = splitTraining({{0, 1000}, {1000, 1200}, {1200, 1500}}, {1, 3, 1}, 0.2, 16);
    QVERIFY(bool(split));
    QCOMPARE(split->fit,
             (Spans{{0, 1000}, {1200, 1240}, {1000, 1160}, {1000, 1160}, {1000, 1160}}));
    QCOMPARE(split->calibration, (Spans{{1256, 1500}, {1176, 1200}, {1176, 1200}, {1176, 1200}}));
    QCOMPARE(coveredSamples(split->fit), std::ptrdiff_t(1200));
    QCOMPARE(coveredSamples(split->calibration), std::ptrdiff_t(268));
    // Copies are no samples.
    const auto tooShort = splitTraining({{0, 100}}, {kMostWeight}, 0.2, 16);
    QVERIFY(!tooShort);
    QVERIFY2(tooShort.error().detail.find("there are 100.") != std::string::npos,
             tooShort.error().detail.c_str());
}

void TestTrainingData::wholeWindowsOfRepeatedRuns()
{
    using Runs = std::vector<std::pair<Eigen::Index, Eigen::Index>>;
    Runs runs;
    for (const auto& run : wholeWindows({{0, 100}, {0, 100}, {200, 50}}, {{{10, 5}, {220, 10}}}))
        runs.emplace_back(run.first, run.count);
    QCOMPARE(runs, (Runs{{0, 10}, {15, 85}, {0, 10}, {15, 85}, {200, 20}, {230, 20}}));
}

void TestTrainingData::thinnedToPieces()
{
    using Spans = std::vector<SampleSpan>;
    QCOMPARE(thinnedSpans({{0, 60}, {100, 140}}, 100, 10), (Spans{{0, 60}, {100, 140}}));
    // Of 120 samples the 1st, 31st, 61st and 91st ten.
    QCOMPARE(thinnedSpans({{5, 125}}, 40, 10), (Spans{{5, 15}, {35, 45}, {65, 75}, {95, 105}}));
    // A piece goes on in the next span; pieces that touch are one.
    QCOMPARE(thinnedSpans({{0, 64}, {100, 156}}, 40, 10),
             (Spans{{0, 10}, {30, 40}, {60, 64}, {100, 106}, {126, 136}}));
    QCOMPARE(thinnedSpans({{0, 11}}, 10, 5), (Spans{{0, 10}}));
    // No window may reach into the next stretch.
    QCOMPARE(thinnedSpans({{0, 64}, {64, 120}}, 40, 10),
             (Spans{{0, 10}, {30, 40}, {60, 64}, {64, 70}, {90, 100}}));
    // Twice the same: the second time other pieces of it.
    QCOMPARE(thinnedSpans({{0, 55}, {0, 55}}, 40, 10),
             (Spans{{0, 10}, {27, 37}, {0, 10}, {27, 37}}));
}

void TestTrainingData::spansLessExclusions()
{
    const auto spans = [](std::vector<SampleSpan> normal, std::vector<SampleSpan> excluded) {
        return *normalSpans(normal, excluded, 100);
    };
    using Spans = std::vector<SampleSpan>;
    QCOMPARE(spans({}, {}), (Spans{{0, 100}}));
    QCOMPARE(spans({{50, 80}, {0, 20}, {10, 30}}, {}), (Spans{{0, 30}, {50, 80}}));
    QCOMPARE(spans({}, {{20, 30}, {25, 40}}), (Spans{{0, 20}, {40, 100}}));
    QCOMPARE(spans({{0, 50}}, {{0, 10}, {40, 60}}), (Spans{{10, 40}}));
    QCOMPARE(spans({{10, 20}}, {{0, 100}}), Spans());
    for (const SampleSpan& wrong : Spans{{-1, 5}, {5, 101}, {7, 7}, {9, 3}}) {
        QCOMPARE(normalSpans({wrong}, {}, 100).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(normalSpans({}, {wrong}, 100).error().code, ErrorCode::InvalidArgument);
    }
}

QTEST_APPLESS_MAIN(TestTrainingData)
#include "tst_training_data.moc"
