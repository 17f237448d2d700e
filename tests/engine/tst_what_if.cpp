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
    void manyChannels();

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

QTEST_GUILESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
