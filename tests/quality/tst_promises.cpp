#include "tests/quality/promises.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace dissonance;
using namespace dissonance::quality;

class TestPromises : public QObject
{
    Q_OBJECT

private slots:
    void poissonIntervals_data();
    void poissonIntervals();
    void countsOnSamplesThatWereNeverSeen();
    void poolsRecordings();
};

void TestPromises::poissonIntervals_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    // Garwood (1936): the exact limits of a Poisson mean.
    QTest::addRow("none") << 0 << 0.0 << 2.9957;
    QTest::addRow("one") << 1 << 0.0513 << 4.7439;
    QTest::addRow("ten") << 10 << 5.4254 << 16.9622;
}

void TestPromises::poissonIntervals()
{
    QFETCH(int, count);
    QFETCH(double, low);
    QFETCH(double, high);
    const auto rate = poissonRate(count, 2.0);
    QCOMPARE(rate.rate, count / 2.0);
    QVERIFY2(std::abs(rate.low - low / 2.0) < 1e-4, qPrintable(QString::number(rate.low)));
    QVERIFY2(std::abs(rate.high - high / 2.0) < 1e-4, qPrintable(QString::number(rate.high)));
}

namespace {

/// Two noisy copies of one walk, quiet throughout; `broken` samples of the second stand still.
std::shared_ptr<const Recording> made(int samples, const SampleSpan& broken)
{
    std::mt19937_64 random(3);
    const auto noise = [&] {
        return double(random() >> 11) * 0x1p-53 - 0.5;
    };
    Channel first;
    Channel second;
    first.name = "a";
    second.name = "b";
    double level = 0.0;
    for (int i = 0; i < samples; ++i) {
        level = 0.9 * level + noise();
        first.values.push_back(level + 0.1 * noise());
        second.values.push_back((broken.contains(i) ? -8.0 : level) + 0.1 * noise());
    }
    first.time = second.time = TimeAxis::sampleIndex(std::size_t(samples));
    return *Recording::create("made", {first, second}, {});
}

} // namespace

void TestPromises::countsOnSamplesThatWereNeverSeen()
{
    const SampleSpan broken{700, 740};
    LabelledRecording recording;
    recording.files.collection = "made";
    recording.files.name = "walk";
    recording.train = made(4'000, {});
    recording.normal = {0, 4'000};
    recording.test = made(2'000, broken);
    recording.labels = {{broken, {}, {}}};
    recording.clock = recording.test->clock();
    HarnessOptions options;
    options.variants = {presetVariant(Preset::Quick)};
    options.threads = 1;
    const auto counts = keepPromises(recording, options);
    QVERIFY2(bool(counts), counts ? "" : counts.error().detail.c_str());
    QCOMPARE(counts->size(), 2 * 2 * std::size(kPromises));
    for (const auto& count : *counts) {
        QVERIFY(!count.perDay);
        if (count.ofTest) { // less the labelled ones
            QCOMPARE(count.units, 1.96);
            QCOMPARE(count.evaluation.found, std::ptrdiff_t(1));
        } else { // from the first window that holds no learned sample
            QCOMPARE(count.units, 1.168);
        }
    }
}

void TestPromises::poolsRecordings()
{
    PromiseCount one;
    one.collection = "c";
    one.method = "m";
    one.perDay = true;
    one.promised = 0.5;
    one.units = 20.0;
    one.episodes = 14;
    auto two = one;
    two.episodes = 8;
    auto other = one;
    other.causal = true;
    other.episodes = 50;
    const auto report = promisesReport({one, two, other});
    QVERIFY2(report.find("| 0.5 a day | 40.0 | 22 | 0.55 (0.37 to 0.79) | 1.10 | held | 14/10.0, "
                         "8/10.0 |")
                 != std::string::npos,
             report.c_str());
    QVERIFY(report.find("| 50 | 2.50 (1.95 to 3.16) | 5.00 | more |") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestPromises)
#include "tst_promises.moc"
