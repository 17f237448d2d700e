#include "tests/cli/cli_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

namespace {

QByteArray contents(const QString& file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

/// linkedTable() at another operating point: every channel at a level of its own.
QByteArray shiftedTable(int rows, int breakAt)
{
    const QList<double> levels{2000.0, -60.0, 4.0, 12.0};
    auto lines = linkedTable(rows, breakAt).split('\n');
    for (qsizetype i = 1; i + 1 < lines.size(); ++i) {
        auto cells = lines[i].split(',');
        for (qsizetype c = 0; c < levels.size(); ++c)
            cells[c + 1] = QByteArray::number(cells[c + 1].toDouble() + levels[c], 'f', 4);
        lines[i] = cells.join(',');
    }
    return lines.join('\n');
}

} // namespace

/// Scores of a recording from another operating point than the training's.
class TestCliNormal : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void spanOfTheRecording();
    void firstTenth_data();
    void firstTenth();
    void explained();
    void watched_data();
    void watched();
    void refused_data();
    void refused();
    void suggested();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QStringList scoring(const QString& command, const QStringList& more = {}) const
    {
        return QStringList{command, path(u"shifted.csv"_s), u"--model"_s, path(u"q.model"_s)}
        + more;
    }

    QTemporaryDir m_folder;
};

void TestCliNormal::initTestCase()
{
    QVERIFY(writeText(path(u"normal.csv"_s), linkedTable(2000, -1)));
    QVERIFY(writeText(path(u"shifted.csv"_s), shiftedTable(8000, 5000)));
    QVERIFY(writeText(path(u"long.csv"_s), shiftedTable(20'000, 15'000)));
    const auto run = runCli({u"train"_s, path(u"normal.csv"_s), u"--model"_s, path(u"q.model"_s),
                             u"--preset"_s, u"quick"_s});
    QVERIFY2(run.exitCode == 0, run.err);
}

void TestCliNormal::spanOfTheRecording()
{
    const auto run = runCli(scoring(
        u"incidents"_s, {u"--normal"_s, u"100:900"_s, u"--json"_s, u"--threshold"_s, u"1.5"_s}));
    QVERIFY2(run.exitCode == 0, run.err);
    const auto json = run.json();
    QCOMPARE(json["normal"_L1].toArray(), (QJsonArray{QJsonArray{100, 900}}));
    QVERIFY2(run.err.contains("re-centred on the normal samples 100:900 of \"shifted.csv\""),
             run.err);
    const auto incidents = json["incidents"_L1].toArray();
    QCOMPARE(incidents.size(), 1);
    QVERIFY(incidents[0]["first"_L1].toInt() < 5060 && incidents[0]["last"_L1].toInt() > 5000);

    const auto scored = runCli(scoring(
        u"score"_s, {u"--normal"_s, u"100:900"_s, u"--json"_s, u"--out"_s, path(u"scored.csv"_s)}));
    QVERIFY2(scored.exitCode == 0, scored.err);
    QCOMPARE(scored.json()["normal"_L1].toArray(), (QJsonArray{QJsonArray{100, 900}}));
}

void TestCliNormal::firstTenth_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<bool>("recentred");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("taken") << QStringList() << true << QByteArray("calm against itself");
    QTest::newRow("live") << QStringList{u"--causal"_s} << false
                          << QByteArray("--normal START:END");
    QTest::newRow("none") << QStringList{u"--normal"_s, u"none"_s} << false << QByteArray();
}

// Without a span, what is nearly all above the threshold is told of, and taken where that is safe.
void TestCliNormal::firstTenth()
{
    QFETCH(const QStringList, more);
    QFETCH(const bool, recentred);
    QFETCH(const QByteArray, says);
    const auto run =
        runCli(QStringList{u"score"_s, path(u"long.csv"_s), u"--model"_s, path(u"q.model"_s),
                           u"--json"_s, u"--out"_s, path(u"scored.csv"_s)}
               + more);
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.contains(says), run.err);
    QCOMPARE(run.err.contains("another operating point"), !says.isEmpty());
    const auto json = run.json();
    QCOMPARE(!json["normal"_L1].toArray().isEmpty(), recentred);
    QCOMPARE(json["flagged"_L1].toInt() > 19'000, !recentred);

    // A recording at the training's own point is scored as it always was, without a word.
    const auto usual = runCli({u"score"_s, path(u"normal.csv"_s), u"--model"_s, path(u"q.model"_s),
                               u"--json"_s, u"--out"_s, path(u"usual.csv"_s)});
    QVERIFY2(usual.exitCode == 0 && !usual.err.contains("operating"), usual.err);
    QVERIFY(usual.json()["normal"_L1].toArray().isEmpty());
}

void TestCliNormal::explained()
{
    const auto run = runCli(
        scoring(u"explain"_s, {u"--at"_s, u"5000:5060"_s, u"--normal"_s, u"0:900"_s, u"--json"_s}));
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(run.json()["ranked"_L1][0]["channel"_L1].toString(), u"pressure"_s);
    QVERIFY2(run.err.contains("re-centred"), run.err);
}

void TestCliNormal::watched_data()
{
    QTest::addColumn<QString>("span");
    QTest::newRow("from the start") << u"0:900"_s;
    QTest::newRow("later") << u"150:1203"_s;
}

// The rows of watch are those of score --causal for the same span, to the byte.
void TestCliNormal::watched()
{
    QFETCH(const QString, span);
    const QStringList normal{u"--normal"_s, span};
    const auto scored =
        runCli(scoring(u"score"_s, {u"--causal"_s, u"--out"_s, path(u"scored.csv"_s)}) + normal);
    QVERIFY2(scored.exitCode == 0, scored.err);

    const auto text = contents(path(u"shifted.csv"_s));
    QProcess process;
    process.start(QStringLiteral(DISSONANCE_CLI),
                  QStringList{u"watch"_s, u"-"_s, u"--model"_s, path(u"q.model"_s), u"--out"_s,
                              path(u"watched.csv"_s)}
                      + normal);
    for (qsizetype i = 0; i < text.size(); i += 7919) {
        process.write(text.mid(i, 7919));
        process.waitForBytesWritten();
    }
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(60'000));
    const auto err = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 0, err);
    QVERIFY2(err.contains("waiting for") && err.contains("re-centred"), err);
    QCOMPARE(contents(path(u"watched.csv"_s)), contents(path(u"scored.csv"_s)));
}

void TestCliNormal::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("says");
    const QStringList watch{u"--until-idle"_s, u"0.2"_s};
    const QStringList out{u"--out"_s, path(u"scored.csv"_s)};
    QTest::newRow("no span") << scoring(u"score"_s, out + QStringList{u"--normal"_s, u"some"_s})
                             << 2 << QByteArray("'some' is no span of samples");
    QTest::newRow("outside") << scoring(u"score"_s, out + QStringList{u"--normal"_s, u"0:9000"_s})
                             << 1 << QByteArray("0:9000 is empty or outside");
    QTest::newRow("watch without END")
        << scoring(u"watch"_s, watch + QStringList{u"--normal"_s, u"500:"_s}) << 2
        << QByteArray("needs an END");
    QTest::newRow("watch that ends before END")
        << scoring(u"watch"_s, watch + QStringList{u"--normal"_s, u"0:9000"_s}) << 1
        << QByteArray("ended after 8000 samples");
}

void TestCliNormal::refused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, says);
    const auto run = runCli(arguments);
    QVERIFY2(run.exitCode == exitCode, run.err);
    QVERIFY2(run.err.contains(says), run.err);
}

void TestCliNormal::suggested()
{
    const auto run =
        runCli({u"info"_s, path(u"shifted.csv"_s), u"--suggest-normal"_s, u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    const auto span = run.json()[0]["suggested_normal"_L1].toArray();
    QCOMPARE(span.size(), 2);
    QCOMPARE(span[1].toInt() - span[0].toInt(), 800);
    QVERIFY(span[1].toInt() <= 5000 || span[0].toInt() >= 5060);
    const auto text = runCli({u"info"_s, path(u"shifted.csv"_s), u"--suggest-normal"_s});
    QVERIFY2(text.out.contains("Normal") && text.out.contains("calmest tenth"), text.out);
    const auto without = runCli({u"info"_s, path(u"shifted.csv"_s), u"--json"_s});
    QVERIFY(!without.out.contains("suggested_normal"));
}

QTEST_GUILESS_MAIN(TestCliNormal)
#include "tst_cli_normal.moc"
