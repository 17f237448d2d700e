#include "tests/ui/window_fixture.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <utility>
#include <vector>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// Closing the window where more than one thing could be lost.
class TestLeaving : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void asksAboutBothModels();
    void keepsEveryUnsavedModel();
    void savesThePreviousModel();
    void asksAboutTrainingAndModelApart();
    void writingDoesNotWaitForOtherWork();
    void asksOnceAtATime();

private:
    static QMessageBox* question(WindowFixture& fixture);
    static bool answer(WindowFixture& fixture, const QString& title,
                       QMessageBox::StandardButton button);
    using Answer = std::pair<QString, QMessageBox::StandardButton>;
    /// Closes the window and answers its questions, which must be these in this order.
    static bool leave(WindowFixture& fixture, const std::vector<Answer>& answers);

    SampleFolder m_sample;
};

void TestLeaving::initTestCase()
{
    QVERIFY(m_sample.isWritten());
}

/// The one that is open; those that were answered are deleted a little later.
QMessageBox* TestLeaving::question(WindowFixture& fixture)
{
    const auto boxes = fixture.window.findChildren<QMessageBox*>(u"unsavedBox"_s);
    for (auto* box : boxes)
        if (box->isVisible())
            return box;
    return nullptr;
}

bool TestLeaving::answer(WindowFixture& fixture, const QString& title,
                         QMessageBox::StandardButton button)
{
    if (!QTest::qWaitFor([&] { return question(fixture) != nullptr; }, 5000))
        return false;
    auto* box = question(fixture);
    if (box->windowTitle() != title) {
        qWarning("The question is \"%s\".", qPrintable(box->windowTitle()));
        return false;
    }
    QTest::mouseClick(box->button(button), Qt::LeftButton);
    return true;
}

bool TestLeaving::leave(WindowFixture& fixture, const std::vector<Answer>& answers)
{
    return !fixture.window.close()
        && std::all_of(answers.begin(), answers.end(), [&](const Answer& wanted) {
               return answer(fixture, wanted.first, wanted.second);
           });
}

void TestLeaving::asksAboutBothModels()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    QVERIFY(m_sample.train(fixture));
    QVERIFY(leave(fixture,
                  {{u"Save the model?"_s, QMessageBox::Discard},
                   {u"Save the previous model?"_s, QMessageBox::Cancel}}));
    QVERIFY(fixture.window.isVisible());
    QVERIFY(fixture.session.hasUnsavedModel());

    // Cancel took the first answer back as well.
    QVERIFY(leave(fixture,
                  {{u"Save the model?"_s, QMessageBox::Discard},
                   {u"Save the previous model?"_s, QMessageBox::Discard}}));
    QTRY_VERIFY(!fixture.window.isVisible());
}

void TestLeaving::keepsEveryUnsavedModel()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    std::vector<std::shared_ptr<const Detector>> models;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(m_sample.train(fixture));
        models.push_back(fixture.session.detector());
    }
    auto* previous = fixture.find<QAction>("previousModel");
    for (const std::size_t i : {1, 0, 2, 1}) {
        previous->trigger();
        QVERIFY(fixture.session.detector() == models[i]);
        QCOMPARE(fixture.session.unsavedModels().size(), std::size_t(3));
    }
    // One that is saved is on the disk: nobody is asked about it.
    fixture.session.saveModel(m_sample.file("one.dissonance"));
    QVERIFY(fixture.settle());
    QCOMPARE(fixture.session.unsavedModels().size(), std::size_t(2));
    QVERIFY(leave(fixture,
                  {{u"Save the previous model?"_s, QMessageBox::Discard},
                   {u"Save the previous model?"_s, QMessageBox::Discard}}));
    QTRY_VERIFY(!fixture.window.isVisible());
}

void TestLeaving::savesThePreviousModel()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    const auto first = fixture.session.detector();
    QVERIFY(m_sample.train(fixture));
    fixture.session.saveModel(m_sample.file("second.dissonance"));
    QVERIFY(fixture.settle());
    QVERIFY(leave(fixture, {{u"Save the previous model?"_s, QMessageBox::Save}}));
    const auto* dialog = fixture.find<QFileDialog>("saveModelDialog");
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QLineEdit*>(u"fileNameEdit"_s)->text(),
             u"sample.previous.dissonance"_s);
    QVERIFY(fixture.saveModelAs(m_sample.file("first.dissonance")));
    QTRY_VERIFY(!fixture.window.isVisible());
    const auto read = Detector::load(m_sample.file("first.dissonance").toStdString());
    QVERIFY(read);
    QCOMPARE((*read)->card().alarmRate.perSample(1.0), first->card().alarmRate.perSample(1.0));
}

void TestLeaving::asksAboutTrainingAndModelApart()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    QVERIFY(m_sample.beginLongTraining(fixture));
    QVERIFY(leave(fixture,
                  {{u"Stop training?"_s, QMessageBox::Discard},
                   {u"Save the model?"_s, QMessageBox::Cancel}}));
    QVERIFY(fixture.window.isVisible());
    QTest::qWait(100);
    QVERIFY(fixture.session.isTraining());

    QVERIFY(leave(fixture,
                  {{u"Stop training?"_s, QMessageBox::Discard},
                   {u"Save the model?"_s, QMessageBox::Discard}}));
    QTRY_VERIFY(!fixture.window.isVisible());
    QVERIFY(fixture.settle());
}

void TestLeaving::writingDoesNotWaitForOtherWork()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    const auto trained = fixture.session.detector();
    QVERIFY(m_sample.beginLongTraining(fixture));
    fixture.session.saveModel(m_sample.file("kept.dissonance"));
    fixture.session.exportScores(m_sample.file("kept.csv"));
    // The model is about to be saved: no question.
    QVERIFY(leave(fixture, {{u"Stop training?"_s, QMessageBox::Discard}}));
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.window.isVisible(), 30'000);
    QVERIFY(fixture.session.detector() == trained); // the training was stopped, not awaited
    QVERIFY(QFile::exists(m_sample.file("kept.dissonance")));
    QVERIFY(QFile::exists(m_sample.file("kept.csv")));
}

void TestLeaving::asksOnceAtATime()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    QVERIFY(!fixture.window.close());
    QVERIFY(!fixture.window.close());
    QCOMPARE(fixture.window.findChildren<QMessageBox*>(u"unsavedBox"_s).size(), 1);
    QVERIFY(answer(fixture, u"Save the model?"_s, QMessageBox::Discard));
    QTRY_VERIFY(!fixture.window.isVisible());
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestLeaving test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_leaving.moc"
