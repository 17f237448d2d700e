#include "engine/sample/sample_incident.h"
#include "tests/ui/window_fixture.h"
#include "ui/models/channel_model.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/inspection.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/plots_area.h"
#include "ui/views/score_track_view.h"
#include "ui/views/shared_time.h"

#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QThread>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// Nothing is lost or mistaken: models that are not saved, work that runs, what is looked at.
class TestMainWindowKeeps : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void closesAfterSaving();
    void staysWhenTheModelCannotBeSaved();
    void asksBeforeTrainingIsLost();
    void writesBeforeItCloses();
    void keepsTheModelThatWasReplaced();
    void forgetsScoresOfAnotherModel();
    void keepsTheIncidentWhenTheThresholdMoves();
    void escapeStopsWorkLast();
    void countsMessages();
    void showsCheckedChannels();
    void scoresAgainAfterComingBack();
    void missingScoresSayWhy();
    void closingLeavesOtherScoringAlone();
    void showsThePairChosenLast();

private:
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    bool openSample(WindowFixture& fixture) const
    {
        fixture.window.openFiles({file("sample.csv")});
        return fixture.settle() && fixture.session.current() != nullptr;
    }
    bool train(WindowFixture& fixture) const
    {
        fixture.session.train({{m_normal}, {}, configFor(Preset::Quick)});
        return fixture.settle() && fixture.session.detector() != nullptr;
    }
    static void answer(WindowFixture& fixture, QMessageBox::StandardButton button)
    {
        auto* box = fixture.find<QMessageBox>("unsavedBox");
        QVERIFY(box && box->isVisible());
        QTest::mouseClick(box->button(button), Qt::LeftButton);
    }
    static void saveAs(WindowFixture& fixture, const QString& name)
    {
        auto* dialog = fixture.find<QFileDialog>("saveModelDialog");
        QVERIFY(dialog);
        auto* edit = dialog->findChild<QLineEdit*>(u"fileNameEdit"_s);
        QVERIFY(edit);
        edit->setText(name);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    QTemporaryDir m_folder;
    SampleSpan m_normal;
};

void TestMainWindowKeeps::initTestCase()
{
    QVERIFY(writeSampleIncident(m_folder.path().toStdString(), {}, {}));
    m_normal = makeSampleIncident().normal;
    QFile other(file("other.csv"));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("time,a,b\n");
    for (int i = 0; i < 2000; ++i)
        other.write(QByteArray::number(i) + ',' + QByteArray::number(i % 7) + ','
                    + (i == 5 ? "oops" : QByteArray::number(i % 11)) + '\n');
}

void TestMainWindowKeeps::closesAfterSaving()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    QVERIFY(!fixture.window.close());
    answer(fixture, QMessageBox::Save);
    QVERIFY(fixture.window.isVisible());
    saveAs(fixture, file("kept.dissonance"));
    QTRY_VERIFY(!fixture.window.isVisible());
    QVERIFY(QFile::exists(file("kept.dissonance")));
}

void TestMainWindowKeeps::staysWhenTheModelCannotBeSaved()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    QVERIFY(!fixture.window.close());
    answer(fixture, QMessageBox::Cancel);
    QTRY_VERIFY(!fixture.find<QMessageBox>("unsavedBox"));
    fixture.session.saveModel(file("no/such/folder.dissonance"));
    QVERIFY(fixture.settle());
    QVERIFY(fixture.window.isVisible());
    QVERIFY(fixture.session.hasUnsavedModel());
    QVERIFY(fixture.window.findChild<MessageBar*>()->isVisible());
}

void TestMainWindowKeeps::asksBeforeTrainingIsLost()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    fixture.session.train({{m_normal}, {}, configFor(Preset::Thorough)});
    QVERIFY(!fixture.window.close());
    answer(fixture, QMessageBox::Cancel);
    QVERIFY(fixture.session.isTraining());
    QTRY_VERIFY(!fixture.find<QMessageBox>("unsavedBox"));
    QVERIFY(!fixture.window.close());
    answer(fixture, QMessageBox::Discard);
    QTRY_VERIFY(!fixture.window.isVisible());
    QVERIFY(fixture.settle());
    QVERIFY(!fixture.session.detector());
}

void TestMainWindowKeeps::writesBeforeItCloses()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    fixture.session.saveModel(file("written.dissonance"));
    QVERIFY(fixture.settle());
    fixture.session.exportScores(file("written.csv"));
    QVERIFY(!fixture.window.close());
    QTRY_VERIFY(!fixture.window.isVisible());
    QVERIFY(QFile::exists(file("written.csv")));
}

void TestMainWindowKeeps::keepsTheModelThatWasReplaced()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    auto* previous = fixture.find<QAction>("previousModel");
    QVERIFY(!previous->isEnabled());
    QVERIFY(train(fixture));
    const auto first = fixture.session.detector();
    QVERIFY(!previous->isEnabled());
    QVERIFY(train(fixture));
    const auto second = fixture.session.detector();
    QVERIFY(first != second);
    QVERIFY(previous->isEnabled());
    previous->trigger();
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.detector() == first);
    QVERIFY(fixture.session.current()->scoredBy == first);
    QVERIFY(fixture.session.hasUnsavedModel());
    previous->trigger(); // and there again
    QVERIFY(fixture.session.detector() == second);
    QVERIFY(fixture.settle());
}

void TestMainWindowKeeps::forgetsScoresOfAnotherModel()
{
    WindowFixture fixture;
    fixture.window.openFiles({file("other.csv")});
    QVERIFY(fixture.settle());
    fixture.session.train({{}, {}, configFor(Preset::Quick)});
    QVERIFY(fixture.settle());
    QVERIFY(fixture.session.current()->scores);
    fixture.session.saveModel(file("other.dissonance"));
    QVERIFY(openSample(fixture));
    QSignalSpy failures(&fixture.session, &Session::failed);
    QVERIFY(train(fixture));
    QVERIFY(fixture.session.current()->scores);

    // The sample's model knows other channels: said once, and nothing stale is shown.
    fixture.session.setCurrent(0);
    QVERIFY(fixture.settle());
    QVERIFY(!fixture.session.current()->scores);
    QVERIFY(fixture.session.current()->incidents.empty());
    QCOMPARE(failures.size(), 1);
    fixture.session.setCurrent(1);
    fixture.session.setCurrent(0);
    QVERIFY(fixture.settle());
    QCOMPARE(failures.size(), 1);
    fixture.find<QAction>("score")->trigger(); // asked for, it says so again
    QVERIFY(fixture.settle());
    QCOMPARE(failures.size(), 2);
}

void TestMainWindowKeeps::keepsTheIncidentWhenTheThresholdMoves()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    const auto* entry = fixture.session.current();
    QVERIFY(!entry->incidents.empty());
    std::size_t strongest = 0;
    for (std::size_t i = 1; i < entry->incidents.size(); ++i)
        if (entry->incidents[i].peakScore > entry->incidents[strongest].peakScore)
            strongest = i;
    const auto peak = entry->incidents[strongest].peak;
    auto& inspection = fixture.window.inspection();
    auto& time = fixture.find<PlotsArea>()->time();
    inspection.inspectIncident(int(strongest));
    QVERIFY(fixture.settle());
    time.fit();
    const auto lower = time.lower();
    const auto upper = time.upper();

    fixture.session.setThreshold(1.2 * entry->threshold);
    QVERIFY(fixture.settle());
    QVERIFY(inspection.incident() >= 0);
    QVERIFY(entry->incidents[std::size_t(inspection.incident())].span.contains(peak));
    QCOMPARE(time.lower(), lower); // looked at elsewhere meanwhile: no jump back
    QCOMPARE(time.upper(), upper);
    inspection.inspectIncident(inspection.incident());
    QVERIFY(time.upper() - time.lower() < upper - lower); // chosen again: a jump
    QVERIFY(fixture.settle());
}

void TestMainWindowKeeps::escapeStopsWorkLast()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    QSignalSpy steps(&fixture.session, &Session::trainingStepped);
    fixture.session.train({{m_normal}, {}, configFor(Preset::Thorough)});
    QVERIFY(steps.wait(60'000));

    QTest::keyClick(&fixture.window, Qt::Key_F, Qt::ControlModifier);
    auto* filter = fixture.window.findChild<ChannelsPanel*>()->findChild<QLineEdit*>();
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, u"flow"_s);
    QTest::keyClick(filter, Qt::Key_Escape);
    QVERIFY(filter->text().isEmpty());
    time.setSelection(SampleSpan{10, 500});
    QTest::keyClick(&fixture.window, Qt::Key_Escape);
    QVERIFY(!time.selection());
    QTest::qWait(50);
    QVERIFY(fixture.session.isTraining());

    QTest::keyClick(&fixture.window, Qt::Key_Escape);
    QVERIFY(fixture.settle());
    QVERIFY(!fixture.session.isTraining() && !fixture.session.detector());
}

void TestMainWindowKeeps::countsMessages()
{
    WindowFixture fixture;
    auto* dock = fixture.find<QDockWidget>("messages");
    const auto before = dock->windowTitle();
    fixture.window.openFiles({file("other.csv")});
    QVERIFY(fixture.settle());
    QVERIFY(dock->windowTitle() != before);
    QVERIFY2(dock->windowTitle().contains(u"(1)"), qPrintable(dock->windowTitle()));
}

void TestMainWindowKeeps::showsCheckedChannels()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    auto* model = fixture.window.findChild<ChannelsPanel*>()->model();
    const auto shown = model->shown();
    QVERIFY(!shown.empty() && shown.size() < fixture.session.current()->recording->channelCount());
    // The flow's box is unchecked as a click does it.
    const auto index = model->index(1, 0);
    QVERIFY(model->setData(index, Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model->shown().size(), shown.size() - 1);
    QVERIFY(model->setData(index, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model->shown(), shown);
}

void TestMainWindowKeeps::scoresAgainAfterComingBack()
{
    WindowFixture fixture;
    QVERIFY(QFile::exists(file("second.csv"))
            || QFile::copy(file("sample.csv"), file("second.csv")));
    fixture.window.openFiles({file("second.csv")});
    QVERIFY(openSample(fixture));
    auto& session = fixture.session;
    QSignalSpy done(&session, &Session::done);
    session.train({{m_normal}, {}, configFor(Preset::Quick)});
    QVERIFY(QTest::qWaitFor([&] { return session.isScoring(); }, 60'000));
    // The first scoring of the sample ends, cancelled, when its second has been asked for.
    session.setCurrent(0);
    session.setCurrent(1);
    QVERIFY(session.isScoring());
    QVERIFY(fixture.settle());
    QVERIFY(session.current()->scores);
    QVERIFY(!session.current()->refusedBy);
    QCOMPARE(done.size(), 0);
}

void TestMainWindowKeeps::missingScoresSayWhy()
{
    WindowFixture fixture;
    const auto* panel = fixture.window.findChild<IncidentsPanel*>();
    const auto said = [panel] {
        return panel->findChild<QLabel*>()->text();
    };
    QVERIFY(openSample(fixture));
    auto& session = fixture.session;
    session.train({{m_normal}, {}, configFor(Preset::Quick)});
    QVERIFY(QTest::qWaitFor([&] { return session.isScoring(); }, 60'000));
    QVERIFY2(said().startsWith(u"Scoring"_s), qPrintable(said()));
    session.cancelWork();
    QVERIFY(fixture.settle());
    QVERIFY2(said().contains(u"Detector > Score"_s), qPrintable(said()));

    // To score it once more would fail once more.
    QFile table(file("two.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("time,pump_speed [rpm],flow [m3/h]\n");
    for (int i = 0; i < 500; ++i)
        table.write(QByteArray::number(i) + ",1," + QByteArray::number(i % 7) + '\n');
    table.close();
    fixture.window.openFiles({table.fileName()});
    QVERIFY(fixture.settle());
    QVERIFY2(said().contains(u"lacks"_s), qPrintable(said()));
    QVERIFY2(said().contains(u"load another model"_s), qPrintable(said()));
    QVERIFY(!said().contains(u"Detector > Score"_s));

    // What has failed is not said any longer once the next thing is asked for.
    const auto* message = fixture.window.findChild<MessageBar*>();
    QVERIFY(message->isVisible());
    fixture.find<QAction>("closeRecording")->trigger();
    QVERIFY(!message->isVisible());
    QVERIFY(fixture.settle());
    fixture.window.openFiles({file("none.csv"), table.fileName()});
    QVERIFY(fixture.settle());
    QVERIFY(message->isVisible()); // also where one of several could be opened
}

void TestMainWindowKeeps::closingLeavesOtherScoringAlone()
{
    WindowFixture fixture;
    QVERIFY(QFile::exists(file("second.csv"))
            || QFile::copy(file("sample.csv"), file("second.csv")));
    fixture.window.openFiles({file("second.csv")});
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    auto& session = fixture.session;
    session.setCurrent(0);
    QVERIFY(session.isScoring());
    const QPointer<Job> scoring = session.jobs().latest();
    session.setCurrent(1);
    session.closeCurrent();
    QVERIFY(scoring && !scoring->isCancelled());
    QVERIFY(session.isScoring());
    QVERIFY(fixture.settle());
    QVERIFY(session.current()->scores);
}

void TestMainWindowKeeps::showsThePairChosenLast()
{
    WindowFixture fixture;
    QVERIFY(openSample(fixture));
    QVERIFY(train(fixture));
    auto& inspection = fixture.window.inspection();
    const auto& recording = *fixture.session.current()->recording;
    const auto name = [&](std::size_t channel) {
        return QString::fromStdString(recording.channel(channel).name);
    };
    inspection.inspectIncident(0);
    QVERIFY(fixture.settle());
    QVERIFY(inspection.explanation());
    QStringList shown;
    connect(&inspection, &Inspection::pairChanged, this,
            [&] { shown.append(QString::fromStdString(inspection.pair()->first)); });
    inspection.showPair(name(0), name(1));
    // Computed, and not yet come home, when the next one is chosen.
    QThread::msleep(1000);
    inspection.showPair(name(2), name(3));
    QVERIFY(fixture.settle());
    QCOMPARE(shown, QStringList{name(2)});
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestMainWindowKeeps test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_main_window_keeps.moc"
