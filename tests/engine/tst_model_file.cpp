#include "tests/engine/saved_model.h"
#include "tests/support/score_checks.h"

#include <QTest>

#include <cmath>
#include <utility>

using namespace dissonance;
using namespace dissonance::testing;

class TestModelFile : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void roundTrip_data();
    void roundTrip();
    void cardSurvives();
    void pathsThatAreNone();
    void unwritable();
    void replacedWhole();

private:
    SavedModel m_model;
};

void TestModelFile::initTestCase()
{
    const auto made = m_model.make();
    QVERIFY2(bool(made), detailOf(made).c_str());
    qInfo("a model of %zu bytes", m_model.bytes.size());
}

void TestModelFile::roundTrip_data()
{
    QTest::addColumn<int>("preset");
    QTest::addRow("default") << int(Preset::Default);
    QTest::addRow("quick") << int(Preset::Quick);
    QTest::addRow("seed") << int(Preset::Seed);
    QTest::addRow("thorough") << int(Preset::Thorough);
}

void TestModelFile::roundTrip()
{
    QFETCH(const int, preset);
    const auto trained = trainOn(m_model.recording, smallConfig(Preset(preset), 5, 10));
    QVERIFY2(bool(trained), detailOf(trained).c_str());
    QVERIFY(bool((*trained)->save(m_model.folder.path("first"))));
    const auto read = Detector::load(m_model.folder.path("first"));
    QVERIFY2(bool(read), detailOf(read).c_str());
    for (const bool causal : {false, true}) {
        const auto before = (*trained)->score(*m_model.recording, {causal, 2}, {});
        const auto after = (*read)->score(*m_model.recording, {causal, 2}, {});
        QVERIFY(before && after);
        QVERIFY(sameBits((*before)->samples.total, (*after)->samples.total));
        QVERIFY(sameBits((*before)->samples.marginal, (*after)->samples.marginal));
        QVERIFY(sameBits((*before)->windows.dependence, (*after)->windows.dependence));
        QCOMPARE((*before)->threshold, (*after)->threshold);
        QCOMPARE((*before)->modelSha256, (*after)->modelSha256);
    }
    QVERIFY(bool((*read)->save(m_model.folder.path("second"))));
    QVERIFY(bytesOf(m_model.folder.path("first")) == bytesOf(m_model.folder.path("second")));
}

void TestModelFile::cardSurvives()
{
    const auto read = Detector::load(m_model.folder.path("model"));
    QVERIFY2(bool(read), detailOf(read).c_str());
    const auto& before = m_model.detector->card();
    const auto& after = (*read)->card();
    QCOMPARE(toJson(after.config), toJson(before.config));
    QCOMPARE(after.channels.size(), before.channels.size());
    for (std::size_t c = 0; c < before.channels.size(); ++c) {
        QCOMPARE(after.channels[c].name, before.channels[c].name);
        QCOMPARE(after.channels[c].constant, before.channels[c].constant);
    }
    QCOMPARE(after.sources.size(), std::size_t(1));
    QCOMPARE(after.sources[0].name, std::string("normal.csv"));
    QCOMPARE(after.sources[0].normal, (std::vector<SampleSpan>{{0, 1200}}));
    QCOMPARE(after.version, before.version);
    QCOMPARE(after.created, before.created);
    QCOMPARE(after.trainingSamples, before.trainingSamples);
    QCOMPARE(after.calibrationSamples, before.calibrationSamples);
    QVERIFY(std::isnan(after.medianStepSeconds) && std::isnan(before.medianStepSeconds));
    for (const auto& [left, right] : {std::pair(after.alarmRate, before.alarmRate),
                                      std::pair(after.causalAlarmRate, before.causalAlarmRate)}) {
        QCOMPARE(left.location, right.location);
        QCOMPARE(left.scale, right.scale);
        QCOMPARE(left.blockSamples, right.blockSamples);
    }
    for (const auto& [left, right] :
         {std::pair(after.alarmInterval, before.alarmInterval),
          std::pair(after.causalAlarmInterval, before.causalAlarmInterval)}) {
        // Of so few held-out samples none is known.
        QVERIFY(left.low == right.low || (std::isnan(left.low) && std::isnan(right.low)));
        QVERIFY(left.high == right.high || (std::isnan(left.high) && std::isnan(right.high)));
    }
    QCOMPARE(after.threshold, before.threshold);
    QCOMPARE(after.causalThreshold, before.causalThreshold);
    QCOMPARE(after.thresholdRule, before.thresholdRule);
    QCOMPARE(after.networkWeight, before.networkWeight);
    QCOMPARE(after.separationCopula, before.separationCopula);
    QCOMPARE(after.separationNetwork, before.separationNetwork);
    QCOMPARE(after.sha256, before.sha256);
}

void TestModelFile::pathsThatAreNone()
{
    QCOMPARE(Detector::load(m_model.folder.path("absent")).error().code, ErrorCode::FileNotFound);
    QCOMPARE(Detector::load(m_model.folder.path(".")).error().code, ErrorCode::FileIsDirectory);
    QCOMPARE(Detector::load("/dev/null").error().code, ErrorCode::FileUnreadable);
    QCOMPARE(Detector::load(m_model.folder.write("empty", "")).error().code, ErrorCode::FileEmpty);
}

void TestModelFile::unwritable()
{
    const auto before = m_model.folder.names();
    const auto missing = m_model.detector->save(m_model.folder.path("absent") / "model");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileUnwritable);
    QVERIFY(missing.error().detail.find("absent") != std::string::npos);
    const auto folder = m_model.detector->save(m_model.folder.path("").parent_path());
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::FileUnwritable);
    const auto nowhere = m_model.detector->save("/proc/model");
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(m_model.folder.names(), before);
}

void TestModelFile::replacedWhole()
{
    const TempFolder folder;
    const auto file = folder.write("model", std::string(1'000'000, 'x'));
    QVERIFY(bool(m_model.detector->save(file)));
    QVERIFY(bytesOf(file) == m_model.bytes);
    QCOMPARE(folder.names(), std::vector<std::string>{"model"});
}

QTEST_APPLESS_MAIN(TestModelFile)
#include "tst_model_file.moc"
