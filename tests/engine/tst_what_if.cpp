#include "engine/detector/what_if.h"
#include "tests/support/plant.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"

#include <QTest>

#include <chrono>

using namespace dissonance;
using namespace dissonance::testing;

class TestWhatIf : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void smallestSetIsTheBrokenChannel();
    void smallestSetTakesTwinsTogether();
    void noSmallSetIsSaidSo();
    void digitsTellPeakFromLimit();
    void manyChannels();
    void networkNamesTheNonlinearBreak();

private:
    std::shared_ptr<const Recording> m_recording;
    std::shared_ptr<const Detector> m_detector;
};

void TestWhatIf::initTestCase()
{
    m_recording = plant();
    m_detector = trained(m_recording, kNormal, CopulaFamily::StudentT);
    QVERIFY(m_detector);
}

void TestWhatIf::smallestSetIsTheBrokenChannel()
{
    const auto broken = m_detector->explain(*m_recording, kBroken, {});
    QVERIFY(broken);
    const auto& whatIf = (*broken)->whatIf;
    QVERIFY(whatIf.channels == std::vector<std::string>{"pressure"});
    QVERIFY(whatIf.before > whatIf.limit);
    QVERIFY(whatIf.isInside());
    const std::string start = "Replacing \"pressure\" by what the others make one expect lowers";
    QCOMPARE(remarksStarting(**broken, start), 1);

    const auto calm = m_detector->explain(*m_recording, {1000, 1200}, {});
    QVERIFY(calm);
    QVERIFY((*calm)->whatIf.channels.empty() && (*calm)->whatIf.isInside());
    QCOMPARE(remarksStarting(**calm, "Replacing"), 0);
}

void TestWhatIf::smallestSetTakesTwinsTogether()
{
    // Each of the twins is what the other makes one expect: alone neither is worth replacing.
    const auto recording = altered([](std::vector<Channel>& channels, std::size_t t) {
        for (const auto c : {4U, 5U})
            channels[c].values[t] = channels[c].values[t - 2000];
    });
    const auto explanation = m_detector->explain(*recording, kBroken, {});
    QVERIFY(explanation);
    auto channels = (*explanation)->whatIf.channels;
    std::sort(channels.begin(), channels.end());
    QVERIFY((channels == std::vector<std::string>{"speed", "twin"}));
    QVERIFY((*explanation)->whatIf.isInside());
}

void TestWhatIf::noSmallSetIsSaidSo()
{
    const auto recording = altered([](std::vector<Channel>& channels, std::size_t t) {
        for (std::size_t c = 0; c < 6; ++c)
            channels[c].values[t] = channels[c].values[t - 500 * (c + 1)] + 200.0;
    });
    const auto explanation = m_detector->explain(*recording, kBroken, {});
    QVERIFY(explanation);
    QVERIFY(!(*explanation)->whatIf.isInside());
    const auto& remarks = (*explanation)->remarks;
    QVERIFY(std::any_of(remarks.begin(), remarks.end(), [](const std::string& remark) {
        return remark.find("no small set of channels") != std::string::npos
            || remark.find("does not lower the peak") != std::string::npos;
    }));
}

void TestWhatIf::digitsTellPeakFromLimit()
{
    WhatIf whatIf{{"a"}, 1.35, 1.0281, 1.0312, true};
    QCOMPARE(whatIfText(whatIf),
             std::string("Replacing \"a\" by what the others make one expect lowers the peak score "
                         "from 1.35 to 1.028 (flagged above 1.031)."));
    whatIf = {{"a"}, 12.34, 0.8, 1.1, false};
    QVERIFY(whatIfText(whatIf).find("from 12.3 to 0.8 (normal 99 %: 1.1).") != std::string::npos);
    whatIf = {{"a", "b"}, 12.34, 5.6, 1.1, false};
    QVERIFY(whatIfText(whatIf).find("to 5.6 only (normal 99 %: 1.1): no small")
            != std::string::npos);
    whatIf = {{}, 12.34, 12.34, 1.1, false};
    QVERIFY(whatIfText(whatIf).find("does not lower the peak score of 12.3") != std::string::npos);
    whatIf.before = whatIf.after = 1.0;
    QVERIFY(whatIfText(whatIf).empty());
}

/// Prints how long it takes beside the rest of an explanation.
void TestWhatIf::manyChannels()
{
    constexpr Eigen::Index kChannels = 38;
    Eigen::MatrixXd values = testing::linearProcess(6000, kChannels, 5);
    values.col(7).segment(5400, 200) = values.col(7).segment(3400, 200).eval();
    const auto recording = recordingOf(values);
    TrainingRequest request;
    request.sources.push_back({recording, {kNormal}, {}});
    request.config = smallConfig(Preset::Default);
    const auto detector = Detector::train(request, {});
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    using Clock = std::chrono::steady_clock;
    Clock::time_point began;
    const auto explanation =
        (*detector)->explain(*recording, kBroken, {{}, [&](const Progress& progress) {
                                                       if (progress.fraction < 0.85)
                                                           began = Clock::now();
                                                   }});
    const std::chrono::duration<double> took = Clock::now() - began;
    QVERIFY(explanation);
    qInfo("%.2f s: %s", took.count(), (*explanation)->remarks.front().c_str());
    QVERIFY((*explanation)->whatIf.channels == std::vector<std::string>{"c7"});
    QVERIFY((*explanation)->whatIf.isInside());
}

/// x, x^2 - 1 and x^3 - 3x do not correlate: only the network knows that they belong together,
/// and which of them left the others.
void TestWhatIf::networkNamesTheNonlinearBreak()
{
    const Eigen::ArrayXd x = slowNoise(6000, 1, 5).col(0).array();
    Eigen::MatrixXd values = 0.05 * whiteNoise(6000, 4, 6);
    values.col(0).array() += x;
    values.col(1).array() += x.square() - 1.0;
    values.col(2).array() += (x.cube() - 3.0 * x) / 2.0;
    values.col(3) += slowNoise(6000, 1, 7);
    values.col(1).segment(5400, 200) = values.col(1).segment(2400, 200).eval();
    const auto recording = recordingOf(values);
    TrainingRequest request;
    request.sources.push_back({recording, {kNormal}, {}});
    request.config = configFor(Preset::Default);
    request.config.network.maxSteps = 400;
    const auto detector = Detector::train(request, {});
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    const auto explanation = (*detector)->explain(*recording, kBroken, {});
    QVERIFY(explanation);
    const auto& e = **explanation;
    qInfo("network share %.2f; %s first; %s", e.networkShare, e.ranked.front().channel.c_str(),
          e.remarks.back().c_str());
    QVERIFY(e.networkShare > 0.5);
    QCOMPARE(e.ranked.front().channel, std::string("c1"));
    QCOMPARE(remarksStarting(e, "Most of the broken dependence is seen by the network alone."), 1);
    // Without two of the three nothing contradicts: which two is no matter of cause.
    QVERIFY(!e.whatIf.channels.empty() && e.whatIf.channels.size() <= 2);
    QVERIFY(e.whatIf.isInside());
}

QTEST_GUILESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
