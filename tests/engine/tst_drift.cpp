#include "engine/scoring/drift.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dissonance;

class TestDrift : public QObject
{
    Q_OBJECT

private slots:
    void followsANewLevel();
    void doesNotLearnAnIncident();
    void calmScoresStay();
    void piecesGiveTheSame();
    void partsInProportion();
    void gapsAreNothing();
    void memoryIsBounded();
    void memory();
};

namespace {

constexpr double kCalm = 0.5;

ScoreSeries seriesOf(const std::vector<double>& total)
{
    ScoreSeries series{total, total, total};
    for (auto& value : series.marginal)
        value *= 0.75;
    for (auto& value : series.dependence)
        value *= 0.25;
    return series;
}

/// `quiet` scores of 0.2, then `high` of 2.
std::vector<double> step(std::size_t quiet, std::size_t high)
{
    std::vector<double> scores(quiet, 0.2);
    scores.resize(quiet + high, 2.0);
    return scores;
}

} // namespace

// After half of the memory the new level is the median: 2 is taken for calm, and what comes on
// top of it still stands out by as much.
void TestDrift::followsANewLevel()
{
    auto scores = step(100, 200);
    scores.push_back(3.0);
    auto series = seriesOf(scores);
    DriftFilter(kCalm, 100).apply(series);
    QCOMPARE(series.total[100], 2.0);
    QCOMPARE(series.total[149], 2.0);
    QVERIFY(std::abs(series.total[160] - kCalm) < 1e-12);
    QVERIFY(std::abs(series.total[300] - (3.0 - (2.0 - kCalm))) < 1e-12);
}

void TestDrift::doesNotLearnAnIncident()
{
    auto scores = step(100, 49);
    scores.resize(400, 0.2);
    auto series = seriesOf(scores);
    DriftFilter(kCalm, 100).apply(series);
    QVERIFY(series.total == scores);
    // Nor one with which a recording begins.
    const auto first = step(0, 49);
    series = seriesOf(first);
    DriftFilter(kCalm, 100).apply(series);
    QVERIFY(series.total == first);
}

void TestDrift::calmScoresStay()
{
    std::vector<double> scores;
    for (int i = 0; i < 1'000; ++i)
        scores.push_back(kCalm * (0.5 + 0.5 * std::sin(0.37 * i)));
    auto series = seriesOf(scores);
    DriftFilter(kCalm, 100).apply(series);
    QVERIFY(series.total == scores);
}

void TestDrift::piecesGiveTheSame()
{
    std::vector<double> scores;
    for (int i = 0; i < 500; ++i)
        scores.push_back(1.0 + std::sin(0.37 * i) + 0.01 * i);
    auto whole = seriesOf(scores);
    DriftFilter(kCalm, 64).apply(whole);
    DriftFilter filter(kCalm, 64);
    std::vector<double> pieces;
    for (std::size_t first = 0; first < scores.size(); first += 7) {
        const auto last = std::min(scores.size(), first + 7);
        auto piece = seriesOf(
            {scores.begin() + std::ptrdiff_t(first), scores.begin() + std::ptrdiff_t(last)});
        filter.apply(piece);
        pieces.insert(pieces.end(), piece.total.begin(), piece.total.end());
    }
    QVERIFY(pieces == whole.total);
}

void TestDrift::partsInProportion()
{
    auto series = seriesOf(step(0, 100));
    DriftFilter(kCalm, 20).apply(series);
    for (std::size_t i = 0; i < series.size(); ++i) {
        QCOMPARE(series.total[i], series.marginal[i] + series.dependence[i]);
        QCOMPARE(series.marginal[i], 3.0 * series.dependence[i]);
    }
    // Far below the new level is nothing, not less.
    series = seriesOf({0.1});
    DriftFilter filter(kCalm, 20);
    auto high = seriesOf(step(0, 100));
    filter.apply(high);
    filter.apply(series);
    QCOMPARE(series.total[0], 0.0);
}

void TestDrift::gapsAreNothing()
{
    auto gappy = step(0, 30);
    gappy.insert(gappy.begin() + 5, 200, std::numeric_limits<double>::quiet_NaN());
    auto series = seriesOf(gappy);
    auto plain = seriesOf(step(0, 30));
    DriftFilter(kCalm, 20).apply(series);
    DriftFilter(kCalm, 20).apply(plain);
    QVERIFY(std::isnan(series.total[100]));
    QCOMPARE(series.total.back(), plain.total.back());
}

// Of two days at a sample a millisecond only some are kept, and they tell the same.
void TestDrift::memoryIsBounded()
{
    DriftFilter filter(kCalm, 172'800'000);
    auto some = seriesOf(step(0, 100'000));
    filter.apply(some);
    QCOMPARE(some.total.back(), 2.0);
    DriftFilter shorter(kCalm, 50'000);
    shorter.apply(some);
    QVERIFY(std::abs(some.total.back() - kCalm) < 1e-12);
}

void TestDrift::memory()
{
    QCOMPARE(driftMemory(60.0), std::ptrdiff_t(2'880));
    QCOMPARE(driftMemory(300.0), std::ptrdiff_t(576));
    QCOMPARE(driftMemory(std::nan("")), std::ptrdiff_t(2'880));
    QCOMPARE(driftMemory(1e9), std::ptrdiff_t(2));
}

QTEST_GUILESS_MAIN(TestDrift)
#include "tst_drift.moc"
