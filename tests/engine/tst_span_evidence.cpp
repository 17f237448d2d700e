#include "engine/detector/channel_ranking.h"
#include "engine/detector/detector_state.h"
#include "engine/detector/similar_windows.h"
#include "engine/detector/span_evidence.h"
#include "tests/support/near.h"

#include <QTest>

#include <Eigen/Dense>

#include <cmath>
#include <limits>

using namespace dissonance;

namespace {

/// Two channels and windows of two samples that stay what they are: coordinates are values.
Detector::State plainState()
{
    Detector::State state;
    state.card.channels.resize(2);
    LengthModel model;
    model.whitening.mean = Eigen::MatrixXf::Zero(2, 2);
    model.whitening.projection.assign(2, Eigen::MatrixXf::Identity(2, 2));
    model.marginal.freedom = 200.0;
    model.marginal.expected = Eigen::Vector2f(0.5F, 0.25F);
    model.copula.leading = 1;
    state.models.push_back(model);
    state.dependence.channels = {0, 1};
    Eigen::MatrixXd correlation(2, 2);
    correlation << 1.0, 0.8, 0.8, 1.0;
    state.dependence.copula = std::make_shared<const EllipticalCopula>(
        *EllipticalCopula::create(correlation, EllipticalCopula::kGaussian));
    state.dependence.contributionMean = Eigen::Vector2d(0.3, 0.4);
    return state;
}

SpanData threeRows()
{
    SpanData data;
    data.scaled.resize(3, 2);
    data.scaled << 1.0F, 3.0F, -2.0F, 0.5F, 0.0F, 1.0F;
    data.values = data.scaled;
    data.span = data.inner = {0, 3};
    data.gaps.resize(2);
    data.usualGaps = {0, 0};
    return data;
}

std::vector<ChannelContribution> ranked(const SpanScores& scores, const ChannelEvidence& evidence,
                                        const Eigen::VectorXd& network)
{
    return rankChannels({"a", "b", "c"}, scores, evidence, network);
}

/// Of three channels; c was calmer than normal on its own.
ChannelEvidence threeChannels()
{
    return {Eigen::Vector3d(6.0, 2.0, -2.0), Eigen::Vector3d(0.0, 1.0, -1.0),
            Eigen::Vector3d(-4.0, 1.0, 2.0), Eigen::Vector3d(0.5, -0.5, 0.1)};
}

void compareShares(const std::vector<ChannelContribution>& channels,
                   const std::vector<std::pair<const char*, double>>& expected)
{
    QCOMPARE(channels.size(), expected.size());
    for (std::size_t i = 0; i < channels.size(); ++i) {
        QCOMPARE(channels[i].channel, std::string(expected[i].first));
        COMPARE_NEAR(channels[i].share, expected[i].second, 1e-12);
    }
}

} // namespace

class TestSpanEvidence : public QObject
{
    Q_OBJECT
private slots:
    void evidenceByHand();
    void sharesOfTheParts();
    void sharesOfTheNetwork();
    void sharesOfNothing();
    void similarWindows();
    void similarByWhatMoves();
};

void TestSpanEvidence::evidenceByHand()
{
    const auto state = plainState();
    Eigen::MatrixXf precision(2, 2);
    precision << 4.0F, -1.0F, -1.0F, 2.0F;
    const NormalEvidence normal{{precision}, Eigen::Vector2d(1.0, 1.0)};
    Eigen::MatrixXd scores(1, 2);
    scores << 1.0, -1.0;
    const auto evidence = channelEvidence(state, threeRows(), normal, scores, scores);

    // m_c = 101 ln(1 + q/200) of the two windows, q by channel 5 and 9.25, 4 and 1.25.
    COMPARE_NEAR(evidence.marginal[0],
                 50.5 * (std::log1p(5.0 / 200.0) + std::log1p(4.0 / 200.0)) - 0.5, 1e-5);
    COMPARE_NEAR(evidence.marginal[1],
                 50.5 * (std::log1p(9.25 / 200.0) + std::log1p(1.25 / 200.0)) - 0.25, 1e-5);

    // f is (1, 3), then (-2, .5); Omega f is (1, 5), then (-8.5, 3). What the other does not
    // explain has the squared length (Omega f)_c^2 / Omega_cc; a cost is 3.5 ln(1 + q/6).
    const auto cost = [](double q) {
        return 3.5 * std::log1p(q / 6.0);
    };
    COMPARE_NEAR(evidence.pattern[0],
                 0.5 * (cost(0.25) - cost(1.0) + cost(72.25 / 4.0) - cost(4.0)), 1e-5);
    COMPARE_NEAR(evidence.pattern[1], 0.5 * (cost(12.5) - cost(9.0) + cost(4.5) - cost(0.25)),
                 1e-5);

    // Delta of (1, -1) at .8 for either: -1/2 ln .36 - (.64 * 2 + 1.6) / .72, of a mean of .3, .4.
    const double delta = -0.5 * std::log(0.36) - (0.64 * 2.0 + 1.6) / 0.72;
    COMPARE_NEAR(evidence.instant[0], 0.3 - delta, 1e-12);
    COMPARE_NEAR(evidence.instant[1], 0.4 - delta, 1e-12);
    // x_i (Omega x)_i is (1 + .8) / .36 for either, less 1.
    COMPARE_NEAR(evidence.shapley[0], 4.0, 1e-12);
    COMPARE_NEAR(evidence.shapley[1], 4.0, 1e-12);
}

// By hand: .6 of the score are marginals with 6, 2 and 0 nats above normal, .4 dependence with 0, 2
// and 2: 3.6 : 2 : .8.
void TestSpanEvidence::sharesOfTheParts()
{
    SpanScores scores;
    scores.marginalShare = 0.6;
    scores.dependenceShare = 0.4;
    scores.networkShare = 0.5; // of no account where the network was not asked
    const auto channels = ranked(scores, threeChannels(), {});
    compareShares(channels, {{"a", 0.5625}, {"b", 0.3125}, {"c", 0.125}});
    QCOMPARE(channels[0].marginal, 6.0);
    QCOMPARE(channels[0].dependence, -4.0);
    QCOMPARE(channels[2].dependence, 1.0);
    QCOMPARE(channels[1].shapley, -0.5);
}

// Half of the .4 by the network, 1 : 0 : 1; the other .8 go 3.6 : 1.6 : .4.
void TestSpanEvidence::sharesOfTheNetwork()
{
    SpanScores scores;
    scores.marginalShare = 0.6;
    scores.dependenceShare = 0.4;
    scores.networkShare = 0.5;
    compareShares(
        ranked(scores, threeChannels(), Eigen::Vector3d(1.0, -7.0, 1.0)),
        {{"a", 0.8 * 3.6 / 5.6 + 0.1}, {"b", 0.8 * 1.6 / 5.6}, {"c", 0.8 * 0.4 / 5.6 + 0.1}});
}

void TestSpanEvidence::sharesOfNothing()
{
    // A score of 0 has no parts: marginals and dependence count alike.
    compareShares(ranked({}, threeChannels(), {}),
                  {{"a", 0.5}, {"b", 1.0 / 3.0}, {"c", 1.0 / 6.0}});
    const Eigen::VectorXd calm = Eigen::Vector3d::Constant(-1.0);
    compareShares(ranked({}, {calm, calm, calm, calm}, {}),
                  {{"a", 1.0 / 3.0}, {"b", 1.0 / 3.0}, {"c", 1.0 / 3.0}});
}

// Three channels in windows of two; channel 0 is taken from where the other two are most alike.
void TestSpanEvidence::similarWindows()
{
    Eigen::MatrixXf reference(6, 4);
    reference << 10, 20, 30, 40, //
        11, 21, 31, 41, //
        0, 0, 5, 1, //
        0, 0, 5, 1, //
        0, 3, 0, 1, //
        0, 3, 0, 1;
    const Eigen::VectorXf alike = Eigen::VectorXf::Ones(6);
    SimilarWindows similar(reference, 2, 3, alike);
    QCOMPARE(similar.channels(), Eigen::Index(3));
    QCOMPARE(similar.copies(), Eigen::Index(3));
    QCOMPARE(SimilarWindows(reference, 2, 9, alike).copies(), Eigen::Index(4));

    Eigen::VectorXf window(6);
    window << 40, 41, 0, 0, 2, 2;
    similar.setWindow(window);
    Eigen::MatrixXf out(6, 3);
    similar.replace({0}, out);
    // Squared distances in channels 1 and 2: 8, 2, 58 and 4.
    Eigen::MatrixXf expected = window.replicate(1, 3);
    expected.topRows(2) << 20, 40, 10, 21, 41, 11;
    QCOMPARE(out, expected);

    // Without 0 and 1: 8, 2, 8 and 2, the earlier first or not; whole channels of one window.
    similar.replace({0, 1}, out);
    for (Eigen::Index k = 0; k < 2; ++k) {
        const Eigen::Index from = out(0, k) == 20.0F ? 1 : 3;
        QCOMPARE(out.col(k).head(4).eval(), reference.col(from).head(4).eval());
        QCOMPARE(out.col(k).tail(2).eval(), window.tail(2).eval());
    }
    QVERIFY(out(0, 0) != out(0, 1));
}

// A channel that moves by 3 along its first coordinate and by 1 along its second: variances 9 and
// 1 are weights 1.8 and 0.2, and who is alike in the first is nearer.
void TestSpanEvidence::similarByWhatMoves()
{
    Whitening whitening;
    whitening.mean = Eigen::MatrixXf::Zero(2, 2);
    Eigen::MatrixXf projection(2, 2);
    projection << 1.0F / 3.0F, 0.0F, //
        0.0F, 1.0F;
    whitening.projection = {projection, projection};
    const auto weights = movementWeights(whitening);
    Eigen::VectorXf expected(4);
    expected << 1.8F, 0.2F, 1.8F, 0.2F;
    QVERIFY((weights - expected).cwiseAbs().maxCoeff() < 1e-6F);

    Eigen::MatrixXf reference(4, 2);
    reference << 1, 2, //
        1, 2, //
        2, 0, // far in the first coordinate of channel 1
        0, 3; // far, and further, in its second
    SimilarWindows similar(reference, 2, 1, weights);
    Eigen::VectorXf window(4);
    window << 9, 9, 0, 0;
    similar.setWindow(window);
    Eigen::MatrixXf out(4, 1);
    similar.replace({0}, out);
    QCOMPARE(out(0, 0), 2.0F);
}

QTEST_APPLESS_MAIN(TestSpanEvidence)
#include "tst_span_evidence.moc"
