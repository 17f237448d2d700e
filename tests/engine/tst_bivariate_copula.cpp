// Golden values: SciPy 1.x (norm, t, multivariate_t). Printed with ten digits; tolerance 1e-9\n//
// unless said.
#include "engine/copula/bivariate_copula.h"
#include "tests/support/copulas.h"

#include <QTest>

#include <Eigen/LU>

#include <cmath>

using namespace dissonance;
using namespace dissonance::testing;

/// Copulas of two: conditionals, tails and what has a closed form.
class TestBivariateCopula : public QObject
{
    Q_OBJECT

private slots:
    void hFunction_data();
    void hFunction();
    void tails_data();
    void tails();
    void closedForms();
};

void TestBivariateCopula::hFunction_data()
{
    QTest::addColumn<double>("u");
    QTest::addColumn<double>("v");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("freedom");
    QTest::addColumn<double>("expected");

    QTest::addRow("Gaussian") << 0.3 << 0.7 << 0.5 << kGaussian << 0.1818629529;
    QTest::addRow("t4") << 0.3 << 0.7 << 0.5 << 4.0 << 0.1689853099;
    QTest::addRow("independent") << 0.3 << 0.7 << 0.0 << kGaussian << 0.3;
    QTest::addRow("gap") << kNaN << 0.7 << 0.5 << kGaussian << kNaN;
    QTest::addRow("edge") << 0.3 << 1.0 << 0.5 << 4.0 << kNaN;
    QTest::addRow("degenerate") << 0.3 << 0.7 << 1.0 << 4.0 << kNaN;
}

void TestBivariateCopula::hFunction()
{
    QFETCH(double, u);
    QFETCH(double, v);
    QFETCH(double, rho);
    QFETCH(double, freedom);
    QFETCH(double, expected);
    QVERIFY(near(dissonance::hFunction(u, v, rho, freedom), expected));
}

void TestBivariateCopula::tails_data()
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

void TestBivariateCopula::tails()
{
    QFETCH(double, rho);
    QFETCH(double, freedom);
    QFETCH(double, expected);
    QVERIFY(near(tailDependence(rho, freedom), expected));
}

void TestBivariateCopula::closedForms()
{
    QVERIFY(near(correlationToTau(0.5), 1.0 / 3.0, 1e-14));
    QVERIFY(near(correlationToTau(0.9), 0.7128674138));
    QVERIFY(near(gaussianSpearman(0.5), 0.4825837395));
    QVERIFY(near(expectedGaussianPair(0.5), 0.1438410362));
    // E ln c of three: -1/2 ln |R|.
    QVERIFY(near(-0.5 * std::log(threeCorrelation().determinant()), 0.4127681843));
}

QTEST_GUILESS_MAIN(TestBivariateCopula)
#include "tst_bivariate_copula.moc"
