#include "tests/cli/cli_process.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// Where the commands that use a model ask its network.
class TestCliDevice : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void asksThere_data();
    void asksThere();
    void unknown_data() { asksThere_data(); }
    void unknown();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestCliDevice::initTestCase()
{
    QVERIFY(writeText(path(u"normal.csv"_s), linkedTable(1500, -1)));
    QVERIFY(writeText(path(u"broken.csv"_s), linkedTable(1000, 600)));
    QVERIFY(writeText(path(u"labels.csv"_s), "start,end\n600,700\n"));
    auto run = runCli(
        {u"train"_s, path(u"normal.csv"_s), u"--model"_s, path(u"m"_s), u"--preset"_s, u"quick"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    run = runCli({u"score"_s, path(u"broken.csv"_s), u"--model"_s, path(u"m"_s), u"--out"_s,
                  path(u"scores.csv"_s)});
    QVERIFY2(run.exitCode == 0, run.err);
}

void TestCliDevice::asksThere_data()
{
    QTest::addColumn<QStringList>("command");
    const QStringList used{path(u"broken.csv"_s), u"--model"_s, path(u"m"_s)};
    const auto row = [](const char* name, const QStringList& command) {
        QTest::addRow("%s", name) << QStringList{QString::fromLatin1(name).section(u' ', 0, 0)}
                + command;
    };
    row("score", used + QStringList{u"--out"_s, u"-"_s});
    row("score many", used + QStringList{u"--out-dir"_s, path(u"many"_s), u"--json"_s});
    row("incidents", used + QStringList{u"--json"_s});
    row("explain", used + QStringList{u"--at"_s, u"600:640"_s, u"--json"_s});
    row("watch", used + QStringList{u"--until-idle"_s, u"0.5"_s});
    row("evaluate",
        {path(u"scores.csv"_s), u"--labels"_s, path(u"labels.csv"_s), u"--model"_s, path(u"m"_s),
         u"--json"_s});
}

void TestCliDevice::asksThere()
{
    QFETCH(QStringList, command);
    const auto expected = runCli(command);
    QVERIFY2(expected.exitCode == 0, expected.err);
    QVERIFY(!expected.out.isEmpty());
    const auto onCpu = runCli(command + QStringList{u"--device"_s, u"cpu"_s});
    QVERIFY2(onCpu.exitCode == 0, onCpu.err);
    QCOMPARE(onCpu.out, expected.out);

    // This model has no network: with a card the same, without one a refusal.
    const auto onCuda = runCli(command + QStringList{u"--device"_s, u"cuda"_s});
    if (onCuda.exitCode == 0) {
        QCOMPARE(onCuda.out, expected.out);
        return;
    }
    QCOMPARE(onCuda.exitCode, 1);
    QVERIFY2(onCuda.err.contains("LibTorch finds no CUDA device; use the CPU (--device cpu)"),
             onCuda.err);
    QVERIFY(onCuda.out.isEmpty());
    const auto wherever = runCli(command + QStringList{u"--device"_s, u"auto"_s});
    QVERIFY2(wherever.exitCode == 0, wherever.err);
    QCOMPARE(wherever.out, expected.out);
}

void TestCliDevice::unknown()
{
    QFETCH(QStringList, command);
    const auto run = runCli(command + QStringList{u"--device"_s, u"tpu"_s});
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.err.contains("tpu"), run.err);
}

QTEST_GUILESS_MAIN(TestCliDevice)
#include "tst_cli_device.moc"
