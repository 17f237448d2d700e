#include "tests/cli/cli_process.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// How the program speaks: help, wrong usage, failures, and the commands that need no model.
class TestCliUsage : public QObject
{
    Q_OBJECT

private slots:
    void version();
    void help_data();
    void help();
    void wrongUsage_data();
    void wrongUsage();
    void failures_data();
    void failures();
    void sample();
    void infoForPeople();
    void infoForPrograms();
    void infoOfSeveralFiles();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestCliUsage::version()
{
    const auto run = runCli({u"--version"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, QByteArray("dissonance-cli " DISSONANCE_VERSION "\n"));
    QVERIFY(run.err.isEmpty());
}

void TestCliUsage::help_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArrayList>("mentioned");
    QTest::addRow("program") << QStringList{
        u"--help"_s} << QByteArrayList{"sample",    "info",    "train",    "score",
                                       "incidents", "explain", "evaluate", "130 interrupted"};
    QTest::addRow("sample") << QStringList{u"sample"_s, u"--help"_s}
                            << QByteArrayList{"DIR", "--seed", "--json"};
    QTest::addRow("info") << QStringList{u"info"_s, u"--help"_s}
                          << QByteArrayList{"FILE", "--json"};
    QTest::addRow("train") << QStringList{u"train"_s, u"--help"_s}
                           << QByteArrayList{
                                  "--model",   "--normal",  "--exclude",
                                  "START:END", "--preset",  "default,quick,seed,thorough",
                                  "--copula",  "student-t", "--seed",
                                  "--threads", "--device",  "auto,cpu,cuda",
                                  "--weight",  "FILE:W"};
    QTest::addRow("score") << QStringList{u"score"_s, u"--help"_s}
                           << QByteArrayList{"--model",
                                             "--out",
                                             "--out-dir",
                                             "--jobs",
                                             "--causal",
                                             "--threads",
                                             "sample,time,score,marginal,dependence,flagged"};
    QTest::addRow("incidents") << QStringList{u"incidents"_s, u"--help"_s}
                               << QByteArrayList{"FILE", "--model", "--threshold", "--json"};
    QTest::addRow("explain") << QStringList{u"explain"_s, u"--help"_s}
                             << QByteArrayList{"FILE",      "--model", "--at",
                                               "START:END", "--png",   "--json"};
    QTest::addRow("evaluate") << QStringList{u"evaluate"_s, u"--help"_s}
                              << QByteArrayList{"--labels",     "--recording", "--model",
                                                "--trained-on", "--normal",    "--lenient",
                                                "--json"};
}

void TestCliUsage::help()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArrayList, mentioned);
    const auto run = runCli(arguments);
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.err.isEmpty());
    for (const auto& word : mentioned)
        QVERIFY2(run.out.contains(word), word);
}

void TestCliUsage::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const QByteArray& name, const QStringList& arguments,
                        const QByteArray& said) {
        QTest::addRow("%s", name.constData()) << arguments << said;
    };
    row("no command", {}, "a command is missing");
    row("unknown command", {u"paint"_s}, "'paint'");
    row("unknown option", {u"info"_s, u"--colour"_s, u"a.csv"_s}, "--colour");
    row("no file", {u"info"_s}, "FILE");
    row("no model", {u"train"_s, u"a.csv"_s}, "--model");
    row("no scores", {u"score"_s, u"a.csv"_s, u"--model"_s, u"m"_s}, "--out");
    const QStringList two{u"score"_s, u"a.csv"_s, u"b.csv"_s, u"--model"_s, u"m"_s};
    row("no folder for two", two, "--out-dir is required");
    row("one file for two", two + QStringList{u"--out"_s, u"s.csv"_s}, "--out-dir");
    row("two on standard output", two + QStringList{u"--out"_s, u"-"_s}, "--out-dir");
    row("file and folder",
        {u"score"_s, u"a.csv"_s, u"--model"_s, u"m"_s, u"--out"_s, u"s"_s, u"--out-dir"_s, u"d"_s},
        "--out-dir");
    row("no job", two + QStringList{u"--out-dir"_s, u"d"_s, u"--jobs"_s, u"0"_s}, "--jobs");
    row("jobs for one file",
        {u"score"_s, u"a.csv"_s, u"--model"_s, u"m"_s, u"--out"_s, u"s"_s, u"--jobs"_s, u"2"_s},
        "--out-dir");
    row("no labels", {u"evaluate"_s, u"s.csv"_s}, "--labels");
    const QStringList train{u"train"_s, u"a.csv"_s, u"--model"_s, u"m"_s};
    row("preset", train + QStringList{u"--preset"_s, u"best"_s}, "best");
    row("copula", train + QStringList{u"--copula"_s, u"clayton"_s}, "clayton");
    row("device", train + QStringList{u"--device"_s, u"tpu"_s}, "tpu");
    row("seed", train + QStringList{u"--seed"_s, u"one"_s}, "one");
    for (const char* seed : {"-1", "010", "1e3", "0x10", "99999999999999999999999"})
        row("seed " + QByteArray(seed), train + QStringList{u"--seed"_s, QLatin1String(seed)},
            "'" + QByteArray(seed) + "' is no seed");
    row("sample's seed", {u"sample"_s, u"folder"_s, u"--seed=-1"_s}, "'-1' is no seed");
    for (const char* threshold : {"nan", "inf", "high"})
        row("threshold " + QByteArray(threshold),
            {u"incidents"_s, u"a.csv"_s, u"--model"_s, u"m"_s, u"--threshold"_s,
             QLatin1String(threshold)},
            "'" + QByteArray(threshold) + "' is no threshold");
    row("two texts on standard output",
        {u"score"_s, u"a.csv"_s, u"--model"_s, u"m"_s, u"--out"_s, u"-"_s, u"--json"_s}, "--json");
    row("recording without model",
        {u"evaluate"_s, u"s.csv"_s, u"--labels"_s, u"l.csv"_s, u"--recording"_s, u"r.csv"_s},
        "--model");
    row("learned from without recording",
        {u"evaluate"_s, u"s.csv"_s, u"--labels"_s, u"l.csv"_s, u"--trained-on"_s, u"t.csv"_s},
        "--recording");
    row("threads", train + QStringList{u"--threads"_s, u"-1"_s}, "-1");
    row("span without colon", train + QStringList{u"--normal"_s, u"100"_s}, "'100' is no span");
    row("span reversed", train + QStringList{u"--normal"_s, u"9:3"_s}, "'9:3' is no span");
    row("span empty", train + QStringList{u"--exclude"_s, u"5:5"_s}, "'5:5' is no span");
    row("span in words", train + QStringList{u"--exclude"_s, u"a:b"_s}, "'a:b' is no span");
    row("span negative", train + QStringList{u"--normal=-5:3"_s}, "'-5:3' is no span");
    for (const char* weight : {"3", "a.csv", "a.csv:", ":3", "a.csv:0", "a.csv:-1", "a.csv:2.5",
                               "a.csv:101", "a.csv:99999999999", "a.csv:two"})
        row("weight " + QByteArray(weight),
            train + QStringList{u"--weight"_s, QLatin1String(weight)},
            "'" + QByteArray(weight) + "' is no weight: write FILE:W");
    row("weight of no file", train + QStringList{u"--weight"_s, u"b.csv:3"_s},
        "'b.csv:3' names no FILE");
    row("weighed twice",
        train + QStringList{u"--weight"_s, u"a.csv:3"_s, u"--weight"_s, u"a.csv:2"_s},
        "'a.csv:2' gives that FILE a second weight");
}

void TestCliUsage::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, said);
    const auto run = runCli(arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.out.isEmpty());
    QVERIFY2(run.err.startsWith("dissonance-cli: "), run.err);
    QVERIFY2(run.err.contains(said), run.err);
    QVERIFY2(run.err.contains("--help"), run.err);
}

void TestCliUsage::failures_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("said");
    const auto absent = path(u"absent.csv"_s);
    const auto table = path(u"table.csv"_s);
    const auto foreign = path(u"foreign.model"_s);
    QVERIFY(writeText(table, linkedTable(300, -1)));
    QVERIFY(writeText(foreign, "This is no model.\n"));
    QVERIFY(writeText(path(u"empty.csv"_s), ""));
    const auto row = [](const char* name, const QStringList& arguments, const QString& said) {
        QTest::addRow("%s", name) << arguments << said.toUtf8();
    };
    row("absent recording", {u"info"_s, absent}, absent);
    row("folder", {u"info"_s, m_folder.path()}, m_folder.path());
    row("empty", {u"info"_s, path(u"empty.csv"_s)}, u"empty.csv"_s);
    row("absent model",
        {u"score"_s, table, u"--model"_s, path(u"no.model"_s), u"--out"_s, path(u"s.csv"_s)},
        path(u"no.model"_s));
    row("foreign model", {u"score"_s, table, u"--model"_s, foreign, u"--out"_s, path(u"s.csv"_s)},
        foreign);
    row("unwritable model", {u"train"_s, table, u"--model"_s, path(u"no/where/m"_s)},
        path(u"no/where/m"_s));
    row("unwritable scores",
        {u"score"_s, table, u"--model"_s, foreign, u"--out"_s, path(u"no/where/s"_s)},
        path(u"no/where/s"_s));
    row("span beyond the end",
        {u"train"_s, table, u"--model"_s, path(u"m"_s), u"--normal"_s, u"0:301"_s}, u"0:301"_s);
    row("no score file", {u"evaluate"_s, table, u"--labels"_s, table}, table);
}

void TestCliUsage::failures()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, said);
    const auto before = filesIn(m_folder.path());
    const auto run = runCli(arguments);
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.out.isEmpty());
    QVERIFY2(run.err.startsWith("dissonance-cli: "), run.err);
    QVERIFY2(run.err.contains(said), run.err);
    QVERIFY2(!run.err.contains("bug"), run.err);
    QCOMPARE(filesIn(m_folder.path()), before);
}

void TestCliUsage::sample()
{
    const auto folder = path(u"sample"_s);
    const auto text = runCli({u"sample"_s, folder});
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.err.isEmpty(), text.err);
    QCOMPARE(filesIn(folder), (QStringList{u"sample.csv"_s, u"sample.labels.csv"_s}));
    QFile file(folder + u"/sample.csv"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto first = file.readAll();

    const auto again = runCli({u"sample"_s, folder, u"--json"_s});
    QCOMPARE(again.exitCode, 0);
    const auto json = again.json().object();
    QCOMPARE(json.value("recording"_L1).toString(), folder + u"/sample.csv"_s);
    QCOMPARE(json.value("labels"_L1).toString(), folder + u"/sample.labels.csv"_s);
    const auto normal = json.value("normal"_L1).toArray();
    QCOMPARE(normal.size(), 2);
    QVERIFY(normal[0].toInt() >= 0 && normal[1].toInt() > normal[0].toInt());
    QVERIFY(json.value("samples"_L1).toInt() >= 20000);
    QVERIFY(text.out.contains(QByteArray::number(normal[0].toInt()) + ':'
                              + QByteArray::number(normal[1].toInt())));
    file.close();
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), first); // the same bytes each time
}

void TestCliUsage::infoForPeople()
{
    const auto file = path(u"people.csv"_s);
    QVERIFY(writeText(file,
                      "time,flow [m3/h],still\n"
                      "2026-03-02T10:00:00Z,1.5,7\n2026-03-02T10:00:01Z,oops,7\n"
                      "2026-03-02T10:00:02Z,,7\n2026-03-02T10:00:12Z,4.5,7\n"));
    const auto run = runCli({u"info"_s, file});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.err.isEmpty(), run.err);
    for (const char* part :
         {"people.csv", "Rows           4\n", "UTC", "2026-03-02T10:00:00Z to 2026-03-02T10:00:12Z",
          "one sample every 1 s", "1, the longest of 10 s after sample 2", "Constants      still",
          "Missing cells  2", "m3/h", "1.5", "4.5", "oops"})
        QVERIFY2(run.out.contains(part), (part + ("\n" + run.out)).constData());
    // The columns stand below each other.
    const auto lines = run.out.split('\n');
    const auto heading = std::find_if(lines.begin(), lines.end(), [](const QByteArray& line) {
        return line.startsWith("Channel ");
    });
    QVERIFY(heading != lines.end());
    const auto kind = heading->indexOf("Kind");
    QCOMPARE((heading + 1)->indexOf("number"), kind);
    QCOMPARE((heading + 2)->indexOf("number"), kind);
}

void TestCliUsage::infoForPrograms()
{
    const auto run = runCli({u"info"_s, u"--json"_s, path(u"people.csv"_s)});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.json().array().size(), 1);
    const auto json = run.json().array()[0].toObject();
    QCOMPARE(json.value("rows"_L1).toInt(), 4);
    QCOMPARE(json.value("sha256"_L1).toString().size(), 64);
    QCOMPARE(json.value("problem_count"_L1).toInt(), 1);
    const auto problem = json.value("problems"_L1).toArray()[0].toObject();
    QCOMPARE(problem.value("line"_L1).toInt(), 3);
    QCOMPARE(problem.value("column"_L1).toString(), u"flow"_s);
    QCOMPARE(problem.value("text"_L1).toString(), u"oops"_s);
    const auto time = json.value("time"_L1).toObject();
    QCOMPARE(time.value("samples_per_second"_L1).toDouble(), 1.0);
    QCOMPARE(time.value("gaps"_L1).toArray()[0].toObject().value("length"_L1).toDouble(), 10.0);
    const auto channels = json.value("channels"_L1).toArray();
    QCOMPARE(channels.size(), 2);
    QCOMPARE(channels[0].toObject().value("missing"_L1).toInt(), 2);
    QCOMPARE(channels[0].toObject().value("max"_L1).toDouble(), 4.5);
    QCOMPARE(channels[1].toObject().value("constant"_L1).toBool(), true);
}

void TestCliUsage::infoOfSeveralFiles()
{
    const auto file = path(u"people.csv"_s);
    const auto run = runCli({u"info"_s, u"--json"_s, file, file});
    QCOMPARE(run.json().array().size(), 2);
    // One that cannot be read does not hide the others.
    const auto mixed = runCli({u"info"_s, path(u"absent.csv"_s), file});
    QCOMPARE(mixed.exitCode, 1);
    QVERIFY2(mixed.err.contains("absent.csv"), mixed.err);
    QVERIFY2(mixed.out.startsWith("File"), mixed.out);
    QVERIFY2(mixed.out.contains("Rows           4\n"), mixed.out);
}

QTEST_GUILESS_MAIN(TestCliUsage)
#include "tst_cli_usage.moc"
