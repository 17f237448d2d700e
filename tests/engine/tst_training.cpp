#include "engine/detector/network.h"
#include "engine/detector/scaling.h"
#include "engine/detector/window_runs.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace dissonance;

namespace {

constexpr Eigen::Index kLength = 16;

NetworkConfig smallConfig()
{
    NetworkConfig config;
    config.modelWidth = 8;
    config.layers = 1;
    config.heads = 2;
    config.latents = 3;
    config.batch = 8;
    config.dropout = 0.0;
    return config;
}

/// Four channels, scaled and whitened, of which the last fifth is held out.
struct Prepared
{
    Eigen::MatrixXf scaled = testing::nonlinearProcess(1500, 8).cast<float>();
    std::vector<WindowRun> training = windowRuns({{0, 1200}}, kLength);
    std::vector<WindowRun> validation = windowRuns({{1200, 1500}}, kLength);
    Whitening whitening;

    Prepared()
    {
        applyScaling(fitScaling(scaled, {{0, 1200}}, 3.0, 0.1, 1), scaled, 1);
        whitening = fitWhitening(scaled, training, kLength, 0.01, 1);
    }

    /// What was measured at every step goes into `separations`.
    Result<std::shared_ptr<const Network>> train(const NetworkConfig& config,
                                                 std::vector<double>& separations,
                                                 std::uint64_t seed = 1) const
    {
        return Network::train(
            {scaled, whitening, training, validation}, config, seed, Device::Cpu,
            [&](const TrainingStep& step) { separations.push_back(step.separation); }, {});
    }
};

std::vector<float> tensorOf(const Network& network, const std::string& name)
{
    for (const auto& tensor : network.tensors())
        if (tensor.name == name)
            return tensor.values;
    return {};
}

bool sameTensors(const Network& a, const Network& b)
{
    const auto left = a.tensors();
    const auto right = b.tensors();
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const auto& one, const auto& other) {
                          return one.name == other.name && one.values == other.values;
                      });
}

} // namespace

class TestTraining : public QObject
{
    Q_OBJECT
private slots:
    void endsWithoutGrowth_data();
    void endsWithoutGrowth();
    void endsOnTheWay_data();
    void endsOnTheWay();
    void neverEndsUnmeasured();
    void bestWeightsAreKept();
    void statisticsFollow_data();
    void statisticsFollow();
};

void TestTraining::endsWithoutGrowth_data()
{
    QTest::addColumn<int>("every");
    QTest::addColumn<int>("patience");
    QTest::addColumn<int>("steps");
    QTest::addRow("patient") << 3 << 4 << 15;
    QTest::addRow("impatient") << 3 << 1 << 6;
    QTest::addRow("every step") << 1 << 2 << 3;
    QTest::addRow("longer than there are steps") << 10 << 4 << 40;
}

// With a rate of 0 the critic stays as it is drawn: the first measurement is growth, and none
// that follows is.
void TestTraining::endsWithoutGrowth()
{
    QFETCH(const int, every);
    QFETCH(const int, patience);
    QFETCH(const int, steps);
    auto config = smallConfig();
    config.head = NetworkHead::DensityRatio;
    config.learningRate = 0.0;
    config.validationEvery = every;
    config.patience = patience;
    config.maxSteps = 40;
    std::vector<double> separations;
    QVERIFY(bool(Prepared().train(config, separations)));
    QCOMPARE(int(separations.size()), steps);
    for (int i = 0; i < steps; ++i)
        QCOMPARE(std::isnan(separations[std::size_t(i)]), i < every - 1);
    QCOMPARE(separations.back(), separations[std::size_t(every) - 1]);
}

void TestTraining::endsOnTheWay_data()
{
    QTest::addColumn<int>("endAfter");
    QTest::addColumn<int>("steps");
    QTest::addRow("at a measurement") << 6 << 6;
    QTest::addRow("between two") << 8 << 8;
    QTest::addRow("beyond the last") << 100 << 12;
    QTest::addRow("no such end") << 0 << 12;
}

// Up to there it is the same training, rate and all; the last step is always measured.
void TestTraining::endsOnTheWay()
{
    QFETCH(const int, endAfter);
    QFETCH(const int, steps);
    const Prepared prepared;
    auto config = smallConfig();
    config.validationEvery = 3;
    config.maxSteps = 12;
    std::vector<double> whole;
    QVERIFY(bool(prepared.train(config, whole)));
    config.endAfter = endAfter;
    std::vector<double> part;
    QVERIFY(bool(prepared.train(config, part)));
    QCOMPARE(int(part.size()), steps);
    for (std::size_t i = 0; i + 1 < part.size(); ++i)
        QVERIFY(part[i] == whole[i] || (std::isnan(part[i]) && std::isnan(whole[i])));
    QVERIFY(!std::isnan(part.back()));
    if (steps % 3 == 0)
        QCOMPARE(part.back(), whole[std::size_t(steps) - 1]);
}

void TestTraining::neverEndsUnmeasured()
{
    Prepared prepared;
    prepared.validation.clear();
    auto config = smallConfig();
    config.validationEvery = 1;
    config.patience = 1;
    config.maxSteps = 12;
    std::vector<double> separations;
    QVERIFY(bool(prepared.train(config, separations)));
    QCOMPARE(separations.size(), std::size_t(12));
    QVERIFY(std::all_of(separations.begin(), separations.end(),
                        [](double value) { return std::isnan(value); }));
}

// Patience 0 ends with the first step, patience 1 with the second where that brings no growth:
// the weights are then those of the better of the two, statistics and all.
void TestTraining::bestWeightsAreKept()
{
    const Prepared prepared;
    auto config = smallConfig();
    config.learningRate = 0.3; // wild enough to make some of the networks worse
    config.warmUpSteps = 1;
    config.validationEvery = 1;
    config.maxSteps = 20;
    int worse = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        config.patience = 0;
        std::vector<double> one;
        const auto first = prepared.train(config, one, seed);
        config.patience = 1;
        std::vector<double> both;
        const auto kept = prepared.train(config, both, seed);
        QVERIFY(first && kept);
        QCOMPARE(one.size(), std::size_t(1));
        QVERIFY(both.size() >= 2 && both[0] == one[0]);
        const bool firstIsBest = *std::max_element(both.begin(), both.end()) == both[0];
        QCOMPARE(sameTensors(**first, **kept), firstIsBest);
        worse += firstIsBest;
    }
    qInfo("%d of 12 were worse after the second step", worse);
    QVERIFY2(worse > 1 && worse < 12, qPrintable(QString::number(worse)));
}

void TestTraining::statisticsFollow_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("followed");
    // 1 - .95^n.
    QTest::addRow("one step") << 1 << 0.05;
    QTest::addRow("three") << 3 << 0.142625;
}

// A training of one window of one token at rate 0: every normal latent of every batch is the
// same, with a mean m and the least deviation, .001, towards which statistics of 0 and 1 go.
void TestTraining::statisticsFollow()
{
    QFETCH(const int, steps);
    QFETCH(const double, followed);
    Prepared prepared;
    prepared.training = {{700, 1}};
    prepared.validation.clear();
    auto config = smallConfig();
    config.patch = int(kLength);
    config.learningRate = 0.0;
    config.maxSteps = steps;
    std::vector<double> separations;
    const auto network = prepared.train(config, separations);
    QVERIFY(bool(network));
    for (const float deviation : tensorOf(**network, "head.deviation"))
        COMPARE_NEAR(deviation, 1.0 - followed + followed * 0.001, 1e-6);

    config.maxSteps = 200; // by then m but for .95^200 = 3.5e-5
    const auto settled = prepared.train(config, separations);
    QVERIFY(bool(settled));
    const auto mean = tensorOf(**network, "head.mean");
    const auto last = tensorOf(**settled, "head.mean");
    QCOMPARE(mean.size(), std::size_t(3));
    for (std::size_t i = 0; i < mean.size(); ++i) {
        QVERIFY(std::abs(last[i]) > 1e-3);
        COMPARE_NEAR(mean[i] / last[i], followed, 1e-4);
    }
}

QTEST_APPLESS_MAIN(TestTraining)
#include "tst_training.moc"
