#include "engine/detector/length_model.h"
#include "tests/support/near.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dissonance;

namespace {

/// Three windows, as usual as can be, at the 99 % quantile, and far beyond, in every term.
RawTerms threeWindows()
{
    RawTerms terms;
    terms.marginal = Eigen::ArrayXf{{1.0F, 3.0F, 5.0F}};
    terms.copula = Eigen::ArrayXf{{0.0F, 2.0F, 2.0F}};
    terms.networks = {Eigen::ArrayXf{{2.0F, 4.0F, 200002.0F}},
                      Eigen::ArrayXf{{10.0F, 10.0F, 35.0F}}};
    return terms;
}

LengthModel model(double networkWeight)
{
    LengthModel model;
    model.whitening.mean.resize(16, 1);
    model.marginalCalibration = {1.0, 3.0};
    model.copulaCalibration = {0.0, 2.0};
    model.networks = {{nullptr, {2.0, 4.0}, 0.5, 6.0}, {nullptr, {10.0, 20.0}, 1.0, 25.0}};
    model.networkWeight = networkWeight;
    return model;
}

/// One window length, and every term counts.
DetectorConfig allCount()
{
    DetectorConfig config;
    config.windowLengths = {16};
    config.networkShare = 0.5;
    config.beyondWeight = 1.0;
    return config;
}

} // namespace

class TestFuse : public QObject
{
    Q_OBJECT
private slots:
    void partsOfTheScore();
    void networkShareAndBeyond();
    void networksUnweighted();
    void networkAlone();
    void nanStaysNan();
    void copulaWeightCounts();
    void networksOfSomeLengths();
    void termsLeftOut();
};

// Expected values by hand from the formulas in length_model.h and fusion.h, to double rounding.
void TestFuse::partsOfTheScore()
{
    const auto parts = fuse(model(0.5), allCount(), threeWindows());
    QCOMPARE(parts.windowLength, Eigen::Index(16));
    QCOMPARE(parts.marginal.size(), Eigen::Index(3));
    COMPARE_NEAR(parts.marginal[0], 0.0, 1e-14);
    COMPARE_NEAR(parts.marginal[1], std::log(2.0), 1e-14);
    COMPARE_NEAR(parts.marginal[2], std::log(3.0), 1e-14);

    COMPARE_NEAR(parts.dependence[0], 0.0, 1e-14);
    // .5 k(T) = .5 ln 2 is more than .5 s k(N) - k(M) = .125 ln 2 - ln 2; w_N k(N) = .5 (ln 2 + 0)
    // / 2.
    COMPARE_NEAR(parts.dependence[1], 0.75 * std::log(2.0), 1e-14);
    // Networks: k ln 100001 and ln 3.5, b ln 99999 and ln 2. What they say beyond k(M) is more than
    // .5 k(T); added is w_N k of the one and s b of the other.
    const double steady = 0.5 * 0.5 * (0.5 * std::log(100001.0) + std::log(3.5));
    const double added = 0.5 * (0.5 * std::log(100001.0) + std::log(2.0));
    COMPARE_NEAR(parts.dependence[2], steady - std::log(3.0) + added, 1e-14);
}

// The default: more of k(N) in the larger of two, half of b(N).
void TestFuse::networkShareAndBeyond()
{
    auto config = allCount();
    config.networkShare = DetectorConfig().networkShare;
    config.beyondWeight = DetectorConfig().beyondWeight;
    const auto parts = fuse(model(0.1), config, threeWindows());
    const double steady = 0.5 * 0.6 * (0.5 * std::log(100001.0) + std::log(3.5));
    // Of the one s b / 2, of the other as well: more than w_N k of either.
    const double added = 0.5 * (0.5 * 0.5 * std::log(99999.0) + 0.5 * std::log(2.0));
    COMPARE_NEAR(parts.dependence[2], steady - std::log(3.0) + added, 1e-14);
}

void TestFuse::networksUnweighted()
{
    auto unsteady = model(0.0);
    for (auto& member : unsteady.networks)
        member.steadiness = 0.0;
    const auto parts = fuse(unsteady, allCount(), threeWindows());
    COMPARE_NEAR(parts.dependence[1], 0.5 * std::log(2.0), 1e-14); // only T
    COMPARE_NEAR(parts.dependence[2], 0.5 * std::log(2.0), 1e-14);
}

void TestFuse::networkAlone()
{
    auto config = allCount();
    config.useMarginal = config.useCopula = false;
    auto terms = threeWindows();
    terms.marginal.resize(0);
    terms.copula.resize(0);
    auto alone = model(1.0);
    for (auto& member : alone.networks)
        member.steadiness = 0.0;
    const auto parts = fuse(alone, config, terms);
    QVERIFY((parts.marginal == 0.0).all());
    COMPARE_NEAR(parts.dependence[2], 0.5 * (std::log(100001.0) + std::log(3.5)), 1e-14);
}

void TestFuse::nanStaysNan()
{
    auto terms = threeWindows();
    terms.networks[1][1] = std::numeric_limits<float>::quiet_NaN();
    const auto parts = fuse(model(0.0), allCount(), terms);
    QVERIFY(std::isnan(parts.dependence[1]));
    QVERIFY(!std::isnan(parts.dependence[0]) && !std::isnan(parts.dependence[2]));
}

// Of two lengths one has networks: what they say counts twice in what is then halved.
void TestFuse::networksOfSomeLengths()
{
    auto config = allCount();
    config.useCopula = false;
    const auto all = fuse(model(0.5), config, threeWindows());
    config.windowLengths = {16, 32};
    config.networkLengths = 2;
    QVERIFY((fuse(model(0.5), config, threeWindows()).dependence == all.dependence).all());
    config.networkLengths = 1;
    for (const Eigen::Index w : {1, 2})
        COMPARE_NEAR(fuse(model(0.5), config, threeWindows()).dependence[w],
                     2.0 * all.dependence[w], 1e-14);
}

void TestFuse::copulaWeightCounts()
{
    auto config = allCount();
    QCOMPARE(config.copulaWeight, 0.5);
    config.copulaWeight = 2.0;
    COMPARE_NEAR(fuse(model(0.0), config, threeWindows()).dependence[1], 2.0 * std::log(2.0),
                 1e-14);
}

void TestFuse::termsLeftOut()
{
    auto config = allCount();
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
