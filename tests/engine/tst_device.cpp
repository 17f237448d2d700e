#include "engine/detector/detector.h"
#include "tests/support/processes.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dissonance;

namespace {

constexpr SampleSpan kBroken{1800, 1860};

Result<std::shared_ptr<const Detector>>
trainOn(Device device, const std::shared_ptr<const Recording>& recording, NetworkHead head)
{
    TrainingRequest request;
    request.sources.push_back({recording, {{0, 1500}}, {}});
    request.config = configFor(Preset::Seed);
    request.config.network.head = head;
    // Few steps: each doubles what rounding has set apart.
    request.config.network.maxSteps = 10;
    request.config.network.validationEvery = 5;
    request.config.threads = 1;
    request.device = device;
    return Detector::train(request, {});
}

double medianDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    std::vector<double> differences;
    for (std::size_t i = 0; i < a.size(); ++i)
        differences.push_back(std::abs(a[i] - b[i]));
    const auto middle = differences.begin() + std::ptrdiff_t(differences.size() / 2);
    std::nth_element(differences.begin(), middle, differences.end());
    return *middle;
}

} // namespace

/// A detector trained on a graphics card is the one trained on the processor, but for rounding.
class TestDevice : public QObject
{
    Q_OBJECT

private slots:
    void cudaAgreesWithCpu_data();
    void cudaAgreesWithCpu();
};

void TestDevice::cudaAgreesWithCpu_data()
{
    QTest::addColumn<NetworkHead>("head");
    QTest::addRow("latent copula") << NetworkHead::LatentCopula;
    QTest::addRow("density ratio") << NetworkHead::DensityRatio;
}

// Sample scores are about 0 to 5. The tolerance is not measured: no device was at hand.
void TestDevice::cudaAgreesWithCpu()
{
    QFETCH(const NetworkHead, head);
    const auto values =
        testing::broken(testing::nonlinearProcess(2000, 3), 1, kBroken.first, kBroken.last, 300);
    const auto recording = testing::recordingOf(values);
    const auto onCuda = trainOn(Device::Cuda, recording, head);
    if (!onCuda && onCuda.error().code == ErrorCode::DeviceUnavailable)
        QSKIP("This machine has no CUDA device, or its LibTorch no CUDA.");
    QVERIFY2(onCuda, onCuda ? "" : onCuda.error().detail.c_str());
    const auto onCpu = trainOn(Device::Cpu, recording, head);
    QVERIFY(onCpu);
    QVERIFY(std::abs((*onCuda)->card().separationNetwork - (*onCpu)->card().separationNetwork)
            < 0.02);

    const auto cuda = (*onCuda)->score(*recording, {.causal = false, .threads = 1}, {});
    const auto cpu = (*onCpu)->score(*recording, {.causal = false, .threads = 1}, {});
    QVERIFY(cuda && cpu);
    QVERIFY(medianDifference((*cuda)->samples.total, (*cpu)->samples.total) < 0.02);

    const auto why = (*onCuda)->explain(*recording, kBroken, {}, 1);
    QVERIFY2(why, why ? "" : why.error().detail.c_str());
    QCOMPARE((*why)->ranked.size(), std::size_t(4));
}

QTEST_APPLESS_MAIN(TestDevice)
#include "tst_device.moc"
