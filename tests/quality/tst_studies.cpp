#include "tests/quality/goals.h"
#include "tests/quality/heads.h"
#include "tests/quality/learning_curve.h"
#include "tests/support/near.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dissonance;
using namespace dissonance::quality;

namespace {

const RunNote kNote{"packaging/quality --heads", "2026-11-27", 60.0, 2};

bool holds(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

MethodResult methodResult(const char* collection, const char* recording, const char* method,
                          double aucRoc, double vusPr = 0.5)
{
    MethodResult made;
    made.collection = collection;
    made.recording = recording;
    made.method = method;
    made.seed = 1;
    made.offline.aucRoc = aucRoc;
    made.offline.vusPr = vusPr;
    return made;
}

/// Every goal reached.
GoalResults goodResults()
{
    GoalResults results;
    for (const char* collection : {"nonlinear", "nonlinear-third"})
        for (const char* process : {"mixed", "state"}) {
            results.methods.push_back(
                methodResult(collection, process, "Dissonance default", 0.98));
            results.methods.push_back(methodResult(collection, process, "T alone", 0.52));
            results.methods.push_back(methodResult(collection, process, "N alone", 0.995));
            results.methods.push_back(methodResult(collection, process, "N alone, linear", 0.55));
        }
    results.methods.push_back(methodResult("splices", "omi-1", "Dissonance default", 0.96));
    results.methods.push_back(methodResult("asd", "omi-1", "Dissonance default", 0.9, 0.80));
    results.methods.push_back(
        methodResult("contaminated-3", "omi-1", "Dissonance default", 0.9, 0.78));
    results.families = {{{2, 2000, 0.0, 3}, 10, 9}, {{2, 2000, 0.0, 0}, 10, 10}};
    results.scale = {62'500, 500'000, 10.0, 12.0, 250'000, 150'000};
    return results;
}

} // namespace

/// What `--heads`, `--learning-curve` and `--goals` measure with, and how they tell it.
class TestStudies : public QObject
{
    Q_OBJECT

private slots:
    void headsAreValid_data();
    void headsAreValid();
    void bestHeadOfALengthIsBold();
    void curveIsMeasuredWhereTrainingIs_data();
    void curveIsMeasuredWhereTrainingIs();
    void delaysAndMissesApart();
    void goals_data();
    void goals();
    void goalsOfNothing();
    void thirdsNeedThreeChannels();
};

void TestStudies::headsAreValid_data()
{
    QTest::addColumn<QString>("head");
    QTest::addColumn<int>("length");
    for (const auto& head : headNames())
        for (const int length : kHeadLengths)
            QTest::addRow("%s, %d", head.c_str(), length) << QString::fromStdString(head) << length;
}

void TestStudies::headsAreValid()
{
    QFETCH(const QString, head);
    QFETCH(const int, length);
    const auto config = headConfig(head.toStdString(), length);
    const auto status = validate(config);
    QVERIFY2(status, status ? "" : status.error().detail.c_str());
    const auto again = configFromJson(toJson(config));
    QVERIFY2(again, again ? "" : again.error().detail.c_str());
    QCOMPARE(toJson(*again), toJson(config));
    QCOMPARE(length / config.network.patch, 4);
    QVERIFY(!config.useMarginal && !config.useCopula && config.network.marginals);
}

void TestStudies::bestHeadOfALengthIsBold()
{
    const auto result = [](const char* head, const char* recording, double vus) {
        return HeadResult{"asd", recording, head, 16, 1, vus, 0.1, 0.9};
    };
    const auto text =
        headsMarkdown({result("Student-t copula", "a", 0.5), result("Student-t copula", "b", 0.7),
                       result("Gaussian copula", "a", 0.3)},
                      kNote);
    QVERIFY2(holds(text, "| Student-t copula | – | **0.600** | – | – | – |"), text.c_str());
    QVERIFY2(holds(text, "| Gaussian copula | – | 0.300 | – | – | – |"), text.c_str());
    QVERIFY2(holds(text, "`packaging/quality --heads` on 2026-11-27, 1.0 minutes"), text.c_str());
    QVERIFY(holds(headsJson({result("Student-t copula", "a", 0.5)}, kNote), "\"length\": 16"));
}

void TestStudies::curveIsMeasuredWhereTrainingIs_data()
{
    QTest::addColumn<int>("every");
    QTest::addColumn<int>("steps");
    QTest::addColumn<QList<int>>("expected");
    QTest::addRow("usual") << 50 << 160 << QList<int>{5, 10, 25, 50, 100, 160};
    QTest::addRow("ends at a measurement") << 50 << 100 << QList<int>{5, 10, 25, 50, 100};
    QTest::addRow("often measured") << 4 << 8 << QList<int>{4, 8};
    QTest::addRow("never measured on the way") << 50 << 20 << QList<int>{5, 10, 20};
}

void TestStudies::curveIsMeasuredWhereTrainingIs()
{
    QFETCH(const int, every);
    QFETCH(const int, steps);
    QFETCH(const QList<int>, expected);
    NetworkConfig config;
    config.validationEvery = every;
    config.maxSteps = steps;
    const auto found = curveSteps(config);
    QCOMPARE(QList<int>(found.begin(), found.end()), expected);
    for (const int step : found) {
        auto detector = configFor(Preset::Seed);
        detector.network.endAfter = step;
        const auto again = configFromJson(toJson(detector));
        QVERIFY(again && again->network.endAfter == step);
    }
}

// Two found, 10 samples late together; one of 40 samples missed: (10 + 40) / 3.
void TestStudies::delaysAndMissesApart()
{
    const CurvePoint one{"asd", "a", 1, 50, 0.8, 0.5, 2, 1, 4.0, 40.0, 0.5};
    const CurvePoint other{"asd", "b", 1, 50, 0.9, 0.7, 1, 1, 6.0, 0.0, 0.1};
    const auto text = curveMarkdown({one, other}, kNote);
    QVERIFY2(holds(text, "| 50 | 0.850 | 0.600 | 2.0 of 3 | 5.0 | 16.7 | 0.30 |"), text.c_str());
    const CurvePoint none{"asd", "a", 1, 5, 0.5, 0.2, 1, 0, 0.0, 40.0, 0.0};
    const auto without = curveMarkdown({none}, kNote);
    QVERIFY2(holds(without, "| 5 | 0.500 | 0.200 | 0.0 of 1 | – | 40.0 | 0.00 |"), without.c_str());
}

void TestStudies::goals_data()
{
    QTest::addColumn<QString>("collection");
    QTest::addColumn<QString>("method");
    QTest::addColumn<double>("figure");
    QTest::addColumn<QString>("item");
    QTest::addColumn<int>("missed");
    QTest::addRow("all reached") << "none"
                                 << "none" << 0.0 << "" << 0;
    QTest::addRow("splices") << "splices"
                             << "Dissonance default" << 0.94 << "a" << 1;
    // One of the processes, all of their mean, and the worst.
    QTest::addRow("network") << "nonlinear"
                             << "N alone" << 0.98 << "b" << 3;
    QTest::addRow("fused") << "nonlinear"
                           << "Dissonance default" << 0.96 << "b" << 3;
    QTest::addRow("network, a third") << "nonlinear-third"
                                      << "N alone" << 0.91 << "b" << 3;
    QTest::addRow("fused, a third") << "nonlinear-third"
                                    << "Dissonance default" << 0.89 << "b" << 3;
    QTest::addRow("linear") << "nonlinear"
                            << "N alone, linear" << 0.61 << "b" << 3;
    QTest::addRow("contamination") << "contaminated-3"
                                   << "Dissonance default" << 0.76 << "d" << 1;
    QTest::addRow("families") << "families"
                              << "" << 5.0 << "c" << 1;
    QTest::addRow("training grows") << "scale"
                                    << "train" << 20.0 << "e" << 1;
    QTest::addRow("slow scores") << "scale"
                                 << "score" << 199'000.0 << "e" << 1;
}

void TestStudies::goals()
{
    QFETCH(const QString, collection);
    QFETCH(const QString, method);
    QFETCH(const double, figure);
    QFETCH(const QString, item);
    QFETCH(const int, missed);
    auto results = goodResults();
    for (auto& result : results.methods)
        if (result.collection == collection.toStdString() && result.method == method.toStdString())
            (collection == u"contaminated-3" ? result.offline.vusPr : result.offline.aucRoc) =
                figure;
    if (collection == u"families")
        results.families.front().right = int(figure);
    if (method == u"train")
        results.scale.manySeconds = figure;
    if (method == u"score")
        results.scale.scoredRows = figure;
    int found = 0;
    for (const auto& goal : judgeGoals(results)) {
        if (goal.isReached())
            continue;
        ++found;
        QCOMPARE(QString::fromStdString(goal.item), item);
        QVERIFY(goal.missedBy() > 0.0);
    }
    QCOMPARE(found, missed);
    const auto text = goalsMarkdown(results, kNote);
    QCOMPARE(holds(text, "missed by"), missed > 0);
}

// A process that T sees is no witness for the network, and what was not measured is not reached.
void TestStudies::goalsOfNothing()
{
    auto results = goodResults();
    for (auto& result : results.methods) {
        if (result.recording == "state" && result.method == "T alone")
            result.offline.aucRoc = 0.7;
        if (result.recording == "state" && result.method == "N alone")
            result.offline.aucRoc = 0.5;
    }
    auto goals = judgeGoals(results);
    QVERIFY(
        std::all_of(goals.begin(), goals.end(), [](const Goal& goal) { return goal.isReached(); }));
    goals = judgeGoals({});
    QVERIFY(std::none_of(goals.begin(), goals.end(),
                         [](const Goal& goal) { return goal.isReached(); }));
    QVERIFY(holds(goalsMarkdown({}, kNote), "not measured"));
}

void TestStudies::thirdsNeedThreeChannels()
{
    QVERIFY(isGoalRecording({"nonlinear-third", "mixed", {}, {}, {}}));
    QVERIFY(isGoalRecording({"nonlinear-third", "state", {}, {}, {}}));
    QVERIFY(!isGoalRecording({"nonlinear-third", "square", {}, {}, {}}));
    QVERIFY(isGoalRecording({"nonlinear", "square", {}, {}, {}}));
}

QTEST_APPLESS_MAIN(TestStudies)
#include "tst_studies.moc"
