#include "engine/detector/length_model.h"
#include "tests/support/near.h"

#include <QTest>

#include <cmath>

using namespace dissonance;

namespace {

/// Three windows, as usual as can be, at the 99 % quantile, and far beyond, in every term.
RawTerms threeWindows()
{
    RawTerms terms;
    terms.marginal = Eigen::ArrayXf{{1.0F, 3.0F, 5.0F}};
    terms.copula = Eigen::ArrayXf{{0.0F, 2.0F, 6.0F}};
    terms.networks = {Eigen::ArrayXf{{2.0F, 4.0F, 26.0F}}, Eigen::ArrayXf{{10.0F, 10.0F, 35.0F}}};
    return terms;
}

LengthModel model(double networkWeight)
{
    LengthModel model;
    model.whitening.mean.resize(16, 1);
    model.marginalCalibration = {1.0, 3.0, 4.0};
    model.copulaCalibration = {0.0, 2.0, 2.5};
    model.networks = {{nullptr, {2.0, 4.0, 6.0}}, {nullptr, {10.0, 20.0, 25.0}}};
    model.networkWeight = networkWeight;
    return model;
}

} // namespace

class TestFuse : public QObject
{
    Q_OBJECT
private slots:
    void partsOfTheScore();
    void networksUnweighted();
    void copulaWeightCounts();
    void networksOfSomeLengths();
    void termsLeftOut();
};

// Expected values by hand from the formulas in length_model.h and fusion.h, to double rounding.
void TestFuse::partsOfTheScore()
{
    const auto parts = fuse(model(0.5), {}, threeWindows());
    QCOMPARE(parts.windowLength, Eigen::Index(16));
    QCOMPARE(parts.marginal.size(), Eigen::Index(3));
    COMPARE_NEAR(parts.marginal[0], 0.0, 1e-14);
    COMPARE_NEAR(parts.marginal[1], std::log(2.0), 1e-14);
    COMPARE_NEAR(parts.marginal[2], std::log(3.0), 1e-14);

    COMPARE_NEAR(parts.dependence[0], 0.0, 1e-14);
    // .5 k(T) = .5 ln 2; of the networks one has w_N k = .5 ln 2, one nothing.
    COMPARE_NEAR(parts.dependence[1], 0.5 * std::log(2.0) + 0.25 * std::log(2.0), 1e-14);
    // .5 k(T) = .5 ln 4; b = ln(1 + 20/2) is more than .5 ln(1 + 24/2), and ln(1 + 10/10) more
    // than .5 ln(1 + 25/10).
    COMPARE_NEAR(parts.dependence[2], 0.5 * std::log(4.0) + 0.5 * (std::log(11.0) + std::log(2.0)),
                 1e-14);
}

void TestFuse::networksUnweighted()
{
    const auto parts = fuse(model(0.0), {}, threeWindows());
    COMPARE_NEAR(parts.dependence[1], 0.5 * std::log(2.0), 1e-14); // within normal: only T
    COMPARE_NEAR(parts.dependence[2], 0.5 * std::log(4.0) + 0.5 * (std::log(11.0) + std::log(2.0)),
                 1e-14);
    // With its full weight k is more than b: 3 ln 13 and 3 ln 3.5.
    COMPARE_NEAR(fuse(model(3.0), {}, threeWindows()).dependence[2],
                 0.5 * std::log(4.0) + 1.5 * (std::log(13.0) + std::log(3.5)), 1e-14);
}

// Of two lengths one has networks: what they say counts twice in what is then halved.
void TestFuse::networksOfSomeLengths()
{
    DetectorConfig config;
    config.useCopula = false;
    const auto all = fuse(model(0.5), config, threeWindows());
    config.windowLengths = {16, 32};
    QVERIFY((fuse(model(0.5), config, threeWindows()).dependence == all.dependence).all());
    config.networkLengths = 1;
    for (const Eigen::Index w : {1, 2})
        COMPARE_NEAR(fuse(model(0.5), config, threeWindows()).dependence[w],
                     2.0 * all.dependence[w], 1e-14);
}

void TestFuse::copulaWeightCounts()
{
    DetectorConfig config;
    QCOMPARE(config.copulaWeight, 0.5);
    config.copulaWeight = 2.0;
    COMPARE_NEAR(fuse(model(0.0), config, threeWindows()).dependence[1], 2.0 * std::log(2.0),
                 1e-14);
}

void TestFuse::termsLeftOut()
{
    DetectorConfig config;
    auto terms = threeWindows();
    config.useMarginal = false;
    terms.marginal.resize(0);
    auto parts = fuse(model(0.0), config, terms);
    QVERIFY((parts.marginal == 0.0).all() && parts.marginal.size() == 3);
    COMPARE_NEAR(parts.dependence[1], 0.5 * std::log(2.0), 1e-14);

    config.useMarginal = true;
    config.useCopula = false;
    terms = threeWindows();
    terms.copula.resize(0);
    terms.networks.clear();
    parts = fuse(model(0.5), config, terms);
    QVERIFY((parts.dependence == 0.0).all() && parts.dependence.size() == 3);
    COMPARE_NEAR(parts.marginal[2], std::log(3.0), 1e-14);
}

QTEST_APPLESS_MAIN(TestFuse)
#include "tst_fuse.moc"
