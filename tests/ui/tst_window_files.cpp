#include "engine/io/score_csv.h"
#include "tests/ui/window_fixture.h"
#include "ui/models/channel_model.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/start_page.h"
#include "ui/views/shared_time.h"

#include <QAction>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QStatusBar>
#include <QTableView>
#include <QTreeView>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// Files in and out as people do it, with dialogs, menus and boxes.
class TestWindowFiles : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void switchingKeepsChannelsAndZoom();
    void opensFromTheRecentMenu();
    void sampleFromRecentKnowsItsNormalSpan();
    void exportsTheScoresByDialog();
    void loadsAModelByDialog();
    void cancelStopsTheOtherFilesToo();
    void saysHowManyPlacesAreWrong_data();
    void saysHowManyPlacesAreWrong();
    void showsTheLatestMessage();
    void opensWhatFallsOnTheFilter();

private:
    static bool choose(WindowFixture& fixture, const char* dialog, const QString& file);
    static bool clickAction(QWidget* menu, const QString& text);

    SampleFolder m_sample;
};

void TestWindowFiles::initTestCase()
{
    QVERIFY(m_sample.isWritten());
    for (const char* name : {"second.csv", "third.csv", "fourth.csv"})
        QVERIFY(QFile::copy(m_sample.file("sample.csv"), m_sample.file(name)));
}

/// Gives a file dialog that is open a name.
bool TestWindowFiles::choose(WindowFixture& fixture, const char* name, const QString& file)
{
    auto* dialog = fixture.find<QFileDialog>(name);
    auto* edit = dialog ? dialog->findChild<QLineEdit*>(u"fileNameEdit"_s) : nullptr;
    if (!edit || !QTest::qWaitFor([&] { return dialog->isVisible(); }))
        return false;
    edit->setText(file); // typed, the completer's list would take Return
    QTest::keyClick(edit, Qt::Key_Return);
    return true;
}

bool TestWindowFiles::clickAction(QWidget* menu, const QString& text)
{
    if (!QTest::qWaitFor([&] { return menu->isVisible(); }))
        return false;
    const auto actions = menu->actions();
    for (auto* action : actions) {
        auto shown = action->text();
        if (!shown.remove(u'&').contains(text))
            continue;
        const auto* bar = qobject_cast<QMenuBar*>(menu);
        const auto place =
            bar ? bar->actionGeometry(action) : qobject_cast<QMenu*>(menu)->actionGeometry(action);
        QTest::mouseClick(menu, Qt::LeftButton, {}, place.center());
        return true;
    }
    return false;
}

void TestWindowFiles::switchingKeepsChannelsAndZoom()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    fixture.window.openFiles({m_sample.file("second.csv")});
    QVERIFY(fixture.settle());
    auto* panel = fixture.window.findChild<ChannelsPanel*>();
    auto* box = panel->findChild<QComboBox*>();
    auto* tree = panel->findChild<QTreeView*>();
    auto& time = fixture.find<PlotsArea>()->time();
    // The second: without its first channel, the first tenth.
    const auto shown = panel->model()->shown();
    tree->setFocus();
    tree->setCurrentIndex(tree->model()->index(0, 0));
    QTest::keyClick(tree, Qt::Key_Space);
    const auto fewer = panel->model()->shown();
    QCOMPARE(fewer.size(), shown.size() - 1);
    time.setRange(time.first(), time.first() + 0.1 * (time.last() - time.first()));
    const double upper = time.upper();

    box->setFocus();
    QTest::keyClick(box, Qt::Key_Up);
    QCOMPARE(fixture.session.currentIndex(), 0);
    QVERIFY(panel->model()->shown() == shown);
    QCOMPARE(time.upper(), time.last());
    time.setRange(time.last() - 0.2 * (time.last() - time.first()), time.last());
    const double lower = time.lower();

    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(fixture.session.currentIndex(), 1);
    QVERIFY(panel->model()->shown() == fewer);
    QCOMPARE(time.lower(), time.first());
    QCOMPARE(time.upper(), upper);
    QTest::keyClick(box, Qt::Key_Up);
    QVERIFY(panel->model()->shown() == shown);
    QCOMPARE(time.lower(), lower);
    QCOMPARE(time.upper(), time.last());
    QVERIFY(fixture.settle());
}

void TestWindowFiles::opensFromTheRecentMenu()
{
    {
        WindowFixture fixture;
        QVERIFY(m_sample.open(fixture));
    }
    WindowFixture fixture;
    auto* bar = fixture.window.menuBar();
    QVERIFY(clickAction(bar, u"File"_s));
    auto* file = bar->actions().front()->menu();
    QVERIFY(clickAction(file, u"Open Recent"_s));
    const auto menus = file->findChildren<QMenu*>();
    auto* recent = fixture.find<QAction>("clearRecent")->associatedObjects().front();
    QVERIFY(clickAction(qobject_cast<QMenu*>(recent), u"sample.csv"_s));
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current());
    QCOMPARE(fixture.session.current()->file, m_sample.file("sample.csv"));
    // A recording that is just a copy of the sample is nothing special.
    QVERIFY(fixture.session.current()->suggestedNormal.empty());
}

void TestWindowFiles::sampleFromRecentKnowsItsNormalSpan()
{
    {
        WindowFixture fixture;
        fixture.find<QAction>("openSample")->trigger();
        QVERIFY(fixture.settle());
        QVERIFY(fixture.session.current());
    }
    WindowFixture fixture;
    auto* start = fixture.window.findChild<StartPage*>();
    QPushButton* recent = nullptr;
    for (auto* button : start->findChildren<QPushButton*>())
        if (button->text().startsWith(u"sample.csv"_s) && !recent)
            recent = button;
    QVERIFY(recent && recent->isVisible());
    QTest::mouseClick(recent, Qt::LeftButton);
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current());
    QCOMPARE(fixture.session.current()->suggestedNormal.size(), std::size_t(1));
    QVERIFY(fixture.session.current()->suggestedNormal.front() == m_sample.normal());
}

void TestWindowFiles::exportsTheScoresByDialog()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    QTest::keyClick(&fixture.window, Qt::Key_E, Qt::ControlModifier);
    const auto file = m_sample.file("exported.csv");
    QVERIFY(choose(fixture, "exportScoresDialog", file));
    QVERIFY(fixture.settle());
    const auto read = readScoreCsv(file.toStdString());
    QVERIFY(read);
    QCOMPARE(read->flagged, fixture.session.current()->scores->flagged);
}

void TestWindowFiles::loadsAModelByDialog()
{
    const auto file = m_sample.file("loaded.dissonance");
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    const auto trained = fixture.session.detector();
    fixture.session.saveModel(file);
    QVERIFY(fixture.settle());
    QTest::keyClick(&fixture.window, Qt::Key_L, Qt::ControlModifier);
    QVERIFY(choose(fixture, "loadModelDialog", file));
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.detector() && fixture.session.detector() != trained);
    QVERIFY(fixture.session.current()->scoredBy == fixture.session.detector());
    QVERIFY(!fixture.session.hasUnsavedModel());
}

void TestWindowFiles::cancelStopsTheOtherFilesToo()
{
    WindowFixture fixture;
    fixture.window.openFiles({m_sample.file("sample.csv"), m_sample.file("second.csv"),
                              m_sample.file("third.csv"), m_sample.file("fourth.csv")});
    QTest::keyClick(&fixture.window, Qt::Key_Escape);
    QVERIFY(fixture.settle());
    // The first may have been read by then.
    QVERIFY(fixture.session.recordings().size() <= 1);
}

void TestWindowFiles::saysHowManyPlacesAreWrong_data()
{
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<QString>("said");
    QTest::addRow("one") << QByteArray("2") << u"one place could not be read or looks wrong"_s;
    QTest::addRow("two") << QByteArray("oops") << u"2 places could not be read or look wrong"_s;
}

void TestWindowFiles::saysHowManyPlacesAreWrong()
{
    QFETCH(const QByteArray, second);
    QFETCH(const QString, said);
    QFile table(m_sample.file("wrong.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("time,a,b\n0,1,2\n1,oops,3\n2,3," + second + "\n3,3,5\n4,3,5\n");
    table.close();
    WindowFixture fixture;
    fixture.window.openFiles({table.fileName()});
    QVERIFY(fixture.settle());
    const auto message = fixture.window.statusBar()->currentMessage();
    QVERIFY2(message.contains(said), qPrintable(message));
}

void TestWindowFiles::showsTheLatestMessage()
{
    WindowFixture fixture;
    QStringList missing;
    for (int i = 0; i < 30; ++i)
        missing.append(m_sample.file("none").append(QString::number(i)));
    fixture.window.openFiles(missing);
    QVERIFY(fixture.settle());
    auto* bar = fixture.window.findChild<MessageBar*>();
    QTest::mouseClick(bar->findChild<QPushButton*>(), Qt::LeftButton);
    const auto* table = fixture.window.findChild<ProblemsPanel*>()->findChild<QTableView*>();
    QTRY_VERIFY(table->isVisible());
    const auto latest = table->model()->index(29, 0);
    QVERIFY(latest.isValid());
    QTRY_VERIFY(table->viewport()->rect().contains(table->visualRect(latest)));
}

void TestWindowFiles::opensWhatFallsOnTheFilter()
{
    WindowFixture fixture;
    auto* filter = fixture.window.findChild<ChannelsPanel*>()->findChild<QLineEdit*>();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_sample.file("second.csv"))});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(filter, &enter);
    QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(filter, &drop);
    QVERIFY(fixture.settle());
    QVERIFY(filter->text().isEmpty());
    QCOMPARE(fixture.session.recordings().size(), std::size_t(1));
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestWindowFiles test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window_files.moc"
