#include "tests/quality/families.h"
#include "tests/quality/means.h"
#include "tests/quality/nonlinear.h"
#include "tests/quality/readme_table.h"
#include "tests/quality/splices.h"
#include "tests/quality/truth.h"
#include "tests/quality/variant.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace dissonance;
using namespace dissonance::quality;

/// The made recordings of the harness are what they say, and so are its means.
class TestMadeData : public QObject
{
    Q_OBJECT

private slots:
    void spliceKeepsTheChannel();
    void incidentsLieApart();
    void processesDoNotCorrelate_data();
    void processesDoNotCorrelate();
    void interval();
    void meansOverRecordingsAndSeeds();
    void variantsAreValid();
    void explanationsAgainstTheTruth();
    void familyIsChosen_data();
    void familyIsChosen();
    void tableForTheReadme();
    void flatteringMeasuresOnRequest();
};

// Every value of the span is one of the channel's own, in its own order, from elsewhere; the
// seams are no larger than the channel's own steps, and the other channels are untouched.
void TestMadeData::spliceKeepsTheChannel()
{
    const Eigen::MatrixXd before = testing::slowNoise(4000, 2, 3);
    auto after = before;
    RandomSource random(5);
    const SampleSpan span{3000, 3060};
    spliceChannel(after, 0, span, random);
    QVERIFY(after.col(1) == before.col(1));
    const Eigen::VectorXd piece = after.col(0).segment(span.first, span.size());
    Eigen::Index from = -1;
    for (Eigen::Index t = 0; t + span.size() <= before.rows(); ++t)
        if (before.col(0).segment(t, span.size()) == piece)
            from = t;
    QVERIFY(from >= 0);
    QVERIFY(std::abs(from - span.first) >= 2 * span.size());
    const double largestStep =
        (before.col(0).tail(3999) - before.col(0).head(3999)).cwiseAbs().maxCoeff();
    for (const auto at : {span.first, span.last})
        QVERIFY(std::abs(after(at, 0) - after(at - 1, 0)) <= largestStep);
    after.col(0).segment(span.first, span.size()) = before.col(0).segment(span.first, span.size());
    QVERIFY(after == before);
}

void TestMadeData::incidentsLieApart()
{
    auto values = testing::slowNoise(6000, 9, 1);
    const Eigen::MatrixXd before = values;
    RandomSource random(2);
    const SplicePlan plan{3000, 12, 60, 1.0 / 3.0};
    const auto labels = spliceIncidents(values, plan, random);
    QCOMPARE(labels.size(), std::size_t(12));
    Eigen::Index end = plan.first;
    for (const auto& label : labels) {
        QVERIFY(label.span.first > end && label.span.size() == 60);
        end = label.span.last;
        QCOMPARE(label.channels.size(), std::size_t(3));
        QCOMPARE(std::set(label.channels.begin(), label.channels.end()).size(), std::size_t(3));
        for (Eigen::Index c = 0; c < 9; ++c) {
            const auto name = "c" + std::to_string(c);
            const bool broken = std::count(label.channels.begin(), label.channels.end(), name) > 0;
            const bool same = values.col(c).segment(label.span.first, 60)
                == before.col(c).segment(label.span.first, 60);
            QCOMPARE(broken, !same);
        }
    }
    QVERIFY(end < values.rows());
    QVERIFY(values.topRows(plan.first) == before.topRows(plan.first));
}

void TestMadeData::processesDoNotCorrelate_data()
{
    QTest::addColumn<QString>("name");
    for (const auto& name : nonlinearProcesses())
        QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
}

// 24,000 samples with a memory of 19 are worth 1,263: four deviations are .11. Twice that, for
// squares and regimes, whose memory is longer.
void TestMadeData::processesDoNotCorrelate()
{
    QFETCH(const QString, name);
    const auto values = nonlinearProcess(name.toStdString(), 24'000, 1);
    QVERIFY(values.cols() >= 2 && values.allFinite());
    const double largest = largestCorrelation(values);
    QVERIFY2(largest < 0.22, qPrintable(QString::number(largest)));
    QVERIFY(values == nonlinearProcess(name.toStdString(), 24'000, 1));
    QVERIFY(values != nonlinearProcess(name.toStdString(), 24'000, 2));
}

// t.ppf(.975, 2) = 4.302652729911275 (SciPy); deviation of {1, 2, 4} is sqrt(7/3).
void TestMadeData::interval()
{
    const auto found = estimate({1.0, 2.0, 4.0});
    COMPARE_NEAR(found.mean, 7.0 / 3.0, 1e-12);
    COMPARE_NEAR(found.half, 4.302652729911275 * std::sqrt(7.0 / 3.0 / 3.0), 1e-9);
    QVERIFY(std::isnan(estimate({1.0}).half));
    QVERIFY(std::isnan(estimate({}).mean));
}

void TestMadeData::meansOverRecordingsAndSeeds()
{
    const auto result = [](const char* recording, std::uint64_t seed, double vus, double hits) {
        MethodResult made;
        made.collection = "made";
        made.recording = recording;
        made.method = "ours";
        made.seed = seed;
        made.offline.vusPr = vus;
        made.offline.incidents = 5;
        made.offline.found = seed == 1 ? 4 : 2;
        made.hitRate100 = hits;
        return made;
    };
    const double none = std::nan("");
    const auto means = meansOf({result("a", 1, 0.2, 0.5), result("a", 2, 0.4, 0.7),
                                result("b", 1, 0.6, none), result("b", 2, 0.8, none)});
    QCOMPARE(means.size(), std::size_t(1));
    const auto& mean = means.front();
    QCOMPARE(mean.recordings, 2);
    QCOMPARE(mean.seeds, 2);
    QCOMPARE(mean.incidents, 10);
    const auto valueOf = [&](const std::string& key) {
        const auto& all = measures();
        const auto at = std::find_if(all.begin(), all.end(),
                                     [&](const Measure& measure) { return measure.key == key; });
        return mean.values.at(std::size_t(at - all.begin()));
    };
    COMPARE_NEAR(valueOf("vusPr").mean, 0.5, 1e-12);
    // Seeds reach .4 and .6: t.ppf(.975, 1) = 12.706204736432095 (SciPy).
    COMPARE_NEAR(valueOf("vusPr").half, 12.706204736432095 * 0.1, 1e-9);
    COMPARE_NEAR(valueOf("found").mean, 6.0, 1e-12); // 8 and 4 of 10
    COMPARE_NEAR(valueOf("hitRate100").mean, 0.6, 1e-12); // of the one that has it
}

void TestMadeData::variantsAreValid()
{
    std::set<std::string> names;
    auto variants = ablations();
    const auto alone = parts();
    variants.insert(variants.end(), alone.begin(), alone.end());
    for (const auto& variant : variants) {
        const auto status = validate(variant.config);
        QVERIFY2(status, status ? "" : status.error().detail.c_str());
        QVERIFY(names.insert(variant.name).second);
        // What is written into a model file comes back.
        const auto again = configFromJson(toJson(variant.config));
        QVERIFY2(again, again ? "" : again.error().detail.c_str());
        QCOMPARE(toJson(*again), toJson(variant.config));
    }
    // The seed preset has a head, an objective, a family and negatives that are ablations too.
    std::vector<Variant> unlike{presetVariant(Preset::Seed)};
    addUnlike(unlike, ablations());
    QVERIFY(unlike.size() < ablations().size());
    addUnlike(unlike, ablations());
    std::set<std::string> configs;
    for (const auto& variant : unlike)
        QVERIFY(configs.insert(toJson(variant.config)).second);
    QCOMPARE(withSeed(configFor(Preset::Thorough), 7).seeds, (std::vector<std::uint64_t>{7, 8}));
}

// Two of six channels that follow two hidden signals are spliced. Every two of them are related.
void TestMadeData::explanationsAgainstTheTruth()
{
    auto values = testing::linearProcess(6000, 6, 1);
    RandomSource random(1);
    LabelledRecording recording;
    recording.labels = spliceIncidents(values, {4200, 6, 60, 1.0 / 3.0}, random);
    recording.train = testing::recordingOf(values.topRows(4200));
    recording.test = testing::recordingOf(values.bottomRows(1800));
    for (auto& label : recording.labels) {
        label.span.first -= 4200;
        label.span.last -= 4200;
    }
    TrainingRequest request;
    request.sources.push_back({recording.train, {}, {}});
    request.config = configFor(Preset::Quick);
    request.device = Device::Cpu;
    const auto detector = Detector::train(request, {});
    QVERIFY(detector);
    auto truth = explanationTruth(**detector, recording, 2);
    QVERIFY(truth);
    QCOMPARE(truth->brokenFirst, 1.0);
    COMPARE_NEAR(truth->firstByChance, 1.0 / 3.0, 1e-12);
    QVERIFY(truth->unusual > 0.5 && truth->setHasBroken > 0.8);
    QVERIFY(std::isnan(truth->pairInThree) && std::isnan(truth->setCovers));
    for (int i = 0; i < 6; ++i)
        for (int j = 0; j < i; ++j)
            recording.relations.emplace_back("c" + std::to_string(i), "c" + std::to_string(j));
    truth = explanationTruth(**detector, recording, 2);
    QVERIFY(truth);
    QCOMPARE(truth->pairInThree, 1.0);
    // Each of the two has five relations: only both cover them all.
    QVERIFY(truth->setCovers >= 0.0 && truth->setCovers <= truth->setHasBroken);
}

void TestMadeData::familyIsChosen_data()
{
    QTest::addColumn<double>("memory");
    QTest::addColumn<int>("freedom");
    QTest::addRow("Gaussian") << 0.0 << 0;
    QTest::addRow("Gaussian with memory") << 0.9 << 0;
    QTest::addRow("t, nu = 3, with memory") << 0.9 << 3;
    QTest::addRow("t, nu = 8") << 0.0 << 8;
}

// Two channels are the hardest. The test is one at 5 %: of 20 runs 3 wrong ones at most, which
// chance exceeds once in 60 times; seeded, it does not.
void TestMadeData::familyIsChosen()
{
    QFETCH(const double, memory);
    QFETCH(const int, freedom);
    const auto results = chooseFamilies({{2, 2000, memory, freedom}}, 20, 2);
    QVERIFY(results);
    QVERIFY2(results->front().right >= 17, familiesMarkdown(*results).c_str());
}

namespace {

/// A tenth of the samples anomalous; a score that finds half of them.
LabelledRecording smallRecording()
{
    LabelledRecording recording;
    recording.files = {"made", "small", {}, {}, {}};
    auto values = testing::slowNoise(1500, 3, 4);
    recording.train = testing::recordingOf(values.topRows(1000));
    recording.normal = {0, 1000};
    values.block(1200, 0, 30, 1).array() += 8.0;
    recording.test = testing::recordingOf(values.bottomRows(500));
    Label label;
    label.span = {200, 230};
    recording.labels = {label};
    recording.clock = TimeAxis::sampleIndex(500);
    return recording;
}

} // namespace

// One row a method and one column a collection, the default's own figures below; ablations and
// files that results went to are left out.
void TestMadeData::tableForTheReadme()
{
    const auto result = [](const char* collection, const char* method, std::uint64_t seed,
                           double vus) {
        MethodResult made;
        made.collection = collection;
        made.recording = "a";
        made.method = method;
        made.seed = seed;
        made.offline.vusPr = vus;
        made.offline.incidents = 5;
        made.offline.found = seed == 1 ? 4 : 3;
        return made;
    };
    const auto table = QString::fromStdString(readmeTable(
        {result("asd", "max|z|", 0, 0.25), result("asd", "no M", 1, 0.5),
         result("asd", "Dissonance default", 1, 0.7), result("asd", "Dissonance default", 2, 0.8),
         result("smd", "Dissonance default", 1, 0.6)},
        {"packaging/quality --lenient", "2026-11-27", 60.0, 2}));
    QVERIFY2(table.contains(u"`packaging/quality --lenient` on 2026-11-27"), qPrintable(table));
    QVERIFY2(table.contains(u"| mean VUS-PR | asd (1) | smd (1) |"), qPrintable(table));
    QVERIFY2(table.contains(u"| max\\|z\\| | 0.250 | – |"), qPrintable(table));
    // t.ppf(.975, 1) = 12.7062 (SciPy) times .05.
    QVERIFY2(table.contains(u"| **Dissonance default** | **0.750 ± 0.635** | **0.600** |"),
             qPrintable(table));
    QVERIFY2(table.contains(u"| incidents found | 3.5 of 5 | 4 of 5 |"), qPrintable(table));
    QVERIFY2(!table.contains(u"no M"), qPrintable(table));
}

void TestMadeData::flatteringMeasuresOnRequest()
{
    const auto recording = smallRecording();
    HarnessOptions options;
    options.variants = {presetVariant(Preset::Quick)};
    options.threads = 1;
    for (const bool lenient : {false, true}) {
        options.lenient = lenient;
        const auto results = runRecording(recording, options);
        QVERIFY2(results, results ? "" : results.error().detail.c_str());
        const auto report = QString::fromStdString(markdownReport(*results, options, {}));
        QCOMPARE(report.contains(u"## Measures that flatter"), lenient);
        const auto means = meansOf(*results, lenientMeasures());
        for (const auto& mean : means) {
            QCOMPARE(mean.values.size(), std::size_t(6));
            QCOMPARE(std::isnan(mean.values.front().mean), !lenient);
        }
    }
}

QTEST_APPLESS_MAIN(TestMadeData)
#include "tst_made_data.moc"
