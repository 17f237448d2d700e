#include "tests/cli/cli_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// Thresholds by the false alarms that one will have.
class TestCliPromises : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void promisedAlarms();
    void promisesThatExclude_data();
    void promisesThatExclude();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    CliRun score(const QString& file, const QString& out, const QStringList& more) const
    {
        return runCli(QStringList{u"score"_s, path(file), u"--model"_s, path(u"quick.model"_s),
                                  u"--out"_s, path(out)}
                      + more);
    }

    QTemporaryDir m_folder;
};

void TestCliPromises::initTestCase()
{
    QVERIFY(writeText(path(u"table.csv"_s), linkedTable(6000, 5400)));
    const auto run = runCli({u"train"_s, path(u"table.csv"_s), u"--model"_s, path(u"quick.model"_s),
                             u"--preset"_s, u"quick"_s, u"--normal"_s, u"0:5000"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.out.contains("block bootstrap"), run.out);
}

/// A rate of false alarms sets the threshold: of the model when it is trained, and of one run.
void TestCliPromises::promisedAlarms()
{
    const auto train = [&](const QStringList& promise) {
        return runCli(QStringList{u"train"_s, path(u"table.csv"_s), u"--model"_s,
                                  path(u"promised.model"_s), u"--preset"_s, u"quick"_s,
                                  u"--normal"_s, u"0:5000"_s, u"--json"_s}
                      + promise);
    };
    const auto trained = train({u"--alarms-per-1000"_s, u"4"_s});
    QVERIFY2(trained.exitCode == 0, trained.err);
    const auto card = trained.json().object();
    QVERIFY(card.value("threshold_rule"_L1).toString().startsWith(u"One false alarm in 250 "_s));
    const auto alarms = card.value("alarms_per_1000"_L1).toObject();
    QVERIFY(qAbs(alarms.value("expected"_L1).toDouble() - 4.0) < 1e-9);

    const auto incidents = [&](const QString& model, const QStringList& more) {
        return runCli(QStringList{u"incidents"_s, path(u"table.csv"_s), u"--model"_s, path(model),
                                  u"--json"_s}
                      + more)
            .json()
            .object()
            .value("threshold"_L1)
            .toDouble();
    };
    const double own = incidents(u"promised.model"_s, {});
    QCOMPARE(own, card.value("threshold"_L1).toDouble());
    QCOMPARE(incidents(u"quick.model"_s, {u"--alarms-per-1000"_s, u"4"_s}), own);
    QVERIFY(incidents(u"quick.model"_s, {u"--alarms-per-day"_s, u"0.01"_s}) > own);
    const auto scored =
        score(u"table.csv"_s, u"promised.csv"_s, {u"--alarms-per-1000"_s, u"4"_s, u"--json"_s});
    QCOMPARE(scored.json().object().value("threshold"_L1).toDouble(), own);
}

void TestCliPromises::promisesThatExclude_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("named");
    QTest::addRow("two rates") << QStringList{u"--alarms-per-day"_s, u"1"_s, u"--alarms-per-1000"_s,
                                              u"1"_s}
                               << QByteArray("excludes");
    QTest::addRow("rate and threshold")
        << QStringList{u"--threshold"_s, u"1"_s, u"--alarms-per-1000"_s, u"1"_s}
        << QByteArray("excludes");
    QTest::addRow("none at all") << QStringList{u"--alarms-per-day"_s, u"0"_s}
                                 << QByteArray("above 0");
    QTest::addRow("no number") << QStringList{u"--alarms-per-1000"_s, u"nan"_s}
                               << QByteArray("no rate of alarms");
}

void TestCliPromises::promisesThatExclude()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, named);
    const auto run = score(u"table.csv"_s, u"never.csv"_s, options);
    QVERIFY(run.exitCode != 0);
    QVERIFY2(run.err.contains(named), run.err);
    QVERIFY(!QFile::exists(path(u"never.csv"_s)));
}

QTEST_GUILESS_MAIN(TestCliPromises)
#include "tst_cli_promises.moc"
