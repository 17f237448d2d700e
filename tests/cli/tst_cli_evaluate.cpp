#include "tests/cli/cli_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

namespace {

QByteArrayList linesOf(const QString& name)
{
    QFile file(QStringLiteral(DISSONANCE_TEST_DATA_DIR) + u"/vus/"_s + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().trimmed().split('\n');
}

QStringList namesIn(const QJsonArray& rows)
{
    QStringList names;
    for (const auto& row : rows)
        names << row.toObject().value("name"_L1).toString();
    return names;
}

const QStringList kSimple{u"random"_s, u"max|z|"_s, u"PCA residual"_s, u"Mahalanobis"_s,
                          u"k-means windows"_s};

} // namespace

/// `evaluate` end to end, on the golden cases of tests/data/vus and beside simple detectors.
class TestCliEvaluate : public QObject
{
    Q_OBJECT

private slots:
    void golden_data();
    void golden();
    void counts();
    void besideRandom();
    void besideSimpleDetectors();
    void simpleDetectorsOfCausalScores();
    void simpleDetectorsNeedNormalSamples();
    void trainedOn();
    void offlineDelaysLookAhead();
    void undefinedIsNotZero();
    void unknownCause();
    void tooFewToJudge();
    void labelBeyondTheEnd();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }

    /// Trains and scores once, for all tests that need it.
    void makeScores();
    CliRun evaluate(const QString& scores, const QString& recording, const QStringList& more) const
    {
        return runCli(QStringList{u"evaluate"_s, path(scores), u"--labels"_s, path(u"labels.csv"_s),
                                  u"--recording"_s, path(recording)}
                      + more);
    }
    QStringList model() const { return {u"--model"_s, path(u"quick.model"_s)}; }

    QTemporaryDir m_folder;
};

void TestCliEvaluate::golden_data()
{
    QTest::addColumn<double>("vusPr");
    QTest::addColumn<double>("aucRoc");
    QTest::addColumn<double>("aucPr");
    for (const auto& line : linesOf(u"expected.csv"_s)) {
        const auto cells = line.split(',');
        // The command's window is 100.
        if (cells.size() == 5 && cells[1] == "100" && (cells[0] == "single" || cells[0] == "many"))
            QTest::addRow("%s", cells[0].constData())
                << cells[2].toDouble() << cells[3].toDouble() << cells[4].toDouble();
    }
}

void TestCliEvaluate::golden()
{
    QFETCH(double, vusPr);
    QFETCH(double, aucRoc);
    QFETCH(double, aucPr);
    QByteArray scores = "sample,time,score,marginal,dependence,flagged\n";
    QByteArray labels = "start,end\n";
    int sample = 0;
    bool inside = false;
    for (const auto& line : linesOf(QString::fromLatin1(QTest::currentDataTag()) + u".csv"_s)) {
        const auto cells = line.split(',');
        if (cells.size() != 2 || line.startsWith('#') || cells[0] == "score")
            continue;
        const auto number = QByteArray::number(sample);
        scores += number + ',' + number + ',' + cells[0] + ",0,0,0\n";
        const bool isAnomaly = cells[1].toInt() != 0;
        if (isAnomaly != inside)
            labels += number + (isAnomaly ? ',' : '\n');
        inside = isAnomaly;
        ++sample;
    }
    // "start," waits for its end.
    labels.replace(",\n", ",");
    if (inside)
        labels += QByteArray::number(sample) + '\n';
    QVERIFY(sample > 100);
    QVERIFY(writeText(path(u"s.csv"_s), scores));
    QVERIFY(writeText(path(u"l.csv"_s), labels));

    const auto run =
        runCli({u"evaluate"_s, path(u"s.csv"_s), u"--labels"_s, path(u"l.csv"_s), u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    const auto json = run.json().object();
    QCOMPARE(json.value("samples"_L1).toInt(), sample);
    QVERIFY(qAbs(json.value("vus_pr"_L1).toDouble() - vusPr) < 1e-3);
    QVERIFY(qAbs(json.value("auc_roc"_L1).toDouble() - aucRoc) < 1e-9);
    QVERIFY(qAbs(json.value("auc_pr"_L1).toDouble() - aucPr) < 1e-9);
}

/// By hand: 1,000 seconds, incidents [100, 200), [400, 450), [700, 800); flags from 120 to 130,
/// from 410 to 412, and a false alarm at 600.
void TestCliEvaluate::counts()
{
    QByteArray scores = "sample,time,score,marginal,dependence,flagged\n";
    for (int i = 0; i < 1000; ++i) {
        const bool isFlagged = (i >= 120 && i < 130) || i == 410 || i == 411 || i == 600;
        scores += QByteArray::number(i) + ',' + QByteArray::number(i) + ".0,"
            + (isFlagged ? "2,1,1,1\n" : "0.5,0.5,0,0\n");
    }
    QVERIFY(writeText(path(u"s.csv"_s), scores));
    QVERIFY(writeText(path(u"l.csv"_s), "start,end,kind\n400,450,a\n100,200,b\n700,800,c\n"));
    const QStringList command{u"evaluate"_s, path(u"s.csv"_s), u"--labels"_s, path(u"l.csv"_s)};
    const auto run = runCli(command + QStringList{u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY(run.err.isEmpty());
    const auto json = run.json().object();
    QCOMPARE(json.value("incidents"_L1).toInt(), 3);
    QCOMPARE(json.value("found"_L1).toInt(), 2);
    QCOMPARE(json.value("false_alarms"_L1).toInt(), 1);
    // One alarm in 750 normal seconds.
    QVERIFY(qAbs(json.value("false_alarms_per_day"_L1).toDouble() - 86400.0 / 750.0) < 1e-9);
    QVERIFY(qAbs(json.value("false_alarms_per_10k"_L1).toDouble() - 10000.0 / 750.0) < 1e-9);
    QCOMPARE(json.value("median_delay_samples"_L1).toDouble(), 15.0);
    QVERIFY(qAbs(json.value("precision"_L1).toDouble() - 12.0 / 13.0) < 1e-12);
    QVERIFY(qAbs(json.value("recall"_L1).toDouble() - 12.0 / 250.0) < 1e-12);
    QVERIFY(!json.contains("lenient"_L1));
    QVERIFY(json.value("auc_pr_of_random"_L1).toDouble() < 0.5);
    const auto delays = json.value("delays"_L1).toArray();
    QCOMPARE(delays[0].toObject().value("delay_seconds"_L1).toDouble(), 20.0);
    QVERIFY(!delays[2].toObject().value("found"_L1).toBool());

    const auto text = runCli(command);
    QVERIFY(text.out.contains("Incidents found  2 of 3\n"));
    QVERIFY(text.out.contains("10 samples (10 s)"));
    QVERIFY(!text.out.contains("Point-adjusted"));
    QVERIFY(!text.out.contains("Affiliation"));

    const auto lenient = runCli(command + QStringList{u"--lenient"_s});
    QVERIFY(lenient.out.contains("Point-adjusted F1"));
    QVERIFY(lenient.out.contains("PA%K"));
    QVERIFY(lenient.out.contains("Affiliation F1"));
    QVERIFY(lenient.out.contains("a random score reaches"));
    QVERIFY(lenient.err.contains("dissonance-cli: note: "));
}

/// Without a recording: random flags as many of the samples as counts() does, 13.
void TestCliEvaluate::besideRandom()
{
    const QStringList command{u"evaluate"_s, path(u"s.csv"_s), u"--labels"_s, path(u"l.csv"_s)};
    const auto run = runCli(command + QStringList{u"--json"_s});
    const auto json = run.json().object();
    const auto rows = json.value("beside"_L1).toArray();
    QCOMPARE(namesIn(rows), QStringList{u"random"_s});
    const auto random = rows[0].toObject();
    QCOMPARE(random.value("vus_pr"_L1), json.value("vus_pr_of_random"_L1));
    const auto hits = random.value("precision"_L1).toDouble() * 13.0;
    QVERIFY(qAbs(hits - qRound(hits)) < 1e-9);
    QVERIFY(qAbs(random.value("recall"_L1).toDouble() - hits / 250.0) < 1e-12);
    QVERIFY(random.value("false_alarms"_L1).toInt() > 0);
    QVERIFY(random.value("threshold"_L1).isNull());
    QVERIFY(json.value("why_no_simple_detectors"_L1).toString().contains(u"--recording"_s));
    QCOMPARE(json.value("merge_gap"_L1).toInt(), 32);

    const auto text = runCli(command);
    QVERIFY2(text.out.contains("\nBeside others"), text.out);
    QVERIFY2(text.out.contains("\nthis score "), text.out);
    QVERIFY2(text.out.contains("\nrandom "), text.out);
    QVERIFY2(text.out.contains("\nNo simple detectors: give --recording"), text.out);
}

void TestCliEvaluate::makeScores()
{
    if (QFile::exists(path(u"table.csv"_s)))
        return;
    QVERIFY(writeText(path(u"table.csv"_s), linkedTable(3000, 2400)));
    QVERIFY(writeText(path(u"normal.csv"_s), linkedTable(2500, -1)));
    QVERIFY(writeText(path(u"labels.csv"_s), "start,end,channels\n2400,2460,pressure\n"));
    const auto trained = runCli(QStringList{u"train"_s, path(u"table.csv"_s), u"--preset"_s,
                                            u"quick"_s, u"--normal"_s, u":2000"_s}
                                + model());
    QVERIFY2(trained.exitCode == 0, trained.err);
    const auto score = [&](const QString& file, const QString& out, const QStringList& more) {
        const auto run =
            runCli(QStringList{u"score"_s, path(file), u"--out"_s, path(out)} + model() + more);
        QVERIFY2(run.exitCode == 0, run.err);
    };
    score(u"table.csv"_s, u"offline.csv"_s, {});
    score(u"table.csv"_s, u"causal.csv"_s, {u"--causal"_s});
    score(u"normal.csv"_s, u"normal.scores.csv"_s, {});
}

/// They learn from the span that the model learned from.
void TestCliEvaluate::besideSimpleDetectors()
{
    makeScores();
    const auto run = evaluate(u"offline.csv"_s, u"table.csv"_s, model() + QStringList{u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    const auto json = run.json().object();
    QVERIFY(!json.contains("why_no_simple_detectors"_L1));
    QCOMPARE(json.value("causal"_L1).toBool(true), false);
    const auto rows = json.value("beside"_L1).toArray();
    QCOMPARE(namesIn(rows), kSimple);
    for (qsizetype i = 1; i < rows.size(); ++i) {
        const auto row = rows[i].toObject();
        for (const char* key :
             {"threshold", "vus_pr", "auc_pr", "auc_roc", "false_alarms_per_day", "recall", "f1"})
            QVERIFY2(row.value(QLatin1String(key)).isDouble(), key);
        QVERIFY(row.value("auc_roc"_L1).toDouble() > 0.5);
    }
    // Only relations break in the table: a joint distance sees that, single channels do not.
    const auto areaOf = [&](int i) {
        return rows[i].toObject().value("auc_roc"_L1).toDouble();
    };
    QVERIFY(areaOf(3) > areaOf(1));

    const auto text = evaluate(u"offline.csv"_s, u"table.csv"_s, model());
    for (const auto& name : kSimple)
        QVERIFY2(text.out.contains('\n' + name.toLatin1() + ' '), text.out);
    const auto lines = text.out.split('\n');
    for (const auto& line : lines)
        QVERIFY2(line.size() <= 110, line);
}

/// The first window of k-means ends at sample 19: the score of a whole recording says which kind.
void TestCliEvaluate::simpleDetectorsOfCausalScores()
{
    makeScores();
    const auto more = model() + QStringList{u"--json"_s};
    const auto offline = evaluate(u"offline.csv"_s, u"table.csv"_s, more).json().object();
    const auto causal = evaluate(u"causal.csv"_s, u"table.csv"_s, more).json().object();
    QCOMPARE(causal.value("causal"_L1).toBool(false), true);
    const auto row = [](const QJsonObject& json, int i) {
        return json.value("beside"_L1).toArray()[i].toObject();
    };
    QCOMPARE(row(causal, 1), row(offline, 1)); // single samples
    QVERIFY(row(causal, 4).value("vus_pr"_L1) != row(offline, 4).value("vus_pr"_L1));
    QVERIFY(row(causal, 4).value("threshold"_L1) != row(offline, 4).value("threshold"_L1));
}

void TestCliEvaluate::simpleDetectorsNeedNormalSamples()
{
    makeScores();
    const auto run =
        evaluate(u"normal.scores.csv"_s, u"normal.csv"_s, model() + QStringList{u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    const auto json = run.json().object();
    QCOMPARE(namesIn(json.value("beside"_L1).toArray()), QStringList{u"random"_s});
    const auto why = json.value("why_no_simple_detectors"_L1).toString();
    QVERIFY2(why.contains(u"normal.csv"_s) && why.contains(u"--trained-on"_s), qPrintable(why));
}

void TestCliEvaluate::trainedOn()
{
    makeScores();
    const auto table = path(u"table.csv"_s);
    const auto rowsOf = [&](const QStringList& more) {
        const auto run =
            evaluate(u"offline.csv"_s, u"table.csv"_s, more + QStringList{u"--json"_s});
        const auto json = run.json().object();
        return run.exitCode == 0 ? json.value("beside"_L1).toArray() : QJsonArray();
    };
    // The same samples as the model's, without the model.
    const auto same = rowsOf({u"--trained-on"_s, table, u"--normal"_s, u":2000"_s});
    QCOMPARE(namesIn(same), kSimple);
    // Alarms are one within two windows of the model, of which there is none here.
    const auto withoutAlarms = [](QJsonArray rows) {
        for (auto row : rows) {
            auto fields = row.toObject();
            for (const auto& name : fields.keys())
                if (name.startsWith(u"false_alarms"_s))
                    fields.remove(name);
            row = fields;
        }
        return rows;
    };
    QCOMPARE(withoutAlarms(same), withoutAlarms(rowsOf(model())));
    const auto other = rowsOf({u"--trained-on"_s, path(u"normal.csv"_s)});
    QCOMPARE(namesIn(other), kSimple);
    QVERIFY(other != same);

    const auto beyond = evaluate(u"offline.csv"_s, u"table.csv"_s,
                                 {u"--trained-on"_s, table, u"--normal"_s, u"0:9999"_s});
    QCOMPARE(beyond.exitCode, 1);
    QVERIFY2(beyond.err.contains("0:9999"), beyond.err);
    QVERIFY(writeText(path(u"five.csv"_s),
                      "time,speed,flow,pressure,current,level\n0,1,2,3,4,5\n"
                      "1,2,1,2,1,2\n2,1,2,3,4,5\n"));
    const auto lacking =
        evaluate(u"offline.csv"_s, u"table.csv"_s, {u"--trained-on"_s, path(u"five.csv"_s)});
    QCOMPARE(lacking.exitCode, 1);
    QVERIFY2(lacking.err.contains("level") && lacking.err.contains("five.csv"), lacking.err);
}

void TestCliEvaluate::offlineDelaysLookAhead()
{
    makeScores();
    const auto offline = evaluate(u"offline.csv"_s, u"table.csv"_s, model());
    QVERIFY2(offline.out.contains("looks ahead"), offline.out);
    QVERIFY2(offline.out.contains("score --causal"), offline.out);
    const auto causal = evaluate(u"causal.csv"_s, u"table.csv"_s, model());
    QVERIFY2(causal.exitCode == 0, causal.err);
    QVERIFY2(!causal.out.contains("looks ahead"), causal.out);
}

void TestCliEvaluate::undefinedIsNotZero()
{
    QVERIFY(writeText(path(u"none.csv"_s), "start,end\n"));
    const QStringList command{u"evaluate"_s, path(u"s.csv"_s), u"--labels"_s, path(u"none.csv"_s)};
    const auto json = runCli(command + QStringList{u"--json"_s}).json().object();
    for (const char* key : {"precision", "recall", "f1", "vus_pr"})
        QVERIFY2(json.value(QLatin1String(key)).isNull(), key);
    const auto text = runCli(command).out;
    for (const char* name : {"Precision", "Recall", "F1"})
        QVERIFY2(text.contains('\n' + QByteArray(name).leftJustified(17) + "-\n"), text);
}

/// A name that no channel has is a miss, and is told with its line.
void TestCliEvaluate::unknownCause()
{
    makeScores();
    const auto labels = path(u"misspelt.csv"_s);
    QVERIFY(writeText(labels, "start,end,channels\n\n2400,2460,presure;flow\n2470,2480,presure\n"));
    const auto run = runCli(QStringList{u"evaluate"_s, path(u"offline.csv"_s), u"--labels"_s,
                                        labels, u"--recording"_s, path(u"table.csv"_s)}
                            + model());
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.contains(labels.toLocal8Bit() + ", line 3: 'presure' is no channel of "),
             run.err);
    QCOMPARE(run.err.count("presure"), 1);
    QVERIFY2(!run.err.contains("'flow'"), run.err);
}

void TestCliEvaluate::tooFewToJudge()
{
    QVERIFY(writeText(path(u"few.csv"_s), "start,end\n100,200\n"));
    const auto run = runCli({u"evaluate"_s, path(u"s.csv"_s), u"--labels"_s, path(u"few.csv"_s)});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.err.contains("too few to judge"));
}

void TestCliEvaluate::labelBeyondTheEnd()
{
    QVERIFY(writeText(path(u"far.csv"_s), "start,end\n100,2000\n"));
    const auto run = runCli({u"evaluate"_s, path(u"s.csv"_s), u"--labels"_s, path(u"far.csv"_s)});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.out.isEmpty());
    QVERIFY(run.err.startsWith("dissonance-cli: "));
}

QTEST_GUILESS_MAIN(TestCliEvaluate)
#include "tst_cli_evaluate.moc"
