#include "engine/io/score_csv.h"
#include "tests/ui/heartbeat.h"
#include "tests/ui/window_fixture.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/inspection.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/train_dialog.h"
#include "ui/views/dependency_heatmap.h"
#include "ui/views/pair_view.h"
#include "ui/views/score_track_view.h"
#include "ui/views/shared_time.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QToolButton>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

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

/// From a span to its explanation through the real window: training, incidents, models and scores.
class TestWindowDetector : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void trainsOnADraggedSpan();
    void inspectsAnIncidentAndAPair();
    void usesASpanAsNormal();
    void movesTheThreshold();
    void promisesFalseAlarms();
    void savesAndLoadsTheModel();
    void exportsTheScores();
    void cancelsTraining();
    void asksBeforeAModelIsLost();
    void asksTheModelElsewhere();

private:
    SampleFolder m_sample;
};

void TestWindowDetector::initTestCase()
{
    QVERIFY(m_sample.isWritten());
}

void TestWindowDetector::trainsOnADraggedSpan()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
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
    normal->setText(u"%1:%2"_s.arg(m_sample.normal().first).arg(m_sample.normal().last));
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

void TestWindowDetector::inspectsAnIncidentAndAPair()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
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

// A span that is known to be normal re-centres the model, the scores and what is said of them.
void TestWindowDetector::usesASpanAsNormal()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    auto* action = fixture.find<QAction>("normalSpan");
    auto& time = fixture.find<PlotsArea>()->time();
    time.setSelection(SampleSpan{100, 1100});
    QVERIFY(!action->isEnabled()); // no model yet
    QVERIFY(m_sample.train(fixture));
    QVERIFY(action->isEnabled());
    const auto trained = fixture.session.detector();
    QSignalSpy noticed(&fixture.session, &Session::noticed);
    QTest::keyClick(&fixture.window, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(fixture.settle());
    const auto adapted = fixture.session.detector();
    QVERIFY(adapted != trained && adapted->card().adaptedTo.has_value());
    QCOMPARE(adapted->card().adaptedTo->normal, (std::vector<SampleSpan>{{100, 1100}}));
    QCOMPARE(fixture.session.current()->scoredBy, adapted);
    QVERIFY(noticed.count() > 0);
    QVERIFY(noticed[0][1].toString().contains(u"re-centred on the normal samples 100:1100"_s));
    // It was not saved, and is not lost.
    QTest::keyClick(&fixture.window, Qt::Key_R, Qt::ControlModifier);
    fixture.find<QAction>("previousModel")->trigger();
    QVERIFY(fixture.settle());
    QCOMPARE(fixture.session.detector(), trained);
}

void TestWindowDetector::movesTheThreshold()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
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

void TestWindowDetector::promisesFalseAlarms()
{
    WindowFixture fixture;
    QVERIFY(!fixture.find<QDoubleSpinBox>("alarms")->isVisible());
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    const auto* entry = fixture.session.current();
    const auto& card = entry->scoredBy->card();
    auto* alarms = fixture.find<QDoubleSpinBox>("alarms");
    QVERIFY(alarms->isVisible());
    QVERIFY(qAbs(alarms->value() - 0.5) < 1e-4);
    QVERIFY(alarms->toolTip().contains(u"90 %"_s));

    // Typed, the threshold follows, and the slider with it.
    auto* slider = fixture.find<QSlider>("threshold");
    const auto before = entry->threshold;
    const auto slid = slider->value();
    alarms->setFocus();
    alarms->selectAll();
    QTest::keyClicks(alarms, u"12"_s);
    QCOMPARE(entry->threshold, before); // not yet
    QTest::keyClick(alarms, Qt::Key_Return);
    QCOMPARE(entry->threshold, *promisedThreshold(card, {12.0, true}, false));
    QVERIFY(entry->threshold < before);
    QVERIFY(slider->value() < slid);
    QCOMPARE(alarms->cleanText(), u"12"_s);
    QTest::keyClick(alarms, Qt::Key_Up);
    QVERIFY(alarms->value() > 12.0);

    // Slid, the promise follows; what is too rare to say is not said.
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_End);
    QCOMPARE(alarms->cleanText(), u"<0.001"_s);
    const auto high = entry->threshold;
    alarms->setFocus();
    QTest::keyClick(alarms, Qt::Key_Return);
    QCOMPARE(entry->threshold, high);
    fixture.find<QAction>("resetThreshold")->trigger();
    QVERIFY(qAbs(alarms->value() - 0.5) < 1e-4);
    QVERIFY(fixture.settle());
}

void TestWindowDetector::savesAndLoadsTheModel()
{
    const auto model = m_sample.file("pump.dissonance");
    std::vector<double> total;
    {
        WindowFixture fixture;
        QVERIFY(m_sample.open(fixture));
        QVERIFY(m_sample.train(fixture));
        total = fixture.session.current()->scores->samples.total;
        QVERIFY(fixture.session.hasUnsavedModel());
        QTest::keyClick(&fixture.window, Qt::Key_S, Qt::ControlModifier);
        QVERIFY(fixture.saveModelAs(model));
        QVERIFY(fixture.settle());
        QVERIFY(!fixture.session.hasUnsavedModel());
        QVERIFY(QFile::exists(model));
    }
    WindowFixture fixture;
    fixture.window.openFiles({model, m_sample.file("sample.csv")});
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current() && fixture.session.current()->scores);
    QCOMPARE(fixture.session.current()->scores->samples.total, total);
}

void TestWindowDetector::exportsTheScores()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    const auto scores = m_sample.file("scores.csv");
    fixture.session.exportScores(scores);
    QVERIFY(fixture.settle());
    const auto read = readScoreCsv(scores.toStdString());
    QVERIFY(read);
    QCOMPARE(read->samples.total.size(), fixture.session.current()->scores->samples.total.size());
    QCOMPARE(read->flagged, fixture.session.current()->scores->flagged);
}

void TestWindowDetector::cancelsTraining()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    auto config = configFor(Preset::Thorough);
    const Heartbeat heartbeat;
    fixture.session.train({{m_sample.normal()}, {}, config});
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

void TestWindowDetector::asksBeforeAModelIsLost()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
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

/// On a machine without the device it says so, and loads nothing.
void TestWindowDetector::asksTheModelElsewhere()
{
    const auto model = m_sample.file("elsewhere.dissonance");
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    fixture.session.saveModel(model);
    QVERIFY(fixture.settle());
    const auto trained = fixture.session.detector();
    QSignalSpy failed(&fixture.session, &Session::failed);
    fixture.session.setDevice(Device::Cuda);
    fixture.session.loadModel(model);
    QVERIFY(fixture.settle());
    if (failed.isEmpty()) {
        QVERIFY(fixture.session.detector() != trained); // there is a card
        return;
    }
    QVERIFY(failed[0][0].toString().contains(u"elsewhere.dissonance"_s));
    QVERIFY2(failed[0][1].toString().contains(u"--device cpu"_s),
             qPrintable(failed[0][1].toString()));
    QVERIFY(fixture.session.detector() == trained);
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestWindowDetector test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window_detector.moc"
