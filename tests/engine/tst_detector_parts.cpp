#include "engine/detector/copula_part.h"
#include "engine/detector/fusion.h"
#include "engine/detector/marginal_part.h"
#include "engine/detector/sample_scores.h"
#include "engine/detector/separation.h"
#include "engine/detector/training_data.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"

#include <QTest>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace dissonance;
using testing::linearProcess;

namespace {

constexpr Eigen::Index kLength = 16;

} // namespace

class TestDetectorParts : public QObject
{
    Q_OBJECT
private slots:
    void marginalFormula();
    void copulaFormula();
    void copulaSeesBrokenDependence();
    void copulaThreadsAgree();
    void leadingIsBounded();
    void calibrationQuantiles();
    void calibratedScale();
    void networkWeightRule_data();
    void networkWeightRule();
    void steadinessOfANetwork();
    void separationIsAuc();
    void swappedCopies();
    void sampleMeans();
    void sampleMeansOfSeveralLengths();
};

void TestDetectorParts::marginalFormula()
{
    // Two channels of four coordinates; m_c = (nu + L)/2 ln(1 + q_c/nu) by hand.
    Eigen::MatrixXf z(8, 2);
    z << 1, 0, 2, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 4, 10;
    const auto m = channelSurprise(z, 4, 200.0);
    QCOMPARE(m.rows(), Eigen::Index(2));
    COMPARE_NEAR(m(0, 0), 102.0 * std::log1p(9.0 / 200.0), 1e-5);
    COMPARE_NEAR(m(1, 0), 102.0 * std::log1p(25.0 / 200.0), 1e-5);
    COMPARE_NEAR(m(0, 1), 0.0, 1e-9);
    COMPARE_NEAR(m(1, 1), 102.0 * std::log1p(100.0 / 200.0), 1e-4);
    COMPARE_NEAR(fitMarginalPart(z, 4, 200.0).expected[1], 0.5 * (m(1, 0) + m(1, 1)), 1e-5);
}

// R, p, T and dep from their definitions, in double; tolerance is float's.
void TestDetectorParts::copulaFormula()
{
    const Eigen::MatrixXf scaled = linearProcess(1500, 3, 4).cast<float>();
    const std::vector<WindowRun> runs{{0, 1500 - kLength + 1}};
    const auto whitening = fitWhitening(scaled, runs, kLength, 0.01, 1);
    const Eigen::Index r = 4;
    const double shrinkage = 0.05;
    const auto part = fitCopulaPart(scaled, whitening, runs, r, shrinkage, 2, {});
    QVERIFY(bool(part));

    const auto z = whiten(whitening, scaled, runs[0], kLength);
    Eigen::MatrixXd f(r * 3, z.cols());
    for (Eigen::Index c = 0; c < 3; ++c)
        f.middleRows(c * r, r) = z.middleRows(c * kLength, r).cast<double>();
    const Eigen::MatrixXd correlation = (1.0 - shrinkage) * f * f.transpose() / double(f.cols())
        + shrinkage * Eigen::MatrixXd::Identity(f.rows(), f.rows());
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(correlation);
    const Eigen::MatrixXd p = eigen.eigenvalues().cwiseSqrt().cwiseInverse().asDiagonal()
        * eigen.eigenvectors().transpose() * f;

    const auto terms = copulaTerms(*part, z, kLength);
    for (Eigen::Index w = 0; w < z.cols(); w += 37) {
        const double joint = 3.5 * (1.0 + p.col(w).array().square() / 6.0).log().sum();
        const double dependence =
            (p.col(w).squaredNorm() - f.col(w).squaredNorm()) / (2.0 * std::sqrt(12.0));
        COMPARE_NEAR(terms.joint[w], joint, 1e-3 * std::max(1.0, joint));
        COMPARE_NEAR(terms.dependence[w], dependence, 2e-3 * std::max(1.0, std::abs(dependence)));
    }
    const auto inBlocks = copulaDependence(*part, z, kLength, 2, {});
    QVERIFY(bool(inBlocks));
    COMPARE_NEAR((*inBlocks - terms.dependence).abs().maxCoeff(), 0.0, 1e-4);
}

void TestDetectorParts::copulaSeesBrokenDependence()
{
    const Eigen::MatrixXf scaled = linearProcess(3000, 4, 6).cast<float>();
    const std::vector<WindowRun> runs{{0, 3000 - kLength + 1}};
    const auto whitening = fitWhitening(scaled, runs, kLength, 0.01, 1);
    const auto part = fitCopulaPart(scaled, whitening, runs, 4, 0.05, 1, {});
    QVERIFY(bool(part));
    const auto real = whiten(whitening, scaled, runs[0], kLength);
    const auto swapped = channelSwapped(real, kLength, 1);
    const double auc = separation(copulaTerms(*part, real, kLength).dependence,
                                  copulaTerms(*part, swapped, kLength).dependence);
    QVERIFY2(auc > 0.95, qPrintable(QString::number(auc)));
}

void TestDetectorParts::copulaThreadsAgree()
{
    const Eigen::MatrixXf scaled = linearProcess(9000, 3, 8).cast<float>();
    const std::vector<WindowRun> runs{{0, 9000 - kLength + 1}};
    const auto whitening = fitWhitening(scaled, runs, kLength, 0.01, 1);
    const auto one = fitCopulaPart(scaled, whitening, runs, 4, 0.05, 1, {});
    const auto three = fitCopulaPart(scaled, whitening, runs, 4, 0.05, 3, {});
    QVERIFY(one && three);
    QVERIFY(one->transform == three->transform);
}

void TestDetectorParts::leadingIsBounded()
{
    QCOMPARE(leadingFor(4, 38, 16), Eigen::Index(4));
    QCOMPARE(leadingFor(4, 250, 16), Eigen::Index(4));
    QCOMPARE(leadingFor(4, 500, 16), Eigen::Index(2));
    QCOMPARE(leadingFor(4, 5000, 16), Eigen::Index(1));
    QCOMPARE(leadingFor(20, 10, 16), Eigen::Index(16));
}

void TestDetectorParts::calibrationQuantiles()
{
    // R: quantile(c(1, 2, 4, 8), .5) = 3, .25 -> 1.75, .99 -> 7.88.
    const Eigen::ArrayXf four = (Eigen::ArrayXf(4) << 8, 1, 4, 2).finished();
    COMPARE_NEAR(quantile(four, 0.5), 3.0, 1e-12);
    COMPARE_NEAR(quantile(four, 0.25), 1.75, 1e-12);
    COMPARE_NEAR(quantile(four, 0.99), 7.88, 1e-6);
    COMPARE_NEAR(quantile(four, 0.0), 1.0, 0.0);
    COMPARE_NEAR(quantile(four, 1.0), 8.0, 0.0);
    const auto calibration = fitCalibration(four);
    COMPARE_NEAR(calibration.median, 3.0, 1e-12);
    COMPARE_NEAR(calibration.upper, 7.88, 1e-6);
    const auto flat = fitCalibration(Eigen::ArrayXf::Constant(10, 5.0F));
    QVERIFY(flat.upper > flat.median);
}

void TestDetectorParts::calibratedScale()
{
    const Calibration calibration{2.0, 6.0};
    const double nan = std::numeric_limits<double>::quiet_NaN(); // not as usual as can be
    QVERIFY(std::isnan(calibrated(nan, calibration)));
    COMPARE_NEAR(calibrated(1.0, calibration), 0.0, 0.0);
    COMPARE_NEAR(calibrated(2.0, calibration), 0.0, 0.0);
    COMPARE_NEAR(calibrated(6.0, calibration), std::log(2.0), 1e-15);
    COMPARE_NEAR(calibrated(14.0, calibration), std::log(4.0), 1e-15);
    const auto k = calibrated((Eigen::ArrayXf(3) << 0, 6, 14).finished(), calibration);
    COMPARE_NEAR(k[0], 0.0, 0.0);
    COMPARE_NEAR(k[2], std::log(4.0), 1e-15);
}

void TestDetectorParts::networkWeightRule_data()
{
    QTest::addColumn<double>("copula");
    QTest::addColumn<double>("network");
    QTest::addColumn<double>("weight");
    QTest::addRow("gains .1") << 0.8 << 0.9 << 0.8;
    QTest::addRow("copula below chance counts as chance") << 0.4 << 0.6 << 0.8;
    QTest::addRow("no better") << 0.9 << 0.9 << 0.0;
    QTest::addRow("worse") << 0.9 << 0.7 << 0.0;
    QTest::addRow("at most 3") << 0.5 << 0.99 << 3.0;
}

void TestDetectorParts::networkWeightRule()
{
    QFETCH(const double, copula);
    QFETCH(const double, network);
    QFETCH(const double, weight);
    COMPARE_NEAR(networkWeight(copula, network), weight, 1e-12);
}

void TestDetectorParts::steadinessOfANetwork()
{
    const Eigen::ArrayXf four{{1.0F, 2.0F, 3.0F, 4.0F}};
    COMPARE_NEAR(networkSteadiness(four, four), 1.0, 1e-15);
    COMPARE_NEAR(networkSteadiness(four, four + 9.0F), 0.0, 1e-15);
    COMPARE_NEAR(networkSteadiness(four + 9.0F, four), 0.0, 1e-15);
    // Of 16 pairs 10 are won and 3 tied.
    COMPARE_NEAR(networkSteadiness(four, four + 1.0F), 1.0 - 2.0 * (11.5 / 16.0 - 0.5), 1e-12);
    QVERIFY(std::isnan(networkSteadiness(four, Eigen::ArrayXf())));
}

void TestDetectorParts::separationIsAuc()
{
    const auto array = [](std::vector<float> values) {
        return Eigen::ArrayXf(
            Eigen::Map<Eigen::ArrayXf>(values.data(), Eigen::Index(values.size())));
    };
    // Pairs won of six, ties half: (2: 1 of 2 with a tie), (3: both), (0: none) -> 3.5.
    COMPARE_NEAR(separation(array({1, 2}), array({2, 3, 0})), 3.5 / 6.0, 1e-12);
    COMPARE_NEAR(separation(array({1, 2}), array({3, 4})), 1.0, 0.0);
    COMPARE_NEAR(separation(array({5, 5}), array({5})), 0.5, 0.0);
}

void TestDetectorParts::swappedCopies()
{
    Eigen::MatrixXf z(3 * 4, 300);
    for (Eigen::Index w = 0; w < z.cols(); ++w)
        for (Eigen::Index i = 0; i < z.rows(); ++i)
            z(i, w) = float(w) + 1000.0F * float(i);
    const auto swapped = channelSwapped(z, 4, 9);
    QVERIFY(swapped == channelSwapped(z, 4, 9));
    QVERIFY(swapped != channelSwapped(z, 4, 10));
    int swaps = 0;
    for (Eigen::Index w = 0; w < z.cols(); ++w) {
        int own = 0;
        for (Eigen::Index c = 0; c < 3; ++c) {
            const float from = swapped(c * 4, w) - 1000.0F * float(c * 4);
            // Whole windows of the same channel.
            for (Eigen::Index i = 0; i < 4; ++i)
                QCOMPARE(swapped(c * 4 + i, w), from + 1000.0F * float(c * 4 + i));
            own += from != float(w);
        }
        QVERIFY(own >= 1);
        swaps += own;
    }
    // Of three channels one always, the two others by 1/3: 5/3 a window, 500 of 900.
    QVERIFY2(swaps > 450 && swaps < 550, qPrintable(QString::number(swaps)));
}

void TestDetectorParts::sampleMeans()
{
    // Windows of three over five samples, by hand.
    WindowParts parts{3, Eigen::ArrayXd(3), Eigen::ArrayXd(3)};
    parts.marginal << 1, 2, 6;
    parts.dependence << 10, 0, 0;
    const auto scores = stretchScores({parts}, 5);
    QCOMPARE(scores.windows.total, (std::vector<double>{11, 2, 6}));
    QCOMPARE(scores.offline.marginal, (std::vector<double>{1, 1.5, 3, 4, 6}));
    QCOMPARE(scores.offline.dependence, (std::vector<double>{10, 5, 10.0 / 3.0, 0, 0}));
    for (std::size_t t = 0; t < 5; ++t)
        QCOMPARE(scores.offline.total[t],
                 scores.offline.marginal[t] + scores.offline.dependence[t]);
    QVERIFY(std::isnan(scores.causal.total[0]) && std::isnan(scores.causal.total[1]));
    QCOMPARE(scores.causal.total[2], 11.0);
    QCOMPARE(scores.causal.total[4], 6.0);
}

void TestDetectorParts::sampleMeansOfSeveralLengths()
{
    WindowParts shorter{2, Eigen::ArrayXd(4), Eigen::ArrayXd::Zero(4)};
    shorter.marginal << 1, 2, 3, 4;
    WindowParts longer{4, Eigen::ArrayXd(2), Eigen::ArrayXd::Zero(2)};
    longer.marginal << 10, 20;
    const auto scores = stretchScores({shorter, longer}, 5);
    // Windows that end together: the third of the shorter ones with the first of the longer.
    QCOMPARE(scores.windows.total, (std::vector<double>{0.5 * (3 + 10), 0.5 * (4 + 20)}));
    QCOMPARE(scores.offline.total[0], 0.5 * (1 + 10));
    QCOMPARE(scores.offline.total[1], 0.5 * (1.5 + 15));
    QVERIFY(std::isnan(scores.causal.total[2]));
    QCOMPARE(scores.causal.total[4], 12.0);
}

QTEST_APPLESS_MAIN(TestDetectorParts)
#include "tst_detector_parts.moc"
