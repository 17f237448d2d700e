// Golden values: SciPy 1.x (norm, t, multivariate_t), the Gaussian and t densities at (.3, .7)
// also statsmodels. Printed with ten digits; tolerance 1e-9 unless said.
#include "engine/copula/hermite_table.h"
#include "engine/copula/tail_dependence.h"
#include "tests/support/copulas.h"

#include <QTest>

#include <Eigen/LU>

#include <cmath>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

Eigen::MatrixXd threeObservation()
{
    Eigen::MatrixXd u(1, 3);
    u << 0.2, 0.9, 0.5;
    return u;
}

Eigen::ArrayXd logDensityOf(const Eigen::MatrixXd& u, const Eigen::MatrixXd& correlation,
                            double freedom)
{
    const auto copula = copulaOf(correlation, freedom);
    return copula.logDensity(scoresOf(copula, u));
}

} // namespace

class TestCopula : public QObject
{
    Q_OBJECT

private slots:
    void logDensity_data();
    void logDensity();
    void threeDimensions();
    void studentBecomesGaussian();
    void gapsStayGaps();
    void badMatrices();
    void contributions();
    void contributionsAreWhatIsLostWithout();
    void quadraticSharesAreOfNormalScores();
    void marginsAreStudents();
    void conditionalScores();
    void conditionalLaw();
    void pairMeans();
    void tails_data();
    void tails();
    void studentScores();
};

void TestCopula::logDensity_data()
{
    QTest::addColumn<double>("u");
    QTest::addColumn<double>("v");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("gaussian");
    QTest::addColumn<double>("student4");

    QTest::addRow("middle") << 0.3 << 0.7 << 0.5 << -0.1311548615 << -0.1842087630;
    QTest::addRow("low together") << 0.1 << 0.1 << 0.5 << 0.6912991746 << 0.8431354390;
    QTest::addRow("high together") << 0.9 << 0.95 << 0.5 << 0.8244978852 << 0.9432817564;
    QTest::addRow("opposed") << 0.01 << 0.99 << 0.5 << -5.2680533948 << -0.3330616455;
    QTest::addRow("t rewards opposed extremes") << 0.01 << 0.99 << 0.0 << 0.0 << 1.4094172170;
}

void TestCopula::logDensity()
{
    QFETCH(double, u);
    QFETCH(double, v);
    QFETCH(double, rho);
    QFETCH(double, gaussian);
    QFETCH(double, student4);
    Eigen::MatrixXd observation(1, 2);
    observation << u, v;
    const auto r = pairCorrelation(rho);
    for (const double freedom : {4.0, kGaussian}) {
        QVERIFY(near(logDensityOf(observation, r, freedom)[0],
                     std::isinf(freedom) ? gaussian : student4));
    }
}

void TestCopula::threeDimensions()
{
    const auto r = threeCorrelation();
    QVERIFY(near(r.determinant(), 0.438, 1e-12));
    QVERIFY(near(logDensityOf(threeObservation(), r, kGaussian)[0], -2.5195080548));
    QVERIFY(near(logDensityOf(threeObservation(), r, 4.0)[0], -2.2508637449));
}

void TestCopula::studentBecomesGaussian()
{
    // lgamma of 5e5 twice: what is left of the digits.
    const auto density = logDensityOf(threeObservation(), threeCorrelation(), 1e6);
    QVERIFY(near(density[0], -2.5195049257, 1e-8));
}

void TestCopula::gapsStayGaps()
{
    Eigen::MatrixXd u(5, 2);
    u << 0.3, 0.7, kNaN, 0.5, 0.0, 0.5, 0.5, 1.0, -0.1, 0.2;
    const auto gaussian = logDensityOf(u, pairCorrelation(0.5), kGaussian);
    const auto student = logDensityOf(u, pairCorrelation(0.5), 4.0);
    QVERIFY(near(gaussian[0], -0.1311548615) && near(student[0], -0.1842087630));
    for (Eigen::Index i = 1; i < u.rows(); ++i)
        QVERIFY(std::isnan(gaussian[i]) && std::isnan(student[i]));
}

void TestCopula::badMatrices()
{
    Eigen::MatrixXd indefinite = Eigen::MatrixXd::Constant(3, 3, -0.9);
    indefinite.diagonal().setOnes();
    const auto codeOf = [](const Eigen::MatrixXd& correlation, double freedom) {
        const auto copula = EllipticalCopula::create(correlation, freedom);
        return copula ? ErrorCode::Internal : copula.error().code;
    };
    QCOMPARE(codeOf(indefinite, kGaussian), ErrorCode::NotPositiveDefinite);
    QCOMPARE(codeOf(indefinite, 4.0), ErrorCode::NotPositiveDefinite);
    QCOMPARE(codeOf(Eigen::MatrixXd::Ones(2, 3), 4.0), ErrorCode::ShapeMismatch);
    QCOMPARE(codeOf(threeCorrelation(), 0.0), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(threeCorrelation(), kNaN), ErrorCode::InvalidArgument);
}

void TestCopula::contributions()
{
    const Eigen::RowVector3d gaussian(-2.5057029184, -2.5316362698, -1.0703473334);
    const Eigen::RowVector3d student(-2.1180035353, -2.2685234995, -1.0177590138);
    const auto own = copulaOf(threeCorrelation(), kGaussian);
    const auto heavy = copulaOf(threeCorrelation(), 4.0);
    const auto found = own.contributions(scoresOf(own, threeObservation()));
    const auto foundHeavy = heavy.contributions(scoresOf(heavy, threeObservation()));
    for (Eigen::Index i = 0; i < 3; ++i) {
        QVERIFY(near(found(0, i), gaussian[i]));
        QVERIFY(near(foundHeavy(0, i), student[i]));
    }
}

void TestCopula::quadraticSharesAreOfNormalScores()
{
    // Row sums of x_i (Omega - I)_ij x_j of the same observation; tolerance as near() has it.
    const Eigen::RowVector3d others(2.4694287563, 3.3951237219, 0.0);
    const auto copula = copulaOf(threeCorrelation(), kGaussian);
    const auto x = scoresOf(copula, threeObservation());
    const Eigen::MatrixXd found = copula.quadraticShares(x) - x.cwiseAbs2();
    for (Eigen::Index i = 0; i < 3; ++i)
        QVERIFY(near(found(0, i), others[i]));
}

void TestCopula::marginsAreStudents()
{
    // By their inverse, which is Boost's, to 1e-12 and a 1e-7th of the tail.
    for (const double freedom : {1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 15.0, 30.0, 4.5}) {
        const auto copula = copulaOf(threeCorrelation(), freedom);
        for (const double u : {1e-9, 1e-6, 1e-4, 0.01, 0.3, 0.5, 0.7, 0.99, 1.0 - 1e-6}) {
            const auto score = scoresOf(copula, Eigen::MatrixXd::Constant(1, 1, u))(0, 0);
            const double found = copula.marginCdf(score);
            QVERIFY2(std::abs(found - u) <= std::min(1e-12, 1e-7 * u),
                     qPrintable(QString::number(freedom) + u' ' + QString::number(u)));
        }
    }
}

void TestCopula::contributionsAreWhatIsLostWithout()
{
    const auto u = threeObservation();
    const auto r = threeCorrelation();
    for (const double freedom : {4.0, kGaussian}) {
        const auto whole = copulaOf(r, freedom);
        const auto found = whole.contributions(scoresOf(whole, u));
        for (Eigen::Index i = 0; i < 3; ++i) {
            const std::array<Eigen::Index, 2> rest{i == 0 ? 1 : 0, i == 2 ? 1 : 2};
            const auto part = copulaOf(r(rest, rest), freedom);
            const Eigen::MatrixXd others = u(Eigen::all, rest);
            const double lost = whole.logDensity(scoresOf(whole, u))[0]
                - part.logDensity(scoresOf(part, others))[0];
            QVERIFY(near(found(0, i), lost, 1e-12));
        }
    }
}

void TestCopula::conditionalScores()
{
    const auto copula = copulaOf(threeCorrelation(), kGaussian);
    const auto z = scoresOf(copula, threeObservation());
    const Eigen::RowVector3d expected(-2.5503816404, 2.7270630070, 1.5874331270);
    for (Eigen::Index i = 0; i < 3; ++i) {
        const auto given = copula.conditional(z, i);
        QVERIFY(near((z(0, i) - given.location[0]) / given.scale[0], expected[i]));
    }

    // x_i (Omega - I)_ij x_j: what each channel adds to the quadratic form.
    const Eigen::MatrixXd pull = copula.precision() - Eigen::MatrixXd::Identity(3, 3);
    const Eigen::RowVectorXd sums = (z * pull).cwiseProduct(z);
    QVERIFY(near(sums[0], 2.4694287563));
    QVERIFY(near(sums[1], 3.3951237219));
    QVERIFY(near(sums[2], 0.0));
    QVERIFY(near(sums.sum(), 5.8645524783));
}

void TestCopula::conditionalLaw()
{
    const auto copula = copulaOf(pairCorrelation(0.5), kGaussian);
    Eigen::MatrixXd z(1, 2);
    z << 0.7, 1.2;
    const auto given = copula.conditional(z, 0);
    QVERIFY(near(given.location[0], 0.6, 1e-14) && near(given.variance(0), 0.75, 1e-14));

    // The conditional t: location rho y, scale^2 (nu + y^2)(1 - rho^2)/(nu + 1), nu + 1 degrees.
    const auto heavy = copulaOf(pairCorrelation(0.5), 4.0).conditional(z, 0);
    QVERIFY(near(heavy.location[0], 0.6, 1e-14) && near(heavy.freedom, 5.0));
    QVERIFY(near(heavy.scale[0] * heavy.scale[0], (4.0 + 1.44) * 0.75 / 5.0, 1e-13));
    QVERIFY(near(heavy.variance(0), (4.0 + 1.44) * 0.75 / 5.0 * 5.0 / 3.0, 1e-13));
}

void TestCopula::pairMeans()
{
    Eigen::MatrixXd u(2, 3);
    u << 0.3, 0.7, 0.5, 0.1, 0.1, 0.8;
    for (const double freedom : {4.0, kGaussian}) {
        const auto copula = copulaOf(threeCorrelation(), freedom);
        const auto means = copula.meanPairLogDensity(scoresOf(copula, u), 2, {});
        QVERIFY(means);
        for (Eigen::Index i = 0; i < 3; ++i) {
            QCOMPARE((*means)(i, i), 0.0);
            for (Eigen::Index j = 0; j < i; ++j) {
                const auto r = pairCorrelation(threeCorrelation()(i, j));
                const std::array<Eigen::Index, 2> two{i, j};
                const Eigen::MatrixXd part = u(Eigen::all, two);
                const double expected = logDensityOf(part, r, freedom).mean();
                QVERIFY(near((*means)(i, j), expected, 1e-12));
                QCOMPARE((*means)(j, i), (*means)(i, j));
            }
        }
    }
}

void TestCopula::tails_data()
{
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("freedom");
    QTest::addColumn<double>("expected");

    QTest::addRow(".5, 4") << 0.5 << 4.0 << 0.2531699951;
    QTest::addRow("0, 4") << 0.0 << 4.0 << 0.0755868184;
    QTest::addRow(".5, 10") << 0.5 << 10.0 << 0.0818642312;
    QTest::addRow(".9, 4") << 0.9 << 4.0 << 0.6298118712;
    QTest::addRow("Gaussian") << 0.9 << kGaussian << 0.0;
    QTest::addRow("one and the same") << 1.0 << 4.0 << 1.0;
    QTest::addRow("opposed") << -1.0 << 4.0 << 0.0;
}

void TestCopula::tails()
{
    QFETCH(double, rho);
    QFETCH(double, freedom);
    QFETCH(double, expected);
    QVERIFY(near(tailDependence(rho, freedom), expected));
}

void TestCopula::studentScores()
{
    QVERIFY(near(HermiteTable::forFreedom(4.0)->value(1.0), 1.1416266291));
    QVERIFY(near(HermiteTable::forFreedom(4.0)->value(3.0), 6.6202059668, 1e-8));
    QVERIFY(near(HermiteTable::forFreedom(8.0)->value(3.0), 4.2766325432, 1e-8));
    const auto copula = copulaOf(pairCorrelation(0.5), 4.0);
    Eigen::MatrixXd z(1, 2);
    z << 1.0, kNaN;
    copula.fromNormalScores(z);
    QVERIFY(near(z(0, 0), 1.1416266291) && std::isnan(z(0, 1)));
}

QTEST_GUILESS_MAIN(TestCopula)
#include "tst_copula.moc"
