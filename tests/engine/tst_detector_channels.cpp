#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/score_checks.h"
#include "tests/support/small_detector.h"
#include "tests/support/temp_folder.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();

} // namespace

/// Channels as they come: constant, missing, infinite, far from zero, of states and of texts.
class TestDetectorChannels : public QObject
{
    Q_OBJECT

private slots:
    void oddChannels();
    void constantThatMoves();
    void missingChannelCountsAsUsual();
    void infinitiesAreHeld();
    void largeOffsetsCostNothing();
    void statesByName();
    void veryManyTexts();
};

void TestDetectorChannels::oddChannels()
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

void TestDetectorChannels::constantThatMoves()
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

void TestDetectorChannels::missingChannelCountsAsUsual()
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

void TestDetectorChannels::infinitiesAreHeld()
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

void TestDetectorChannels::largeOffsetsCostNothing()
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

    const TempFolder folder;
    const auto file = folder.path("offset.model");
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

void TestDetectorChannels::statesByName()
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
    QVERIFY(sameBits(scored(**detector, *recording).samples,
                     scored(**detector, *recordingOf(channels)).samples));
    // A state that the model never saw is strange.
    other.states.emplace_back("jammed");
    std::fill_n(other.values.begin() + 700, 100, 2.0);
    const auto track = scored(**detector, *recordingOf(channels));
    QVERIFY(mean(track.samples.total, 705, 795) > track.threshold);
}

void TestDetectorChannels::veryManyTexts()
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

QTEST_APPLESS_MAIN(TestDetectorChannels)
#include "tst_detector_channels.moc"
