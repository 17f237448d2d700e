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

} // namespace

/// `evaluate` end to end on the golden cases of tests/data/vus.
class TestCliEvaluate : public QObject
{
    Q_OBJECT

private slots:
    void golden_data();
    void golden();
    void counts();
    void tooFewToJudge();
    void labelBeyondTheEnd();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }

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
