// What one channel is fitted by: its distribution, with Pareto tails.
#include "engine/copula/marginal.h"
#include "engine/copula/normal_scores.h"
#include "engine/copula/pareto_tail.h"
#include "tests/support/copulas.h"
#include "tests/support/processes.h"

#include <QTest>

#include <cmath>

using namespace dissonance;
using namespace dissonance::testing;

class TestMarginal : public QObject
{
    Q_OBJECT

private slots:
    void normalScores();
    void tailRoundTrip_data();
    void tailRoundTrip();
    void tailFit();
    void marginalRoundTrip();
    void marginalTails();
    void marginalOfFewValues();
    void marginalRefusesNonsense();
};

void TestMarginal::normalScores()
{
    // Python 3.11 statistics.NormalDist().inv_cdf, relative 1e-14.
    QVERIFY(near(normalQuantile(0.975), 1.959963984540054, 1e-14));
    QVERIFY(near(normalQuantile(1e-10), -6.361340902404056, 1e-13));
    QVERIFY(near(normalCdf(normalQuantile(0.3)), 0.3, 1e-15));
    QVERIFY(std::isnan(normalQuantile(0.0)) && std::isnan(normalQuantile(1.0)));
    QVERIFY(std::isnan(normalQuantile(kNaN)));
}

void TestMarginal::tailRoundTrip_data()
{
    QTest::addColumn<double>("shape");
    QTest::addRow("bounded") << -0.3;
    QTest::addRow("exponential") << 0.0;
    QTest::addRow("heavy") << 0.4;
}

void TestMarginal::tailRoundTrip()
{
    QFETCH(double, shape);
    const ParetoTail tail{2.0, shape};
    QCOMPARE(tail.exceedance(0.0), 1.0);
    QCOMPARE(tail.excess(1.0), 0.0);
    for (const double p : {0.9, 0.5, 0.01, 1e-6})
        QVERIFY(near(tail.exceedance(tail.excess(p)), p, 1e-9 * p));
    if (shape < 0.0)
        QCOMPARE(tail.exceedance(2.0 / 0.3 + 1.0), 0.0); // past its end
}

void TestMarginal::tailFit()
{
    for (const double shape : {-0.2, 0.0, 0.25}) {
        const ParetoTail truth{3.0, shape};
        std::vector<double> sample;
        for (int i = 0; i < 20'000; ++i)
            sample.push_back(truth.excess((double(i) + 0.5) / 20'000.0));
        const auto fitted = fitParetoTail(sample);
        QVERIFY(fitted);
        QVERIFY(near(fitted->shape, shape, 0.01)); // quantiles in place of draws
        QVERIFY(near(fitted->scale, 3.0, 0.03));
    }
    QVERIFY(fitParetoTail({}).error().code == ErrorCode::TooShort);
    QVERIFY(fitParetoTail({1.0, kNaN}).error().code == ErrorCode::InvalidArgument);
    QVERIFY(fitParetoTail({-1.0, 1.0}).error().code == ErrorCode::InvalidArgument);
    QVERIFY(fitParetoTail({2.0, 2.0}));
}

void TestMarginal::marginalRoundTrip()
{
    const Eigen::MatrixXd sample = whiteNoise(20'000, 1, 3);
    const auto marginal = Marginal::fit({sample.data(), sample.data() + sample.size()});
    QVERIFY(marginal);
    QVERIFY(marginal->knots().size() <= Marginal::kMostKnots);
    for (const double x : {-3.5, -2.5, -1.0, 0.0, 0.3, 2.0, 3.5}) {
        // Sampling error of F at 20,000 draws in the body; a tail's index is known less well.
        QVERIFY(near(marginal->normalScore(x), x, std::abs(x) < 2.3 ? 0.06 : 0.4));
        QVERIFY(near(marginal->quantile(marginal->cdf(x)), x, 1e-6));
    }
    double before = -10.0;
    for (double x = -8.0; x < 8.0; x += 0.01) {
        const double score = marginal->normalScore(x);
        QVERIFY(score >= before && std::abs(score) <= Marginal::kMostScore);
        before = score;
    }
    QVERIFY(std::isnan(marginal->cdf(kNaN)) && std::isnan(marginal->normalScore(kNaN)));
}

void TestMarginal::marginalTails()
{
    const Eigen::MatrixXd sample = whiteNoise(5000, 1, 4);
    const auto marginal = Marginal::fit({sample.data(), sample.data() + sample.size()});
    const double beyond = sample.maxCoeff() + 0.3;
    QVERIFY(marginal->cdf(beyond) > 0.999 && marginal->cdf(beyond) < 1.0);
    QVERIFY(marginal->normalScore(beyond) > marginal->normalScore(sample.maxCoeff()));
    QVERIFY(marginal->quantile(1e-5) < marginal->quantile(1e-3));
}

void TestMarginal::marginalOfFewValues()
{
    std::vector<double> values(1000, 0.0);
    std::fill_n(values.begin(), 250, 1.0);
    const auto marginal = Marginal::fit(values);
    QVERIFY(near(marginal->cdf(0.0), 0.375, 0.005)); // the middles of two steps
    QVERIFY(near(marginal->cdf(1.0), 0.875, 0.005));
    QVERIFY(marginal->normalScore(2.0) > 3.0); // never seen
    const auto constant = Marginal::fit(std::vector<double>(100, 5.0));
    QVERIFY(near(constant->normalScore(5.0), 0.0, 0.02));
    QVERIFY(constant->normalScore(5.1) > 3.0);
    QVERIFY(near(constant->quantile(0.4), 5.0, 1e-12));
    std::vector<double> wild(1000, 0.0);
    std::fill_n(wild.begin(), 5, -3.4e38);
    std::fill_n(wild.begin() + 5, 5, 3.4e38);
    QVERIFY(std::isnan(constant->quantile(kNaN)) && std::isnan(constant->cdf(kNaN)));
    const auto held = Marginal::fit(wild); // infinities, as they are held
    QVERIFY(std::isfinite(float(held->lowerTail().scale)));
    QVERIFY(std::isfinite(float(held->upperTail().scale)));
}

void TestMarginal::marginalRefusesNonsense()
{
    const ParetoTail tail{1.0, 0.1};
    QVERIFY(!Marginal::fit({1.0}) && !Marginal::fit({1.0, kNaN}));
    QVERIFY(Marginal::create({0.0, 1.0, 1.0}, 10.0, tail, tail));
    QVERIFY(!Marginal::create({1.0, 0.0}, 10.0, tail, tail));
    QVERIFY(!Marginal::create({0.0}, 10.0, tail, tail));
    QVERIFY(!Marginal::create({0.0, std::numeric_limits<double>::infinity()}, 10.0, tail, tail));
    QVERIFY(!Marginal::create({0.0, 1.0}, 1.0, tail, tail));
    QVERIFY(!Marginal::create({0.0, 1.0}, 10.0, {0.0, 0.1}, tail));
    QVERIFY(!Marginal::create({0.0, 1.0}, 10.0, tail, {1.0, 0.6}));
}

QTEST_GUILESS_MAIN(TestMarginal)
#include "tst_marginal.moc"
