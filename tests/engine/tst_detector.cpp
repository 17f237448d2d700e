#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kLength = 16;

ScoreTrack scored(const Detector& detector, const Recording& recording,
                  const ScoringOptions& options = {})
{
    auto track = detector.score(recording, options, {});
    return track ? **track : ScoreTrack();
}

/// Bit for bit, NaN like NaN.
bool same(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size()
        && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
               return x == y || (std::isnan(x) && std::isnan(y));
           });
}

bool same(const ScoreSeries& a, const ScoreSeries& b)
{
    return same(a.total, b.total) && same(a.marginal, b.marginal)
        && same(a.dependence, b.dependence);
}

bool finite(const std::vector<double>& values, std::size_t from = 0)
{
    return std::all_of(values.begin() + std::ptrdiff_t(from), values.end(),
                       [](double value) { return std::isfinite(value); });
}

double mean(const std::vector<double>& values, std::size_t first, std::size_t last)
{
    double sum = 0.0;
    for (auto i = first; i < last; ++i)
        sum += values[i];
    return sum / double(last - first);
}

/// Rows [first, last) of a channel replaced by its own values from elsewhere.
Eigen::MatrixXd broken(Eigen::MatrixXd values, Eigen::Index channel, Eigen::Index first,
                       Eigen::Index last, Eigen::Index from)
{
    values.col(channel).segment(first, last - first) =
        values.col(channel).segment(from, last - first).eval();
    return values;
}

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
    void causalLooksBackOnly();
    void offlineIsTheMeanOfCoveringWindows();
    void oddChannels();
    void constantThatMoves();
    void missingChannelCountsAsUsual();
    void infinitiesAreHeld();
    void largeOffsetsCostNothing();
    void statesByName();
    void veryManyTexts();
    void recordsWhatWasLearned();
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
    const auto longest = *preset == Preset::Thorough ? 24 : 16;
    QCOMPARE(track.windowLength, longest);
    QCOMPARE(track.samples.size(), std::size_t(1600));
    QCOMPARE(track.windows.size(), std::size_t(1600 - longest + 1));
    QVERIFY(finite(track.samples.total) && finite(track.windows.total));
    for (std::size_t i = 0; i < track.samples.size(); ++i) {
        QVERIFY(track.samples.marginal[i] >= 0.0 && track.samples.dependence[i] >= 0.0);
        QCOMPARE(track.samples.total[i], track.samples.marginal[i] + track.samples.dependence[i]);
    }
    const bool noMarginal = mean(track.samples.marginal, 0, 1600) == 0.0;
    QCOMPARE(noMarginal, *preset == Preset::Seed);
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
    QVERIFY(same(first.samples, scored(**again, *recording).samples));
    QVERIFY(same(first.samples, scored(**one, *recording, {false, 1}).samples));
    QVERIFY(!same(first.samples, scored(**other, *recording).samples));
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
        if (t + 1 < kLength) {
            QVERIFY(std::isnan(track.samples.total[t]));
            QVERIFY(std::isnan(track.samples.marginal[t]));
            QVERIFY(std::isnan(track.samples.dependence[t]));
            QCOMPARE(int(track.flagged[t]), 0);
        } else {
            QCOMPARE(track.samples.total[t], track.windows.total[t + 1 - kLength]);
        }
    }
    for (std::size_t t = kLength - 1; t < 400; ++t)
        QCOMPARE(track.samples.total[t], other.samples.total[t]);
    QVERIFY(track.samples.total[420] != other.samples.total[420]);
}

void TestDetector::offlineIsTheMeanOfCoveringWindows()
{
    const auto recording = recordingOf(linearProcess(1000, 3, 12));
    const auto detector = trainOn(recording, smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto track = scored(**detector, *recording);
    QVERIFY(finite(track.samples.total));
    for (std::size_t t = 0; t < 1000; ++t) {
        const auto first = t + 1 < kLength ? 0 : t + 1 - kLength;
        const auto last = std::min(t + 1, track.windows.size());
        COMPARE_NEAR(track.samples.total[t], mean(track.windows.total, first, last), 1e-9);
    }
}

void TestDetector::oddChannels()
{
    auto values = linearProcess(2000, 7, 13);
    values.col(3).setConstant(42.0);
    values.col(4) = (values.col(4).array() > 0.5).cast<double>(); // binary
    for (Eigen::Index t = 0; t < 2000; ++t)
        if (t % 5 == 0 || (t > 700 && t < 800))
            values(t, 5) = kNan;
    values.col(6).setConstant(kNan);
    const auto recording = recordingOf(values);
    const auto detector = trainOn(recording, smallConfig(Preset::Default));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    std::vector<bool> constant;
    for (const auto& channel : (*detector)->card().channels)
        constant.push_back(channel.constant);
    QCOMPARE(constant, (std::vector<bool>{false, false, false, true, false, false, true}));
    const auto track = scored(**detector, *recording);
    QVERIFY(finite(track.samples.total));
    QCOMPARE(track.notices.size(), std::size_t(1)); // the channel that is never there
    QVERIFY(track.notices.front().find("\"c6\"") != std::string::npos);
}

void TestDetector::constantThatMoves()
{
    auto values = linearProcess(2000, 4, 14);
    values.col(3).setConstant(42.0);
    const auto detector = trainOn(recordingOf(values), smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    values.col(3).segment(1000, 60).setConstant(43.0);
    const auto track = scored(**detector, *recordingOf(values));
    QVERIFY(mean(track.samples.total, 1005, 1055) > track.threshold);
    QVERIFY(mean(track.samples.total, 100, 900) < track.threshold);
}

void TestDetector::missingChannelCountsAsUsual()
{
    const auto detector =
        trainOn(recordingOf(linearProcess(3000, 5, 15)), smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    auto values = linearProcess(1500, 5, 15);
    values.col(2).segment(600, 300).setConstant(kNan);
    const auto track = scored(**detector, *recordingOf(values));
    QVERIFY(finite(track.samples.total));
    // Were the value held and believed, it would contradict the others all along.
    qInfo("dependence %.2f in the gap, %.2f before", mean(track.samples.dependence, 620, 880),
          mean(track.samples.dependence, 100, 550));
    QVERIFY(mean(track.samples.total, 620, 880) < track.threshold);
    QVERIFY(mean(track.samples.dependence, 620, 880)
            < mean(track.samples.dependence, 100, 550) + 0.1);
}

void TestDetector::infinitiesAreHeld()
{
    const auto detector =
        trainOn(recordingOf(linearProcess(1200, 3, 16)), smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    auto values = linearProcess(800, 3, 17);
    values(300, 0) = HUGE_VAL;
    values(310, 1) = -HUGE_VAL;
    values(320, 2) = 1e300;
    const auto track = scored(**detector, *recordingOf(values));
    QVERIFY(finite(track.samples.total));
    QVERIFY(track.samples.total[300] > track.threshold);
    // To learn from, too: the channel is useless then, but nothing breaks.
    const auto wild = trainOn(recordingOf(values), smallConfig(Preset::Quick));
    QVERIFY2(bool(wild), detailOf(wild).c_str());
    QVERIFY(finite(scored(**wild, *recordingOf(values)).samples.total));
}

void TestDetector::largeOffsetsCostNothing()
{
    const auto values = linearProcess(3000, 4, 8);
    const auto odd = broken(values, 1, 2600, 2700, 1000);
    const auto lifted = [](Eigen::MatrixXd x) {
        x.col(1).array() += 1e9;
        x.col(2).array() = -1e9 + 0.5 * x.col(2).array() / x.col(2).cwiseAbs().maxCoeff();
        return recordingOf(x);
    };
    const auto plain = trainOn(recordingOf(values), smallConfig(Preset::Quick));
    const auto offset = trainOn(lifted(values), smallConfig(Preset::Quick));
    QVERIFY2(plain && offset, detailOf(offset).c_str());
    for (const auto& channel : (*offset)->card().channels)
        QVERIFY(!channel.constant);
    const auto expected = scored(**plain, *recordingOf(odd)).samples.total;
    const auto found = scored(**offset, *lifted(odd)).samples.total;
    // Doubles at 1e9 have steps of 1e-7: the scores agree to a thousandth.
    for (std::size_t t = 0; t < expected.size(); ++t)
        COMPARE_NEAR(found[t], expected[t], 1e-3);

    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "offset.model";
    QVERIFY(bool((*offset)->save(file)));
    const auto loaded = Detector::load(file);
    QVERIFY2(bool(loaded), detailOf(loaded).c_str());
    QCOMPARE(scored(**loaded, *lifted(odd)).samples.total, found);

    const auto explanation = (*offset)->explain(*lifted(odd), {2600, 2700}, {});
    QVERIFY(bool(explanation));
    const auto& first = (*explanation)->expectations.front();
    QCOMPARE(first.channel, std::string("c1"));
    COMPARE_NEAR(first.observed[0], 1e9 + odd(2600, 1), 1e-6);
    QVERIFY(first.lower[0] > 1e9 - 20.0 && first.upper[0] < 1e9 + 20.0);
    const auto pair = (*offset)->pair(*lifted(odd), {2600, 2700}, "c0", "c1");
    QVERIFY(bool(pair));
    COMPARE_NEAR((*pair)->windowSecond[0], 1e9 + odd(2600, 1), 1e-6);
    QVERIFY((*pair)->gridSecond.front() > 1e9 - 50.0);
}

void TestDetector::statesByName()
{
    auto channels = channelsOf(linearProcess(1500, 3, 18));
    auto& mode = channels.emplace_back(channels.front());
    mode.name = "mode";
    mode.kind = ChannelKind::State;
    mode.states = {"off", "on"};
    for (auto& value : mode.values)
        value = value > 0.0 ? 1.0 : 0.0;
    const auto recording = recordingOf(channels);
    const auto detector = trainOn(recording, smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());

    // The same states numbered the other way round are the same recording.
    auto& other = channels.back();
    other.states = {"on", "off"};
    for (auto& value : other.values)
        value = 1.0 - value;
    QVERIFY(same(scored(**detector, *recording).samples,
                 scored(**detector, *recordingOf(channels)).samples));
    // A state that the model never saw is strange.
    other.states.emplace_back("jammed");
    std::fill_n(other.values.begin() + 700, 100, 2.0);
    const auto track = scored(**detector, *recordingOf(channels));
    QVERIFY(mean(track.samples.total, 705, 795) > track.threshold);
}

void TestDetector::veryManyTexts()
{
    auto channels = channelsOf(linearProcess(60'000, 2, 8));
    Channel texts = channels.front();
    texts.name = "serial";
    texts.kind = ChannelKind::Text;
    for (std::size_t t = 0; t < texts.values.size(); ++t) {
        texts.values[t] = double(t);
        texts.states.push_back("a serial number " + std::to_string(t));
    }
    channels.push_back(texts);
    const auto recording = recordingOf(channels);
    std::reverse(channels.back().states.begin(), channels.back().states.end());
    const auto reversed = recordingOf(channels);
    const auto start = std::chrono::steady_clock::now();
    const auto detector = trainOn(recording, smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    QVERIFY(!scored(**detector, *reversed).samples.total.empty());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    qInfo("trained and scored in %.2f s", took.count());
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
    // Of 1600 normal samples 1280 fit; 16 lie between them and those that calibrate.
    QCOMPARE(card.trainingSamples, std::ptrdiff_t(1280));
    QCOMPARE(card.calibrationSamples, std::ptrdiff_t(304));
    QCOMPARE(card.sha256.size(), std::size_t(64));
    QVERIFY(!card.version.empty());
    QCOMPARE(card.created.size(), std::size_t(20)); // 2026-11-25T04:00:00Z
}

QTEST_APPLESS_MAIN(TestDetector)
#include "tst_detector.moc"
