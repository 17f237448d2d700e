#include "engine/detector/copula_part.h"
#include "engine/detector/fusion.h"
#include "engine/detector/gaps.h"
#include "engine/detector/marginal_part.h"
#include "engine/detector/sample_scores.h"
#include "engine/detector/scaling.h"
#include "engine/detector/symmetric_eigen.h"
#include "engine/detector/training_data.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"

#include <QTest>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace dissonance;
using testing::linearProcess;
using testing::slowNoise;

namespace {

constexpr Eigen::Index kLength = 16;

Eigen::MatrixXf columns(std::vector<std::vector<float>> values)
{
    Eigen::MatrixXf matrix(Eigen::Index(values.front().size()), Eigen::Index(values.size()));
    for (Eigen::Index c = 0; c < matrix.cols(); ++c)
        matrix.col(c) = Eigen::Map<Eigen::VectorXf>(values[std::size_t(c)].data(), matrix.rows());
    return matrix;
}

Channel channelOf(std::vector<double> values, std::shared_ptr<const TimeAxis> time)
{
    Channel channel;
    channel.name = "x";
    channel.time = std::move(time);
    channel.values = std::move(values);
    return channel;
}

} // namespace

class TestDetectorParts : public QObject
{
    Q_OBJECT
private slots:
    void scalingByRange();
    void scalingFloor();
    void scalingOfConstants();
    void scalingClips();
    void whiteningDecorrelates();
    void whiteningIsRidged();
    void whiteningOfRuns();
    void marginalFormula();
    void copulaFormula();
    void copulaSeesBrokenDependence();
    void copulaThreadsAgree();
    void leadingIsBounded();
    void eigenvaluesAsEigen();
    void calibrationQuantiles();
    void calibratedScale();
    void networkWeightRule_data();
    void networkWeightRule();
    void separationIsAuc();
    void swappedCopies();
    void gapSpans();
    void leftOut();
    void sampleMeans();
    void sampleMeansOfSeveralLengths();
    void splits();
    void spansLessExclusions();
};

void TestDetectorParts::scalingByRange()
{
    // Median of five and of four values; range by hand; rows outside the spans do not count.
    const auto values = columns({{100, 1, 2, 3, 4, 10}, {-900, -5, 5, 0, 1, 2}});
    const auto odd = fitScaling(values, {{1, 6}}, 3.0, 0.1, 1);
    QCOMPARE(odd.median, (Eigen::VectorXf(2) << 3, 1).finished());
    QCOMPARE(odd.scale, (Eigen::VectorXf(2) << 9, 10).finished());
    const auto even = fitScaling(values, {{1, 3}, {4, 6}}, 3.0, 0.1, 2);
    QCOMPARE(even.median, (Eigen::VectorXf(2) << 3, 1.5).finished());
    QCOMPARE(even.scale, (Eigen::VectorXf(2) << 9, 10).finished());
}

void TestDetectorParts::scalingFloor()
{
    // All in [-1, 1]: scaled at the source, so a channel that hardly moves is not blown up.
    const auto unit = columns({{0, 1, 0.5}, {0.5, 0.51, 0.52}});
    COMPARE_NEAR(fitScaling(unit, {{0, 3}}, 3.0, 0.1, 1).scale[1], 0.1, 1e-7);
    COMPARE_NEAR(fitScaling(unit, {{0, 3}}, 3.0, 0.0, 1).scale[1], 0.02, 1e-6);
    // One channel beyond: raw units, no floor.
    const auto raw = columns({{0, 40, 20}, {0.5, 0.51, 0.52}});
    COMPARE_NEAR(fitScaling(raw, {{0, 3}}, 3.0, 0.1, 1).scale[1], 0.02, 1e-6);
}

void TestDetectorParts::scalingOfConstants()
{
    const float big = 1e6F;
    const auto values = columns({{7, 7, 7}, {big, std::nextafter(big, 2 * big), big}, {0, 0, 1}});
    const auto scaling = fitScaling(values, {{0, 3}}, 3.0, 0.1, 1);
    QCOMPARE(scaling.constant, (std::vector<bool>{true, true, false}));
    QCOMPARE(scaling.scale[0], 1.0F);
    QCOMPARE(scaling.scale[1], 1.0F);
    auto scaled = values;
    applyScaling(scaling, scaled, 1);
    QCOMPARE(scaled.col(0).cwiseAbs().maxCoeff(), 0.0F);
    QVERIFY(scaled.allFinite());
}

void TestDetectorParts::scalingClips()
{
    const auto values = columns({{0, 1, 2, 3, 4}, {0, 2, 4, 6, 8}});
    const auto scaling = fitScaling(values, {{0, 5}}, 3.0, 0.1, 1);
    auto other = columns({{2, 6, -6, 1e30F, -1e30F}, {4, 4, 12, 100, -100}});
    applyScaling(scaling, other, 2);
    QCOMPARE(other, columns({{0, 1, -2, 3, -3}, {0, 0, 1, 3, -3}}));
}

// Of the windows fitted to, coordinate k has variance lambda / (lambda + ridge): with a tiny
// ridge the identity, within float rounding.
void TestDetectorParts::whiteningDecorrelates()
{
    const Eigen::MatrixXf scaled = slowNoise(4000, 3, 1).cast<float>();
    const std::vector<WindowRun> runs{{0, 4000 - kLength + 1}};
    const auto whitening = fitWhitening(scaled, runs, kLength, 1e-6, 2);
    const auto z = whiten(whitening, scaled, runs[0], kLength);
    QCOMPARE(z.rows(), 3 * kLength);
    for (Eigen::Index c = 0; c < 3; ++c) {
        const Eigen::MatrixXd own = z.middleRows(c * kLength, kLength).cast<double>();
        COMPARE_NEAR(own.rowwise().mean().cwiseAbs().maxCoeff(), 0.0, 1e-3);
        const Eigen::MatrixXd covariance = own * own.transpose() / double(own.cols());
        const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(kLength, kLength);
        COMPARE_NEAR((covariance - identity).cwiseAbs().maxCoeff(), 0.0, 1e-3);
    }
}

void TestDetectorParts::whiteningIsRidged()
{
    const Eigen::MatrixXf scaled = slowNoise(3000, 2, 2).cast<float>();
    const std::vector<WindowRun> runs{{0, 3000 - kLength + 1}};
    const double rho = 0.01;
    const auto whitening = fitWhitening(scaled, runs, kLength, rho, 1);

    // The definition, straight: covariance over all windows, its eigenvalues, descending.
    double variance = 0.0;
    std::vector<Eigen::VectorXd> lambdas;
    for (Eigen::Index c = 0; c < 2; ++c) {
        Eigen::MatrixXd windows(kLength, runs[0].count);
        for (Eigen::Index w = 0; w < runs[0].count; ++w)
            windows.col(w) = scaled.col(c).segment(w, kLength).cast<double>();
        const Eigen::VectorXd mean = windows.rowwise().mean();
        COMPARE_NEAR((mean - whitening.mean.col(c).cast<double>()).cwiseAbs().maxCoeff(), 0, 1e-6);
        windows.colwise() -= mean;
        const Eigen::MatrixXd covariance = windows * windows.transpose() / double(windows.cols());
        variance += covariance.diagonal().mean() / 2.0;
        lambdas.push_back(
            Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(covariance).eigenvalues().reverse());
    }
    for (Eigen::Index c = 0; c < 2; ++c) {
        // U' has orthonormal rows, so row k of the projection has norm (lambda + rho v)^(-1/2).
        const Eigen::VectorXd norms =
            whitening.projection[std::size_t(c)].cast<double>().rowwise().norm();
        const Eigen::VectorXd expected = (lambdas[std::size_t(c)].array() + rho * variance).rsqrt();
        COMPARE_NEAR((norms - expected).cwiseQuotient(expected).cwiseAbs().maxCoeff(), 0, 1e-5);
    }
}

void TestDetectorParts::whiteningOfRuns()
{
    // What lies between two runs must not count: there stands nonsense.
    Eigen::MatrixXf scaled = slowNoise(1000, 2, 3).cast<float>();
    Eigen::MatrixXf spoilt = scaled;
    spoilt.middleRows(400, 100).setConstant(3.0F);
    const auto runs = windowRuns({{0, 400}, {500, 1000}}, kLength);
    QCOMPARE(windowCount(runs), Eigen::Index(400 + 500 - 2 * (kLength - 1)));
    const auto clean = fitWhitening(scaled, runs, kLength, 0.01, 1);
    const auto other = fitWhitening(spoilt, runs, kLength, 0.01, 2);
    QVERIFY(clean.mean == other.mean);
    QVERIFY(clean.projection[1] == other.projection[1]);

    // Leading rows are the first rows of all.
    const auto all = whiten(clean, scaled, {20, 5}, kLength);
    const auto leading = whiten(clean, scaled, {20, 5}, 4);
    QCOMPARE(leading.rows(), Eigen::Index(8));
    COMPARE_NEAR((leading.topRows(4) - all.topRows(4)).cwiseAbs().maxCoeff(), 0.0, 1e-5);
    COMPARE_NEAR((leading.bottomRows(4) - all.middleRows(kLength, 4)).cwiseAbs().maxCoeff(), 0.0,
                 1e-5);
}

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

void TestDetectorParts::eigenvaluesAsEigen()
{
    for (const Eigen::Index size : {1, 2, 3, 17, 60}) {
        Eigen::MatrixXd a = testing::whiteNoise(size, size, std::uint64_t(size));
        a = (a * a.transpose()).eval();
        if (size == 17) // a block that comes apart, and eigenvalues that stand twice
            a.topLeftCorner(8, 8) = Eigen::MatrixXd::Identity(8, 8),
                               a.topRightCorner(8, 9).setZero(), a.bottomLeftCorner(9, 8).setZero();
        const auto eigen = symmetricEigen(a, {});
        QVERIFY(bool(eigen));
        auto values = eigen->values;
        std::sort(values.begin(), values.end());
        const Eigen::VectorXd expected =
            Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(a).eigenvalues();
        const double scale = expected.cwiseAbs().maxCoeff();
        COMPARE_NEAR((values - expected).cwiseAbs().maxCoeff(), 0.0, 1e-12 * scale);
        const Eigen::MatrixXd back =
            eigen->vectors * eigen->values.asDiagonal() * eigen->vectors.transpose();
        COMPARE_NEAR((back - a).cwiseAbs().maxCoeff(), 0.0, 1e-12 * scale);
    }
    QCOMPARE(symmetricEigen(Eigen::MatrixXd::Zero(5, 5), {})->values.cwiseAbs().maxCoeff(), 0.0);
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
    QVERIFY(std::isnan(calibrated(nan, calibration)) && std::isnan(beyondNormal(nan, calibration)));
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

void TestDetectorParts::gapSpans()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto clock = TimeAxis::sampleIndex(8);
    QCOMPARE(gapsOf(channelOf({nan, 1, nan, nan, 2, 3, 4, nan}, clock), *clock),
             (std::vector<SampleSpan>{{0, 1}, {2, 4}, {7, 8}}));
    QCOMPARE(gapsOf(channelOf({1, 2, 3, 4, 5, 6, 7, 8}, clock), *clock), std::vector<SampleSpan>());
    // On an axis of its own: from the missing sample until the next present one.
    const auto own = *TimeAxis::create(TimeKind::SampleIndex, {0, 3, 6});
    QCOMPARE(gapsOf(channelOf({1, nan, 2}, own), *clock), (std::vector<SampleSpan>{{3, 6}}));
    QCOMPARE(gapsOf(channelOf({1, 2, nan}, own), *clock), (std::vector<SampleSpan>{{6, 8}}));
}

void TestDetectorParts::leftOut()
{
    using Runs = std::vector<std::pair<Eigen::Index, Eigen::Index>>;
    const auto runsOf = [](const Gaps& gaps, std::ptrdiff_t usual) {
        Runs runs;
        const auto leftOut = leftOutWindows(gaps, {usual}, 16);
        for (const auto& run : leftOut.front())
            runs.emplace_back(run.first, run.count);
        return runs;
    };
    // Windows that lie more than half in the gap, and those into which its end falls.
    QCOMPARE(runsOf({{{100, 140}}}, 0), (Runs{{93, 47}}));
    QCOMPARE(runsOf({{{100, 107}}}, 0), Runs()); // shorter than half a window
    QCOMPARE(runsOf({{{2, 40}}}, 0), (Runs{{0, 40}}));
    QCOMPARE(runsOf({{{100, 140}}}, 20), Runs()); // not longer than three usual ones
    QCOMPARE(runsOf({{{100, 160}}}, 20), (Runs{{93, 67}}));

    // 30 gaps: the habit is what 95 % of them do not exceed; a handful makes none.
    std::vector<SampleSpan> many;
    for (std::ptrdiff_t i = 0; i < 30; ++i)
        many.push_back({i * 100, i * 100 + (i == 7 ? 50 : 9)});
    QCOMPARE(usualGap(many), std::ptrdiff_t(9));
    QCOMPARE(usualGap({{0, 9}, {20, 29}}), std::ptrdiff_t(0));
    QCOMPARE(usualGap({}), std::ptrdiff_t(0));
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

void TestDetectorParts::splits()
{
    const auto split = splitTraining({{0, 600}, {600, 1000}}, 0.2, 16);
    QVERIFY(bool(split));
    QCOMPARE(split->fit, (std::vector<SampleSpan>{{0, 600}, {600, 800}}));
    QCOMPARE(split->calibration, (std::vector<SampleSpan>{{816, 1000}}));

    const auto tooShort = splitTraining({{0, 100}}, 0.2, 16);
    QVERIFY(!tooShort);
    QCOMPARE(tooShort.error().code, ErrorCode::TooShort);
    QVERIFY(tooShort.error().detail.find("320 samples") != std::string::npos);
    QVERIFY(bool(splitTraining({{0, 320}}, 0.2, 16))); // what it named is enough
}

void TestDetectorParts::spansLessExclusions()
{
    const auto spans = [](std::vector<SampleSpan> normal, std::vector<SampleSpan> excluded) {
        return *normalSpans(normal, excluded, 100);
    };
    using Spans = std::vector<SampleSpan>;
    QCOMPARE(spans({}, {}), (Spans{{0, 100}}));
    QCOMPARE(spans({{50, 80}, {0, 20}, {10, 30}}, {}), (Spans{{0, 30}, {50, 80}}));
    QCOMPARE(spans({}, {{20, 30}, {25, 40}}), (Spans{{0, 20}, {40, 100}}));
    QCOMPARE(spans({{0, 50}}, {{0, 10}, {40, 60}}), (Spans{{10, 40}}));
    QCOMPARE(spans({{10, 20}}, {{0, 100}}), Spans());
    for (const SampleSpan& wrong : Spans{{-1, 5}, {5, 101}, {7, 7}, {9, 3}}) {
        QCOMPARE(normalSpans({wrong}, {}, 100).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(normalSpans({}, {wrong}, 100).error().code, ErrorCode::InvalidArgument);
    }
}

QTEST_APPLESS_MAIN(TestDetectorParts)
#include "tst_detector_parts.moc"
