#include "tests/support/temp_folder.h"
#include "ui/shell/session.h"
#include "ui/shell/train_dialog.h"
#include "ui/shell/training_progress.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

class TestTrainDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void saysWhichNetwork();
    void withoutNetworks();
    void failureIsSaidInTheDialog();
};

void TestTrainDialog::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"DissonanceTest"_s);
    QCoreApplication::setApplicationName(u"dissonance-test-train"_s);
}

void TestTrainDialog::saysWhichNetwork()
{
    TrainingProgress progress;
    const auto* step = progress.findChild<QLabel*>(u"trainingStep"_s);
    const auto* left = progress.findChild<QLabel*>(u"trainingTimeLeft"_s);
    TrainingStep report;
    report.steps = 800;
    progress.begin(6, nullptr);
    QVERIFY(!left->isHidden()); // it is of all networks
    for (const int number : {1, 2, 3, 1, 2}) {
        report.step = number;
        progress.showStep(report);
    }
    QVERIFY2(step->text().contains(u"network 2 of 6"_s), qPrintable(step->text()));
    QVERIFY2(step->text().contains(u"2 of at most 800"_s), qPrintable(step->text()));

    progress.begin(1, nullptr);
    QVERIFY(!left->isHidden());
    progress.showStep(report);
    QCOMPARE(step->text(), u"2 of at most 800"_s);
}

void TestTrainDialog::withoutNetworks()
{
    TrainingProgress progress;
    progress.begin(0, nullptr);
    QVERIFY(progress.findChild<QLabel*>(u"trainingTimeLeft"_s)->isHidden());
    QVERIFY(!progress.findChild<QLabel*>(u"trainingStep"_s)->isHidden());
}

void TestTrainDialog::failureIsSaidInTheDialog()
{
    const testing::TempFolder folder;
    const auto table = folder.write("short.csv", "time,a,b\n0,1,2\n1,2,4\n2,3,3\n");
    Session session;
    TrainDialog dialog(session);
    dialog.show();
    const auto* failure = dialog.findChild<QLabel*>(u"trainingFailure"_s);
    QVERIFY(failure->isHidden());
    session.open({QString::fromStdString(table.string()),
                  QString::fromStdString(folder.path("absent.csv").string())});
    const auto idle = [&] {
        return session.jobs().isIdle();
    };
    QVERIFY(QTest::qWaitFor(idle, 30'000));
    QVERIFY(failure->isHidden()); // that was no training

    auto* preset = dialog.findChild<QComboBox*>(u"preset"_s);
    preset->setCurrentIndex(preset->findData(int(Preset::Quick)));
    QSignalSpy failed(&session, &Session::failed);
    dialog.findChild<QPushButton*>(u"train"_s)->click();
    QVERIFY(QTest::qWaitFor(idle, 30'000));
    QCOMPARE(failed.count(), 1);
    QVERIFY(dialog.isVisible());
    QVERIFY(failure->isVisible());
    QVERIFY(failure->text().contains(failed[0][1].toString()));
    // Another try begins without it.
    dialog.findChild<QPushButton*>(u"train"_s)->click();
    QVERIFY(!failure->isVisible());
    QVERIFY(QTest::qWaitFor(idle, 30'000));
}

QTEST_MAIN(TestTrainDialog)
#include "tst_train_dialog.moc"
