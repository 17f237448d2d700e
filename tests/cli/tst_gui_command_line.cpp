#include "tests/support/temp_folder.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace dissonance::testing;
using namespace Qt::StringLiterals;

/// The window's program as a shell starts it.
class TestGuiCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void textNeedsNoDisplay_data();
    void textNeedsNoDisplay();
    void wrongUsage();
    void qtKeepsItsOptions();
    void screenshot();
    void timesItsStart();
    void fileThatIsNotThere();
};

namespace {

struct Run
{
    int exitCode = -1;
    QString out;
    QString err;
};

Run run(const QStringList& arguments, bool display)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    if (display)
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    process.setProcessEnvironment(environment);
    process.start(QString::fromLatin1(DISSONANCE_GUI), arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

void TestGuiCommandLine::textNeedsNoDisplay_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("expected");
    QTest::addRow("help") << u"--help"_s << u"Usage: dissonance "_s;
    QTest::addRow("help on measuring") << u"-h"_s << u"--time-start"_s;
    QTest::addRow("version") << u"--version"_s << QString::fromLatin1(DISSONANCE_VERSION);
}

void TestGuiCommandLine::textNeedsNoDisplay()
{
    QFETCH(QString, option);
    QFETCH(QString, expected);
    const auto result = run({option}, false);
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.out.contains(expected), qPrintable(result.out));
    QCOMPARE(result.err, QString());
}

void TestGuiCommandLine::wrongUsage()
{
    for (const auto& arguments :
         {QStringList{u"--no-such-option"_s}, QStringList{u"--size"_s, u"large"_s},
          QStringList{u"--theme"_s, u"pink"_s}, QStringList{u"--device"_s, u"tpu"_s},
          QStringList{u"--device"_s, u"auto"_s}}) {
        const auto result = run(arguments, false);
        QCOMPARE(result.exitCode, 2);
        QCOMPARE(result.out, QString());
        QVERIFY2(result.err.contains(u"--help"), qPrintable(result.err));
    }
}

void TestGuiCommandLine::qtKeepsItsOptions()
{
    const auto result =
        run({u"-platform"_s, u"offscreen"_s, u"--style=fusion"_s, u"--time-start"_s}, false);
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
}

void TestGuiCommandLine::screenshot()
{
    const TempFolder folder;
    const auto table = folder.write("table.csv", "time,a,b\n0,1,2\n1,2,4\n2,3,3\n");
    const auto picture = QString::fromStdString(folder.path("window.png").string());
    const auto result = run({u"--size"_s, u"1280x800"_s, u"--screenshot"_s, picture,
                             QString::fromStdString(table.string())},
                            true);
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QCOMPARE(QImage(picture).size(), QSize(1280, 800));
}

void TestGuiCommandLine::timesItsStart()
{
    const auto result = run({u"--time-start"_s}, true);
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    static const QRegularExpression form(u"^usable after (\\d+) ms\n$"_s);
    const auto match = form.match(result.out);
    QVERIFY2(match.hasMatch(), qPrintable(result.out));
    qInfo("usable after %d ms", match.captured(1).toInt());
}

void TestGuiCommandLine::fileThatIsNotThere()
{
    const TempFolder folder;
    const auto picture = QString::fromStdString(folder.path("window.png").string());
    const auto absent = QString::fromStdString(folder.path("absent.csv").string());
    const auto result = run({u"--screenshot"_s, picture, absent}, true);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(u"absent.csv"), qPrintable(result.err));
    QVERIFY(!QFile::exists(picture));
}

QTEST_MAIN(TestGuiCommandLine)
#include "tst_gui_command_line.moc"
