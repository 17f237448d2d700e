#include "engine/scoring/metrics.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace dissonance;
using namespace Qt::StringLiterals;

namespace {

struct ScoredLabels
{
    std::vector<double> score;
    std::vector<std::uint8_t> isAnomaly;
};

/// The cells of a fixture's rows, without comment and header; empty where it cannot be read.
QList<QStringList> fixtureRows(const QString& name)
{
    QFile file(QStringLiteral(DISSONANCE_TEST_DATA_DIR "/vus/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<QStringList> rows;
    for (const auto& line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts))
        if (!line.startsWith(u'#'))
            rows << line.split(u',');
    rows.removeFirst();
    return rows;
}

ScoredLabels fixture(const QString& name)
{
    ScoredLabels data;
    for (const auto& row : fixtureRows(name + u".csv"_s)) {
        data.score.push_back(row[0].toDouble());
        data.isAnomaly.push_back(std::uint8_t(row[1].toInt()));
    }
    return data;
}

} // namespace

class TestVus : public QObject
{
    Q_OBJECT

private slots:
    void equalsPyPiVus_data();
    void equalsPyPiVus();
    void missingScoresCountAsLowest();
    void withoutIncidentsUndefined();
    void invariantUnderIncreasingMaps();
    void quickOnLongRecordings();
};

void TestVus::equalsPyPiVus_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("window");
    QTest::addColumn<double>("expectedVus");
    QTest::addColumn<double>("expectedRoc");
    QTest::addColumn<double>("expectedAveragePrecision");
    const auto rows = fixtureRows(u"expected.csv"_s);
    QVERIFY2(!rows.isEmpty(), "tests/data/vus/expected.csv cannot be read");
    for (const auto& row : rows)
        QTest::addRow("%s, window %s", qPrintable(row[0]), qPrintable(row[1]))
            << row[0] << row[1].toInt() << row[2].toDouble() << row[3].toDouble()
            << row[4].toDouble();
}

// Asked for is 1e-3; the algorithm is the same, so only summation order may differ.
void TestVus::equalsPyPiVus()
{
    QFETCH(QString, name);
    QFETCH(int, window);
    QFETCH(double, expectedVus);
    QFETCH(double, expectedRoc);
    QFETCH(double, expectedAveragePrecision);
    const auto data = fixture(name);
    QVERIFY(!data.score.empty());

    const double vus = vusPr(data.score, data.isAnomaly, window);
    QVERIFY2(std::abs(vus - expectedVus) < 1e-9, qPrintable(QString::number(vus, 'g', 12)));
    const double precision = aucPr(data.score, data.isAnomaly);
    QVERIFY2(std::abs(precision - expectedAveragePrecision) < 1e-9,
             qPrintable(QString::number(precision, 'g', 12)));
    const double roc = aucRoc(data.score, data.isAnomaly);
    if (std::isnan(expectedRoc))
        QVERIFY(std::isnan(roc));
    else
        QVERIFY2(std::abs(roc - expectedRoc) < 1e-9, qPrintable(QString::number(roc, 'g', 12)));
}

void TestVus::missingScoresCountAsLowest()
{
    auto data = fixture(u"several"_s);
    auto low = data.score;
    for (std::size_t i = 0; i < 15; ++i) {
        data.score[i] = std::numeric_limits<double>::quiet_NaN();
        low[i] = -1e9;
    }
    QCOMPARE(vusPr(data.score, data.isAnomaly), vusPr(low, data.isAnomaly));
    QCOMPARE(aucPr(data.score, data.isAnomaly), aucPr(low, data.isAnomaly));
    QCOMPARE(aucRoc(data.score, data.isAnomaly), aucRoc(low, data.isAnomaly));
}

void TestVus::withoutIncidentsUndefined()
{
    QVERIFY(std::isnan(vusPr({0.1, 0.2, 0.3}, {0, 0, 0})));
    QVERIFY(std::isnan(vusPr({}, {})));
    QVERIFY(std::isfinite(vusPr({0.5}, {1})));
}

void TestVus::invariantUnderIncreasingMaps()
{
    const auto data = fixture(u"ties"_s);
    auto mapped = data.score;
    for (auto& value : mapped)
        value = std::exp(value) - 7.0;
    QCOMPARE(vusPr(mapped, data.isAnomaly), vusPr(data.score, data.isAnomaly));
}

// 25,000 samples with 200 incidents, window 100. Sanitizers and loaded machines included, a
// second is ample: measured 0.02 s in a release build.
void TestVus::quickOnLongRecordings()
{
    std::mt19937_64 random(1);
    ScoredLabels data;
    for (int i = 0; i < 25'000; ++i) {
        data.isAnomaly.push_back(i % 125 < 30 ? 1 : 0);
        data.score.push_back(double(random() % 1000) + 300.0 * data.isAnomaly.back());
    }
    QElapsedTimer timer;
    timer.start();
    const double vus = vusPr(data.score, data.isAnomaly);
    const auto elapsed = timer.elapsed();
    qInfo("VUS-PR of 25,000 samples: %.4f in %lld ms", vus, static_cast<long long>(elapsed));
    QVERIFY2(elapsed < 1000, qPrintable(QString::number(elapsed)));
}

QTEST_GUILESS_MAIN(TestVus)
#include "tst_vus.moc"
