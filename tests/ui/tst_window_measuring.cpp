#include "tests/ui/plot_fixture.h"
#include "tests/ui/window_fixture.h"
#include "ui/models/statistics_model.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/statistics_panel.h"
#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"
#include "ui/views/time_navigation.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QTableView>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// Cursors A and B, and the numbers of what lies between them.
class TestWindowMeasuring : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keysPutCursorsAtThePointer();
    void cursorsAreDragged();
    void numbersAreOfTheSpan();
    void numbersAreCopied();
    void modelIsSound();

private:
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    void open(WindowFixture& fixture) const;

    QTemporaryDir m_folder;
};

namespace {

int xOf(const QWidget& view, const SharedTime& time, std::ptrdiff_t sample)
{
    return int(std::lround(visibleScale(time, view.width()).xOf(time.timeOf(sample))));
}

QString cell(const StatisticsModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

StatisticsModel& showStatistics(WindowFixture& fixture)
{
    auto* dock = fixture.find<QDockWidget>("statisticsDock");
    dock->show();
    dock->raise();
    return *fixture.find<StatisticsPanel>()->model();
}

} // namespace

void TestWindowMeasuring::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    QFile table(file("ramp.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    // A ramp of 2 V a second, a square of 0 and 1 with every tenth value missing, and a state.
    table.write("time [s],ramp [V],square,mode\n");
    for (int i = 0; i < 1000; ++i)
        table.write(QByteArray::number(0.5 * i) + ',' + QByteArray::number(i) + ','
                    + (i % 10 == 9 ? QByteArray() : QByteArray::number(i % 2))
                    + (i < 500 ? ",idle\n" : ",busy\n"));
}

void TestWindowMeasuring::open(WindowFixture& fixture) const
{
    fixture.window.openFiles({file("ramp.csv")});
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current());
}

void TestWindowMeasuring::keysPutCursorsAtThePointer()
{
    WindowFixture fixture;
    QVERIFY(!fixture.find<QAction>("markA")->isEnabled());
    open(fixture);
    auto& time = fixture.find<PlotsArea>()->time();
    auto* tracks = fixture.find<QWidget>("tracks");
    const auto put = [&](std::ptrdiff_t sample, Qt::Key key) {
        fixture::moveTo(*tracks, {xOf(*tracks, time, sample), 60});
        const auto there = time.cursor();
        QTest::keyClick(tracks, key);
        return there;
    };
    const auto a = put(300, Qt::Key_A);
    const auto b = put(700, Qt::Key_B);
    QVERIFY(a && b);
    QCOMPARE(time.mark(SharedTime::A), a);
    QCOMPARE(time.mark(SharedTime::B), b);
    QTest::keyClick(tracks, Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!time.mark(SharedTime::A) && !time.mark(SharedTime::B));
    QVERIFY(!fixture.find<QAction>("clearMarks")->isEnabled());
}

void TestWindowMeasuring::cursorsAreDragged()
{
    WindowFixture fixture;
    open(fixture);
    auto& time = fixture.find<PlotsArea>()->time();
    auto* tracks = fixture.find<QWidget>("tracks");
    const auto before = std::pair(time.lower(), time.upper());
    time.setMark(SharedTime::A, 300);
    const QPoint from(xOf(*tracks, time, 300), 60);
    const QPoint to(xOf(*tracks, time, 500), 60);
    fixture::drag(*tracks, from, to);
    QVERIFY(std::abs(*time.mark(SharedTime::A) - 500) <= 2); // of 1000 samples on 700 pixels
    QVERIFY(std::pair(time.lower(), time.upper()) == before); // it is no pan
    // Esc puts it back.
    const auto there = *time.mark(SharedTime::A);
    fixture::dragAndEscape(*tracks, {xOf(*tracks, time, there), 60}, from);
    QCOMPARE(*time.mark(SharedTime::A), there);
    time.zoom(0.5, time.first());
    fixture::drag(*tracks, {400, 60}, {350, 60}); // elsewhere a drag pans as ever
    QVERIFY(time.lower() > time.first());
    QCOMPARE(*time.mark(SharedTime::A), there);
}

void TestWindowMeasuring::numbersAreOfTheSpan()
{
    WindowFixture fixture;
    open(fixture);
    auto& model = showStatistics(fixture);
    auto& time = fixture.find<PlotsArea>()->time();
    const auto* headline = fixture.find<QLabel>("statisticsSpan");
    using S = StatisticsModel;
    QCOMPARE(model.rowCount(), 3);
    QTRY_COMPARE(cell(model, 0, S::MaxColumn), u"999"_s);
    QVERIFY(headline->text().startsWith(u"Visible"_s));
    time.setSelection(SampleSpan{100, 201});
    QTRY_COMPARE(cell(model, 0, S::MaxColumn), u"200"_s);
    QVERIFY(headline->text().startsWith(u"Selected"_s));
    time.setMark(SharedTime::A, 10);
    time.setMark(SharedTime::B, 110);
    QTRY_COMPARE(cell(model, 0, S::MaxColumn), u"110"_s);
    QCOMPARE(cell(model, 0, S::MinColumn), u"10"_s);
    QCOMPARE(cell(model, 0, S::MeanColumn), u"60"_s);
    QCOMPARE(cell(model, 0, S::SlopeColumn), u"2"_s);
    QCOMPARE(cell(model, 0, S::MissingColumn), u"0"_s);
    QCOMPARE(cell(model, 0, S::ChangeColumn), u"100"_s);
    QCOMPARE(cell(model, 0, S::RateColumn), u"2"_s);
    QCOMPARE(cell(model, 1, S::MissingColumn), u"10"_s);
    QCOMPARE(cell(model, 2, S::AtAColumn), u"idle"_s);
    QCOMPARE(cell(model, 2, S::MeanColumn), QString());
    QVERIFY2(headline->text().contains(u"Δt 50 s, 100 samples"_s), qPrintable(headline->text()));
}

void TestWindowMeasuring::numbersAreCopied()
{
    WindowFixture fixture;
    open(fixture);
    auto& model = showStatistics(fixture);
    auto& time = fixture.find<PlotsArea>()->time();
    time.setMark(SharedTime::A, 10);
    time.setMark(SharedTime::B, 110);
    QTRY_COMPARE(cell(model, 0, StatisticsModel::MaxColumn), u"110"_s);
    auto* table = fixture.find<QTableView>("statistics");
    table->setFocus();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    auto lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines[0].startsWith(u"Channel\tUnit\tAt A"_s));
    QVERIFY2(lines[1].startsWith(u"ramp\tV\t10\t110\t100\t2\t10\t110\t60\t29.3"_s),
             qPrintable(lines[1]));
    // A row that is selected alone.
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(model.index(1, 0)).center());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[1].startsWith(u"square"_s));
}

void TestWindowMeasuring::modelIsSound()
{
    StatisticsModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto recording = fixture::sines(5, 200'000);
    model.setRecording(recording);
    model.setChannels({0, 1, 2});
    model.setSpan(SampleSpan{0, 200'000});
    model.setChannels({1, 4});
    model.setCursors({5, 99'999});
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(cell(model, 1, StatisticsModel::MaxColumn), u"5"_s); // a sine about 4
    model.setSpan(std::nullopt);
    QCOMPARE(cell(model, 1, StatisticsModel::MaxColumn), QString());
    model.setRecording(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestWindowMeasuring test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window_measuring.moc"
