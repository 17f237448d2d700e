#include "engine/copula/marginal.h"
#include "tests/support/near.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <vector>

using namespace dissonance;

namespace {

/// 1 to `last`.
std::vector<double> counted(std::size_t last)
{
    std::vector<double> values(last);
    std::iota(values.begin(), values.end(), 1.0);
    return values;
}

} // namespace

class TestMarginalNumbers : public QObject
{
    Q_OBJECT
private slots:
    void ranksOfTheBody();
    void middlesOfSteps();
    void thinnedKnots();
    void tailsByHand();
    void tailsAreFittedToTheOuterPercent();
};

// F of the r-th of 9 values is r / 10, linear between; Phi^-1(.9) from SciPy's norm.
void TestMarginalNumbers::ranksOfTheBody()
{
    const auto marginal = Marginal::fit(counted(9));
    QVERIFY(bool(marginal));
    for (int r = 1; r <= 9; ++r)
        COMPARE_NEAR(marginal->cdf(r), r / 10.0, 1e-15);
    COMPARE_NEAR(marginal->cdf(2.25), 0.225, 1e-15);
    COMPARE_NEAR(marginal->quantile(0.225), 2.25, 1e-14);
    COMPARE_NEAR(marginal->quantile(0.9), 9.0, 1e-14);
    COMPARE_NEAR(marginal->normalScore(9.0), 1.2815515655446004, 1e-12);
    COMPARE_NEAR(marginal->normalScore(5.0), 0.0, 1e-12);
}

// Six zeros at the ranks 1 to 6, three ones at 7 to 9, of 10.
void TestMarginalNumbers::middlesOfSteps()
{
    const auto marginal = Marginal::fit({0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0});
    QVERIFY(bool(marginal));
    COMPARE_NEAR(marginal->cdf(0.0), 0.35, 1e-15);
    COMPARE_NEAR(marginal->cdf(1.0), 0.8, 1e-15);
}

// Three knots of 101 values: ranks 1, 51 and 101 of 102.
void TestMarginalNumbers::thinnedKnots()
{
    const ParetoTail tail{1.0, 0.0};
    const auto marginal = Marginal::create({0.0, 10.0, 20.0}, 101.0, tail, tail);
    QVERIFY(bool(marginal));
    COMPARE_NEAR(marginal->cdf(10.0), 51.0 / 102.0, 1e-15);
    COMPARE_NEAR(marginal->cdf(5.0), 26.0 / 102.0, 1e-15);
    COMPARE_NEAR(marginal->quantile(76.0 / 102.0), 15.0, 1e-13);
}

// Of 999 values 1 to 999 the threshold of the lower tail is 10 and of the upper 990. Below,
// .01 exp(-y / 2); above, .01 (1 + .25 y / 3)^-4.
void TestMarginalNumbers::tailsByHand()
{
    const auto marginal = Marginal::create(counted(999), 999.0, {2.0, 0.0}, {3.0, 0.25});
    QVERIFY(bool(marginal));
    COMPARE_NEAR(marginal->cdf(10.0), 0.01, 1e-15);
    COMPARE_NEAR(marginal->cdf(11.0), 0.011, 1e-15);
    COMPARE_NEAR(marginal->cdf(9.0), 0.01 * std::exp(-0.5), 1e-15);
    COMPARE_NEAR(marginal->cdf(-4.0), 0.01 * std::exp(-7.0), 1e-17);
    COMPARE_NEAR(marginal->cdf(989.0), 0.989, 1e-15);
    COMPARE_NEAR(marginal->cdf(993.0), 1.0 - 0.01 * std::pow(1.25, -4.0), 1e-15);
    COMPARE_NEAR(marginal->quantile(0.01 * std::exp(-7.0)), -4.0, 1e-9);
    COMPARE_NEAR(marginal->quantile(1.0 - 0.004096), 993.0, 1e-9);
    // Phi^-1 of 1 - 1e-2 * 2^-4, SciPy's norm.isf(6.25e-4).
    COMPARE_NEAR(marginal->normalScore(1002.0), 3.2272184259631564, 1e-12);
}

void TestMarginalNumbers::tailsAreFittedToTheOuterPercent()
{
    auto values = counted(999);
    values[997] = 1000.0; // else the two tails would be alike
    values[998] = 1030.0;
    const auto marginal = Marginal::fit(values);
    QVERIFY(bool(marginal));
    const auto lower = fitParetoTail(counted(9)); // 10 less 1 to 9
    const auto upper = fitParetoTail({1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 40.0});
    QVERIFY(lower && upper);
    COMPARE_NEAR(marginal->lowerTail().scale, lower->scale, 1e-9);
    COMPARE_NEAR(marginal->lowerTail().shape, lower->shape, 1e-9);
    COMPARE_NEAR(marginal->upperTail().scale, upper->scale, 1e-9);
    COMPARE_NEAR(marginal->upperTail().shape, upper->shape, 1e-9);
}

QTEST_APPLESS_MAIN(TestMarginalNumbers)
#include "tst_marginal_numbers.moc"
