#include "engine/detector/copula_part.h"
#include "engine/detector/fusion.h"
#include "engine/detector/network.h"
#include "engine/detector/scaling.h"
#include "engine/detector/separation.h"
#include "engine/detector/window_runs.h"
#include "engine/detector/window_source.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"

#include <QTest>

#include <Eigen/Dense>

#include <cmath>
#include <limits>

using namespace dissonance;

namespace {

constexpr Eigen::Index kLength = 16;

/// A process scaled and whitened, its first four fifths to learn from.
struct Prepared
{
    Eigen::MatrixXf scaled;
    std::vector<WindowRun> training;
    std::vector<WindowRun> validation;
    Whitening whitening;

    explicit Prepared(const Eigen::MatrixXd& values)
        : scaled(values.cast<float>())
    {
        const auto cut = scaled.rows() * 4 / 5;
        const std::vector<SampleSpan> fit{{0, cut}};
        applyScaling(fitScaling(scaled, fit, 3.0, 0.1, 1), scaled, 1);
        training = windowRuns(fit, kLength);
        validation = windowRuns({{cut, scaled.rows()}}, kLength);
        whitening = fitWhitening(scaled, training, kLength, 0.01, 1);
    }

    NetworkData data() const { return {scaled, whitening, training, validation}; }

    Eigen::MatrixXf validationCoordinates() const
    {
        return whiten(whitening, scaled, validation[0], kLength);
    }

    Result<std::shared_ptr<const Network>> train(const NetworkConfig& config,
                                                 std::uint64_t seed = 1) const
    {
        return Network::train(data(), config, seed, Device::Cpu, {}, {});
    }
};

NetworkConfig smallConfig(int steps)
{
    NetworkConfig config;
    config.modelWidth = 16;
    config.layers = 1;
    config.heads = 2;
    config.latents = 6;
    config.batch = 16;
    config.maxSteps = steps;
    return config;
}

Eigen::MatrixXf matrixOf(const Network& network, const std::string& name)
{
    for (const auto& tensor : network.tensors())
        if (tensor.name == name) // symmetric ones only: row-major or column-major is the same
            return Eigen::Map<const Eigen::MatrixXf>(tensor.values.data(), tensor.shape.front(),
                                                     tensor.shape.back());
    return {};
}

bool sameTensors(const Network& a, const Network& b)
{
    const auto left = a.tensors();
    const auto right = b.tensors();
    if (left.size() != right.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (left[i].name != right[i].name || left[i].values != right[i].values)
            return false;
    return true;
}

} // namespace

class TestNetwork : public QObject
{
    Q_OBJECT
private slots:
    void seesNonlinearDependence();
    void everyHeadAndObjectiveTrains_data();
    void everyHeadAndObjectiveTrains();
    void criticKnowsTheLinearDependence();
    void seedReproduces();
    void restoredIsTheSame();
    void restoreChecks();
    void bothTokensAgree();
    void threadsAgree();
    void divergenceIsTold();
    void stops();
    void deviceAbsent();
};

// (x, x^2 - 1) and (a, a b) do not correlate: the channel copula cannot tell swapped windows
// from real ones, the network must.
void TestNetwork::seesNonlinearDependence()
{
    const Prepared prepared(testing::nonlinearProcess(6000, 3));
    const auto copula =
        fitCopulaPart(prepared.scaled, prepared.whitening, prepared.training, 4, 0.05, 2, {});
    QVERIFY(bool(copula));
    const auto real = prepared.validationCoordinates();
    const auto swapped = channelSwapped(real, kLength, 1);
    const double linear = separation(copulaTerms(*copula, real, kLength).dependence,
                                     copulaTerms(*copula, swapped, kLength).dependence);

    const auto network = prepared.train(NetworkConfig());
    QVERIFY(bool(network));
    const auto onReal = (*network)->surpriseOf(real, 2, {});
    const auto onSwapped = (*network)->surpriseOf(swapped, 2, {});
    QVERIFY(onReal && onSwapped);
    const double learned = separation(*onReal, *onSwapped);
    qInfo("AUC: channel copula %.3f, network %.3f", linear, learned);
    QVERIFY(linear < 0.6);
    QVERIFY(learned > linear + 0.15);
}

void TestNetwork::everyHeadAndObjectiveTrains_data()
{
    QTest::addColumn<int>("head");
    QTest::addColumn<int>("family");
    QTest::addColumn<int>("objective");
    for (const auto objective : {NetworkObjective::NoiseContrastive, NetworkObjective::Hinge})
        for (const auto head : {NetworkHead::LatentCopula, NetworkHead::MultivariateNormal,
                                NetworkHead::DensityRatio})
            for (const auto family : {CopulaFamily::Gaussian, CopulaFamily::StudentT}) {
                if (head != NetworkHead::LatentCopula && family == CopulaFamily::StudentT)
                    continue;
                QTest::addRow("head %d family %d objective %d", int(head), int(family),
                              int(objective))
                    << int(head) << int(family) << int(objective);
            }
}

// Linear dependence is the easy case: after 150 steps of a small network the copulas and
// the critic see it.
void TestNetwork::everyHeadAndObjectiveTrains()
{
    QFETCH(const int, head);
    QFETCH(const int, family);
    QFETCH(const int, objective);
    auto config = smallConfig(150);
    config.head = NetworkHead(head);
    config.family = CopulaFamily(family);
    config.objective = NetworkObjective(objective);
    const Prepared prepared(testing::linearProcess(2000, 4, 5));
    const auto network = prepared.train(config);
    if (!network)
        QFAIL(network.error().detail.c_str());
    const auto real = prepared.validationCoordinates();
    const auto onReal = (*network)->surpriseOf(real, 1, {});
    const auto onSwapped = (*network)->surpriseOf(channelSwapped(real, kLength, 1), 1, {});
    QVERIFY(onReal && onSwapped);
    QVERIFY(onReal->allFinite());
    const double auc = separation(*onReal, *onSwapped);
    qInfo("AUC %.3f", auc);
    // Standardised marginals in the likelihood give the encoder a way out.
    if (config.head != NetworkHead::MultivariateNormal)
        QVERIFY(auc > 0.6);
}

// precision = inv(R) - I with R = .95 E[f f'] + .05 I of the leading coordinates: what the
// critic's logit takes its dependence part from.
void TestNetwork::criticKnowsTheLinearDependence()
{
    auto config = smallConfig(1);
    config.head = NetworkHead::DensityRatio;
    const Prepared prepared(testing::linearProcess(3000, 3, 6));
    const auto network = prepared.train(config);
    QVERIFY(bool(network));
    const auto precision = matrixOf(**network, "head.precision");
    const Eigen::MatrixXd f =
        whiten(prepared.whitening, prepared.scaled, prepared.training[0], config.patch)
            .cast<double>();
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(f.rows(), f.rows());
    const Eigen::MatrixXd correlation =
        0.95 * f * f.transpose() / double(f.cols()) + 0.05 * identity;
    const Eigen::MatrixXd expected = correlation.inverse() - identity;
    QCOMPARE(precision.rows(), f.rows());
    COMPARE_NEAR((precision.cast<double>() - expected).norm(), 0.0, 1e-2 * expected.norm());
}

void TestNetwork::seedReproduces()
{
    const Prepared prepared(testing::nonlinearProcess(1500, 7));
    const auto config = smallConfig(60);
    const auto one = prepared.train(config, 1);
    const auto again = prepared.train(config, 1);
    const auto other = prepared.train(config, 2);
    QVERIFY(one && again && other);
    QVERIFY(sameTensors(**one, **again));
    QVERIFY(!sameTensors(**one, **other));
}

void TestNetwork::restoredIsTheSame()
{
    const Prepared prepared(testing::nonlinearProcess(1500, 8));
    for (const auto head : {NetworkHead::LatentCopula, NetworkHead::DensityRatio}) {
        auto config = smallConfig(20);
        config.head = head;
        const auto network = prepared.train(config);
        QVERIFY(bool(network));
        const auto restored = Network::restore(config, 4, kLength, (*network)->tensors());
        QVERIFY(bool(restored));
        const auto z = prepared.validationCoordinates();
        QVERIFY((*(*network)->surpriseOf(z, 1, {}) == *(*restored)->surpriseOf(z, 3, {})).all());
    }
}

void TestNetwork::restoreChecks()
{
    const Prepared prepared(testing::nonlinearProcess(1500, 8));
    const auto config = smallConfig(2);
    const auto network = prepared.train(config);
    QVERIFY(bool(network));
    const auto refused = [&](const std::vector<NamedTensor>& tensors) {
        const auto restored = Network::restore(config, 4, kLength, tensors);
        return !restored && restored.error().code == ErrorCode::ModelMalformed;
    };
    const auto good = (*network)->tensors();
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto missing = good;
        missing.erase(missing.begin() + std::ptrdiff_t(i));
        QVERIFY(refused(missing));
        auto twice = good;
        twice.push_back(good[i]);
        QVERIFY(refused(twice));
        auto shorter = good;
        shorter[i].values.pop_back();
        QVERIFY(refused(shorter));
        auto turned = good;
        turned[i].shape.push_back(1);
        QVERIFY(refused(turned));
        auto wild = good;
        wild[i].values.back() = std::numeric_limits<float>::infinity();
        QVERIFY(refused(wild));
    }
    auto surplus = good;
    surplus.push_back({"extra", {1}, {0.0F}});
    QVERIFY(refused(surplus));
    QVERIFY(refused({}));
}

// Training makes tokens of samples, scoring of coordinates: the same, but for float rounding.
void TestNetwork::bothTokensAgree()
{
    const Prepared prepared(testing::nonlinearProcess(4000, 9));
    const WindowRun run{100, 50};
    const WindowSource source(prepared.scaled, {run}, kLength);
    WindowBatch batch;
    batch.resize(kLength, source.channelCount(), run.count);
    for (Eigen::Index c = 0; c < source.channelCount(); ++c)
        for (Eigen::Index n = 0; n < run.count; ++n)
            batch.channels[std::size_t(c)].col(n) = source.values(run.first + n, c);
    const TokenLayout layout{source.channelCount(), kLength, 4};
    Eigen::ArrayXf fromSamples(run.count * layout.windowSize());
    whitenToTokens(batch, prepared.whitening, layout, fromSamples.data());
    Eigen::ArrayXf fromCoordinates(fromSamples.size());
    coordinatesToTokens(whiten(prepared.whitening, prepared.scaled, run, kLength), layout,
                        fromCoordinates.data());
    QVERIFY(fromSamples.abs().maxCoeff() > 1.0F);
    COMPARE_NEAR((fromSamples - fromCoordinates).abs().maxCoeff(), 0.0, 1e-4);
}

void TestNetwork::threadsAgree()
{
    const Prepared prepared(testing::nonlinearProcess(4000, 9));
    const auto network = prepared.train(smallConfig(20));
    QVERIFY(bool(network));
    const auto z = whiten(prepared.whitening, prepared.scaled, {100, 3000}, kLength);
    const auto one = (*network)->surpriseOf(z, 1, {});
    const auto three = (*network)->surpriseOf(z, 3, {});
    QVERIFY(one && three);
    QVERIFY((*one == *three).all());
}

void TestNetwork::divergenceIsTold()
{
    Prepared prepared(testing::nonlinearProcess(1500, 8));
    prepared.whitening.projection[2].setConstant(1e30F); // overflows in the first layer
    const auto network = prepared.train(smallConfig(20));
    QVERIFY(!network);
    QCOMPARE(network.error().code, ErrorCode::TrainingDiverged);
}

void TestNetwork::stops()
{
    const Prepared prepared(testing::nonlinearProcess(1500, 8));
    std::stop_source stop;
    const RunContext context{stop.get_token(), {}};
    int steps = 0;
    const auto network = Network::train(
        prepared.data(), smallConfig(100'000), 1, Device::Cpu,
        [&](const TrainingStep& step) {
            steps = step.step;
            if (step.step == 5)
                stop.request_stop();
        },
        context);
    QVERIFY(!network);
    QCOMPARE(network.error().code, ErrorCode::Cancelled);
    QCOMPARE(steps, 5);
}

void TestNetwork::deviceAbsent()
{
    const Prepared prepared(testing::nonlinearProcess(1500, 8));
    const auto network = Network::train(prepared.data(), smallConfig(2), 1, Device::Cuda, {}, {});
    if (network)
        QSKIP("This machine has a CUDA device and a LibTorch for it.");
    QCOMPARE(network.error().code, ErrorCode::DeviceUnavailable);
    QVERIFY(bool(Network::train(prepared.data(), smallConfig(2), 1, Device::Auto, {}, {})));
}

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"
