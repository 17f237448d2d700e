#include "engine/detector/network_evidence.h"
#include "engine/detector/span_dependence.h"
#include "engine/detector/temporal_dependence.h"
#include "tests/support/near.h"

#include <QTest>

#include <Eigen/Dense>

#include <cmath>
#include <utility>

using namespace dissonance;

namespace {

/// Rows of three channels: the first two correlate by exactly r, the third with neither.
Eigen::MatrixXd correlated(Eigen::Index rows, double r)
{
    Eigen::MatrixXd x(rows, 3);
    for (Eigen::Index t = 0; t < rows; ++t) {
        const double one = t % 2 < 1 ? 1.0 : -1.0;
        const double two = t % 4 < 2 ? 1.0 : -1.0;
        x.row(t) << one, r * one + std::sqrt(1.0 - r * r) * two, t % 8 < 4 ? 1.0 : -1.0;
    }
    return x;
}

/// 400 rows of normal operation without dependence, of `samples` with the autocorrelation
/// memory^k, and a copula of two channels that correlate by .8.
ChannelDependence normalOperation(double memory, double samples)
{
    ChannelDependence dependence;
    dependence.channels = {0, 1, 2};
    dependence.scores = correlated(400, 0.0).cast<float>();
    Eigen::MatrixXd correlation = Eigen::MatrixXd::Identity(3, 3);
    correlation(0, 1) = correlation(1, 0) = 0.8;
    dependence.copula = std::make_shared<const EllipticalCopula>(
        *EllipticalCopula::create(correlation, EllipticalCopula::kGaussian));
    dependence.pairMean = Eigen::MatrixXd::Zero(3, 3);
    dependence.pairMean(0, 1) = dependence.pairMean(1, 0) = 0.25;
    dependence.autocorrelation.resize(64, 3);
    for (Eigen::Index k = 1; k <= 64; ++k) {
        dependence.lags.push_back(k);
        dependence.autocorrelation.row(k - 1).setConstant(std::pow(memory, double(k)));
    }
    dependence.samples = samples;
    return dependence;
}

SpanDependence spanOf(const ChannelDependence& dependence, const SpanRows& rows,
                      Eigen::Index samples)
{
    return *spanDependence(dependence, rows, rows.scores, samples, 1, {});
}

} // namespace

class TestSpanDependence : public QObject
{
    Q_OBJECT
private slots:
    void significance_data();
    void significance();
    void surpriseOfPairs();
    void brokenPairsInOrder();
    void networkPairsFirst();
    void canonicalCorrelations();
};

void TestSpanDependence::significance_data()
{
    QTest::addColumn<double>("memory");
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("normalSamples");
    QTest::addColumn<int>("present");
    QTest::addColumn<double>("least");
    // The least correlation of 48 rows that differs from 0 in 400 at p = .01 / 3, the first
    // limit of Benjamini and Hochberg among three pairs: tanh(2.9352 sqrt(1/(a-3) + 1/(b-3))),
    // the effective sizes a and b from the definition in significance.h, by a Python script.
    QTest::addRow("48 and 400 samples") << 0.0 << 48 << 400 << 48 << 0.4314578173988541;
    QTest::addRow("as good as 16.9 and 137.4") << 0.7 << 48 << 400 << 48 << 0.6791095247266634;
    QTest::addRow("every other sample") << 0.7 << 96 << 800 << 48 << 0.5357811577359792;
    QTest::addRow("half of one missing") << 0.0 << 48 << 400 << 24 << 0.5765205537130229;
}

void TestSpanDependence::significance()
{
    QFETCH(const double, memory);
    QFETCH(const int, samples);
    QFETCH(const int, normalSamples);
    QFETCH(const int, present);
    QFETCH(const double, least);
    const auto dependence = normalOperation(memory, double(normalSamples));
    for (const double r :
         {0.0, least - 0.002, least + 0.002, 0.95, -least + 0.002, -least - 0.002}) {
        SpanRows rows{correlated(48, r), Eigen::MatrixXf::Ones(48, 3)};
        rows.present.col(1).tail(48 - present).setZero();
        const auto span = spanOf(dependence, rows, samples);
        COMPARE_NEAR(span.normal(0, 1), 0.0, 1e-7);
        COMPARE_NEAR(span.window(0, 1), r, 1e-12);
        Eigen::MatrixXi expected = Eigen::MatrixXi::Zero(3, 3);
        expected(0, 1) = expected(1, 0) = std::abs(r) > least ? 1 : 0;
        QVERIFY2(span.significant == expected, qPrintable(QString::number(r)));
    }
}

// ln c of a Gaussian copula, -1/2 ln(1 - .64) - (.64 (x^2 + y^2) - 1.6 x y) / (2 (1 - .64)),
// over rows with mean squares of 1 and a mean product of -.5: .5108256 - 1.04 / .36.
void TestSpanDependence::surpriseOfPairs()
{
    const auto dependence = normalOperation(0.0, 400.0);
    const SpanRows rows{correlated(48, -0.5), Eigen::MatrixXf::Ones(48, 3)};
    const auto span = spanOf(dependence, rows, 48);
    const double density = -0.5 * std::log(0.36) - (0.64 + 0.8 * 0.5) / 0.36;
    COMPARE_NEAR(span.pairSurprise(0, 1), 0.25 - density, 1e-12);
    COMPARE_NEAR(span.pairSurprise(1, 0), 0.25 - density, 1e-12);
    COMPARE_NEAR(span.pairSurprise(0, 2), 0.0, 1e-12);
}

void TestSpanDependence::brokenPairsInOrder()
{
    SpanDependence span;
    span.normal = Eigen::MatrixXd::Constant(4, 4, 0.9);
    span.window = Eigen::MatrixXd::Constant(4, 4, 0.1);
    span.significant = Eigen::MatrixXi::Zero(4, 4);
    span.significant(1, 3) = span.significant(3, 1) = 1;
    Eigen::MatrixXd surprise = Eigen::MatrixXd::Zero(4, 4);
    surprise(0, 2) = 1.0;
    surprise(1, 3) = 3.0;
    surprise(0, 1) = -2.0;
    surprise(2, 3) = 2.0;
    span.pairSurprise = surprise + surprise.transpose();
    const auto pairs = brokenPairs(span, {"a", "b", "c", "d"}, 5);
    QCOMPARE(pairs.size(), std::size_t(3));
    QCOMPARE(pairs[0].first + pairs[0].second, std::string("bd"));
    QCOMPARE(pairs[1].first + pairs[1].second, std::string("cd"));
    QCOMPARE(pairs[2].first + pairs[2].second, std::string("ac"));
    QCOMPARE(pairs[0].surprise, 3.0);
    QCOMPARE(pairs[0].normal, 0.9);
    QCOMPARE(pairs[0].observed, 0.1);
    QVERIFY(pairs[0].significant && !pairs[1].significant);
    QCOMPARE(brokenPairs(span, {"a", "b", "c", "d"}, 2).size(), std::size_t(2));
}

// Channel 1 of the model's four was constant: its pairs have no place in the matrices.
void TestSpanDependence::networkPairsFirst()
{
    SpanDependence span;
    span.normal.resize(3, 3);
    span.normal << 1.0, 0.1, 0.2, 0.1, 1.0, 0.3, 0.2, 0.3, 1.0;
    span.window = -span.normal;
    span.pairSurprise = 10.0 * span.normal;
    span.significant = Eigen::MatrixXi::Zero(3, 3);
    span.significant(1, 2) = span.significant(2, 1) = 1;
    NetworkEvidence network;
    network.pairs = {{2, 3, 5.0}, {0, 1, 4.0}, {0, 3, 2.0}, {0, 2, -1.0}};
    PairContribution known{"c", "d", 0.0, 0.0, 9.0, false};
    PairContribution other{"a", "c", 0.0, 0.0, 8.0, false};
    PairContribution last{"b", "d", 0.0, 0.0, 7.0, false};

    const auto pairs =
        networkPairs(network, {"a", "b", "c", "d"}, span, {0, 2, 3}, {known, other, last});
    // As many as there were: the network's two, and the best other that is not among them.
    QCOMPARE(pairs.size(), std::size_t(3));
    QCOMPARE(pairs[0].first + pairs[0].second, std::string("cd"));
    QCOMPARE(pairs[0].surprise, 3.0); // nats, whoever names the pair
    QCOMPARE(pairs[0].networkFall, 5.0);
    QCOMPARE(pairs[0].normal, 0.3);
    QCOMPARE(pairs[0].observed, -0.3);
    QVERIFY(pairs[0].significant);
    QCOMPARE(pairs[1].first + pairs[1].second, std::string("ad"));
    QCOMPARE(pairs[1].surprise, 2.0);
    QCOMPARE(pairs[1].networkFall, 2.0);
    QCOMPARE(pairs[1].normal, 0.2);
    QVERIFY(!pairs[1].significant);
    QCOMPARE(pairs[2].first + pairs[2].second, std::string("ac"));
    QCOMPARE(pairs[2].surprise, 8.0);
}

// Canonical correlations are .6 and .3 by construction, and no linear map of a channel's own
// coordinates changes them; float32.
void TestSpanDependence::canonicalCorrelations()
{
    Eigen::MatrixXf correlation = Eigen::MatrixXf::Identity(6, 6);
    correlation(0, 4) = correlation(4, 0) = 0.6F; // channels 0 and 2
    correlation(1, 5) = correlation(5, 1) = -0.3F;
    Eigen::MatrixXf map = Eigen::MatrixXf::Identity(6, 6);
    map.block(0, 0, 2, 2) << 2.0F, 1.0F, 0.0F, 0.5F;
    map.block(4, 4, 2, 2) << 1.0F, 0.0F, -0.7F, 1.5F;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> eigen(map * correlation * map.transpose());
    CopulaPart part;
    part.leading = 2;
    part.transform = eigen.eigenvalues().cwiseSqrt().cwiseInverse().asDiagonal()
        * eigen.eigenvectors().transpose();
    const auto all = temporalDependence(part, {0, 1, 2});
    COMPARE_NEAR(all(0, 2), 0.6, 1e-4);
    COMPARE_NEAR(all(2, 0), 0.6, 1e-4);
    COMPARE_NEAR(all(0, 1), 0.0, 1e-4);
    COMPARE_NEAR(all(1, 1), 1.0, 0.0);
    const auto some = temporalDependence(part, {0, 2});
    QCOMPARE(some.rows(), Eigen::Index(2));
    COMPARE_NEAR(some(1, 0), 0.6, 1e-4);
}

QTEST_APPLESS_MAIN(TestSpanDependence)
#include "tst_span_dependence.moc"
