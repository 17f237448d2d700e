#include "engine/detector/detector.h"
#include "tests/support/processes.h"
#include "tests/support/temp_folder.h"

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
    void askedOnCuda();
    void askedOnTheProcessor();
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

/// One model asked on either: what it says differs by rounding, and its file not at all.
void TestDevice::askedOnCuda()
{
    const auto values =
        testing::broken(testing::nonlinearProcess(2000, 3), 1, kBroken.first, kBroken.last, 300);
    const auto recording = testing::recordingOf(values);
    const auto onCpu = trainOn(Device::Cpu, recording, NetworkHead::LatentCopula);
    QVERIFY(onCpu);
    const auto onCuda = (*onCpu)->on(Device::Cuda);
    if (!onCuda && onCuda.error().code == ErrorCode::DeviceUnavailable)
        QSKIP("This machine has no CUDA device, or its LibTorch no CUDA.");
    QVERIFY2(onCuda, onCuda ? "" : onCuda.error().detail.c_str());
    for (const bool causal : {false, true}) {
        const ScoringOptions options{.causal = causal, .threads = 2};
        const auto cuda = (*onCuda)->score(*recording, options, {});
        const auto cpu = (*onCpu)->score(*recording, options, {});
        QVERIFY(cuda && cpu);
        QVERIFY(medianDifference((*cuda)->samples.total, (*cpu)->samples.total) < 1e-3);
    }
    const auto why = (*onCuda)->explain(*recording, kBroken, {}, 2);
    const auto expected = (*onCpu)->explain(*recording, kBroken, {}, 2);
    QVERIFY(why && expected);
    QCOMPARE((*why)->ranked.front().channel, (*expected)->ranked.front().channel);
    const auto adapted = (*onCuda)->adapted(*recording, {0, 400}, {}, 2);
    QVERIFY2(adapted, adapted ? "" : adapted.error().detail.c_str());

    const testing::TempFolder folder;
    QVERIFY((*onCuda)->save(folder.path("cuda")));
    QVERIFY((*onCpu)->save(folder.path("cpu")));
    QVERIFY(testing::bytesOf(folder.path("cuda")) == testing::bytesOf(folder.path("cpu")));
    const auto back = (*onCuda)->on(Device::Cpu);
    QVERIFY(back);
    QCOMPARE((*(*back)->score(*recording, {}, {}))->samples.total,
             (*(*onCpu)->score(*recording, {}, {}))->samples.total);
}

void TestDevice::askedOnTheProcessor()
{
    const auto recording = testing::recordingOf(testing::nonlinearProcess(2000, 3));
    const auto detector = trainOn(Device::Cpu, recording, NetworkHead::LatentCopula);
    QVERIFY(detector);
    const auto same = (*detector)->on(Device::Cpu);
    QVERIFY(same);
    QCOMPARE((*same)->card().sha256, (*detector)->card().sha256);
    QCOMPARE((*(*same)->score(*recording, {}, {}))->samples.total,
             (*(*detector)->score(*recording, {}, {}))->samples.total);
    if (const auto cuda = (*detector)->on(Device::Cuda); !cuda) {
        QCOMPARE(cuda.error().code, ErrorCode::DeviceUnavailable);
        QVERIFY(cuda.error().detail.find("--device cpu") != std::string::npos);
        QVERIFY((*detector)->on(Device::Auto)); // where there is none, the processor
    }
}

QTEST_APPLESS_MAIN(TestDevice)
#include "tst_device.moc"
