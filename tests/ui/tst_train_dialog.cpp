#include "tests/support/temp_folder.h"
#include "ui/jobs/job.h"
#include "ui/shell/session.h"
#include "ui/shell/train_dialog.h"
#include "ui/shell/training_progress.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <cmath>
#include <limits>

using namespace dissonance;
using namespace Qt::StringLiterals;

class TestTrainDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void saysWhichNetwork();
    void saysHowTheNetworkDoes();
    void withoutNetworks();
    void failureIsSaidInTheDialog();
    void suggestsANormalSpan();
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

// What stands beside each row's name.
void TestTrainDialog::saysHowTheNetworkDoes()
{
    QLocale::setDefault(QLocale::c());
    TrainingProgress progress;
    Job job(u"training"_s);
    progress.begin(1, &job);
    const auto* form = progress.findChild<QFormLayout*>();
    const auto textBeside = [&](const QString& name) -> QString {
        for (int row = 0; row < form->rowCount(); ++row) {
            const auto* item = form->itemAt(row, QFormLayout::LabelRole);
            if (qobject_cast<QLabel*>(item->widget())->text() == name)
                return qobject_cast<QLabel*>(form->itemAt(row, QFormLayout::FieldRole)->widget())
                    ->text();
        }
        return u"no such row"_s;
    };
    for (const auto& name : {u"Loss"_s, u"Separation"_s, u"Time left"_s})
        QCOMPARE(textBeside(name), QString());

    TrainingStep report;
    report.step = 1;
    report.steps = 800;
    report.loss = 1.25;
    report.contrastive = 1.5;
    report.likelihood = -0.25;
    report.separation = std::numeric_limits<double>::quiet_NaN();
    progress.showStep(report);
    QCOMPARE(textBeside(u"Step"_s), u"1 of at most 800"_s);
    QCOMPARE(textBeside(u"Loss"_s), u"1.250 (contrastive 1.500, likelihood -0.250)"_s);
    QCOMPARE(textBeside(u"Separation"_s), u"not measured yet"_s);
    report.step = 50;
    report.separation = 0.8768;
    progress.showStep(report);
    QCOMPARE(textBeside(u"Separation"_s), u"0.877"_s);

    emit job.progressed(0.25, u"training the network"_s, 75.4);
    QCOMPARE(textBeside(u"Time left"_s), u"1 min 15 s"_s);
    emit job.progressed(0.5, u"training the network"_s, std::numeric_limits<double>::quiet_NaN());
    QCOMPARE(textBeside(u"Time left"_s), QString());
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

// One click fills the field in the background; the span is one that can be trained on.
void TestTrainDialog::suggestsANormalSpan()
{
    QByteArray table = "time,a,b\n";
    for (int i = 0; i < 1200; ++i) {
        const double a = std::sin(i / 7.0);
        const bool broken = i >= 700 && i < 800;
        table += QByteArray::number(i) + ',' + QByteArray::number(a) + ','
            + QByteArray::number(broken ? -a : a + 0.02 * std::sin(i * 1.7)) + '\n';
    }
    const testing::TempFolder folder;
    const auto file = folder.write("table.csv", table.toStdString());
    Session session;
    TrainDialog dialog(session);
    dialog.show();
    auto* suggest = dialog.findChild<QPushButton*>(u"suggestNormal"_s);
    auto* normal = dialog.findChild<QLineEdit*>(u"normalSpans"_s);
    QVERIFY(!suggest->isEnabled()); // no recording yet
    session.open({QString::fromStdString(file.string())});
    const auto idle = [&] {
        return session.jobs().isIdle();
    };
    QVERIFY(QTest::qWaitFor(idle, 30'000));
    QVERIFY(suggest->isEnabled() && normal->text().isEmpty());

    QTest::mouseClick(suggest, Qt::LeftButton);
    QVERIFY(!suggest->isEnabled() && session.isSuggesting());
    QVERIFY(QTest::qWaitFor(idle, 30'000));
    QVERIFY(suggest->isEnabled());
    const auto ends = normal->text().split(u':');
    QCOMPARE(ends.size(), 2);
    QCOMPARE(ends[1].toInt() - ends[0].toInt(), 120);
    QVERIFY2(ends[1].toInt() <= 700 || ends[0].toInt() >= 800, qPrintable(normal->text()));
    QVERIFY(dialog.findChild<QPushButton*>(u"train"_s)->isEnabled());

    // Stopped, it leaves what stands there.
    normal->setText(u"5:500"_s);
    QTest::mouseClick(suggest, Qt::LeftButton);
    session.jobs().cancelCurrent();
    QVERIFY(QTest::qWaitFor(idle, 30'000));
    QVERIFY(suggest->isEnabled());
}

QTEST_MAIN(TestTrainDialog)
#include "tst_train_dialog.moc"
