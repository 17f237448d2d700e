// What copulas are fitted from: correlations, significance, distance correlation.
#include "engine/copula/correlation.h"
#include "engine/copula/distance_correlation.h"
#include "engine/copula/significance.h"
#include "tests/support/copulas.h"
#include "tests/support/processes.h"

#include <QTest>

#include <Eigen/Eigenvalues>

#include <cmath>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

/// Tau-b from its definition, every pair looked at.
double slowTau(const Eigen::VectorXd& a, const Eigen::VectorXd& b)
{
    const auto sign = [](double x) {
        return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
    };
    double sum = 0.0;
    double ofA = 0.0;
    double ofB = 0.0;
    for (Eigen::Index i = 0; i < a.size(); ++i) {
        for (Eigen::Index j = 0; j < i; ++j) {
            sum += sign(a[i] - a[j]) * sign(b[i] - b[j]);
            ofA += std::abs(sign(a[i] - a[j]));
            ofB += std::abs(sign(b[i] - b[j]));
        }
    }
    return sum / std::sqrt(ofA * ofB);
}

} // namespace

class TestCopulaStatistics : public QObject
{
    Q_OBJECT

private slots:
    void kendall_data();
    void kendall();
    void kendallEdges();
    void ledoitWolf();
    void clipping();
    void duplicatesAndCondition();
    void effectiveSize();
    void fisher();
    void benjaminiHochberg();
    void distanceCorrelation();
    void stops();
};

void TestCopulaStatistics::kendall_data()
{
    QTest::addColumn<double>("rounding"); ///< values are rounded to it: ties
    QTest::addRow("no ties") << 0.0;
    QTest::addRow("some ties") << 0.3;
    QTest::addRow("few values") << 2.0;
}

void TestCopulaStatistics::kendall()
{
    QFETCH(double, rounding);
    Eigen::MatrixXd values = whiteNoise(137, 3, 5);
    values.col(1) += 0.7 * values.col(0);
    if (rounding > 0.0)
        values = (values / rounding).array().round() * rounding;
    const auto matrix = tauCorrelation(values, 2, {});
    QVERIFY(matrix);
    for (Eigen::Index i = 0; i < 3; ++i) {
        for (Eigen::Index j = 0; j < 3; ++j) {
            const double tau = slowTau(values.col(i), values.col(j));
            QVERIFY(near(kendallTau(values.col(i), values.col(j)), tau, 1e-13));
            QVERIFY(near((*matrix)(i, j), i == j ? 1.0 : std::sin(M_PI_2 * tau), 1e-13));
        }
    }
}

void TestCopulaStatistics::kendallEdges()
{
    const Eigen::VectorXd up = Eigen::VectorXd::LinSpaced(9, 0.0, 1.0);
    QCOMPARE(kendallTau(up, up), 1.0);
    QCOMPARE(kendallTau(up, -up), -1.0);
    QCOMPARE(kendallTau(up, Eigen::VectorXd::Ones(9)), 0.0);
    Eigen::VectorXd gap = up;
    gap[3] = kNaN;
    QVERIFY(std::isnan(kendallTau(up, gap)));
    QVERIFY(near(tauToCorrelation(1.0 / 3.0), 0.5, 1e-15));
}

void TestCopulaStatistics::ledoitWolf()
{
    // scikit-learn's ledoit_wolf, divisor n.
    Eigen::MatrixXd values(5, 2);
    values << 1, 2, 2, 1, 3, 5, 4, 4, 6, 7;
    const auto shrunk = dissonance::ledoitWolf(values);
    QVERIFY(near(shrunk.shrinkage, 0.4097687114, 1e-9));
    QVERIFY(near(shrunk.covariance(0, 0), 3.28781497, 1e-8));
    QVERIFY(near(shrunk.covariance(0, 1), 1.91234938, 1e-8));
    QVERIFY(near(shrunk.covariance(1, 1), 4.23218503, 1e-8));
    QCOMPARE(dissonance::ledoitWolf(Eigen::MatrixXd::Ones(4, 3)).shrinkage, 0.0);
}

void TestCopulaStatistics::clipping()
{
    Eigen::MatrixXd indefinite = Eigen::MatrixXd::Constant(3, 3, -0.9);
    indefinite.diagonal().setOnes();
    const auto clipped = clippedCorrelation(indefinite, 0.01);
    QVERIFY(clipped);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(*clipped);
    QVERIFY(eigen.eigenvalues().minCoeff() > 0.005); // the diagonal brought back scales it
    QVERIFY((clipped->diagonal().array() == 1.0).all() && *clipped == clipped->transpose());
    QVERIFY(clipped->cwiseAbs().maxCoeff() <= 1.0);
    const Eigen::MatrixXd fine = Eigen::MatrixXd::Identity(3, 3);
    QVERIFY(*clippedCorrelation(fine, 0.01) == fine);
    indefinite(0, 1) = kNaN;
    QVERIFY(clippedCorrelation(indefinite, 0.01).error().code == ErrorCode::InvalidArgument);
}

void TestCopulaStatistics::duplicatesAndCondition()
{
    Eigen::MatrixXd values = whiteNoise(500, 5, 6);
    values.col(3) = -values.col(1);
    values.col(4) = 2.0 * values.col(1) + 0.01 * values.col(0);
    values.col(2).setConstant(7.0);
    const auto correlation = columnCorrelation(values);
    const auto groups = nearDuplicates(correlation);
    QCOMPARE(groups.size(), 1U);
    QVERIFY((groups[0] == std::vector<Eigen::Index>{1, 3, 4}));
    QVERIFY(correlation.row(2).cwiseAbs().sum() == 1.0); // constant: depends on nothing
    Eigen::MatrixXd two = Eigen::MatrixXd::Identity(2, 2);
    two(0, 1) = two(1, 0) = 0.5;
    QVERIFY(near(conditionNumber(two), 3.0, 1e-12));
    two(0, 1) = two(1, 0) = 1.5;
    QVERIFY(std::isinf(conditionNumber(two)));
}

void TestCopulaStatistics::effectiveSize()
{
    // AR(1) of .9 twice: n (1 - .81) / (1 + .81), the (1 - k/n) left aside: within 1 %.
    const auto lags = geometricLags(256, 256);
    QCOMPARE(lags.front(), Eigen::Index(1));
    QVERIFY(std::is_sorted(lags.begin(), lags.end()) && lags.back() == 256);
    Eigen::MatrixXd rho(Eigen::Index(lags.size()), 2);
    for (std::size_t k = 0; k < lags.size(); ++k)
        rho.row(Eigen::Index(k)) << std::pow(0.9, double(lags[k])), 0.0;
    const auto sizes = effectiveSampleSize(rho, lags, 10'000);
    QVERIFY(near(sizes(0, 0), 10'000.0 * 0.19 / 1.81, 30.0));
    QVERIFY(near(sizes(0, 1), 10'000.0, 1e-6) && near(sizes(1, 1), 10'000.0, 1e-6));
    QCOMPARE(effectiveSampleSize(rho, lags, 1)(0, 0), 1.0);
    // Every tenth sample: an AR(1) of .9^10 each, again within 1 %.
    const double tenth = std::pow(0.9, 20.0);
    const auto thinned = effectiveSampleSize(rho, lags, 1000, 10.0);
    QVERIFY(near(thinned(0, 0), 1000.0 * (1.0 - tenth) / (1.0 + tenth), 10.0));
    QVERIFY(near(thinned(1, 1), 1000.0, 1e-6));

    Eigen::VectorXf wave(1000);
    for (Eigen::Index i = 0; i < wave.size(); ++i)
        wave[i] = float(std::sin(2.0 * M_PI * double(i) / 50.0));
    const auto found = autocorrelation(wave, {25, 50});
    QVERIFY(near(found[0], -0.975, 1e-3) && near(found[1], 0.95, 1e-3)); // -(n - k)/n, (n - k)/n
    QVERIFY(autocorrelation(Eigen::VectorXf::Ones(10), {1, 20}).isZero());
    // The largest floats, as infinities are held: no square overflows.
    const Eigen::VectorXf wild = 3e38F * wave;
    QVERIFY(near(autocorrelation(wild, {25})[0], -0.975, 1e-3));
}

void TestCopulaStatistics::fisher()
{
    // z = (atanh(.8) - atanh(.5)) / sqrt(1/47 + 1/97) = 3.0877…; p from Python's erfc.
    const double z = (std::atanh(0.8) - std::atanh(0.5)) / std::sqrt(1.0 / 47.0 + 1.0 / 97.0);
    QVERIFY(near(fisherDifference(0.8, 50.0, 0.5, 100.0), std::erfc(z / std::sqrt(2.0)), 1e-15));
    QVERIFY(near(fisherDifference(0.5, 50.0, 0.5, 100.0), 1.0, 1e-15));
    QCOMPARE(fisherDifference(0.9, 4.0, -0.9, 1000.0), 1.0); // too few to say
    QVERIFY(std::isfinite(fisherDifference(1.0, 50.0, -1.0, 50.0)));
}

void TestCopulaStatistics::benjaminiHochberg()
{
    // Benjamini and Hochberg's own example of 15, at .05: the four smallest.
    const std::vector<double> p{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
    const auto found = dissonance::benjaminiHochberg(p, 0.05);
    QCOMPARE(std::count(found.begin(), found.end(), true), 4);
    QVERIFY(found[0] && found[3] && !found[4]);
    const auto none = dissonance::benjaminiHochberg({0.5, kNaN, 0.9}, 0.01);
    QVERIFY(none == std::vector<bool>(3, false));
    QVERIFY(dissonance::benjaminiHochberg({}, 0.01).empty());
}

void TestCopulaStatistics::distanceCorrelation()
{
    Eigen::MatrixXd values = whiteNoise(300, 5, 8);
    values.col(1) = values.col(0).array().square(); // uncorrelated, dependent
    values.col(2) = -3.0 * values.col(0);
    values.col(4).setConstant(1.0);
    const auto found = dissonance::distanceCorrelation(values, {});
    QVERIFY(found);
    QVERIFY((found->diagonal().array() == 1.0).all() && *found == found->transpose());
    QVERIFY(near((*found)(0, 2), 1.0, 1e-12));
    QVERIFY((*found)(0, 1) > 0.4);
    QVERIFY((*found)(0, 3) < 0.25); // independent: the root of a square near 0
    QCOMPARE((*found)(0, 4), 0.0);

    // From the definition (U-centred), on ten rows.
    const Eigen::MatrixXd few = values.topRows(10);
    const auto centred = [&](Eigen::Index c) {
        Eigen::MatrixXd a(10, 10);
        for (Eigen::Index i = 0; i < 10; ++i)
            for (Eigen::Index j = 0; j < 10; ++j)
                a(i, j) = std::abs(few(i, c) - few(j, c));
        const Eigen::VectorXd sums = a.rowwise().sum();
        Eigen::MatrixXd u(10, 10);
        for (Eigen::Index i = 0; i < 10; ++i)
            for (Eigen::Index j = 0; j < 10; ++j)
                u(i, j) =
                    i == j ? 0.0 : a(i, j) - sums[i] / 8.0 - sums[j] / 8.0 + sums.sum() / 72.0;
        return u;
    };
    const auto a = centred(0);
    const auto b = centred(1);
    const double square = a.cwiseProduct(b).sum() / std::sqrt(a.squaredNorm() * b.squaredNorm());
    const auto fewFound = dissonance::distanceCorrelation(few, {});
    QVERIFY(near((*fewFound)(0, 1), std::sqrt(std::max(0.0, square)), 1e-12));
    QVERIFY(dissonance::distanceCorrelation(few.topRows(3), {})->isIdentity());
}

void TestCopulaStatistics::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const RunContext context{stop.get_token(), {}};
    const auto values = whiteNoise(50, 3, 9);
    QVERIFY(dissonance::distanceCorrelation(values, context).error().code == ErrorCode::Cancelled);
    QVERIFY(tauCorrelation(values, 1, context).error().code == ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestCopulaStatistics)
#include "tst_copula_statistics.moc"
