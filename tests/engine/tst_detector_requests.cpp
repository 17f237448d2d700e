#include "engine/detector/network.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"

#include <QTest>

#include <algorithm>

using namespace dissonance;
using namespace dissonance::testing;

/// What detectors ask of recordings and settings, and what they say where it is not so.
class TestDetectorRequests : public QObject
{
    Q_OBJECT

private slots:
    void tooShortNamesTheNeed_data();
    void tooShortNamesTheNeed();
    void tooShortToScore();
    void channelsByName();
    void channelsThatDiffer();
    void sourcesThatDiffer();
    void refusedRequests();
};

void TestDetectorRequests::tooShortNamesTheNeed_data()
{
    QTest::addColumn<int>("preset");
    QTest::addColumn<int>("needed");
    // 4 windows' lengths in the last fifth: 20 of the longest window.
    QTest::addRow("quick") << int(Preset::Quick) << 320;
    QTest::addRow("thorough") << int(Preset::Thorough) << 480;
}

void TestDetectorRequests::tooShortNamesTheNeed()
{
    QFETCH(const int, preset);
    QFETCH(const int, needed);
    const auto config = smallConfig(Preset(preset), 1, 4);
    for (const int samples : {1, 15, 100, needed * 9 / 10}) {
        const auto detector = trainOn(recordingOf(nonlinearProcess(samples, 1)), config);
        QVERIFY(!detector);
        QCOMPARE(detector.error().code, ErrorCode::TooShort);
        const auto detail = QString::fromStdString(detector.error().detail);
        QVERIFY2(detail.contains(QStringLiteral("about %1 samples").arg(needed)),
                 qPrintable(detail));
        QVERIFY2(detail.contains(QStringLiteral("there are %1.").arg(samples)), qPrintable(detail));
    }
    const auto enough = trainOn(recordingOf(nonlinearProcess(needed, 1)), config);
    QVERIFY2(bool(enough), detailOf(enough).c_str());
}

void TestDetectorRequests::tooShortToScore()
{
    const auto detector =
        trainOn(recordingOf(linearProcess(800, 3, 2)), smallConfig(Preset::Quick));
    QVERIFY(bool(detector));
    const auto track = (*detector)->score(*recordingOf(linearProcess(31, 3, 2)), {}, {});
    QVERIFY(!track);
    QCOMPARE(track.error().code, ErrorCode::TooShort);
    QVERIFY(track.error().detail.find("at least 32") != std::string::npos);
    const auto one = (*detector)->score(*recordingOf(linearProcess(32, 3, 2)), {}, {});
    QVERIFY(bool(one));
    QCOMPARE((*one)->windows.size(), std::size_t(1));
}

void TestDetectorRequests::channelsByName()
{
    const auto values = linearProcess(1200, 4, 21);
    const auto detector = trainOn(recordingOf(values), smallConfig(Preset::Default));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto expected = (*detector)->score(*recordingOf(values), {}, {});
    QVERIFY(bool(expected));
    QVERIFY((*expected)->notices.empty());

    auto channels = channelsOf(values);
    std::reverse(channels.begin(), channels.end());
    const auto reordered = (*detector)->score(*recordingOf(channels), {}, {});
    QVERIFY(bool(reordered));
    QCOMPARE((*reordered)->samples.total, (*expected)->samples.total);
    QVERIFY((*reordered)->notices.empty());

    channels.insert(channels.begin() + 1, channels.front());
    channels[1].name = "spare";
    const auto more = (*detector)->score(*recordingOf(channels), {}, {});
    QVERIFY(bool(more));
    QCOMPARE((*more)->samples.total, (*expected)->samples.total);
    QCOMPARE((*more)->notices.size(), std::size_t(1));
    QVERIFY((*more)->notices.front().find("\"spare\"") != std::string::npos);
}

void TestDetectorRequests::channelsThatDiffer()
{
    const auto values = linearProcess(1200, 4, 21);
    const auto detector = trainOn(recordingOf(values), smallConfig(Preset::Quick));
    QVERIFY(bool(detector));
    auto channels = channelsOf(values);
    channels[1].name = "renamed";
    channels.pop_back();
    const auto track = (*detector)->score(*recordingOf(channels), {}, {});
    QVERIFY(!track);
    QCOMPARE(track.error().code, ErrorCode::ChannelsDiffer);
    QVERIFY(track.error().detail.find("\"c1\", \"c3\"") != std::string::npos);

    channels = channelsOf(values);
    channels[2].kind = ChannelKind::State;
    channels[2].states = {"a"};
    for (auto& value : channels[2].values)
        value = 0.0;
    const auto text = (*detector)->score(*recordingOf(channels), {}, {});
    QVERIFY(!text);
    QCOMPARE(text.error().code, ErrorCode::ChannelsDiffer);
    QVERIFY(text.error().detail.find("\"c2\"") != std::string::npos);
}

void TestDetectorRequests::sourcesThatDiffer()
{
    auto request = requestFor(recordingOf(linearProcess(800, 4, 1)), smallConfig(Preset::Quick));
    request.sources.push_back({recordingOf(linearProcess(800, 3, 1), "b.csv"), {}, {}});
    const auto detector = Detector::train(request, {});
    QVERIFY(!detector);
    QCOMPARE(detector.error().code, ErrorCode::ChannelsDiffer);
    QVERIFY(detector.error().detail.find("\"c3\"") != std::string::npos);
    QVERIFY(detector.error().detail.find("b.csv") != std::string::npos);
}

void TestDetectorRequests::refusedRequests()
{
    const auto recording = recordingOf(linearProcess(800, 3, 1));
    const auto good = smallConfig(Preset::Quick);
    const auto codeOf = [](const TrainingRequest& request) {
        const auto detector = Detector::train(request, {});
        return detector ? ErrorCode::Internal : detector.error().code;
    };
    QCOMPARE(codeOf({{}, good, Device::Cpu, {}}), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf({{{nullptr, {}, {}}}, good, Device::Cpu, {}}), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(requestFor(recordingOf(linearProcess(800, 1, 1)), good)),
             ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(requestFor(recordingOf(Eigen::MatrixXd::Ones(800, 3)), good)),
             ErrorCode::InvalidArgument);
    auto outside = requestFor(recording, good);
    outside.sources[0].normal = {{0, 801}};
    QCOMPARE(codeOf(outside), ErrorCode::InvalidArgument);
    auto nothing = requestFor(recording, good);
    nothing.sources[0].excluded = {{0, 800}};
    QCOMPARE(codeOf(nothing), ErrorCode::TooShort);
    auto elsewhere = requestFor(recording, good);
    elsewhere.device = Device::Cuda; // has no network, and is refused all the same
    if (!Network::checkDevice(Device::Cuda))
        QCOMPARE(codeOf(elsewhere), ErrorCode::DeviceUnavailable);
    auto config = good;
    config.ridge = -1.0;
    const auto detector = trainOn(recording, config);
    QVERIFY(!detector);
    QCOMPARE(detector.error().code, ErrorCode::InvalidArgument);
    QVERIFY(detector.error().detail.find("ridge") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestDetectorRequests)
#include "tst_detector_requests.moc"
