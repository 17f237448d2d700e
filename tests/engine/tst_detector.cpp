#include "engine/base/parallel.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/score_checks.h"
#include "tests/support/small_detector.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

constexpr std::size_t kLength = 16;
constexpr std::size_t kLongest = 32; ///< of the default preset

} // namespace

class TestDetector : public QObject
{
    Q_OBJECT
private slots:
    void brokenRelationShows();
    void brokenNonlinearRelationShows();
    void presets_data();
    void presets();
    void sameSeedSameBits();
    void fewAndManyChannels_data();
    void fewAndManyChannels();
    void thresholdsFollowTheAlarmRate();
    void thresholdsKeepAPromise();
    void causalLooksBackOnly();
    void offlineIsTheMeanOfCoveringWindows();
    void recordsWhatWasLearned();
    void scoresSeveralAtOnce();
};

void TestDetector::brokenRelationShows()
{
    const auto values = linearProcess(4000, 5, 1);
    const auto detector = trainOn(recordingOf(values), smallConfig(Preset::Default));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    QVERIFY((*detector)->card().separationCopula > 0.9);

    auto test = linearProcess(2000, 5, 2);
    test = broken(test, 0, 1000, 1100, 300);
    test = broken(test, 2, 1000, 1100, 600);
    const auto track = scored(**detector, *recordingOf(test));
    const auto& samples = track.samples;
    // Away from the splices: the channels move as ever, only not with the others.
    const double inside = mean(samples.dependence, 1020, 1080);
    const double outside = mean(samples.dependence, 100, 900);
    const double marginal = mean(samples.marginal, 1020, 1080);
    qInfo("dependence %.2f inside, %.2f outside; marginal %.2f inside; threshold %.2f", inside,
          outside, marginal, track.threshold);
    QVERIFY(inside > 5.0 * outside);
    QVERIFY(inside > 3.0 * marginal);
}

void TestDetector::brokenNonlinearRelationShows()
{
    auto config = configFor(Preset::Default);
    config.threads = 2;
    const auto detector = trainOn(recordingOf(nonlinearProcess(6000, 3)), config);
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto& card = (*detector)->card();
    qInfo("AUC_T %.3f, AUC_N %.3f, w_N %.2f", card.separationCopula, card.separationNetwork,
          card.networkWeight);
    QVERIFY(card.networkWeight > 0.5);

    auto test = nonlinearProcess(3000, 4);
    test = broken(test, 1, 1000, 1400, 200);
    test = broken(test, 3, 1000, 1400, 2000);
    const auto track = scored(**detector, *recordingOf(test));
    QVERIFY(mean(track.samples.dependence, 1020, 1380)
            > 1.5 * mean(track.samples.dependence, 100, 900));
}

void TestDetector::presets_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"default", "quick", "seed", "thorough"})
        QTest::addRow("%s", name) << QString::fromLatin1(name);
}

void TestDetector::presets()
{
    QFETCH(const QString, name);
    const auto preset = presetFromText(name.toStdString());
    QVERIFY(preset.has_value());
    const auto values = nonlinearProcess(1600, 5);
    const auto config = smallConfig(*preset, 3);
    const auto detector = trainOn(recordingOf(values), config);
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    QCOMPARE((*detector)->card().config.preset, *preset);
    QCOMPARE((*detector)->card().config.windowLengths, config.windowLengths);

    const auto track = scored(**detector, *recordingOf(values));
    const auto longest =
        *std::max_element(config.windowLengths.begin(), config.windowLengths.end());
    QCOMPARE(track.windowLength, longest);
    QCOMPARE(track.samples.size(), std::size_t(1600));
    QCOMPARE(track.windows.size(), std::size_t(1600 - longest + 1));
    QVERIFY(finite(track.samples.total) && finite(track.windows.total));
    for (std::size_t i = 0; i < track.samples.size(); ++i) {
        QVERIFY(track.samples.marginal[i] >= 0.0 && track.samples.dependence[i] >= 0.0);
        QCOMPARE(track.samples.total[i], track.samples.marginal[i] + track.samples.dependence[i]);
    }
    QVERIFY(mean(track.samples.marginal, 0, 1600) > 0.0); // the network alone has its own
    QCOMPARE(std::isnan((*detector)->card().separationNetwork), *preset == Preset::Quick);
    QVERIFY(mean(track.samples.dependence, 0, 1600) > 0.0);
}

void TestDetector::sameSeedSameBits()
{
    const auto recording = recordingOf(nonlinearProcess(1500, 6));
    const auto one = trainOn(recording, smallConfig(Preset::Seed, 1));
    const auto again = trainOn(recording, smallConfig(Preset::Seed, 1));
    const auto other = trainOn(recording, smallConfig(Preset::Seed, 2));
    QVERIFY(one && again && other);
    const auto first = scored(**one, *recording);
    QVERIFY(sameBits(first.samples, scored(**again, *recording).samples));
    QVERIFY(sameBits(first.samples, scored(**one, *recording, {false, 1}).samples));
    QVERIFY(!sameBits(first.samples, scored(**other, *recording).samples));
    QCOMPARE((*one)->card().threshold, (*again)->card().threshold);
}

void TestDetector::fewAndManyChannels_data()
{
    QTest::addColumn<int>("channels");
    QTest::addRow("two") << 2;
    QTest::addRow("two hundred") << 200;
}

void TestDetector::fewAndManyChannels()
{
    QFETCH(const int, channels);
    auto config = smallConfig(Preset::Seed, 1, 10);
    config.useMarginal = config.useCopula = true; // with the network even where T suffices
    for (const auto preset : {Preset::Quick, Preset::Seed}) {
        config.useNetwork = preset == Preset::Seed;
        const auto recording = recordingOf(linearProcess(900, channels, 7));
        const auto detector = trainOn(recording, config);
        QVERIFY2(bool(detector), detailOf(detector).c_str());
        QVERIFY(finite(scored(**detector, *recording).samples.total));
    }
}

void TestDetector::thresholdsKeepAPromise()
{
    const auto recording = recordingOf(linearProcess(4000, 3, 8));
    TrainingRequest request;
    request.sources.push_back({recording, {}, {}});
    request.config = smallConfig(Preset::Quick);
    request.alarms = AlarmPromise{4.0, false};
    const auto detector = Detector::train(request, {});
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto& card = (*detector)->card();
    QCOMPARE(card.threshold, card.alarmRate.thresholdFor(0.004));
    QCOMPARE(card.causalThreshold, card.causalAlarmRate.thresholdFor(0.004));
    QVERIFY(card.alarmInterval.low <= 0.004 && card.alarmInterval.high >= 0.004);
    QVERIFY(card.causalAlarmInterval.low < card.causalAlarmInterval.high);
    QVERIFY(card.thresholdRule.find("One false alarm in 250 samples") == 0);
    QVERIFY(card.thresholdRule.find("block bootstrap") != std::string::npos);
    QCOMPARE(*promisedThreshold(card, {4.0, false}, false), card.threshold);
    QCOMPARE(*promisedThreshold(card, {4.0, false}, true), card.causalThreshold);

    const auto track = scored(**detector, *recording, {false, 0, 0.25});
    QCOMPARE(track.threshold, 0.25);
    QVERIFY(track.flagged == flagAbove(track.samples.total, 0.25));

    request.alarms = AlarmPromise{1.0, true}; // there is no clock
    const auto refused = Detector::train(request, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
}

void TestDetector::thresholdsFollowTheAlarmRate()
{
    auto channels = channelsOf(linearProcess(3000, 3, 8));
    std::vector<std::int64_t> ticks;
    for (std::int64_t i = 0; i < 3000; ++i)
        ticks.push_back(i * 60'000'000'000);
    const auto minutes = *TimeAxis::create(TimeKind::Utc, ticks);
    const auto plain = trainOn(recordingOf(channels), smallConfig(Preset::Quick));
    for (auto& channel : channels)
        channel.time = minutes;
    const auto timed = trainOn(recordingOf(channels), smallConfig(Preset::Quick));
    QVERIFY(plain && timed);
    QVERIFY(std::isnan((*plain)->card().medianStepSeconds));
    QCOMPARE((*timed)->card().medianStepSeconds, 60.0);
    for (const auto& detector : {*plain, *timed}) {
        const auto& card = detector->card();
        const double rate = defaultAlarmRate(card.medianStepSeconds);
        QCOMPARE(card.threshold, card.alarmRate.thresholdFor(rate));
        QCOMPARE(card.causalThreshold, card.causalAlarmRate.thresholdFor(rate));
        QVERIFY(card.threshold > 0.0 && card.causalThreshold > 0.0);
        QVERIFY(!card.thresholdRule.empty());
    }
    const auto recording = recordingOf(linearProcess(500, 3, 9));
    const auto offline = scored(**plain, *recording);
    const auto causal = scored(**plain, *recording, {true, 0});
    QCOMPARE(offline.threshold, (*plain)->card().threshold);
    QCOMPARE(causal.threshold, (*plain)->card().causalThreshold);
    QCOMPARE(offline.flagged, flagAbove(offline.samples.total, offline.threshold));
    QCOMPARE(offline.modelSha256, (*plain)->card().sha256);
    QVERIFY(causal.causal && !offline.causal);
}

void TestDetector::causalLooksBackOnly()
{
    const auto detector =
        trainOn(recordingOf(nonlinearProcess(1500, 10)), smallConfig(Preset::Default));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto values = nonlinearProcess(600, 11);
    auto changed = values;
    changed.bottomRows(200).setConstant(2.0);
    const auto track = scored(**detector, *recordingOf(values), {true, 2});
    const auto other = scored(**detector, *recordingOf(changed), {true, 2});

    for (std::size_t t = 0; t < 600; ++t) {
        if (t + 1 < kLongest) {
            QVERIFY(std::isnan(track.samples.total[t]));
            QVERIFY(std::isnan(track.samples.marginal[t]));
            QVERIFY(std::isnan(track.samples.dependence[t]));
            QCOMPARE(int(track.flagged[t]), 0);
        } else {
            QCOMPARE(track.samples.total[t], track.windows.total[t + 1 - kLongest]);
        }
    }
    for (std::size_t t = kLongest - 1; t < 400; ++t)
        QCOMPARE(track.samples.total[t], other.samples.total[t]);
    QVERIFY(track.samples.total[420] != other.samples.total[420]);
}

void TestDetector::offlineIsTheMeanOfCoveringWindows()
{
    const auto recording = recordingOf(linearProcess(1000, 3, 12));
    auto config = smallConfig(Preset::Quick);
    config.windowLengths = {int(kLength)};
    const auto detector = trainOn(recording, config);
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto track = scored(**detector, *recording);
    QVERIFY(finite(track.samples.total));
    for (std::size_t t = 0; t < 1000; ++t) {
        const auto first = t + 1 < kLength ? 0 : t + 1 - kLength;
        const auto last = std::min(t + 1, track.windows.size());
        COMPARE_NEAR(track.samples.total[t], mean(track.windows.total, first, last), 1e-9);
    }
}

void TestDetector::recordsWhatWasLearned()
{
    TrainingRequest request;
    request.sources = {{recordingOf(linearProcess(1000, 3, 19), "a.csv"), {}, {{100, 200}}},
                       {recordingOf(linearProcess(800, 3, 19), "b.csv"), {{50, 750}}, {}}};
    request.config = smallConfig(Preset::Quick);
    const auto detector = Detector::train(request, {});
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto& card = (*detector)->card();
    QCOMPARE(card.sources.size(), std::size_t(2));
    QCOMPARE(card.sources[0].name, std::string("a.csv"));
    QCOMPARE(card.sources[0].normal, (std::vector<SampleSpan>{{0, 100}, {200, 1000}}));
    QCOMPARE(card.sources[1].normal, (std::vector<SampleSpan>{{50, 750}}));
    // Of 1600 normal samples 1280 fit; 32 lie between them and those that calibrate.
    QCOMPARE(card.trainingSamples, std::ptrdiff_t(1280));
    QCOMPARE(card.calibrationSamples, std::ptrdiff_t(288));
    QCOMPARE(card.sha256.size(), std::size_t(64));
    QVERIFY(!card.version.empty());
    QCOMPARE(card.created.size(), std::size_t(20)); // 2026-11-25T04:00:00Z
}

/// One detector, several recordings at the same time, each on some threads: the bits of one after
/// the other, and nothing of what they share is written without a lock (under TSan).
void TestDetector::scoresSeveralAtOnce()
{
    const auto trained =
        trainOn(recordingOf(nonlinearProcess(1600, 5)), smallConfig(Preset::Default));
    QVERIFY2(bool(trained), detailOf(trained).c_str());
    constexpr std::ptrdiff_t kAtOnce = 4;
    std::vector<std::shared_ptr<const Recording>> recordings;
    std::vector<ScoreTrack> alone;
    for (std::ptrdiff_t i = 0; i < kAtOnce; ++i) {
        recordings.push_back(recordingOf(nonlinearProcess(3000 + 500 * i, std::uint64_t(7 + i))));
        alone.push_back(scored(**trained, *recordings.back(), {.causal = false, .threads = 1}));
    }
    std::vector<ScoreTrack> together(std::size_t{kAtOnce});
    parallelFor(kAtOnce, int(kAtOnce), [&](std::ptrdiff_t i, std::ptrdiff_t) {
        together[std::size_t(i)] = scored(**trained, *recordings[std::size_t(i)],
                                          {.causal = false, .threads = int(1 + i % 3)});
    });
    for (std::size_t i = 0; i < together.size(); ++i) {
        QCOMPARE(together[i].samples.size(), std::size_t(recordings[i]->sampleCount()));
        QVERIFY(together[i].samples.marginal == alone[i].samples.marginal);
        QVERIFY(together[i].samples.dependence == alone[i].samples.dependence);
    }
}

QTEST_APPLESS_MAIN(TestDetector)
#include "tst_detector.moc"
