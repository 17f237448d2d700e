#include "engine/io/score_csv.h"
#include "engine/sample/sample_incident.h"
#include "tests/ui/heartbeat.h"
#include "tests/ui/window_fixture.h"
#include "ui/models/channel_model.h"
#include "ui/models/incident_model.h"
#include "ui/settings/settings.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/inspection.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/start_page.h"
#include "ui/shell/train_dialog.h"
#include "ui/views/dependency_heatmap.h"
#include "ui/views/pair_view.h"
#include "ui/views/score_track_view.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyleOptionViewItem>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// Whole flows through the real window with real events: what a user does in the first five
/// minutes.
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
    void trainsOnADraggedSpan();
    void inspectsAnIncidentAndAPair();
    void movesTheThreshold();
    void savesAndLoadsTheModel();
    void exportsTheScores();
    void cancelsTraining();
    void asksBeforeAModelIsLost();
    void everyActionHasAName();

private:
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    bool openSample(WindowFixture& fixture);
    bool train(WindowFixture& fixture);

    QTemporaryDir m_folder;
    SampleSpan m_normal;
};

namespace {

QPoint at(const QWidget* widget, double x, double y)
{
    return {int(widget->width() * x), int(widget->height() * y)};
}

void drag(QWidget* widget, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers)
{
    QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
    for (int i = 1; i <= 8; ++i) {
        const auto point = from + (to - from) * i / 8;
        QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
}

} // namespace

void TestMainWindow::initTestCase()
{
    const std::filesystem::path folder = m_folder.path().toStdString();
    QVERIFY(writeSampleIncident(folder, {}, {}));
    m_normal = makeSampleIncident().normal;
    QFile broken(file("broken.csv"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("time,a,b\n0,1,2\n1,oops,3\n2,2,4\n3,3,5\n");
    QFile empty(file("empty.csv"));
    QVERIFY(empty.open(QIODevice::WriteOnly));
}

bool TestMainWindow::openSample(WindowFixture& fixture)
{
    fixture.window.openFiles({file("sample.csv")});
    return fixture.settle() && fixture.session.current() != nullptr;
}

bool TestMainWindow::train(WindowFixture& fixture)
{
    auto config = configFor(Preset::Quick);
    fixture.session.train({{m_normal}, {}, config});
    return fixture.settle() && fixture.session.detector() != nullptr;
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
    dialog->setDirectory(m_folder.path());
    dialog->selectFile(u"sample.csv"_s);
    auto* edit = dialog->findChild<QLineEdit*>(u"fileNameEdit"_s);
    QVERIFY(edit);
    edit->setText(file("sample.csv"));
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
    data.setUrls(
        {QUrl::fromLocalFile(file("sample.csv")), QUrl::fromLocalFile(file("broken.csv"))});
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
    fixture.window.openFiles({file("empty.csv")});
    QVERIFY(fixture.settle());
    QVERIFY(message->isVisible());
    QVERIFY2(message->text().contains(u"empty.csv"), qPrintable(message->text()));
    QVERIFY(!fixture.session.current());
    QTest::keyClick(&fixture.window, Qt::Key_Escape);
    QVERIFY(!message->isVisible());

    // A bad cell does not stop the load; it is listed with its line and column.
    fixture.window.openFiles({file("broken.csv")});
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
    QVERIFY(openSample(fixture));
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

void TestMainWindow::trainsOnADraggedSpan()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    auto* score = fixture.find<ScoreTrackView>("score");
    QVERIFY(!fixture.find<QAction>("trainOnSpan")->isEnabled());
    drag(score, at(score, 0.3, 0.5), at(score, 0.5, 0.5), Qt::ShiftModifier);
    QVERIFY(time.selection());
    const auto selected = *time.selection();
    QVERIFY(selected.size() > 1000);
    QVERIFY(fixture.find<QAction>("trainOnSpan")->isEnabled());

    QTest::keyClick(&fixture.window, Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = fixture.window.findChild<TrainDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    auto* normal = dialog->findChild<QLineEdit*>(u"normalSpans"_s);
    QCOMPARE(normal->text(), u"%1:%2"_s.arg(selected.first).arg(selected.last));
    // As numbers, too: what is wrong is said, and nothing can be started.
    normal->setText(u"200:100"_s);
    auto* start = dialog->findChild<QPushButton*>(u"train"_s);
    QVERIFY(!start->isEnabled());
    normal->setText(u"%1:%2"_s.arg(m_normal.first).arg(m_normal.last));
    QVERIFY(start->isEnabled());
    auto* preset = dialog->findChild<QComboBox*>(u"preset"_s);
    preset->setCurrentIndex(preset->findData(int(Preset::Default)));
    QSignalSpy steps(&fixture.session, &Session::trainingStepped);
    QTest::mouseClick(start, Qt::LeftButton);
    QVERIFY(fixture.session.isTraining());
    QVERIFY(fixture.settle(120));
    QVERIFY(fixture.session.detector());
    QVERIFY(steps.count() > 10);
    QVERIFY(!dialog->isVisible());
    QVERIFY(fixture.session.current()->scores);
    QVERIFY(!fixture.session.current()->incidents.empty());
}

void TestMainWindow::inspectsAnIncidentAndAPair()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    const auto& incidents = fixture.session.current()->incidents;
    QVERIFY(incidents.size() >= 2);
    // The list is filled and ranked; a click jumps there.
    auto* table = fixture.window.findChild<IncidentsPanel*>()->findChild<QTableView*>();
    QCOMPARE(table->model()->rowCount(), int(incidents.size()));
    const auto row = table->visualRect(table->model()->index(1, 0));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, row.center());
    auto& inspection = fixture.window.inspection();
    QCOMPARE(inspection.incident(), 1);
    auto& time = fixture.find<PlotsArea>()->time();
    const auto span = incidents[1].span;
    QVERIFY(time.lower() <= time.timeOf(span.first) && time.upper() >= time.timeOf(span.last));
    QVERIFY(time.upper() - time.lower() < time.last() - time.first());
    QVERIFY(fixture.settle());
    QVERIFY(inspection.explanation());
    QVERIFY(!inspection.explanation()->ranked.empty());

    // Another cell of the heatmap shows another pair.
    auto* heatmap = fixture.window.findChild<DependencyHeatmap*>();
    QVERIFY(heatmap && heatmap->isVisible());
    QSignalSpy activated(heatmap, &DependencyHeatmap::pairActivated);
    for (double x = 0.9; x > 0.2 && activated.isEmpty(); x -= 0.05)
        for (double y = 0.2; y < 0.9 && activated.isEmpty(); y += 0.05)
            QTest::mouseClick(heatmap, Qt::LeftButton, {}, at(heatmap, x, y));
    QVERIFY(!activated.isEmpty());
    QVERIFY(fixture.settle());
    QVERIFY(inspection.pair());
    QCOMPARE(QString::fromStdString(inspection.pair()->first), activated.last().at(0).toString());
    QCOMPARE(QString::fromStdString(inspection.pair()->second), activated.last().at(1).toString());

    // N and P walk the list.
    QTest::keyClick(&fixture.window, Qt::Key_P);
    QCOMPARE(inspection.incident(), 0);
    QTest::keyClick(&fixture.window, Qt::Key_N);
    QCOMPARE(inspection.incident(), 1);
    QVERIFY(fixture.settle());
    // The scatter has the room that it asks for.
    auto* shown = fixture.window.findChild<PairView*>();
    QTRY_VERIFY(shown->height() >= shown->heightForWidth(shown->width()));
    QVERIFY(shown->height() > 200);
}

void TestMainWindow::movesTheThreshold()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    const auto* entry = fixture.session.current();
    const auto before = entry->incidents.size();
    auto* slider = fixture.find<QSlider>("threshold");
    QVERIFY(slider->isEnabled());
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_End);
    QVERIFY(entry->threshold > entry->scores->threshold);
    QVERIFY(entry->incidents.size() <= before);
    QVERIFY(fixture.find<QAction>("resetThreshold")->isEnabled());
    fixture.find<QAction>("resetThreshold")->trigger();
    QCOMPARE(entry->threshold, entry->scores->threshold);
    QCOMPARE(entry->incidents.size(), before);
    QVERIFY(fixture.settle());
}

void TestMainWindow::savesAndLoadsTheModel()
{
    const auto model = file("pump.dissonance");
    std::vector<double> total;
    {
        WindowFixture fixture;
        QVERIFY(openSample(fixture));
        QVERIFY(train(fixture));
        total = fixture.session.current()->scores->samples.total;
        QVERIFY(fixture.session.hasUnsavedModel());
        QTest::keyClick(&fixture.window, Qt::Key_S, Qt::ControlModifier);
        auto* dialog = fixture.find<QFileDialog>("saveModelDialog");
        QVERIFY(dialog);
        auto* edit = dialog->findChild<QLineEdit*>(u"fileNameEdit"_s);
        QVERIFY(edit);
        edit->setText(model);
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(fixture.settle());
        QVERIFY(!fixture.session.hasUnsavedModel());
        QVERIFY(QFile::exists(model));
    }
    WindowFixture fixture;
    fixture.window.openFiles({model, file("sample.csv")});
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current() && fixture.session.current()->scores);
    QCOMPARE(fixture.session.current()->scores->samples.total, total);
}

void TestMainWindow::exportsTheScores()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    const auto scores = file("scores.csv");
    fixture.session.exportScores(scores);
    QVERIFY(fixture.settle());
    const auto read = readScoreCsv(scores.toStdString());
    QVERIFY(read);
    QCOMPARE(read->samples.total.size(), fixture.session.current()->scores->samples.total.size());
    QCOMPARE(read->flagged, fixture.session.current()->scores->flagged);
}

void TestMainWindow::cancelsTraining()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    auto config = configFor(Preset::Thorough);
    const Heartbeat heartbeat;
    fixture.session.train({{m_normal}, {}, config});
    QSignalSpy steps(&fixture.session, &Session::trainingStepped);
    QVERIFY(steps.wait(60000));
    auto* cancel = fixture.find<QToolButton>("cancelJob");
    QTRY_VERIFY(cancel->isVisible());
    QElapsedTimer timer;
    timer.start();
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(fixture.settle());
    // A loaded machine delays every thread, which the heartbeat tells.
    const auto elapsed = timer.elapsed();
    qInfo("training stopped %lld ms after the click; longest stall %lld ms", qlonglong(elapsed),
          qlonglong(heartbeat.longestStall()));
    QVERIFY(elapsed < 200 + heartbeat.longestStall());
    QVERIFY(!fixture.session.detector());
    QVERIFY(!fixture.session.isTraining());
    QVERIFY(fixture.session.current());
}

void TestMainWindow::asksBeforeAModelIsLost()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    QVERIFY(!fixture.window.close());
    auto* box = fixture.find<QMessageBox>("unsavedBox");
    QVERIFY(box && box->isVisible());
    QTest::mouseClick(box->button(QMessageBox::Cancel), Qt::LeftButton);
    QVERIFY(fixture.window.isVisible());
    QTRY_VERIFY(!fixture.find<QMessageBox>("unsavedBox"));
    QVERIFY(!fixture.window.close());
    box = fixture.find<QMessageBox>("unsavedBox");
    QVERIFY(box);
    QTest::mouseClick(box->button(QMessageBox::Discard), Qt::LeftButton);
    QTRY_VERIFY(!fixture.window.isVisible());
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
