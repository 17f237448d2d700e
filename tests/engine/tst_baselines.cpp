#include "engine/scoring/alarm_rate.h"
#include "engine/scoring/baselines.h"
#include "engine/scoring/metrics.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <random>

using namespace dissonance;

namespace {

/// Standard normal columns, seeded.
Eigen::MatrixXf noise(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed)
{
    std::mt19937_64 generator(seed);
    std::normal_distribution<float> normal;
    Eigen::MatrixXf values(rows, columns);
    for (auto& value : values.reshaped())
        value = normal(generator);
    return values;
}

} // namespace

class TestBaselines : public QObject
{
    Q_OBJECT

private slots:
    void zScores();
    void largestZIsMarginal();
    void mahalanobisOfAKnownCovariance();
    void residualOfAPlane();
    void windowsSeeTime();
    void windowsKeepToTheirStretch();
    void stops();
    void shorterThanAWindow();
    void randomScoresAreWorthNothing();
    void onlyConstantChannels();
    void sameSeedSameScores();
    void thresholdOfTheLastFifth();
};

// Population deviation, clipped at 10; a channel that is constant in training is left out.
void TestBaselines::zScores()
{
    Eigen::MatrixXf train(4, 2);
    train << 1, 5, 3, 5, 1, 5, 3, 5;
    Eigen::MatrixXf test(3, 2);
    test << 2, 9, 4, 5, 99, 5;
    const auto data = clippedZScores(train, test);
    QCOMPARE(data.train.cols(), 1);
    QCOMPARE(data.train(0, 0), -1.0);
    QCOMPARE(data.test(0, 0), 0.0);
    QCOMPARE(data.test(1, 0), 2.0);
    QCOMPARE(data.test(2, 0), 10.0);
}

void TestBaselines::largestZIsMarginal()
{
    const ClippedScores data{Eigen::MatrixXd::Identity(2, 2),
                             (Eigen::MatrixXd(2, 2) << 1, -3, 0.5, 0.25).finished()};
    const auto scores = largestZ(data);
    QCOMPARE(scores.test.offline, (std::vector<double>{3.0, 0.5}));
    QCOMPARE(scores.test.causal, scores.test.offline);
}

// Rows (+-1, 0), (0, +-1): mean 0, covariance 2/3 I. With the ridge 1/3 the precision is 1.
void TestBaselines::mahalanobisOfAKnownCovariance()
{
    ClippedScores data;
    data.train = (Eigen::MatrixXd(4, 2) << 1, 0, -1, 0, 0, 1, 0, -1).finished();
    data.test = (Eigen::MatrixXd(2, 2) << 3, 4, 0, 0).finished();
    const auto scores = mahalanobis(data, 1.0 / 3.0);
    QVERIFY(std::abs(scores.test.offline[0] - 25.0) < 1e-12);
    QVERIFY(std::abs(scores.test.offline[1]) < 1e-12);
}

// Training data on the line (1, 1) / sqrt 2, except for a little: one component holds 90 %.
void TestBaselines::residualOfAPlane()
{
    ClippedScores data;
    data.train = (Eigen::MatrixXd(4, 2) << 5, 5, -5, -5, 0.1, -0.1, -0.1, 0.1).finished();
    data.test = (Eigen::MatrixXd(2, 2) << 7, 7, 1, -1).finished();
    const auto scores = pcaResidual(data);
    QVERIFY(std::abs(scores.test.offline[0]) < 1e-12);
    QVERIFY(std::abs(scores.test.offline[1] - 2.0) < 1e-12);
    // With all components nothing is left over.
    for (const double score : pcaResidual(data, 1.0).test.offline)
        QVERIFY(std::abs(score) < 1e-12);
}

// A sine that stops: every value is one seen before, only the course in time is not.
void TestBaselines::windowsSeeTime()
{
    const auto wave = [](Eigen::Index t) {
        return float(std::sin(2.0 * std::numbers::pi * double(t) / 25.0));
    };
    Eigen::MatrixXf train(2000, 1);
    Eigen::MatrixXf test(1000, 1);
    for (Eigen::Index t = 0; t < 2000; ++t)
        train(t, 0) = wave(t);
    for (Eigen::Index t = 0; t < 1000; ++t)
        test(t, 0) = t >= 500 && t < 540 ? 0.9F : wave(t);
    std::vector<std::uint8_t> stopped(1000);
    std::fill(stopped.begin() + 500, stopped.begin() + 540, std::uint8_t(1));

    const auto data = clippedZScores(train, test);
    const auto windows = kMeansWindows(data, 1);
    QCOMPARE(windows.test.offline.size(), 1000U);
    QVERIFY(aucRoc(windows.test.offline, stopped) > 0.95);
    QVERIFY(aucRoc(largestZ(data).test.offline, stopped) < 0.9);
    QVERIFY(std::isnan(windows.test.causal[18]) && !std::isnan(windows.test.causal[19]));
}

// Two stretches of a channel that jumps between them: no window sees the jump.
void TestBaselines::windowsKeepToTheirStretch()
{
    Eigen::MatrixXf values(100, 1);
    for (Eigen::Index t = 0; t < 100; ++t)
        values(t, 0) = t < 50 ? float(t % 2) : 8.0F + float(t % 2);
    auto data = clippedZScores(values, values);
    data.trainStretches = {{0, 50}, {50, 100}};
    data.testStretches = data.trainStretches;
    const auto scores = kMeansWindows(data, 1).test;
    for (const double score : scores.offline)
        QVERIFY2(std::abs(score) < 1e-6, QByteArray::number(score)); // four windows, all known
    QVERIFY(!std::isnan(scores.causal[49]));
    for (std::size_t i = 50; i < 69; ++i)
        QVERIFY(std::isnan(scores.causal[i]));
    QVERIFY(!std::isnan(scores.causal[69]));
}

void TestBaselines::stops()
{
    std::stop_source source;
    source.request_stop();
    const auto data = clippedZScores(noise(2000, 4, 1), noise(300, 4, 2));
    const auto scores = kMeansWindows(data, 1, {source.get_token(), {}});
    QVERIFY(std::isnan(scores.test.offline[100]));
}

void TestBaselines::shorterThanAWindow()
{
    const auto scores = kMeansWindows(clippedZScores(noise(100, 2, 1), noise(19, 2, 2)), 1);
    QCOMPARE(scores.test.offline.size(), 19U);
    QVERIFY(std::isnan(scores.test.offline[0]));
    const auto untrained = kMeansWindows(clippedZScores(noise(10, 2, 1), noise(30, 2, 2)), 1);
    QVERIFY(std::isnan(untrained.test.offline[0]));
}

void TestBaselines::randomScoresAreWorthNothing()
{
    const auto data = clippedZScores(noise(50, 1, 1), noise(20'000, 1, 2));
    std::vector<std::uint8_t> isAnomaly(20'000);
    std::fill(isAnomaly.begin(), isAnomaly.begin() + 2'000, std::uint8_t(1));
    const auto scores = randomScore(data, 1);
    // Standard error of the AUC: about .007.
    QVERIFY(std::abs(aucRoc(scores.test.offline, isAnomaly) - 0.5) < 0.03);
    QVERIFY(scores.test.offline[0] != randomScore(data, 2).test.offline[0]);
}

void TestBaselines::onlyConstantChannels()
{
    const auto data = clippedZScores(Eigen::MatrixXf::Ones(60, 2), noise(60, 2, 1));
    QCOMPARE(data.test, Eigen::MatrixXd::Zero(60, 1));
    for (const auto& name : baselineNames())
        QCOMPARE(runBaseline(name, data, 1).test.offline.size(), 60U);
}

void TestBaselines::sameSeedSameScores()
{
    const auto data = clippedZScores(noise(500, 4, 1), noise(300, 4, 2));
    for (const auto& name : baselineNames())
        QCOMPARE(runBaseline(name, data, 7).test.offline, runBaseline(name, data, 7).test.offline);
}

// Two thousand normal scores, of which only the last 400 count.
void TestBaselines::thresholdOfTheLastFifth()
{
    const auto last = noise(400, 1, 3);
    std::vector<double> normal(1600, 50.0);
    normal.insert(normal.end(), last.data(), last.data() + last.size());
    const auto rate = fitAlarmRate(std::vector<double>(last.data(), last.data() + 400), 20);
    QCOMPARE(baselineThreshold(normal, 20, 1.0), rate.thresholdFor(defaultAlarmRate(1.0)));
    QVERIFY(baselineThreshold(normal, 20, 1.0) < 50.0);
}

QTEST_GUILESS_MAIN(TestBaselines)
#include "tst_baselines.moc"
