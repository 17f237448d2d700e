#include "tests/cli/cli_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace dissonance;
using namespace Qt::StringLiterals;

namespace {

/// What the broken relation of linkedTable() exceeds.
const QStringList kThreshold{u"--threshold"_s, u"1.5"_s};

QByteArray contents(const QString& file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

/// The lines of JSON that watch printed; an empty object for one that is none.
QList<QJsonObject> eventsOf(const QByteArray& out)
{
    QList<QJsonObject> events;
    for (const auto& line : out.split('\n'))
        if (!line.isEmpty())
            events.append(QJsonDocument::fromJson(line).object());
    return events;
}

/// Peak memory of a process so far in KiB, 0 where the system does not say.
qint64 peakKiB(qint64 process)
{
    for (const auto& line : contents(u"/proc/%1/status"_s.arg(process)).split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    return 0;
}

} // namespace

/// Following a recording that grows.
class TestCliWatch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sameBytes_data();
    void sameBytes();
    void growingFile();
    void eventsAtOnce();
    void promisedAlarms_data();
    void promisedAlarms();
    void interrupted();
    void changedFile_data();
    void changedFile();
    void refused_data();
    void refused();
    void boundedMemory();
    void help();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QStringList watching(const QString& file) const
    {
        return {u"watch"_s,         file,       u"--model"_s,
                path(u"q.model"_s), u"--out"_s, path(u"watched.csv"_s)};
    }

    QTemporaryDir m_folder;
};

void TestCliWatch::initTestCase()
{
    QVERIFY(writeText(path(u"normal.csv"_s), linkedTable(2000, -1)));
    const auto run = runCli({u"train"_s, path(u"normal.csv"_s), u"--model"_s, path(u"q.model"_s),
                             u"--preset"_s, u"quick"_s});
    QVERIFY2(run.exitCode == 0, run.err);
}

void TestCliWatch::sameBytes_data()
{
    const auto table = linkedTable(3000, 1500);
    auto rows = table.split('\n');
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("as it is") << table;
    QTest::newRow("no end of line at the end") << table.chopped(1);
    QTest::newRow("CRLF") << QByteArray(table).replace("\n", "\r\n");
    QTest::newRow("semicolons, decimal commas")
        << QByteArray(table).replace(',', ';').replace('.', ',');

    auto jumps = rows;
    jumps.remove(2000, 300); // a window's worth is left between two of the jumps
    jumps.remove(2010, 100);
    jumps.remove(2040, 200);
    QTest::newRow("jumps of the clock") << jumps.join('\n');

    auto gaps = rows;
    const auto without = [&](int row, int cell) {
        auto cells = gaps[row].split(',');
        cells[cell] = "";
        gaps[row] = cells.join(',');
    };
    for (int i = 0; i < 5; ++i)
        without(1 + i, 1); // from the start on
    for (int i = 0; i < 40; ++i)
        without(1 + i, 2);
    for (int i = 0; i < 9; ++i)
        without(1020 + i, 3);
    for (int i = 0; i < 700; ++i)
        without(1100 + i, 4);
    QTest::newRow("gaps") << gaps.join('\n');

    auto hostile = rows;
    hostile[1100] = "no row";
    hostile[1200] += ",1,2,3,4";
    hostile[1300] = ",,,,";
    hostile[1400] = "# a remark";
    hostile[1500] = hostile[1499]; // of the same time
    hostile[1600].replace(hostile[1600].lastIndexOf(','), 1, ",\"");
    hostile[1700] = QByteArray(70'000, 'x');
    hostile[1800] = "\x01\xFF\xFE,,\"\"\"";
    QTest::newRow("hostile rows") << hostile.join('\n');

    QByteArray numbered;
    for (const auto& row : rows)
        if (!row.isEmpty())
            numbered += row.mid(row.indexOf(',') + 1) + '\n';
    QTest::newRow("no time") << numbered + ",,,\n,,,\n";
}

/// The rows of --out are those of score --causal, from a file and from pieces on standard input,
/// and the incidents those of incidents --causal.
void TestCliWatch::sameBytes()
{
    QFETCH(QByteArray, text);
    const auto table = path(u"table.csv"_s);
    QVERIFY(writeText(table, text));
    const auto scored = runCli(QStringList{u"score"_s, table, u"--model"_s, path(u"q.model"_s),
                                           u"--causal"_s, u"--out"_s, path(u"scored.csv"_s)}
                               + kThreshold);
    QVERIFY2(scored.exitCode == 0, scored.err);
    const auto expected = contents(path(u"scored.csv"_s));

    const auto fromFile =
        runCli(watching(table) + kThreshold + QStringList{u"--until-idle"_s, u"0.2"_s});
    QVERIFY2(fromFile.exitCode == 0, fromFile.err);
    QCOMPARE(contents(path(u"watched.csv"_s)), expected);

    QProcess process;
    process.start(QStringLiteral(DISSONANCE_CLI), watching(u"-"_s) + kThreshold);
    for (qsizetype i = 0; i < text.size(); i += 7919) {
        process.write(text.mid(i, 7919));
        process.waitForBytesWritten();
    }
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    QCOMPARE(contents(path(u"watched.csv"_s)), expected);

    const auto listed = runCli(QStringList{u"incidents"_s, table, u"--model"_s, path(u"q.model"_s),
                                           u"--causal"_s, u"--json"_s}
                               + kThreshold);
    const auto incidents = listed.json()["incidents"_L1].toArray();
    QList<QJsonObject> ended;
    for (const auto& event : eventsOf(fromFile.out))
        if (event["event"_L1] == "end"_L1)
            ended.append(event);
    QCOMPARE(ended.size(), incidents.size());
    QVERIFY(!ended.isEmpty());
    for (qsizetype i = 0; i < ended.size(); ++i) {
        const auto incident = incidents[i].toObject();
        for (const auto& key : {"first"_L1, "last"_L1, "start"_L1, "peak"_L1})
            QCOMPARE(ended[i][key], incident[key]);
        // Told before the last bit was settled.
        for (const auto& key : {"peak_score"_L1, "dependence_share"_L1})
            QVERIFY(qAbs(ended[i][key].toDouble() - incident[key].toDouble()) < 1e-4);
    }
}

/// A file that grows by pieces of lines.
void TestCliWatch::growingFile()
{
    const auto text = linkedTable(2500, 1500);
    const auto table = path(u"growing.csv"_s);
    QVERIFY(writeText(table, text.left(50'003)));
    QProcess process;
    process.start(QStringLiteral(DISSONANCE_CLI),
                  watching(table) + QStringList{u"--until-idle"_s, u"3"_s});
    QVERIFY(process.waitForStarted());
    QFile file(table);
    QVERIFY(file.open(QIODevice::Append | QIODevice::Unbuffered));
    for (qsizetype i = 50'003; i < text.size(); i += 4001) {
        QCOMPARE(file.write(text.mid(i, 4001)), text.mid(i, 4001).size());
        QTest::qWait(20);
    }
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    const auto scored = runCli({u"score"_s, table, u"--model"_s, path(u"q.model"_s), u"--causal"_s,
                                u"--out"_s, path(u"scored.csv"_s)});
    QVERIFY2(scored.exitCode == 0, scored.err);
    QCOMPARE(contents(path(u"watched.csv"_s)), contents(path(u"scored.csv"_s)));
}

/// An incident is told while it happens, and by the threshold that was asked for.
void TestCliWatch::eventsAtOnce()
{
    const auto rows = linkedTable(1600, 1500).split('\n');
    QProcess process;
    process.start(QStringLiteral(DISSONANCE_CLI), watching(u"-"_s) + kThreshold);
    process.write(rows.first(1551).join('\n') + '\n');
    QTRY_VERIFY_WITH_TIMEOUT(process.bytesAvailable() > 0 || process.waitForReadyRead(10), 20'000);
    const auto events = eventsOf(process.readAllStandardOutput());
    QCOMPARE(events.last()["event"_L1].toString(), u"begin"_s);
    QVERIFY(events.last()["sample"_L1].toInt() >= 1500);
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
    const auto end = eventsOf(process.readAllStandardOutput());
    QCOMPARE(end.size(), 1);
    QCOMPARE(end[0]["open"_L1], QJsonValue(true));

    const auto never =
        runCli(watching(path(u"normal.csv"_s))
               + QStringList{u"--until-idle"_s, u"0.2"_s, u"--threshold"_s, u"1000"_s});
    QVERIFY2(never.exitCode == 0 && never.out.isEmpty(), never.err);
}

/// The rows of --out are flagged by the threshold that the promise gives, as score's are.
void TestCliWatch::promisedAlarms_data()
{
    QTest::addColumn<QStringList>("options");
    const QStringList promise{u"--alarms-per-1000"_s, u"5"_s};
    QTest::addRow("promise") << promise;
    QTest::addRow("drift") << promise + QStringList{u"--drift-aware"_s};
}

void TestCliWatch::promisedAlarms()
{
    QFETCH(QStringList, options);
    const auto table = path(u"promised.csv"_s);
    QVERIFY(writeText(table, linkedTable(6000, 1500)));
    const auto watched =
        runCli(watching(table) + options + QStringList{u"--until-idle"_s, u"0.2"_s});
    QVERIFY2(watched.exitCode == 0, watched.err);
    const auto scored = runCli(QStringList{u"score"_s, table, u"--model"_s, path(u"q.model"_s),
                                           u"--causal"_s, u"--out"_s, path(u"scored.csv"_s)}
                               + options);
    QVERIFY2(scored.exitCode == 0, scored.err);
    QCOMPARE(contents(path(u"watched.csv"_s)), contents(path(u"scored.csv"_s)));
    QVERIFY(!eventsOf(watched.out).isEmpty());
}

/// Ctrl-C ends it with whole rows of all that has come.
void TestCliWatch::interrupted()
{
    const auto table = path(u"table.csv"_s);
    const auto text = linkedTable(2000, 1500);
    QVERIFY(writeText(table, text + "2026-03-02T00:40:00Z,12"));
    QFile::remove(path(u"watched.csv"_s));
    QProcess process;
    process.start(QStringLiteral(DISSONANCE_CLI), watching(table));
    QTRY_VERIFY_WITH_TIMEOUT(contents(path(u"watched.csv"_s)).count('\n') > 1500, 20'000);
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(contents(path(u"watched.csv"_s)).count('\n'),
             2000); // the header, and all but the last
    QVERIFY(contents(path(u"watched.csv"_s)).endsWith('\n'));
    for (const auto& event : eventsOf(process.readAllStandardOutput()))
        QVERIFY(event.contains("event"_L1));
}

void TestCliWatch::changedFile_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("expected");
    QTest::newRow("removed") << u"remove"_s << u"was removed"_s;
    QTest::newRow("shorter") << u"truncate"_s << u"became shorter"_s;
    QTest::newRow("replaced") << u"replace"_s << u"was replaced"_s;
}

void TestCliWatch::changedFile()
{
    QFETCH(QString, change);
    QFETCH(QString, expected);
    const auto table = path(u"table.csv"_s);
    QVERIFY(writeText(table, linkedTable(2000, -1)));
    QFile::remove(path(u"watched.csv"_s));
    QProcess process;
    process.start(QStringLiteral(DISSONANCE_CLI), watching(table));
    QTRY_VERIFY_WITH_TIMEOUT(contents(path(u"watched.csv"_s)).count('\n') > 1500, 20'000);
    if (change == u"truncate"_s) {
        QVERIFY(QFile::resize(table, 100));
    } else {
        QVERIFY(QFile::rename(table, path(u"old.csv"_s)));
        if (change == u"replace"_s)
            QVERIFY(writeText(table, "time,a\n"));
    }
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 1);
    const auto err = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(err.contains(expected) && err.contains(u"table.csv"_s), qPrintable(err));
    QFile::remove(path(u"old.csv"_s));
}

void TestCliWatch::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("expected");
    const auto table = linkedTable(200, -1);
    QTest::newRow("empty") << QByteArray() << 1 << u"empty"_s;
    QTest::newRow("text") << QByteArray("no table here\n") << 1 << u"table.csv has"_s;
    QTest::newRow("binary") << QByteArray(5000, '\1') << 1 << u"table.csv"_s;
    QTest::newRow("too short") << linkedTable(5, -1) << 1 << u"need 32 samples"_s;
    QTest::newRow("lacks channels") << linkedTable(200, -1, {0, 1}) << 1 << u"lacks 2 channels"_s;
    QByteArray coarse = "time,speed [rpm],flow [m3/h],pressure [bar],current [A]\n";
    for (int i = 0; i < 100; ++i) {
        const auto value = QByteArray::number(i % 7);
        const auto cells = ',' + value + ",1," + value + ",2\n";
        coarse += "2026-03-02T00:00:" + QByteArray::number(100 + i / 4).last(2) + 'Z' + cells;
    }
    QTest::newRow("coarse clock") << coarse << 1 << u"share their time"_s;
}

void TestCliWatch::refused()
{
    QFETCH(QByteArray, text);
    QFETCH(int, exitCode);
    QFETCH(QString, expected);
    QVERIFY(writeText(path(u"table.csv"_s), text));
    const auto run =
        runCli(watching(path(u"table.csv"_s)) + QStringList{u"--until-idle"_s, u"0.2"_s});
    QCOMPARE(run.exitCode, exitCode);
    QVERIFY2(QString::fromUtf8(run.err).contains(expected), run.err);
}

/// Forty times the rows do not take more memory, give or take 8 MiB; what of the 312,000 rows is
/// more were 12 MiB as values and scores alone.
void TestCliWatch::boundedMemory()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a sanitizer keeps what is freed");
#endif
    const auto peakAfter = [&](int rows) {
        const auto text = linkedTable(rows, -1);
        QProcess process;
        process.start(QStringLiteral(DISSONANCE_CLI), watching(u"-"_s));
        process.write(text);
        while (process.bytesToWrite() > 0 && process.waitForBytesWritten(20'000)) { }
        QTest::qWait(300);
        const auto peak = peakKiB(process.processId());
        process.closeWriteChannel();
        process.waitForFinished(60'000);
        return process.exitCode() == 0 ? peak : 0;
    };
    const auto few = peakAfter(8'000);
    if (few == 0)
        QSKIP("the system does not say how much memory a process takes");
    const auto many = peakAfter(320'000);
    qInfo("%lld KiB, then %lld KiB", few, many);
    QVERIFY2(many > 0 && many < few + 8 * 1024,
             qPrintable(u"%1 KiB, then %2 KiB"_s.arg(few).arg(many)));
}

void TestCliWatch::help()
{
    const auto run = runCli({u"watch"_s, u"--help"_s});
    QCOMPARE(run.exitCode, 0);
    for (const auto& text : {"--until-idle", "--threshold", "--out", "--threads", "--model",
                             "first 1,000 lines", "back in time"})
        QVERIFY2(run.out.contains(text), run.out);
    const auto wrong =
        runCli({u"watch"_s, u"-"_s, u"--model"_s, path(u"q.model"_s), u"--out"_s, u"-"_s});
    QCOMPARE(wrong.exitCode, 2);
    const auto overwriting = runCli({u"watch"_s, path(u"normal.csv"_s), u"--model"_s,
                                     path(u"q.model"_s), u"--out"_s, path(u"normal.csv"_s)});
    QCOMPARE(overwriting.exitCode, 1);
}

QTEST_GUILESS_MAIN(TestCliWatch)
#include "tst_cli_watch.moc"
