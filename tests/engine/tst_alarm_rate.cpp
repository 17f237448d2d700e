#include "engine/scoring/alarm_rate.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

using namespace dissonance;

class TestAlarmRate : public QObject
{
    Q_OBJECT

private slots:
    void recoversAGumbelLaw();
    void quietAndBusyOperation_data();
    void quietAndBusyOperation();
    void tailLawByHand();
    void thresholdAndRateAreInverse();
    void gapsArePassedOver();
    void fewOrEqualScores();
    void defaultRate();
    void intervalCoversTheTruth_data();
    void intervalCoversTheTruth();
    void intervalOfFewBlocks();
    void promises();
};

// Block maxima drawn from Gumbel(2, 0.3), the rest of each block far below. The moment
// estimates of 2,000 blocks have standard errors of about .008 and .008; six of them allowed.
void TestAlarmRate::recoversAGumbelLaw()
{
    std::mt19937_64 random(1);
    std::vector<double> scores;
    for (int block = 0; block < 2'000; ++block) {
        const double u = (double(random() >> 11) + 0.5) * 0x1p-53;
        for (int i = 0; i < 64; ++i)
            scores.push_back(i == 17 ? 2.0 - 0.3 * std::log(-std::log(u)) : -50.0);
    }
    const auto rate = fitAlarmRate(scores, 16);
    QVERIFY2(std::abs(rate.location - 2.0) < 0.05, qPrintable(QString::number(rate.location)));
    QVERIFY2(std::abs(rate.scale - 0.3) < 0.05, qPrintable(QString::number(rate.scale)));
    QCOMPARE(rate.blockSamples, 64.0);
}

void TestAlarmRate::quietAndBusyOperation_data()
{
    QTest::addColumn<int>("blocks");
    QTest::addRow("many") << 100;
    // The held-out fifth of four hours, a sample a second: a tenth of it is four blocks.
    QTest::addRow("of four hours") << 44;
}

// Four blocks in five are quiet, the fifth is busy with maxima of at most 1: one alarm in 100
// times as many samples as were seen is expected a little above that, not at more than twice
// the largest score (where the moments of both humps together put it).
void TestAlarmRate::quietAndBusyOperation()
{
    QFETCH(int, blocks);
    std::mt19937_64 random(1);
    std::vector<double> scores;
    for (int block = 0; block < blocks; ++block) {
        const double u = (double(random() >> 11) + 0.5) * 0x1p-53;
        scores.insert(scores.end(), 64, block % 5 == 0 ? 0.9 + 0.1 * u : 0.1 * u);
    }
    const double threshold = fitAlarmRate(scores, 16).thresholdFor(1.0 / 640'000.0);
    QVERIFY2(threshold > 1.0 && threshold < 1.5, qPrintable(QString::number(threshold)));
}

// By hand: of 100 maxima the ten largest lie .01 to .1 above the next, 1: a scale of .055, and
// a location of 1 + .055 ln .1. The rate of one alarm in 640,000 samples is 1e-4 a block.
void TestAlarmRate::tailLawByHand()
{
    std::vector<double> scores;
    for (int block = 0; block < 100; ++block) {
        const double most = block < 80 ? 0.0 : block < 90 ? 1.0 : 1.0 + 0.01 * (block - 89);
        scores.insert(scores.end(), 63, -1.0);
        scores.push_back(most);
    }
    const auto rate = fitAlarmRate(scores, 16);
    QVERIFY(rate.law == AlarmLaw::Tail);
    QVERIFY2(std::abs(rate.scale - 0.055) < 1e-12, qPrintable(QString::number(rate.scale)));
    QVERIFY2(std::abs(rate.location - 0.8733578198853275) < 1e-12,
             qPrintable(QString::number(rate.location)));
    const double threshold = rate.thresholdFor(1.0 / 640'000.0);
    QVERIFY2(std::abs(threshold - 1.3799265403440175) < 1e-12,
             qPrintable(QString::number(threshold)));
}

void TestAlarmRate::thresholdAndRateAreInverse()
{
    const AlarmRate rate{1.0, 0.25, 64.0};
    for (const double perSample : {1e-3, 1e-5, 1e-9}) {
        const double back = rate.perSample(rate.thresholdFor(perSample));
        QVERIFY(std::abs(back / perSample - 1.0) < 1e-12);
    }
    QVERIFY(rate.thresholdFor(1e-6) > rate.thresholdFor(1e-3));
    // More than one alarm a block cannot be told apart.
    QCOMPARE(rate.perSample(-100.0), 1.0 / 64.0);
    QCOMPARE(rate.thresholdFor(1.0), 1.0);
}

void TestAlarmRate::gapsArePassedOver()
{
    std::vector<double> scores;
    for (int i = 0; i < 1'000; ++i)
        scores.push_back(std::sin(0.1 * i) + 0.01 * i);
    auto gappy = scores;
    gappy.insert(gappy.begin() + 500, 300, std::numeric_limits<double>::quiet_NaN());
    QCOMPARE(fitAlarmRate(gappy, 16).location, fitAlarmRate(scores, 16).location);
    QCOMPARE(fitAlarmRate(gappy, 16).scale, fitAlarmRate(scores, 16).scale);
}

void TestAlarmRate::fewOrEqualScores()
{
    const auto few = fitAlarmRate({0.5, 2.0, 1.0}, 16);
    QCOMPARE(few.location, 2.0);
    QCOMPARE(few.scale, 0.2);
    const auto equal = fitAlarmRate(std::vector<double>(10'000, 0.7), 16);
    QVERIFY(equal.scale > 0.0);
    QVERIFY(equal.thresholdFor(1e-4) > 0.7);
    QVERIFY(std::isfinite(fitAlarmRate({}, 16).thresholdFor(1e-4)));
}

void TestAlarmRate::defaultRate()
{
    QCOMPARE(defaultAlarmRate(1.0), 0.5 / 86'400.0);
    QCOMPARE(defaultAlarmRate(60.0), 0.5 / 1'440.0);
    QCOMPARE(defaultAlarmRate(std::numeric_limits<double>::quiet_NaN()), 1.0 / 2'000.0);
    QCOMPARE(defaultAlarmRate(0.0), 1.0 / 2'000.0);
}

void TestAlarmRate::intervalCoversTheTruth_data()
{
    QTest::addColumn<int>("run"); // blocks in a row that share their maximum
    QTest::addRow("apart") << 1;
    QTest::addRow("busy hours") << 4;
}

// Maxima from Gumbel(2, 0.3): at the threshold of one alarm in 20 blocks the interval of 100
// blocks holds the true rate in about 90 % of the draws; with hours that go together it is as
// honest only because pieces are drawn, not single blocks.
void TestAlarmRate::intervalCoversTheTruth()
{
    QFETCH(int, run);
    std::mt19937_64 random(11);
    const AlarmRate truth{2.0, 0.3, 64.0};
    const double threshold = truth.thresholdFor(0.05 / 64.0);
    int covered = 0;
    for (int draw = 0; draw < 100; ++draw) {
        std::vector<double> scores;
        for (int block = 0; block < 100 / run; ++block) {
            const double u = (double(random() >> 11) + 0.5) * 0x1p-53;
            scores.insert(scores.end(), std::size_t(64 * run), 2.0 - 0.3 * std::log(-std::log(u)));
        }
        const auto interval = alarmInterval(scores, 16, threshold);
        QVERIFY(interval.low <= interval.high);
        covered += interval.low <= 0.05 / 64.0 && interval.high >= 0.05 / 64.0;
    }
    QVERIFY2(covered >= 70, qPrintable(QString::number(covered)));
}

void TestAlarmRate::intervalOfFewBlocks()
{
    std::vector<double> scores;
    for (int i = 0; i < 9 * 64; ++i)
        scores.push_back(std::sin(0.1 * i));
    QVERIFY(std::isnan(alarmInterval(scores, 16, 1.0).low));
    scores.insert(scores.end(), 64, 0.5);
    const auto interval = alarmInterval(scores, 16, 1.0);
    QVERIFY(interval.high > 0.0);
    QCOMPARE(alarmInterval(scores, 16, 1.0).high, interval.high);
    QVERIFY(std::isnan(alarmInterval({}, 16, 1.0).high));
}

void TestAlarmRate::promises()
{
    QCOMPARE(*AlarmPromise({2.0, true}).perSample(60.0), 2.0 / 1'440.0);
    QCOMPARE(*AlarmPromise({2.0, false}).perSample(60.0), 2.0 / 1'000.0);
    QCOMPARE(*AlarmPromise({2.0, false}).perSample(0.0), 2.0 / 1'000.0);
    const auto noClock = AlarmPromise{2.0, true}.perSample(std::nan(""));
    QVERIFY(!noClock);
    QVERIFY(noClock.error().detail.find("1,000 samples") != std::string::npos);
    for (const double rate : {0.0, -1.0, std::nan(""), double(INFINITY)})
        QCOMPARE((AlarmPromise{rate, false}.perSample(60.0).error().code),
                 ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestAlarmRate)
#include "tst_alarm_rate.moc"
