#include "tests/ui/window_fixture.h"
#include "ui/models/channel_model.h"
#include "ui/settings/settings.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/start_page.h"
#include "ui/views/tracks_view.h"

#include <QAction>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QStyleOptionViewItem>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// The real window with real events: opening files, and what it then shows.
class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void startsEmptyAndSaysWhatToDo();
    void opensByDialog();
    void opensByDrop();
    void listsWhatCannotBeRead();
    void filtersAndChecksChannels();
    void everyActionHasAName();

private:
    SampleFolder m_sample;
};

void TestMainWindow::initTestCase()
{
    QVERIFY(m_sample.isWritten());
    QFile broken(m_sample.file("broken.csv"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("time,a,b\n0,1,2\n1,oops,3\n2,2,4\n3,3,5\n");
    QFile empty(m_sample.file("empty.csv"));
    QVERIFY(empty.open(QIODevice::WriteOnly));
}

void TestMainWindow::startsEmptyAndSaysWhatToDo()
{
    WindowFixture fixture;
    QVERIFY(fixture.window.findChild<StartPage*>()->isVisible());
    QVERIFY(!fixture.find<PlotsArea>()->isVisible());
    for (const char* name : {"train", "score", "saveModel", "exportScores", "nextIncident"})
        QVERIFY2(!fixture.find<QAction>(name)->isEnabled(), name);
    QVERIFY(fixture.find<QAction>("open")->isEnabled());
    QVERIFY(fixture.find<QLabel>("device")->text().startsWith(u"CPU, "));
    // The sample is one click away.
    const auto buttons = fixture.window.findChild<StartPage*>()->findChildren<QPushButton*>();
    const auto isSample = [](const QPushButton* button) {
        return button->text().contains(u"sample"_s);
    };
    const auto it = std::find_if(buttons.begin(), buttons.end(), isSample);
    QVERIFY(it != buttons.end());
    QTest::mouseClick(*it, Qt::LeftButton);
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current());
    QVERIFY(fixture.find<PlotsArea>()->isVisible());
    QCOMPARE(fixture.session.current()->suggestedNormal.size(), std::size_t(1));
}

void TestMainWindow::opensByDialog()
{
    WindowFixture fixture;
    QTest::keyClick(&fixture.window, Qt::Key_O, Qt::ControlModifier);
    auto* dialog = fixture.find<QFileDialog>("openDialog");
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    dialog->setDirectory(QFileInfo(m_sample.file("sample.csv")).path());
    dialog->selectFile(u"sample.csv"_s);
    auto* edit = dialog->findChild<QLineEdit*>(u"fileNameEdit"_s);
    QVERIFY(edit);
    edit->setText(m_sample.file("sample.csv"));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current());
    QVERIFY(fixture.window.windowTitle().startsWith(u"sample.csv"));
    QVERIFY(fixture.session.current()->recording->channelCount() >= 12);
    QCOMPARE(fixture.session.recordings().size(), std::size_t(1));
    const auto recent = Settings().recentFiles();
    QVERIFY(!recent.isEmpty() && recent.front().endsWith(u"sample.csv"));
}

void TestMainWindow::opensByDrop()
{
    WindowFixture fixture;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_sample.file("sample.csv")),
                  QUrl::fromLocalFile(m_sample.file("broken.csv"))});
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&fixture.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&fixture.window, &drop);
    QVERIFY(fixture.settle());
    QCOMPARE(fixture.session.recordings().size(), std::size_t(2));
}

void TestMainWindow::listsWhatCannotBeRead()
{
    WindowFixture fixture;
    auto* message = fixture.window.findChild<MessageBar*>();
    fixture.window.openFiles({m_sample.file("empty.csv")});
    QVERIFY(fixture.settle());
    QVERIFY(message->isVisible());
    QVERIFY2(message->text().contains(u"empty.csv"), qPrintable(message->text()));
    QVERIFY(!fixture.session.current());
    QTest::keyClick(&fixture.window, Qt::Key_Escape);
    QVERIFY(!message->isVisible());

    // A bad cell does not stop the load; it is listed with its line and column.
    fixture.window.openFiles({m_sample.file("broken.csv")});
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current());
    const auto* problems = fixture.window.findChild<ProblemsPanel*>();
    const auto* table = problems->findChild<QTableView*>();
    bool found = false;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        QString line;
        for (int column = 0; column < table->model()->columnCount(); ++column)
            line += table->model()->index(row, column).data().toString() + u' ';
        found = found || (line.contains(u"oops") && line.contains(u'3'));
    }
    QVERIFY(found);
}

void TestMainWindow::filtersAndChecksChannels()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QTest::keyClick(&fixture.window, Qt::Key_F, Qt::ControlModifier);
    auto* dock = fixture.find<QWidget>("channels");
    auto* filter = dock->findChild<QLineEdit*>();
    auto* tree = dock->findChild<QTreeView*>();
    const int before = tree->model()->rowCount();
    const auto name = QString::fromStdString(fixture.session.current()->recording->channel(0).name);
    QTest::keyClicks(filter, name);
    QVERIFY(tree->model()->rowCount() < before);
    QVERIFY(tree->model()->rowCount() >= 1);
    filter->clear();
    QCOMPARE(tree->model()->rowCount(), before);

    // A click on the box of the second channel takes its track away, another brings it back.
    const auto* model = fixture.window.findChild<ChannelsPanel*>()->model();
    const auto shown = model->shown();
    QStyleOptionViewItem option;
    option.initFrom(tree);
    const auto index = tree->model()->index(1, 0);
    option.rect = tree->visualRect(index);
    option.features = QStyleOptionViewItem::HasCheckIndicator | QStyleOptionViewItem::HasDisplay
        | QStyleOptionViewItem::HasDecoration;
    const auto box =
        tree->style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, tree);
    auto* tracks = fixture.find<TracksView>("tracks");
    const auto drawn = tracks->grab().toImage();
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, box.center());
    QCOMPARE(model->shown().size(), shown.size() - 1);
    QVERIFY(tracks->grab().toImage() != drawn);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, box.center());
    QVERIFY(model->shown() == shown);
}

void TestMainWindow::everyActionHasAName()
{
    WindowFixture fixture;
    QSet<QKeySequence> keys;
    const auto actions = fixture.window.actions();
    for (const auto* action : actions) {
        if (action->objectName().isEmpty() || action->isSeparator())
            continue;
        QVERIFY(!action->text().isEmpty());
        QVERIFY(!action->statusTip().isEmpty());
        const auto shortcuts = action->shortcuts();
        for (const auto& key : shortcuts) {
            QVERIFY2(!keys.contains(key), qPrintable(key.toString()));
            keys.insert(key);
        }
    }
    // The tool bar fits at 1280 pixels without a chevron.
    const auto* extension =
        fixture.window.findChild<QToolBar*>()->findChild<QToolButton*>(u"qt_toolbar_ext_button"_s);
    QVERIFY(!extension || !extension->isVisible());
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_main_window.moc"
