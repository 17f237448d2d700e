#include "engine/copula/hermite_table.h"
#include "tests/support/near.h"

#include <QTest>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

using namespace dissonance;

namespace {

/// g_nu(z) for z <= 0 from Boost, without the table; g is odd.
double exact(double z, double nu)
{
    const double low = boost::math::quantile(boost::math::students_t(nu),
                                             boost::math::cdf(boost::math::normal(), -std::abs(z)));
    return z > 0.0 ? -low : low;
}

} // namespace

class TestHermiteTable : public QObject
{
    Q_OBJECT
private slots:
    void golden_data();
    void golden();
    void followsBoost_data();
    void followsBoost();
    void goesOnStraight();
    void slopeIsTheDerivative();
    void oddAndRising();
    void nanStaysNan();
    void builtOnce();
};

void TestHermiteTable::golden_data()
{
    QTest::addColumn<double>("nu");
    QTest::addColumn<double>("z");
    QTest::addColumn<double>("expected");
    // Bisection of the closed form of t's distribution function for even nu, with 40 digits.
    // (SciPy's t.ppf(norm.cdf(3), 8), 4.2766325432, is 1.7e-10 too low.)
    QTest::addRow("g_4(1)") << 4.0 << 1.0 << 1.1416266291;
    QTest::addRow("g_4(3)") << 4.0 << 3.0 << 6.6202059668;
    QTest::addRow("g_8(3)") << 8.0 << 3.0 << 4.27663254337376;
    QTest::addRow("g_4(-1)") << 4.0 << -1.0 << -1.1416266291;
    QTest::addRow("g_4(0)") << 4.0 << 0.0 << 0.0;
}

void TestHermiteTable::golden()
{
    QFETCH(const double, nu);
    QFETCH(const double, z);
    QFETCH(const double, expected);
    COMPARE_NEAR(HermiteTable(nu).value(z), expected, 5e-11); // with g_4 to ten decimals
}

void TestHermiteTable::followsBoost_data()
{
    QTest::addColumn<double>("nu");
    QTest::addColumn<double>("tolerance");
    // Relative to max(1, |g|). 1e-10 for the nu in use; heavier tails curve more.
    QTest::addRow("8, the default") << 8.0 << 1e-10;
    QTest::addRow("30") << 30.0 << 1e-10;
    QTest::addRow("4") << 4.0 << 1e-9;
    QTest::addRow("3") << 3.0 << 1e-9;
}

void TestHermiteTable::followsBoost()
{
    QFETCH(const double, nu);
    QFETCH(const double, tolerance);
    const HermiteTable table(nu);
    double worst = 0.0;
    double worstAt = 0.0;
    // Between knots, where the error is largest, and in no step with them.
    for (double z = -5.9987; z < 6.0; z += 0.00317) {
        const double g = exact(z, nu);
        const double error = std::abs(table.value(z) - g) / std::max(1.0, std::abs(g));
        if (error > worst) {
            worst = error;
            worstAt = z;
        }
    }
    qInfo("nu = %g: largest error %.2e at z = %g", nu, worst, worstAt);
    QVERIFY(worst <= tolerance);
}

void TestHermiteTable::goesOnStraight()
{
    for (const double nu : {4.0, 8.0}) {
        const HermiteTable table(nu);
        const double limit = HermiteTable::kLimit;
        COMPARE_NEAR(table.value(limit), exact(limit, nu), 1e-9 * exact(limit, nu));
        const double slope = table.slope(limit);
        for (const double beyond : {0.5, 3.0, 100.0}) {
            COMPARE_NEAR(table.value(limit + beyond), table.value(limit) + slope * beyond,
                         1e-12 * table.value(limit + beyond));
            QCOMPARE(table.value(-limit - beyond), -table.value(limit + beyond));
            QCOMPARE(table.slope(limit + beyond), slope);
            QCOMPARE(table.slope(-limit - beyond), slope);
        }
        // No step and no kink where the line takes over.
        const double inside = std::nextafter(limit, 0.0);
        COMPARE_NEAR(table.value(inside), table.value(limit), 1e-12 * table.value(limit));
        COMPARE_NEAR(table.slope(inside), slope, 1e-9 * slope);
    }
}

void TestHermiteTable::slopeIsTheDerivative()
{
    const HermiteTable table(8.0);
    // Central differences inside one piece: their error is h^2 g''' / 6 < 1e-8 here.
    for (const double z : {-5.5, -2.001, -0.3, 0.7, 1.9, 4.4, 5.99}) {
        const double h = 1e-5;
        const double difference = (table.value(z + h) - table.value(z - h)) / (2.0 * h);
        COMPARE_NEAR(table.slope(z), difference, 1e-7 * std::abs(difference));
    }
}

void TestHermiteTable::oddAndRising()
{
    const HermiteTable table(4.0);
    double before = table.value(-8.0);
    for (double z = -7.99; z < 8.0; z += 0.01) {
        const double value = table.value(z);
        QVERIFY(value > before);
        COMPARE_NEAR(table.value(-z), -value, 1e-12 * std::max(1.0, std::abs(value)));
        before = value;
    }
}

void TestHermiteTable::nanStaysNan()
{
    QVERIFY(std::isnan(HermiteTable(8.0).value(std::numeric_limits<double>::quiet_NaN())));
}

void TestHermiteTable::builtOnce()
{
    QCOMPARE(HermiteTable::forFreedom(8.0), HermiteTable::forFreedom(8.0));
    QVERIFY(HermiteTable::forFreedom(8.0) != HermiteTable::forFreedom(4.0));
    QCOMPARE(HermiteTable::forFreedom(8.0)->pieces().size(), std::size_t(HermiteTable::kKnots - 1));
}

QTEST_APPLESS_MAIN(TestHermiteTable)
#include "tst_hermite_table.moc"
