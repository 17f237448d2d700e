#include "engine/scoring/incident.h"
#include "engine/scoring/incident_tracker.h"

#include <QTest>

#include <limits>
#include <random>

using namespace dissonance;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

ScoreTrack trackOf(std::vector<double> total, std::ptrdiff_t windowLength = 4)
{
    ScoreTrack track;
    track.clock = TimeAxis::sampleIndex(total.size());
    track.windowLength = windowLength;
    track.samples.marginal.resize(total.size());
    track.samples.dependence.resize(total.size());
    for (std::size_t i = 0; i < total.size(); ++i) {
        track.samples.dependence[i] = 0.25 * total[i];
        track.samples.marginal[i] = 0.75 * total[i];
    }
    track.samples.total = std::move(total);
    return track;
}

std::vector<SampleSpan> spansOf(const std::vector<Incident>& incidents)
{
    std::vector<SampleSpan> spans;
    for (const auto& incident : incidents)
        spans.push_back(incident.span);
    return spans;
}

} // namespace

class TestIncidents : public QObject
{
    Q_OBJECT

private slots:
    void flagging();
    void spans_data();
    void spans();
    void gapDefaultsToTwoWindows();
    void lastsUntilCalm();
    void peakAndShare();
    void missingScoresInsideAreSkipped();
    void nothingFlagged();
    void sampleBySample_data();
    void sampleBySample();
};

void TestIncidents::flagging()
{
    const std::vector<std::uint8_t> expected{0, 0, 1, 0, 1};
    QCOMPARE(flagAbove({0.5, 1.0, 1.0000001, kNaN, std::numeric_limits<double>::infinity()}, 1.0),
             expected); // at the threshold is not above it
    QVERIFY(flagAbove({}, 1.0).empty());
    QCOMPARE(flagAbove({1.0, 2.0}, kNaN), (std::vector<std::uint8_t>{0, 0}));
}

void TestIncidents::spans_data()
{
    QTest::addColumn<int>("gap");
    QTest::addColumn<QList<int>>("edges");

    // Flagged: [0, 2), [3, 4), [6, 7), [10, 12)
    QTest::addRow("apart") << 0 << QList{0, 2, 3, 4, 6, 7, 10, 12};
    QTest::addRow("gap 1") << 1 << QList{0, 4, 6, 7, 10, 12};
    QTest::addRow("gap 2") << 2 << QList{0, 7, 10, 12};
    QTest::addRow("gap 3") << 3 << QList{0, 12};
}

void TestIncidents::spans()
{
    QFETCH(int, gap);
    QFETCH(QList<int>, edges);
    std::vector<SampleSpan> expected;
    for (int i = 0; i < edges.size(); i += 2)
        expected.push_back({edges[i], edges[i + 1]});
    const auto track = trackOf({2, 2, 0, 2, 0, 0, 2, 0, 0, 0, 2, 2});
    QVERIFY(spansOf(findIncidents(track, 1.0, gap)) == expected);
}

void TestIncidents::gapDefaultsToTwoWindows()
{
    const std::vector<double> total{2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2}; // gaps of 4 and 6
    QCOMPARE(findIncidents(trackOf(total, 1), 1.0).size(), 3U);
    QCOMPARE(findIncidents(trackOf(total, 2), 1.0).size(), 2U);
    QCOMPARE(findIncidents(trackOf(total, 3), 1.0).size(), 1U);
}

// A score that dips below the threshold, yet not to what is normal, ends no incident.
void TestIncidents::lastsUntilCalm()
{
    auto track = trackOf({0, 3, 1, 1, 1, 3, 1, 0.4, 1, 3, 1, kNaN, 1, 3, 0}, 1);
    const auto spans = [&](double calm) {
        track.calm = calm;
        return spansOf(findIncidents(track, 2.0, 0));
    };
    const std::vector<SampleSpan> apart{{1, 2}, {5, 6}, {9, 10}, {13, 14}};
    QVERIFY(spans(kNaN) == apart);
    QVERIFY(spans(1.5) == apart);
    QVERIFY((spans(0.5) == std::vector<SampleSpan>{{1, 6}, {9, 10}, {13, 14}}));
    QVERIFY((spans(0.4) == std::vector<SampleSpan>{{1, 10}, {13, 14}})); // no score: not known
}

void TestIncidents::peakAndShare()
{
    auto track = trackOf({0, 2, 4, 2, 0, 0, 0, 0, 0, 3, 3});
    track.samples.dependence[2] = 4.0; // 0.5 + 4 + 0.5 of 8
    track.samples.marginal[2] = 0.0;
    const auto incidents = findIncidents(track, 1.0, 4);
    QCOMPARE(incidents.size(), 2U);
    QCOMPARE(incidents[0].peak, 2);
    QCOMPARE(incidents[0].peakScore, 4.0);
    QCOMPARE(incidents[0].dependenceShare, 5.0 / 8.0);
    QCOMPARE(incidents[1].peak, 9); // the first of equals
    QCOMPARE(incidents[1].dependenceShare, 0.25);
    QVERIFY(incidents[0].channels.empty() && incidents[0].pairs.empty());
}

void TestIncidents::missingScoresInsideAreSkipped()
{
    const auto incidents = findIncidents(trackOf({kNaN, 2, kNaN, kNaN, 3, kNaN}), 1.0);
    QCOMPARE(incidents.size(), 1U);
    QVERIFY((incidents[0].span == SampleSpan{1, 5}));
    QCOMPARE(incidents[0].peak, 4);
    QCOMPARE(incidents[0].dependenceShare, 0.25);
}

void TestIncidents::nothingFlagged()
{
    QVERIFY(findIncidents(trackOf({0, 1, 1}), 1.0).empty());
    QVERIFY(findIncidents(trackOf({kNaN, kNaN}), 1.0).empty());
    QVERIFY(findIncidents(trackOf({}), 1.0).empty());
}

void TestIncidents::sampleBySample_data()
{
    QTest::addColumn<double>("calm");
    QTest::addColumn<int>("gap");
    QTest::newRow("calm below the threshold") << 0.6 << 8;
    QTest::newRow("calm unknown") << kNaN << 8;
    QTest::newRow("nothing merged") << 0.9 << 0;
}

/// What the tracker tells of a track is what findIncidents() finds in it, to the bit.
void TestIncidents::sampleBySample()
{
    QFETCH(double, calm);
    QFETCH(int, gap);
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<double> total(300);
        double level = 0.0;
        for (auto& score : total) {
            level = 0.9 * level + 0.5 * (double(random() % 1000) / 1000.0 - 0.45);
            score = random() % 40 == 0 ? kNaN : std::max(0.0, level + 0.3);
        }
        auto track = trackOf(std::move(total));
        track.calm = calm;
        const auto expected = findIncidents(track, 1.0, gap);

        IncidentTracker tracker(1.0, calm, gap);
        std::vector<Incident> found;
        std::vector<std::ptrdiff_t> begins;
        for (std::size_t i = 0; i < track.samples.size(); ++i) {
            const auto change = tracker.add(track.samples.total[i], track.samples.dependence[i]);
            if (change.ended)
                found.push_back(*change.ended);
            if (change.began)
                begins.push_back(std::ptrdiff_t(i));
        }
        if (const auto open = tracker.open())
            found.push_back(*open);
        QCOMPARE(found.size(), expected.size());
        QCOMPARE(begins.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            QVERIFY(found[i].span == expected[i].span);
            QCOMPARE(begins[i], expected[i].span.first);
            QCOMPARE(found[i].peak, expected[i].peak);
            QVERIFY(found[i].peakScore == expected[i].peakScore);
            QVERIFY(found[i].dependenceShare == expected[i].dependenceShare);
        }
    }
}

QTEST_GUILESS_MAIN(TestIncidents)
#include "tst_incidents.moc"
