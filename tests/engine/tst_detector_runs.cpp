#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <thread>

using namespace dissonance;
using namespace dissonance::testing;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

// Beside what the machine itself makes one wait. Sanitizers take their share on top.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr auto kMostWait = 2s;
#else
constexpr auto kMostWait = 200ms;
#endif

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// How much longer than it wanted a thread slept at most: what other programs on the same cores
/// make one wait.
class StallMeter
{
public:
    Clock::duration longest()
    {
        m_thread.request_stop();
        m_thread.join();
        return m_longest;
    }

private:
    Clock::duration m_longest{};
    std::jthread m_thread{[this](const std::stop_token& over) {
        while (!over.stop_requested()) {
            const auto until = Clock::now() + 1ms;
            std::this_thread::sleep_until(until);
            m_longest = std::max(m_longest, Clock::now() - until);
        }
    }};
};

/// Fractions that a call reports, in the order of their coming.
struct Fractions
{
    std::mutex mutex;
    std::vector<double> values;

    RunContext context()
    {
        return {{}, [this](const Progress& progress) {
                    const std::lock_guard lock(mutex);
                    values.push_back(progress.fraction);
                }};
    }

    /// Up to rounding in the sums of parts of parts.
    bool monotone() const
    {
        return std::is_sorted(values.begin(), values.end(),
                              [](double a, double b) { return a < b - 1e-12; });
    }
};

/// Runs `work` and stops it after `delay`; the time from the request to the answer, or nothing
/// where the work was done before.
template <typename Work>
std::optional<Clock::duration> stopAfter(Clock::duration delay, const Work& work)
{
    std::stop_source stop;
    Clock::time_point asked;
    std::jthread clock([&](const std::stop_token& over) {
        const auto until = Clock::now() + delay;
        while (Clock::now() < until && !over.stop_requested())
            std::this_thread::sleep_for(1ms);
        asked = Clock::now();
        stop.request_stop();
    });
    const auto result = work(RunContext{stop.get_token(), {}});
    const auto answered = Clock::now();
    clock.request_stop();
    clock.join();
    if (result || result.error().code != ErrorCode::Cancelled)
        return {};
    return answered - asked;
}

} // namespace

class TestDetectorRuns : public QObject
{
    Q_OBJECT
private slots:
    void progressRises_data();
    void progressRises();
    void stepsAreReported();
    void timeLeftIsOfAllNetworks();
    void trainingStops_data();
    void trainingStops();
    void scoringStops();
    void stoppedBeforeItStarts();
};

void TestDetectorRuns::progressRises_data()
{
    QTest::addColumn<int>("preset");
    QTest::addRow("quick") << int(Preset::Quick);
    QTest::addRow("default") << int(Preset::Default);
    QTest::addRow("seed") << int(Preset::Seed);
    QTest::addRow("thorough") << int(Preset::Thorough);
}

void TestDetectorRuns::progressRises()
{
    QFETCH(const int, preset);
    const auto recording = recordingOf(nonlinearProcess(1600, 5));
    Fractions training;
    const auto detector = Detector::train(requestFor(recording, smallConfig(Preset(preset), 1, 30)),
                                          training.context());
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    QVERIFY(training.values.size() > 3);
    QVERIFY(training.monotone());
    QCOMPARE(training.values.back(), 1.0);

    Fractions scoring;
    const auto longer = recordingOf(nonlinearProcess(20'000, 6));
    QVERIFY(bool((*detector)->score(*longer, {false, 2}, scoring.context())));
    QVERIFY(scoring.values.size() > 3);
    QVERIFY(scoring.monotone());
    QCOMPARE(scoring.values.back(), 1.0);
}

void TestDetectorRuns::stepsAreReported()
{
    for (const auto objective : {NetworkObjective::NoiseContrastive, NetworkObjective::Hinge}) {
        auto config = smallConfig(Preset::Seed, 1, 50);
        config.network.objective = objective;
        config.network.patience = 1000;
        auto request = requestFor(recordingOf(nonlinearProcess(1600, 5)), config);
        std::vector<TrainingStep> steps;
        request.onStep = [&](const TrainingStep& step) {
            steps.push_back(step);
        };
        const auto detector = Detector::train(request, {});
        QVERIFY2(bool(detector), detailOf(detector).c_str());
        QCOMPARE(steps.size(), std::size_t(50));
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const auto& step = steps[i];
            QCOMPARE(step.step, int(i) + 1);
            QCOMPARE(step.steps, 50);
            QVERIFY(std::isfinite(step.loss));
            COMPARE_NEAR(step.contrastive + step.likelihood, step.loss, 1e-5);
            QCOMPARE(step.likelihood != 0.0, objective == NetworkObjective::Hinge);
            QVERIFY(step.gradientNorm > 0.0);
            QCOMPARE(std::isnan(step.separation), step.step < 20);
            QVERIFY(step.step < 20 || (step.separation >= 0.0 && step.separation <= 1.0));
            QVERIFY(step.secondsLeft >= 0.0);
        }
        QCOMPARE(steps.back().secondsLeft, 0.0);
    }
}

void TestDetectorRuns::timeLeftIsOfAllNetworks()
{
    auto config = smallConfig(Preset::Thorough, 1, 30);
    config.windowLengths = {12, 16};
    config.seeds = {1, 2};
    config.network.patience = 1000;
    auto request = requestFor(recordingOf(nonlinearProcess(1600, 5)), config);
    std::vector<TrainingStep> steps;
    request.onStep = [&](const TrainingStep& step) {
        steps.push_back(step);
    };
    std::vector<double> left;
    const RunContext context{{}, [&](const Progress& progress) {
                                 if (progress.what == "training the network"
                                     && !std::isnan(progress.secondsLeft))
                                     left.push_back(progress.secondsLeft);
                             }};
    const auto detector = Detector::train(request, context);
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    QCOMPARE(steps.size(), std::size_t(4 * 30));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        QCOMPARE(steps[i].network, int(i) / 30 + 1);
        QCOMPARE(steps[i].networks, 4);
        QCOMPARE(steps[i].secondsLeft == 0.0, i + 1 == steps.size());
    }
    QCOMPARE(left.size(), steps.size());
    QVERIFY(left[29] > 0.0); // the first network is done
    QCOMPARE(left.back(), 0.0);
}

void TestDetectorRuns::trainingStops_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("delay"); // ms
    for (const int channels : {20, 200})
        for (const int delay : {0, 20, 100, 400, 1500})
            QTest::addRow("%d channels, %d ms", channels, delay) << channels << delay;
}

void TestDetectorRuns::trainingStops()
{
    QFETCH(const int, channels);
    QFETCH(const int, delay);
    static std::map<int, std::shared_ptr<const Recording>> recordings;
    auto& recording = recordings[channels];
    if (!recording)
        recording = recordingOf(whiteNoise(400'000 / channels, channels, 3));
    // Nothing to be learned, so the network is not passed over and does not end early.
    auto config = configFor(Preset::Default);
    config.network.maxSteps = config.network.patience = 100'000;
    config.threads = 2;
    StallMeter meter;
    const auto waited = stopAfter(std::chrono::milliseconds(delay), [&](const RunContext& context) {
        return Detector::train(requestFor(recording, config), context);
    });
    const auto stall = meter.longest();
    QVERIFY2(waited, "100,000 steps were over before the stop");
    qInfo("answered after %.0f ms; the machine stalled for %.0f ms", milliseconds(*waited),
          milliseconds(stall));
    QVERIFY(*waited < kMostWait + stall);
}

void TestDetectorRuns::scoringStops()
{
    const auto recording = recordingOf(linearProcess(60'000, 20, 3));
    auto config = smallConfig(Preset::Seed, 1, 2);
    config.useMarginal = config.useCopula = true;
    config.network.modelWidth = 48;
    config.network.layers = 2;
    const auto detector = Detector::train(
        [&] {
            auto request = requestFor(recording, config);
            request.sources[0].normal = {{0, 2000}};
            return request;
        }(),
        {});
    QVERIFY2(bool(detector), detailOf(detector).c_str());
    for (const auto delay : {0ms, 10ms, 50ms, 200ms, 500ms}) {
        StallMeter meter;
        const auto waited = stopAfter(delay, [&](const RunContext& context) {
            return (*detector)->score(*recording, {false, 2}, context);
        });
        const auto stall = meter.longest();
        if (!waited) {
            QVERIFY(delay > 10ms);
            break; // done before
        }
        qInfo("stopped after %d ms: answered after %.0f ms; the machine stalled for %.0f ms",
              int(delay.count()), milliseconds(*waited), milliseconds(stall));
        QVERIFY(*waited < kMostWait + stall);
    }
}

void TestDetectorRuns::stoppedBeforeItStarts()
{
    std::stop_source stop;
    stop.request_stop();
    const RunContext context{stop.get_token(), {}};
    const auto recording = recordingOf(linearProcess(1000, 3, 4));
    QCOMPARE(trainOn(recording, smallConfig(Preset::Default), context).error().code,
             ErrorCode::Cancelled);
    const auto detector = trainOn(recording, smallConfig(Preset::Quick));
    QVERIFY(bool(detector));
    QCOMPARE((*detector)->score(*recording, {}, context).error().code, ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TestDetectorRuns)
#include "tst_detector_runs.moc"
