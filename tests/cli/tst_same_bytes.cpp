#include "engine/sample/sample_incident.h"
#include "ui/shell/session.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// The window's session and the command line share one engine: the scores that they write for
/// the same recording and model are the same bytes.
class TestSameBytes : public QObject
{
    Q_OBJECT

private slots:
    void scoresOfWindowAndCommandLine_data();
    void scoresOfWindowAndCommandLine();
    void modelsOfWindowAndCommandLineScoreAlike();
};

namespace {

QByteArray contents(const QString& file)
{
    QFile input(file);
    return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray();
}

bool settle(Session& session)
{
    return QTest::qWaitFor([&] { return session.jobs().isIdle(); }, 240'000);
}

int runCli(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QString::fromLatin1(DISSONANCE_CLI), arguments);
    return process.waitForFinished(240'000) ? process.exitCode() : -1;
}

} // namespace

void TestSameBytes::scoresOfWindowAndCommandLine_data()
{
    QTest::addColumn<int>("preset");
    QTest::addRow("quick") << int(Preset::Quick);
    QTest::addRow("default") << int(Preset::Default);
}

void TestSameBytes::scoresOfWindowAndCommandLine()
{
    QFETCH(int, preset);
    const QTemporaryDir folder;
    QVERIFY(writeSampleIncident(folder.path().toStdString(), {}, {}));
    const auto recording = folder.filePath(u"sample.csv"_s);
    const auto model = folder.filePath(u"model.dissonance"_s);
    const auto window = folder.filePath(u"window.csv"_s);
    const auto cli = folder.filePath(u"cli.csv"_s);

    Session session;
    session.open({recording});
    QVERIFY(settle(session));
    session.train({{makeSampleIncident().normal}, {}, configFor(Preset(preset))});
    QVERIFY(settle(session));
    QVERIFY(session.current()->scores);
    session.saveModel(model);
    session.exportScores(window);
    QVERIFY(settle(session));
    // One thread: the bytes do not depend on how many there are.
    QCOMPARE(runCli({u"score"_s, recording, u"--model"_s, model, u"--out"_s, cli, u"--threads"_s,
                     u"1"_s}),
             0);
    const auto bytes = contents(window);
    QVERIFY(bytes.size() > 100'000);
    QVERIFY(bytes == contents(cli));
}

void TestSameBytes::modelsOfWindowAndCommandLineScoreAlike()
{
    const QTemporaryDir folder;
    QVERIFY(writeSampleIncident(folder.path().toStdString(), {}, {}));
    const auto recording = folder.filePath(u"sample.csv"_s);
    const auto model = folder.filePath(u"model.dissonance"_s);
    const auto cli = folder.filePath(u"cli.csv"_s);
    const auto window = folder.filePath(u"window.csv"_s);
    const auto normal = makeSampleIncident().normal;
    QCOMPARE(runCli({u"train"_s, recording, u"--model"_s, model, u"--preset"_s, u"quick"_s,
                     u"--normal"_s, u"%1:%2"_s.arg(normal.first).arg(normal.last)}),
             0);
    QCOMPARE(runCli({u"score"_s, recording, u"--model"_s, model, u"--out"_s, cli}), 0);

    Session session;
    session.open({recording});
    session.loadModel(model);
    QVERIFY(settle(session));
    QVERIFY(session.current()->scores);
    session.exportScores(window);
    QVERIFY(settle(session));
    QVERIFY(contents(window) == contents(cli));
}

QTEST_GUILESS_MAIN(TestSameBytes)
#include "tst_same_bytes.moc"
