#include "tests/cli/cli_process.h"
#include "tests/cli/terminal.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// What a long training shows, and what it leaves behind.
class TestCliProgress : public QObject
{
    Q_OBJECT

private slots:
    void severalNetworks();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

/// Which network learns is told, the line is never longer than the terminal is wide, and alarms
/// merge as far as the longest of the windows asks for.
void TestCliProgress::severalNetworks()
{
    QVERIFY(writeText(path(u"table.csv"_s), linkedTable(700, -1)));
    Terminal terminal;
    terminal.setColumns(120);
    QProcess process;
    process.setStandardErrorFile(terminal.name());
    process.start(QStringLiteral(DISSONANCE_CLI),
                  {u"train"_s, path(u"table.csv"_s), u"--model"_s, path(u"t.model"_s),
                   u"--preset"_s, u"thorough"_s, u"--json"_s});
    qsizetype wide = 0;
    while (!process.waitForFinished(50) && process.state() != QProcess::NotRunning) {
        const auto shown = terminal.text(); // always: a full terminal would stop the program
        if (wide == 0 && shown.contains("training the network 2 of 6, step ")) {
            terminal.setColumns(40);
            wide = shown.size() + 200; // one line may be under way
        }
    }
    const auto shown = terminal.text();
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(wide > 0 && shown.size() > wide + 100, shown);
    QVERIFY2(shown.contains(", loss "), shown);
    QVERIFY2(longestLine(shown.first(wide)) < 120, shown);
    QVERIFY2(longestLine(shown.sliced(wide)) < 40, shown.sliced(wide));
    QVERIFY2(shown.sliced(wide).contains("…"), shown.sliced(wide));
    const auto networks =
        QJsonDocument::fromJson(process.readAllStandardOutput())["networks"_L1].toArray();
    QCOMPARE(networks.size(), 6);
    QVERIFY(networks[5].toObject().value("steps"_L1).toInt() >= 50);
    QVERIFY(networks[5].toObject().value("best_separation"_L1).isDouble());

    // Two false alarms 40 samples apart: beyond two windows of 16, within two of 24.
    QByteArray scores = "sample,time,score,marginal,dependence,flagged\n";
    for (int i = 0; i < 500; ++i)
        scores += QByteArray::number(i) + ',' + QByteArray::number(i) + ".0,1,1,0,"
            + (i == 100 || i == 140 ? "1\n" : "0\n");
    QVERIFY(writeText(path(u"two.csv"_s), scores));
    QVERIFY(writeText(path(u"late.csv"_s), "start,end\n400,450\n"));
    const auto alarms = [this](const QStringList& more) {
        const auto run = runCli(QStringList{u"evaluate"_s, path(u"two.csv"_s), u"--labels"_s,
                                            path(u"late.csv"_s), u"--json"_s}
                                + more);
        return run.json()["false_alarms"_L1].toInt(-1);
    };
    QCOMPARE(alarms({}), 2);
    QCOMPARE(alarms({u"--model"_s, path(u"t.model"_s)}), 1);
}

QTEST_GUILESS_MAIN(TestCliProgress)
#include "tst_cli_progress.moc"
