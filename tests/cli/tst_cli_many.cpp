#include "tests/cli/cli_process.h"
#include "tests/cli/terminal.h"

#include <QDir>
#include <QElapsedTimer>
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

QByteArray bytesOf(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// One command for many recordings: each is scored as if it were alone.
class TestCliMany : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sameBytesAsAlone_data();
    void sameBytesAsAlone();
    void listsInTheOrderGiven();
    void goesOnAfterAFailure();
    void noticesNameTheFile();
    void tellsApartByFolder();
    void refused_data();
    void refused();
    void progressCountsFiles();
    void interrupt();
    void learnsFromSeveral();
    void spansOfOneFile();
    void learnsTogetherOnlyWhatGoesTogether_data();
    void learnsTogetherOnlyWhatGoesTogether();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QStringList command(const QStringList& files, const QString& to,
                        const QStringList& more = {}) const
    {
        QStringList all{u"score"_s};
        for (const auto& file : files)
            all += path(file);
        return all + QStringList{u"--model"_s, path(u"m"_s), u"--out-dir"_s, path(to)} + more;
    }

    CliRun train(const QStringList& files, const QStringList& more = {}) const
    {
        QStringList all{u"train"_s};
        for (const auto& file : files)
            all += path(file);
        return runCli(
            all
            + QStringList{u"--model"_s, path(u"several"_s), u"--preset"_s, u"quick"_s, u"--json"_s}
            + more);
    }

    QTemporaryDir m_folder;
    const QStringList m_files{u"long.csv"_s, u"broken.csv"_s, u"short.csv"_s};
};

void TestCliMany::initTestCase()
{
    QVERIFY(writeText(path(u"normal.csv"_s), linkedTable(2000, -1)));
    QVERIFY(writeText(path(u"long.csv"_s), linkedTable(9000, -1)));
    QVERIFY(writeText(path(u"broken.csv"_s), linkedTable(3000, 2400)));
    QVERIFY(writeText(path(u"short.csv"_s), linkedTable(700, 200)));
    const auto train = runCli({u"train"_s, path(u"normal.csv"_s), u"--model"_s, path(u"m"_s)});
    QVERIFY2(train.exitCode == 0, train.err);
    for (const auto& file : m_files) {
        const auto run = runCli({u"score"_s, path(file), u"--model"_s, path(u"m"_s), u"--out"_s,
                                 path(file + u".alone"_s)});
        QVERIFY2(run.exitCode == 0, run.err);
    }
}

void TestCliMany::sameBytesAsAlone_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addRow("one by one") << QStringList{};
    QTest::addRow("two at a time") << QStringList{u"--jobs"_s, u"2"_s};
    QTest::addRow("one thread each") << QStringList{u"--jobs"_s, u"2"_s, u"--threads"_s, u"1"_s};
    QTest::addRow("more jobs than files")
        << QStringList{u"--jobs"_s, u"9"_s, u"--threads"_s, u"3"_s};
}

void TestCliMany::sameBytesAsAlone()
{
    QFETCH(QStringList, more);
    const auto to = u"made/"_s + QString::fromLatin1(QTest::currentDataTag());
    const auto run = runCli(command(m_files, to, more));
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.isEmpty(), run.err);
    QCOMPARE(filesIn(path(to)),
             (QStringList{u"broken.scores.csv"_s, u"long.scores.csv"_s, u"short.scores.csv"_s}));
    for (const auto& file : m_files) {
        const auto alone = bytesOf(path(file + u".alone"_s));
        QVERIFY(alone.size() > 1000);
        QVERIFY(bytesOf(path(to + u'/' + file.chopped(4) + u".scores.csv"_s)) == alone);
    }
}

void TestCliMany::listsInTheOrderGiven()
{
    const auto text = runCli(command(m_files, u"list"_s, {u"--jobs"_s, u"3"_s}));
    QVERIFY2(text.exitCode == 0, text.err);
    const auto lines = text.out.split('\n');
    QCOMPARE(lines.size(), 5);
    QVERIFY2(lines[0].startsWith("Recording "), text.out);
    for (qsizetype i = 0; i < 3; ++i)
        QVERIFY2(lines[i + 1].startsWith(path(m_files[i]).toUtf8() + ' '), text.out);
    QVERIFY2(lines[1].contains(" 9,000 "), text.out);

    const auto run = runCli(command(m_files, u"list"_s, {u"--jobs"_s, u"2"_s, u"--json"_s}));
    const auto list = run.json().array();
    QCOMPARE(list.size(), 3);
    for (qsizetype i = 0; i < 3; ++i) {
        const auto alone = runCli({u"score"_s, path(m_files[i]), u"--model"_s, path(u"m"_s),
                                   u"--out"_s, path(u"one.csv"_s), u"--json"_s});
        auto expected = alone.json().object();
        expected[u"scores"_s] = path(u"list/"_s + m_files[i].chopped(4) + u".scores.csv"_s);
        QCOMPARE(list[i].toObject(), expected);
    }
    // One file is a list as well: who asks for a folder gets the same for any number of files.
    const auto one = runCli(command({u"short.csv"_s}, u"list"_s, {u"--json"_s}));
    QCOMPARE(one.json().array(), QJsonArray{list[2]});
}

void TestCliMany::goesOnAfterAFailure()
{
    QVERIFY(writeText(path(u"lacking.csv"_s), linkedTable(700, -1, {0, 1, 3})));
    const QStringList files{u"absent.csv"_s, u"short.csv"_s, u"lacking.csv"_s, u"broken.csv"_s};
    const auto run = runCli(command(files, u"some"_s, {u"--jobs"_s, u"2"_s, u"--json"_s}));
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains(path(u"absent.csv"_s).toUtf8()), run.err);
    QVERIFY2(run.err.contains(path(u"lacking.csv"_s).toUtf8()), run.err);
    QVERIFY2(run.err.contains("\"pressure\""), run.err);
    QVERIFY2(!run.err.contains("short"), run.err);
    QCOMPARE(run.json().array().size(), 2);
    QCOMPARE(filesIn(path(u"some"_s)),
             (QStringList{u"broken.scores.csv"_s, u"short.scores.csv"_s}));

    // A file that cannot be written is one failure among others.
    QVERIFY(QDir().mkpath(path(u"some/long.scores.csv"_s)));
    const auto folder = runCli(command(m_files, u"some"_s));
    QCOMPARE(folder.exitCode, 1);
    QVERIFY2(folder.err.contains("long.scores.csv"), folder.err);
    QCOMPARE(folder.out.count('\n'), 3);
}

void TestCliMany::noticesNameTheFile()
{
    QByteArray text;
    for (const auto& line : linkedTable(700, -1).trimmed().split('\n'))
        text += line + (text.isEmpty() ? ",humidity [%]\n" : ",50\n");
    QVERIFY(writeText(path(u"extra.csv"_s), text));
    const auto run = runCli(command({u"extra.csv"_s, u"short.csv"_s}, u"told"_s));
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.startsWith("dissonance-cli: note: " + path(u"extra.csv"_s).toUtf8() + ": "),
             run.err);
    QVERIFY2(run.err.contains("humidity"), run.err);
}

void TestCliMany::tellsApartByFolder()
{
    for (const char* folder : {"monday", "tuesday"}) {
        QVERIFY(QDir().mkpath(path(QLatin1String(folder))));
        QVERIFY(QFile::copy(path(u"short.csv"_s), path(QLatin1String(folder) + u"/short.csv"_s)));
    }
    const auto run = runCli(command(
        {u"monday/short.csv"_s, u"monday/../tuesday/short.csv"_s, u"broken.csv"_s}, u"days"_s));
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(filesIn(path(u"days"_s)),
             (QStringList{u"broken.scores.csv"_s, u"monday_short.scores.csv"_s,
                          u"tuesday_short.scores.csv"_s}));
    QCOMPARE(bytesOf(path(u"days/monday_short.scores.csv"_s)), bytesOf(path(u"short.csv.alone"_s)));
}

void TestCliMany::refused_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("said");
    QVERIFY(QDir().mkpath(path(u"week/monday"_s)));
    QVERIFY(QFile::copy(path(u"short.csv"_s), path(u"week/monday/short.csv"_s)));
    QVERIFY(QFile::copy(path(u"short.csv"_s), path(u"short.txt"_s)));
    QVERIFY(QFile::copy(path(u"short.csv"_s), path(u"week/short.scores.csv"_s)));
    QTest::addRow("twice") << QStringList{u"short.csv"_s, u"broken.csv"_s, u"short.csv"_s}
                           << u"no"_s << QByteArray("short.csv is named twice");
    QTest::addRow("folders of one name")
        << QStringList{u"monday/short.csv"_s, u"week/monday/short.csv"_s} << u"no"_s
        << QByteArray("would both be monday_short.scores.csv");
    QTest::addRow("one name in one folder") << QStringList{u"short.csv"_s, u"short.txt"_s}
                                            << u"no"_s << QByteArray("short.txt would both be");
    QTest::addRow("overwrites what it reads")
        << QStringList{u"short.csv"_s, u"week/short.scores.csv"_s} << u"week"_s
        << QByteArray("short.scores.csv is read here and would be overwritten");
    QTest::addRow("a file is no folder") << QStringList{u"short.csv"_s, u"broken.csv"_s}
                                         << u"short.csv"_s << QByteArray("Cannot make the folder");
}

/// Before any work: nothing is written.
void TestCliMany::refused()
{
    QFETCH(QStringList, files);
    QFETCH(QString, to);
    QFETCH(QByteArray, said);
    const auto before = filesIn(path(u"week"_s));
    const auto run = runCli(command(files, to));
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains(said), run.err);
    QVERIFY2(!run.err.contains("bug"), run.err);
    QVERIFY(run.out.isEmpty());
    QVERIFY(!QFile::exists(path(u"no"_s)));
    QCOMPARE(filesIn(path(u"week"_s)), before);
}

void TestCliMany::progressCountsFiles()
{
    Terminal terminal;
    QProcess process;
    process.setStandardErrorFile(terminal.name());
    process.start(QStringLiteral(DISSONANCE_CLI), command(m_files, u"shown"_s));
    while (!process.waitForFinished(50) && process.state() != QProcess::NotRunning)
        terminal.text();
    const auto shown = terminal.text();
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(shown.contains(" 0 of 3 done, long.csv: "), shown);
    QVERIFY2(shown.endsWith("\r\033[K"), shown);
    QVERIFY2(longestLine(shown) < 80, shown);
}

/// What is there is whole, and nothing else is.
void TestCliMany::interrupt()
{
    QStringList files{u"short.csv"_s};
    const auto table = linkedTable(80'000, -1);
    for (const char* name : {"one.csv", "two.csv", "three.csv"}) {
        files.append(QLatin1String(name));
        QVERIFY(writeText(path(files.back()), table));
    }
    const auto alone = runCli({u"score"_s, path(u"one.csv"_s), u"--model"_s, path(u"m"_s),
                               u"--out"_s, path(u"one.csv.alone"_s)});
    QVERIFY2(alone.exitCode == 0, alone.err);
    Terminal terminal;
    QProcess process;
    process.setStandardErrorFile(terminal.name());
    process.start(QStringLiteral(DISSONANCE_CLI),
                  command(files, u"stopped"_s, {u"--jobs"_s, u"2"_s}));
    QVERIFY(process.waitForStarted());
    QElapsedTimer waited;
    waited.start();
    while (!terminal.text().contains(" 1 of 4 done, ") && waited.elapsed() < 60'000
           && process.state() == QProcess::Running)
        process.waitForFinished(20);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(terminal.text().contains("dissonance-cli: stopped"));
    QVERIFY(process.readAllStandardOutput().isEmpty());
    const auto there = filesIn(path(u"stopped"_s));
    QVERIFY(there.contains(u"short.scores.csv"_s));
    QVERIFY(there.size() < files.size());
    for (const auto& file : there)
        QVERIFY2(bytesOf(path(u"stopped/"_s + file))
                     == bytesOf(path(file.startsWith(u"short"_s) ? u"short.csv.alone"_s
                                                                 : u"one.csv.alone"_s)),
                 qPrintable(file));
}

/// The order of a file's columns is nothing that is learned.
void TestCliMany::learnsFromSeveral()
{
    QVERIFY(writeText(path(u"plain.csv"_s), linkedTable(1500, -1)));
    QVERIFY(writeText(path(u"turned.csv"_s), linkedTable(1500, -1, {2, 0, 3, 1})));
    QByteArrayList scores;
    for (const auto& other : {u"plain.csv"_s, u"turned.csv"_s}) {
        const auto run = train({u"normal.csv"_s, other});
        QVERIFY2(run.exitCode == 0, run.err);
        const auto sources = run.json()["sources"_L1].toArray();
        QCOMPARE(sources.size(), 2);
        QCOMPARE(sources[0]["name"_L1].toString(), u"normal.csv"_s);
        QCOMPARE(sources[1]["name"_L1].toString(), other);
        QCOMPARE(sources[1]["normal"_L1].toArray(), (QJsonArray{QJsonArray{0, 1500}}));
        const auto scored = runCli({u"score"_s, path(u"broken.csv"_s), u"--model"_s,
                                    path(u"several"_s), u"--out"_s, u"-"_s});
        QVERIFY2(scored.exitCode == 0, scored.err);
        scores.append(scored.out);
    }
    QVERIFY(scores[0].size() > 1000);
    QVERIFY(scores[0] == scores[1]);
}

/// FILE:START:END is for that one, START:END for all.
void TestCliMany::spansOfOneFile()
{
    const auto run = train({u"normal.csv"_s, u"plain.csv"_s},
                           {u"--normal"_s, path(u"normal.csv"_s) + u":1000:"_s, u"--exclude"_s,
                            u"1100:1200"_s, u"--exclude"_s, path(u"plain.csv"_s) + u"::50"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    const auto sources = run.json()["sources"_L1].toArray();
    QCOMPARE(sources[0]["normal"_L1].toArray(),
             (QJsonArray{QJsonArray{1000, 1100}, QJsonArray{1200, 2000}}));
    QCOMPARE(sources[1]["normal"_L1].toArray(),
             (QJsonArray{QJsonArray{50, 1100}, QJsonArray{1200, 1500}}));

    QCOMPARE(sources[0]["weight"_L1].toInt(), 1);

    const auto weighed =
        train({u"normal.csv"_s, u"plain.csv"_s}, {u"--weight"_s, path(u"plain.csv"_s) + u":3"_s});
    QVERIFY2(weighed.exitCode == 0, weighed.err);
    QCOMPARE(weighed.json()["sources"_L1].toArray()[1]["weight"_L1].toInt(), 3);
    // The model keeps it, and says so.
    const auto told = runCli({u"info"_s, path(u"several"_s)});
    QVERIFY2(told.out.contains("plain.csv, samples 0:1500, counted 3 times\n"),
             told.out + told.err);
    QVERIFY2(told.out.contains("normal.csv, samples 0:2000\n"), told.out);
    const QJsonValue card =
        runCli({u"info"_s, path(u"several"_s), u"--json"_s}).json().array().at(0);
    QCOMPARE(card["sources"_L1].toArray(), weighed.json()["sources"_L1].toArray());

    const auto wrong = train({u"normal.csv"_s}, {u"--normal"_s, u"other.csv:0:500"_s});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY2(wrong.err.contains("'other.csv:0:500' names no FILE"), wrong.err);
}

void TestCliMany::learnsTogetherOnlyWhatGoesTogether_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QByteArrayList>("said");
    QTest::addRow("lacks a channel") << QStringList{u"normal.csv"_s, u"lacking.csv"_s}
                                     << QByteArrayList{"lacking.csv", "lacks \"pressure\""};
    QTest::addRow("has one more") << QStringList{u"normal.csv"_s, u"extra.csv"_s}
                                  << QByteArrayList{"extra.csv", "\"humidity\""};
    QTest::addRow("absent") << QStringList{u"normal.csv"_s, u"absent.csv"_s}
                            << QByteArrayList{"absent.csv"};
    // The last fifth sets the threshold: it must not be what was learned.
    QTest::addRow("twice") << QStringList{u"short.csv"_s, u"normal.csv"_s, u"short.txt"_s}
                           << QByteArrayList{"short.txt", "short.csv", "the same"};
}

void TestCliMany::learnsTogetherOnlyWhatGoesTogether()
{
    QFETCH(QStringList, files);
    QFETCH(QByteArrayList, said);
    const auto before = bytesOf(path(u"several"_s));
    const auto run = train(files);
    QCOMPARE(run.exitCode, 1);
    for (const auto& part : said)
        QVERIFY2(run.err.contains(part), run.err);
    QVERIFY(run.out.isEmpty());
    QVERIFY(bytesOf(path(u"several"_s)) == before);
}

QTEST_GUILESS_MAIN(TestCliMany)
#include "tst_cli_many.moc"
