#include "engine/detector/stream_scorer.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"
#include "tests/support/temp_folder.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

constexpr Eigen::Index kRows = 2000;

/// The plant that detectors here learn; `loud` times its usual swing.
Eigen::MatrixXd plant(Eigen::Index rows, std::uint64_t seed, double loud = 1.0)
{
    return loud * linearProcess(rows, 4, seed);
}

Eigen::RowVectorXd levels()
{
    return Eigen::RowVector4d(300.0, -7.0, 4.0, 1e7);
}

double meanScore(const ScoreTrack& track, const SampleSpan& span = {0, kRows})
{
    const auto* total = track.samples.total.data();
    return std::accumulate(total + span.first, total + span.last, 0.0) / double(span.size());
}

} // namespace

/// A detector at the operating point of a recording's own normal span.
class TestAdaptation : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void shiftedScoresAsUnshifted();
    void usualPlaceStays();
    void rarePlaceStays();
    void thresholdsOfTheSpan_data();
    void thresholdsOfTheSpan();
    void firstMovement_data();
    void firstMovement();
    void knownStateStays();
    void outsidePlaysNoPart();
    void savedAsAModel();
    void explainedInTheRecordingsUnits();
    void streamed();
    void refused_data();
    void refused();

private:
    std::shared_ptr<const Detector> m_detector;
};

void TestAdaptation::initTestCase()
{
    // Long enough that its last fifth knows what is calm.
    const auto trained = trainOn(recordingOf(plant(5 * kRows, 1)), smallConfig(Preset::Default));
    QVERIFY2(bool(trained), detailOf(trained).c_str());
    m_detector = *trained;
}

// Levels that training never saw say nothing once they are known; the relations still do.
void TestAdaptation::shiftedScoresAsUnshifted()
{
    const Eigen::MatrixXd values = broken(plant(kRows, 2), 1, 1500, 1560, 300);
    const Eigen::MatrixXd shifted = values.rowwise() + levels();
    const auto usual = scored(*m_detector, *recordingOf(values));
    const auto recording = recordingOf(shifted);
    QVERIFY(meanScore(scored(*m_detector, *recording)) > 5.0 * meanScore(usual));

    const auto adapted = m_detector->adapted(*recording, {0, 500}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    const auto track = scored(**adapted, *recording);
    QVERIFY(meanScore(track) < 1.5 * meanScore(usual));
    const auto inBreak = meanScore(track, {1490, 1570});
    QVERIFY(inBreak > 2.0 * meanScore(track));

    const auto& card = (*adapted)->card();
    QVERIFY(card.adaptedTo.has_value());
    QCOMPARE(card.adaptedTo->normal, (std::vector<SampleSpan>{{0, 500}}));
    QVERIFY(card.sha256 != m_detector->card().sha256);
    QCOMPARE(track.modelSha256, card.sha256);
    const auto says =
        std::find_if(track.notices.begin(), track.notices.end(), [](const auto& text) {
            return text.find("re-centred on the normal samples 0:500 of \"made.csv\"") != text.npos;
        });
    QVERIFY(says != track.notices.end());
}

// What lies where training mostly was is no other operating point: the same scores, to the bit.
void TestAdaptation::usualPlaceStays()
{
    const auto recording = recordingOf(plant(kRows, 1));
    const auto adapted = m_detector->adapted(*recording, {0, kRows}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    QCOMPARE(scored(**adapted, *recording).samples.total,
             scored(*m_detector, *recording).samples.total);
    QCOMPARE((*adapted)->card().threshold, m_detector->card().threshold);
    QVERIFY(!(*adapted)->card().recalibrated);
}

// Nor is what training knew a twentieth of its time: a day's tenth has its own course.
void TestAdaptation::rarePlaceStays()
{
    Eigen::MatrixXd values = plant(kRows, 1);
    auto channel = values.col(0).array();
    const double deviation = std::sqrt((channel - channel.mean()).square().mean());
    channel += 1.1 * deviation; // a median where one in seven samples of training lies beyond
    const auto recording = recordingOf(values);
    const auto adapted = m_detector->adapted(*recording, {0, kRows}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    QCOMPARE(scored(**adapted, *recording).samples.total,
             scored(*m_detector, *recording).samples.total);
}

void TestAdaptation::thresholdsOfTheSpan_data()
{
    QTest::addColumn<double>("loud");
    QTest::addColumn<int>("samples");
    QTest::addColumn<bool>("own");
    QTest::addRow("calm") << 1.0 << 1000 << false;
    QTest::addRow("restless") << 1.8 << 1000 << true;
    QTest::addRow("restless, too short to say") << 1.8 << 100 << false;
}

// Where normal operation scores higher than in training, its own scores set the thresholds.
void TestAdaptation::thresholdsOfTheSpan()
{
    QFETCH(const double, loud);
    QFETCH(const int, samples);
    QFETCH(const bool, own);
    const auto recording = recordingOf(plant(kRows, 4, loud));
    const auto adapted = m_detector->adapted(*recording, {0, samples}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    const auto& card = (*adapted)->card();
    QCOMPARE(card.recalibrated, own);
    if (!own) {
        QCOMPARE(card.threshold, m_detector->card().threshold);
        QCOMPARE(card.causalThreshold, m_detector->card().causalThreshold);
        return;
    }
    QVERIFY(card.threshold > m_detector->card().threshold);
    QVERIFY(card.causalThreshold > m_detector->card().causalThreshold);
    QVERIFY(card.calm > m_detector->card().calm);
    const auto alarms = [&](const Detector& detector) {
        const auto flagged = scored(detector, *recording).flagged;
        return std::count(flagged.begin(), flagged.end(), 1);
    };
    QVERIFY(alarms(**adapted) * 5 < alarms(*m_detector));
}

void TestAdaptation::firstMovement_data()
{
    QTest::addColumn<double>("from"); // in the span, and
    QTest::addColumn<double>("mostly"); // most of it
    QTest::addColumn<double>("then"); // after it
    QTest::addColumn<bool>("flagged");
    QTest::addRow("moves after the span") << 0.0 << 0.0 << 1.0 << true;
    QTest::addRow("moved in the span, and stays so") << 0.0 << 1.0 << 1.0 << true;
    QTest::addRow("stands elsewhere throughout") << 5.0 << 5.0 << 5.0 << false;
    QTest::addRow("stands elsewhere, then moves") << 5.0 << 5.0 << 6.0 << true;
}

// A channel that stood still in training: the first movement shows, another standstill does not.
void TestAdaptation::firstMovement()
{
    QFETCH(const double, from);
    QFETCH(const double, mostly);
    QFETCH(const double, then);
    QFETCH(const bool, flagged);
    Eigen::MatrixXd learned(kRows, 4);
    learned << linearProcess(kRows, 3, 5), Eigen::VectorXd::Zero(kRows);
    const auto detector = trainOn(recordingOf(learned), smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());

    Eigen::MatrixXd values(kRows, 4);
    values << linearProcess(kRows, 3, 6), Eigen::VectorXd::Constant(kRows, then);
    values.col(3).head(600).setConstant(mostly);
    values.col(3).head(100).setConstant(from);
    const auto recording = recordingOf(values);
    const auto adapted = (*detector)->adapted(*recording, {0, 600}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    const auto track = scored(**adapted, *recording);
    const auto high = std::count_if(track.samples.total.begin() + 700, track.samples.total.end(),
                                    [&](double score) { return score > (*detector)->card().calm; });
    QCOMPARE(high > (kRows - 700) * 9 / 10, flagged);
}

// A switch that is off throughout the span, as it sometimes was in training, is not turned round.
void TestAdaptation::knownStateStays()
{
    Eigen::MatrixXd learned(kRows, 4);
    learned << linearProcess(kRows, 3, 5), Eigen::VectorXd::Ones(kRows);
    for (Eigen::Index t = 0; t < kRows; t += 200)
        learned.col(3).segment(t, 30).setZero();
    const auto detector = trainOn(recordingOf(learned), smallConfig(Preset::Quick));
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    Eigen::MatrixXd values = learned;
    values.col(3).head(400).setZero();
    const auto recording = recordingOf(values);
    const auto adapted = (*detector)->adapted(*recording, {0, 400}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    QCOMPARE(scored(**adapted, *recording).samples.total,
             scored(**detector, *recording).samples.total);
}

// The same model from a recording that ends with the span, as live use would have it.
void TestAdaptation::outsidePlaysNoPart()
{
    Eigen::MatrixXd values = plant(kRows, 7).rowwise() + levels();
    const auto nan = std::numeric_limits<double>::quiet_NaN();
    values.col(0).segment(480, 100).setConstant(nan);
    values.col(1).head(700).setConstant(nan);
    const auto whole = m_detector->adapted(*recordingOf(values), {0, 500}, {});
    QVERIFY2(bool(whole), detailOf(whole).c_str());
    const auto start =
        m_detector->adapted(*recordingOf(Eigen::MatrixXd(values.topRows(500))), {0, 500}, {});
    QVERIFY2(bool(start), detailOf(start).c_str());
    QCOMPARE((*start)->card().sha256, (*whole)->card().sha256);
}

void TestAdaptation::savedAsAModel()
{
    const auto recording = recordingOf(Eigen::MatrixXd(plant(kRows, 8, 1.8).rowwise() + levels()));
    const auto adapted = m_detector->adapted(*recording, {100, 900}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    const TempFolder folder;
    QVERIFY(bool((*adapted)->save(folder.path("model"))));
    const auto loaded = Detector::load(folder.path("model"));
    QVERIFY2(bool(loaded), detailOf(loaded).c_str());
    const auto& card = (*loaded)->card();
    QCOMPARE(card.sha256, (*adapted)->card().sha256);
    QVERIFY(card.adaptedTo.has_value());
    QCOMPARE(card.adaptedTo->normal, (std::vector<SampleSpan>{{100, 900}}));
    QVERIFY(card.recalibrated);
    QCOMPARE(card.threshold, (*adapted)->card().threshold);
    QCOMPARE(scored(**loaded, *recording).samples.total,
             scored(**adapted, *recording).samples.total);
}

void TestAdaptation::explainedInTheRecordingsUnits()
{
    Eigen::MatrixXd values = broken(plant(kRows, 9), 0, 1500, 1560, 300).rowwise() + levels();
    const auto recording = recordingOf(values);
    const auto adapted = m_detector->adapted(*recording, {0, 800}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    const auto explanation = (*adapted)->explain(*recording, {1500, 1560}, {});
    QVERIFY2(bool(explanation), detailOf(explanation).c_str());
    QCOMPARE((*explanation)->ranked.front().channel, std::string("c0"));
    for (const auto& expectation : (*explanation)->expectations) {
        const double level = levels()[std::stoi(expectation.channel.substr(1))];
        for (std::size_t i = 0; i < expectation.expected.size(); ++i)
            COMPARE_NEAR(expectation.expected[i], level, 4.0); // standard deviations of the plant
    }
}

void TestAdaptation::streamed()
{
    const auto recording = recordingOf(Eigen::MatrixXd(plant(kRows, 10).rowwise() + levels()));
    const auto adapted = m_detector->adapted(*recording, {0, 500}, {});
    QVERIFY2(bool(adapted), detailOf(adapted).c_str());
    StreamScorer scorer(*adapted);
    const auto some = scorer.add(*recording, {});
    const auto rest = scorer.finish({});
    QVERIFY(some && rest);
    auto total = some->settled.scores.total;
    total.insert(total.end(), rest->settled.scores.total.begin(), rest->settled.scores.total.end());
    const auto expected = scored(**adapted, *recording, {.causal = true}).samples.total;
    QCOMPARE(total.size(), expected.size());
    for (std::size_t i = 15; i < total.size(); ++i)
        QCOMPARE(total[i], expected[i]);
    QCOMPARE(scorer.notices().size(), std::size_t(1));
    QVERIFY(scorer.notices().front().find("re-centred") != std::string::npos);
}

void TestAdaptation::refused_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    const auto outside = int(ErrorCode::InvalidArgument);
    QTest::addRow("empty") << 10 << 10 << outside << "10:10";
    QTest::addRow("outside") << 10 << int(kRows + 1) << outside << "10:2001";
    QTest::addRow("shorter than a window") << 10 << 25 << int(ErrorCode::TooShort) << "at least 32";
}

void TestAdaptation::refused()
{
    QFETCH(const int, first);
    QFETCH(const int, last);
    QFETCH(const int, code);
    QFETCH(const QString, says);
    const auto adapted = m_detector->adapted(*recordingOf(plant(kRows, 11)), {first, last}, {});
    QVERIFY(!adapted);
    QCOMPARE(int(adapted.error().code), code);
    QVERIFY2(detailOf(adapted).find(says.toStdString()) != std::string::npos,
             detailOf(adapted).c_str());
}

QTEST_APPLESS_MAIN(TestAdaptation)
#include "tst_adaptation.moc"
