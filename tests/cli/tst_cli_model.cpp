#include "tests/cli/cli_process.h"
#include "tests/cli/terminal.h"

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

constexpr int kRows = 3000;
constexpr int kBreak = 2400;

QByteArray bytesOf(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Training and scoring in a process of their own.
class TestCliModel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void trainsForPrograms();
    void spans();
    void sameBytesForTheSameSeed();
    void scores();
    void causalScoresDiffer();
    void scoresToStandardOutput();
    void reorderedChannels();
    void extraChannel();
    void lackingChannel();
    void mergedRowsAreTold();
    void progressOnTerminal();
    void interrupt_data();
    void interrupt();
    void causes();
    void truncatedModel();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    CliRun score(const QString& file, const QString& out, const QStringList& more = {}) const
    {
        return runCli(QStringList{u"score"_s, path(file), u"--model"_s, path(u"quick.model"_s),
                                  u"--out"_s, path(out)}
                      + more);
    }

    QTemporaryDir m_folder;
};

void TestCliModel::initTestCase()
{
    QVERIFY(writeText(path(u"table.csv"_s), linkedTable(kRows, kBreak)));
    const auto run = runCli({u"train"_s, path(u"table.csv"_s), u"--model"_s, path(u"quick.model"_s),
                             u"--preset"_s, u"quick"_s, u"--normal"_s, u"0:2000"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.isEmpty(), run.err); // no progress: standard error is no terminal
    QVERIFY(run.out.contains("quick preset"));
    QVERIFY(run.out.contains("Threshold"));
}

void TestCliModel::trainsForPrograms()
{
    const auto run =
        runCli({u"train"_s, path(u"table.csv"_s), u"--model"_s, path(u"default.model"_s),
                u"--normal"_s, u"0:1000"_s, u"--normal"_s, u"1000:2000"_s, u"--exclude"_s,
                u"500:520"_s, u"--copula"_s, u"gaussian"_s, u"--seed"_s, u"7"_s, u"--threads"_s,
                u"1"_s, u"--device"_s, u"cpu"_s, u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.isEmpty(), run.err);
    const auto json = run.json().object();
    QCOMPARE(json.value("model"_L1).toString(), path(u"default.model"_s));
    QCOMPARE(json.value("preset"_L1).toString(), u"default"_s);
    QCOMPARE(json.value("copula"_L1).toString(), u"gaussian"_s);
    QCOMPARE(json.value("seed"_L1).toInt(), 7);
    QCOMPARE(json.value("channels"_L1).toInt(), 4);
    QVERIFY(json.value("threshold"_L1).toDouble() > 0.0);
    const auto normal =
        json.value("sources"_L1).toArray()[0].toObject().value("normal"_L1).toArray();
    QCOMPARE(normal, (QJsonArray{QJsonArray{0, 500}, QJsonArray{520, 2000}}));
    QVERIFY(QFile::exists(path(u"default.model"_s)));
}

/// An open end is the recording's; spans hold for every file.
void TestCliModel::spans()
{
    const auto table = path(u"table.csv"_s);
    QVERIFY(writeText(path(u"longer.csv"_s), linkedTable(kRows + 500, -1)));
    const auto run = runCli({u"train"_s, table, path(u"longer.csv"_s), u"--model"_s,
                             path(u"spans.model"_s), u"--preset"_s, u"quick"_s, u"--normal"_s,
                             u"2500:"_s, u"--normal"_s, u":1000"_s, u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    const auto sources = run.json().object().value("sources"_L1).toArray();
    QCOMPARE(sources.size(), 2);
    QCOMPARE(sources[0].toObject().value("normal"_L1).toArray(),
             (QJsonArray{QJsonArray{0, 1000}, QJsonArray{2500, kRows}}));
    QCOMPARE(sources[1].toObject().value("normal"_L1).toArray(),
             (QJsonArray{QJsonArray{0, 1000}, QJsonArray{2500, kRows + 500}}));
}

void TestCliModel::sameBytesForTheSameSeed()
{
    const auto train = [this](const QString& model) {
        return runCli({u"train"_s, path(u"table.csv"_s), u"--model"_s, path(model), u"--preset"_s,
                       u"seed"_s, u"--normal"_s, u"0:600"_s, u"--threads"_s, u"1"_s, u"--json"_s});
    };
    const auto first = train(u"first.model"_s);
    const auto second = train(u"second.model"_s);
    QVERIFY2(first.exitCode == 0, first.err);
    QVERIFY2(second.exitCode == 0, second.err);
    for (const char* key : {"threshold", "separation_network"})
        QCOMPARE(first.json()[QLatin1String(key)].toDouble(),
                 second.json()[QLatin1String(key)].toDouble());
    const auto scoreWith = [this](const QString& model) {
        return runCli({u"score"_s, path(u"table.csv"_s), u"--model"_s, path(model), u"--out"_s,
                       u"-"_s, u"--threads"_s, u"1"_s})
            .out;
    };
    const auto scores = scoreWith(u"first.model"_s);
    QVERIFY(scores.size() > kRows * 10);
    QCOMPARE(scoreWith(u"second.model"_s), scores);
}

void TestCliModel::scores()
{
    const auto run = score(u"table.csv"_s, u"s.csv"_s, {u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.isEmpty(), run.err);
    const auto json = run.json().object();
    QCOMPARE(json.value("samples"_L1).toInt(), kRows);
    QCOMPARE(json.value("causal"_L1).toBool(true), false);
    QVERIFY(json.value("incidents"_L1).toInt() >= 1);

    auto lines = bytesOf(path(u"s.csv"_s)).split('\n');
    QVERIFY(lines.takeLast().isEmpty());
    QCOMPARE(lines.takeFirst(), QByteArray("sample,time,score,marginal,dependence,flagged"));
    QCOMPARE(lines.size(), kRows);
    int flagged = 0;
    bool isBreakFlagged = false;
    for (int i = 0; i < kRows; ++i) {
        const auto cells = lines[i].split(',');
        QCOMPARE(cells.size(), 6);
        QCOMPARE(cells[0].toInt(), i);
        const double total = cells[2].toDouble();
        QVERIFY(qAbs(total - cells[3].toDouble() - cells[4].toDouble()) < 1e-9);
        const bool isFlagged = cells[5] == "1";
        QCOMPARE(isFlagged, total > json.value("threshold"_L1).toDouble());
        flagged += isFlagged ? 1 : 0;
        isBreakFlagged = isBreakFlagged || (isFlagged && i >= kBreak && i < kBreak + 60);
    }
    QCOMPARE(lines[61].split(',')[1], QByteArray("2026-03-02T00:01:01Z"));
    QCOMPARE(flagged, json.value("flagged"_L1).toInt());
    QVERIFY(isBreakFlagged);
}

void TestCliModel::causalScoresDiffer()
{
    const auto run = score(u"table.csv"_s, u"causal.csv"_s, {u"--causal"_s, u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(run.json().object().value("causal"_L1).toBool(), true);
    const auto lines = bytesOf(path(u"causal.csv"_s)).split('\n');
    // No window of 32 ends before the 32nd sample.
    QVERIFY(lines[31].endsWith(",,,,0"));
    QVERIFY(!lines[32].endsWith(",,,,0"));

    // Offline scores see the break up to a window before it, causal ones never do.
    const auto offline = bytesOf(path(u"s.csv"_s)).split('\n');
    const auto firstFlagged = [](const QByteArrayList& rows) {
        for (int i = kBreak - 50; i < kRows; ++i)
            if (rows[i + 1].endsWith('1'))
                return i;
        return kRows;
    };
    QVERIFY(firstFlagged(lines) >= kBreak);
    QVERIFY(firstFlagged(lines) < kBreak + 60);
    QVERIFY(firstFlagged(offline) < firstFlagged(lines));
}

void TestCliModel::scoresToStandardOutput()
{
    const auto run = runCli({u"score"_s, path(u"table.csv"_s), u"--model"_s, path(u"quick.model"_s),
                             u"--out"_s, u"-"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(run.out, bytesOf(path(u"s.csv"_s)));
}

void TestCliModel::reorderedChannels()
{
    QVERIFY(writeText(path(u"reordered.csv"_s), linkedTable(kRows, kBreak, {3, 1, 0, 2})));
    const auto run = score(u"reordered.csv"_s, u"r.csv"_s);
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(bytesOf(path(u"r.csv"_s)), bytesOf(path(u"s.csv"_s)));
}

void TestCliModel::extraChannel()
{
    QByteArray text;
    for (const auto& line : linkedTable(kRows, kBreak).trimmed().split('\n'))
        text += line + (text.isEmpty() ? ",humidity [%]\n" : ",50\n");
    QVERIFY(writeText(path(u"extra.csv"_s), text));
    const auto run = score(u"extra.csv"_s, u"e.csv"_s);
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.startsWith("dissonance-cli: note: "), run.err);
    QVERIFY2(run.err.contains("humidity"), run.err);
    QCOMPARE(bytesOf(path(u"e.csv"_s)), bytesOf(path(u"s.csv"_s)));
}

void TestCliModel::lackingChannel()
{
    QVERIFY(writeText(path(u"lacking.csv"_s), linkedTable(kRows, kBreak, {0, 1, 3})));
    const auto run = score(u"lacking.csv"_s, u"l.csv"_s);
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("pressure"), run.err);
    QVERIFY(!QFile::exists(path(u"l.csv"_s)));
}

// Rows that were merged shift what sample numbers mean.
void TestCliModel::mergedRowsAreTold()
{
    QByteArray table("time,a,b\n");
    for (int t = 0; t < 600; ++t)
        for (int i = 0; i < (t == 100 ? 2 : 1); ++i)
            table += QByteArray::number(t) + ',' + QByteArray::number((t * 7) % 11) + ','
                + QByteArray::number((t * 5) % 13) + '\n';
    QVERIFY(writeText(path(u"twice.csv"_s), table));
    const auto info = runCli({u"info"_s, path(u"twice.csv"_s), u"--json"_s});
    const auto notes = info.json()[0].toObject()["notes"_L1].toArray();
    QVERIFY2(!notes.isEmpty(), info.out);
    const auto train = runCli({u"train"_s, path(u"twice.csv"_s), u"--model"_s,
                               path(u"twice.model"_s), u"--preset"_s, u"quick"_s});
    QCOMPARE(train.exitCode, 0);
    QVERIFY2(train.err.contains(notes[0].toString().toUtf8()), train.err);
    const auto scored = runCli({u"score"_s, path(u"twice.csv"_s), u"--model"_s,
                                path(u"twice.model"_s), u"--out"_s, path(u"twice.scores"_s)});
    QCOMPARE(scored.exitCode, 0);
    QVERIFY2(scored.err.contains(notes[0].toString().toUtf8()), scored.err);
}

void TestCliModel::progressOnTerminal()
{
    Terminal terminal;
    QVERIFY(!terminal.name().isEmpty());
    QProcess process;
    process.setStandardErrorFile(terminal.name());
    process.start(QStringLiteral(DISSONANCE_CLI),
                  {u"train"_s, path(u"table.csv"_s), u"--model"_s, path(u"p.model"_s),
                   u"--preset"_s, u"seed"_s, u"--normal"_s, u"0:2000"_s});
    QByteArray shown;
    while (!process.waitForFinished(50) && process.state() != QProcess::NotRunning)
        shown = terminal.text();
    shown = terminal.text();
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(shown.contains("training the network"), shown);
    QVERIFY2(shown.contains(" s left"), shown);
    QVERIFY2(shown.contains(", separates "), shown);
    QVERIFY2(longestLine(shown) < 80, shown); // of a terminal that does not know its width
    // The line is gone before anything is printed.
    QVERIFY2(shown.endsWith("\r\033[K"), shown);
    const auto summary = process.readAllStandardOutput();
    QVERIFY2(summary.contains("\nNetwork steps  "), summary);
    QVERIFY2(summary.contains(" of at most 800, best separation "), summary);
    // The network is alone: there is no channel copula that could separate.
    QVERIFY2(!summary.contains("Channel copula"), summary);
}

void TestCliModel::interrupt_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("exitCode");
    QTest::addRow("Ctrl-C") << SIGINT << 130;
    QTest::addRow("SIGTERM") << SIGTERM << 143;
}

/// A model that was there before stays as it was, and nothing is left beside it.
void TestCliModel::interrupt()
{
    QFETCH(int, signal);
    QFETCH(int, exitCode);
    QTemporaryDir folder;
    const auto model = folder.filePath(u"m.model"_s);
    QVERIFY(writeText(model, "the model before"));
    QVERIFY(writeText(folder.filePath(u"long.csv"_s), linkedTable(20000, -1)));

    Terminal terminal;
    QProcess process;
    process.setStandardErrorFile(terminal.name());
    process.start(QStringLiteral(DISSONANCE_CLI),
                  {u"train"_s, folder.filePath(u"long.csv"_s), u"--model"_s, model, u"--preset"_s,
                   u"seed"_s, u"--threads"_s, u"1"_s});
    QVERIFY(process.waitForStarted());
    QElapsedTimer waited;
    waited.start();
    while (!terminal.text().contains("training the network") && waited.elapsed() < 60'000
           && process.state() == QProcess::Running)
        process.waitForFinished(20);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(pid_t(process.processId()), signal);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), exitCode);
    QVERIFY(terminal.text().contains("dissonance-cli: stopped"));
    QVERIFY(process.readAllStandardOutput().isEmpty());
    QCOMPARE(filesIn(folder.path()), (QStringList{u"long.csv"_s, u"m.model"_s}));
    QCOMPARE(bytesOf(model), QByteArray("the model before"));
}

/// evaluate with the model as well: are the channels that labels name ranked first?
void TestCliModel::causes()
{
    const auto end = QByteArray::number(kBreak + 60);
    QVERIFY(writeText(path(u"labels.csv"_s),
                      "start,end,channels\n" + QByteArray::number(kBreak) + ',' + end
                          + ",pressure\n100,120,\n"));
    const QStringList command{u"evaluate"_s,         path(u"s.csv"_s), u"--labels"_s,
                              path(u"labels.csv"_s), u"--model"_s,     path(u"quick.model"_s),
                              u"--recording"_s};
    const auto run = runCli(command + QStringList{path(u"table.csv"_s), u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    const auto found = run.json().object().value("causes"_L1).toObject();
    QCOMPARE(found.value("incidents"_L1).toInt(), 1);
    QCOMPARE(found.value("hit_rate_150"_L1).toDouble(), 1.0);

    const auto text = runCli(command + QStringList{path(u"table.csv"_s)});
    QVERIFY2(text.out.contains("1 incident whose labels name channels"), text.out);

    const auto other = runCli(command + QStringList{path(u"longer.csv"_s)});
    QCOMPARE(other.exitCode, 1);
    QVERIFY2(other.err.contains("longer.csv has 3,500 samples"), other.err);
}

void TestCliModel::truncatedModel()
{
    const auto whole = bytesOf(path(u"quick.model"_s));
    QVERIFY(whole.size() > 1000);
    for (const auto size : {qsizetype(4), whole.size() / 2, whole.size() - 1}) {
        QVERIFY(writeText(path(u"cut.model"_s), whole.first(size)));
        const auto run = runCli({u"score"_s, path(u"table.csv"_s), u"--model"_s,
                                 path(u"cut.model"_s), u"--out"_s, path(u"cut.csv"_s)});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains("cut.model"), run.err);
        QVERIFY(!QFile::exists(path(u"cut.csv"_s)));
    }
}

QTEST_GUILESS_MAIN(TestCliModel)
#include "tst_cli_model.moc"
