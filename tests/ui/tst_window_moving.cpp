#include "tests/ui/plot_fixture.h"
#include "tests/ui/window_fixture.h"
#include "ui/settings/settings.h"
#include "ui/shell/plots_area.h"
#include "ui/views/shared_time.h"

#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// The window's keys that move through time.
class TestWindowMoving : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keysGoBackAndForward();
    void goesToATime();
    void timeStyleIsChosenAndKept();
    void tracksFit();

private:
    SampleFolder m_sample;
};

namespace {

std::pair<double, double> rangeOf(const SharedTime& time)
{
    return {time.lower(), time.upper()};
}

} // namespace

void TestWindowMoving::initTestCase()
{
    QVERIFY(m_sample.isWritten());
}

void TestWindowMoving::keysGoBackAndForward()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    auto* tracks = fixture.find<QWidget>("tracks");
    QVERIFY(!fixture.find<QAction>("back")->isEnabled());
    const auto all = rangeOf(time);
    fixture::wheel(*tracks, {600, 100}, {0, 480});
    const auto zoomed = rangeOf(time);
    QVERIFY(zoomed != all);
    QTest::keyClick(tracks, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(rangeOf(time), all);
    QTest::keyClick(tracks, Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(rangeOf(time), zoomed);
    QTest::keyClick(tracks, Qt::Key_Backspace);
    QCOMPARE(rangeOf(time), all);
    QVERIFY(fixture.find<QAction>("forward")->isEnabled());
}

void TestWindowMoving::goesToATime()
{
    WindowFixture fixture;
    QVERIFY(!fixture.find<QAction>("goTo")->isEnabled());
    QVERIFY(m_sample.open(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    time.zoom(0.01, time.first());
    const double width = time.upper() - time.lower();
    QTest::keyClick(&fixture.window, Qt::Key_G, Qt::ControlModifier);
    auto* dialog = fixture.find<QDialog>("goToDialog");
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    auto* field = dialog->findChild<QLineEdit*>(u"goToField"_s);
    auto* meaning = dialog->findChild<QLabel*>(u"goToMeaning"_s);
    QTest::keyClicks(field, u"#99999999"_s);
    QVERIFY(meaning->text().contains(u"Samples go from 0"_s));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(dialog->isVisible()); // nothing to go to
    field->clear();
    QTest::keyClicks(field, u"#20000"_s);
    QVERIFY(meaning->text().contains(QLocale().toString(20000)));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!dialog->isVisible());
    QVERIFY(std::abs(0.5 * (time.lower() + time.upper()) - time.timeOf(20'000)) < 1e-3);
    QVERIFY(std::abs(time.upper() - time.lower() - width) < 1e-3);
    QCOMPARE(time.cursor().value_or(-1), std::ptrdiff_t(20'000));
}

void TestWindowMoving::timeStyleIsChosenAndKept()
{
    {
        WindowFixture fixture;
        QVERIFY(m_sample.open(fixture));
        auto& time = fixture.find<PlotsArea>()->time();
        time.setCursor(3723);
        auto* readout = fixture.find<QLabel>("readout");
        const auto recorded = readout->text();
        QTest::keyClick(fixture.find<QWidget>("tracks"), Qt::Key_T);
        QVERIFY(time.style() == TimeStyle::Sample);
        QVERIFY(readout->text().startsWith(QLocale().toString(3723)));
        QVERIFY(readout->text() != recorded);
        fixture.find<QAction>("time-seconds")->trigger();
        QVERIFY(time.style() == TimeStyle::Seconds);
    }
    QCOMPARE(Settings().timeStyle(), u"seconds"_s);
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(fixture.find<PlotsArea>()->time().style() == TimeStyle::Seconds);
    QVERIFY(fixture.find<QAction>("time-seconds")->isChecked());
}

void TestWindowMoving::tracksFit()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    fixture.window.resize(1280, 660);
    auto* tracks = fixture.find<QWidget>("tracks");
    auto* bar = tracks->findChild<QScrollBar*>();
    QTRY_VERIFY(bar->isVisible());
    QTest::keyClick(tracks, Qt::Key_F);
    QVERIFY(fixture.find<QAction>("fitTracks")->isChecked());
    QVERIFY(!bar->isVisible());
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestWindowMoving test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window_moving.moc"
