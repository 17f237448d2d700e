#include "engine/detector/scaling.h"
#include "engine/detector/symmetric_eigen.h"
#include "engine/detector/training_data.h"
#include "engine/detector/whitening.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"

#include <QTest>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

using namespace dissonance;
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

} // namespace

/// What windows go through before any part sees them: scaling, then whitening.
class TestWhitening : public QObject
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
    void eigenvaluesAsEigen();
};

void TestWhitening::scalingByRange()
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

void TestWhitening::scalingFloor()
{
    // All in [-1, 1]: scaled at the source, so a channel that hardly moves is not blown up.
    const auto unit = columns({{0, 1, 0.5}, {0.5, 0.51, 0.52}});
    COMPARE_NEAR(fitScaling(unit, {{0, 3}}, 3.0, 0.1, 1).scale[1], 0.1, 1e-7);
    COMPARE_NEAR(fitScaling(unit, {{0, 3}}, 3.0, 0.0, 1).scale[1], 0.02, 1e-6);
    // One channel beyond: raw units, no floor.
    const auto raw = columns({{0, 40, 20}, {0.5, 0.51, 0.52}});
    COMPARE_NEAR(fitScaling(raw, {{0, 3}}, 3.0, 0.1, 1).scale[1], 0.02, 1e-6);
}

void TestWhitening::scalingOfConstants()
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

void TestWhitening::scalingClips()
{
    const auto values = columns({{0, 1, 2, 3, 4}, {0, 2, 4, 6, 8}});
    const auto scaling = fitScaling(values, {{0, 5}}, 3.0, 0.1, 1);
    auto other = columns({{2, 6, -6, 1e30F, -1e30F}, {4, 4, 12, 100, -100}});
    applyScaling(scaling, other, 2);
    QCOMPARE(other, columns({{0, 1, -2, 3, -3}, {0, 0, 1, 3, -3}}));
}

// Of the windows fitted to, coordinate k has variance lambda / (lambda + ridge): with a tiny
// ridge the identity, within float rounding.
void TestWhitening::whiteningDecorrelates()
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

void TestWhitening::whiteningIsRidged()
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

void TestWhitening::whiteningOfRuns()
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

void TestWhitening::eigenvaluesAsEigen()
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

QTEST_APPLESS_MAIN(TestWhitening)
#include "tst_whitening.moc"
