#include "tests/ui/window_fixture.h"
#include "ui/models/channel_model.h"
#include "ui/settings/settings.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/inspection.h"
#include "ui/shell/inspection_panel.h"
#include "ui/shell/plots_area.h"
#include "ui/shell/tour.h"
#include "ui/views/dependency_heatmap.h"
#include "ui/views/shared_time.h"

#include <QAbstractButton>
#include <QAction>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// What somebody meets who has never seen the window before.
class TestFirstStart : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void docksFitNamesAndWindow_data();
    void docksFitNamesAndWindow();
    void aKeptLayoutStays();
    void cardStandsBeside_data();
    void cardStandsBeside();
    void tourLeadsThroughTheWindow();
    void tourCanBeLeft_data();
    void tourCanBeLeft();
    void tourShowsWhatItPointsAt();
    void tabGoesThroughAllViews();

private:
    SampleFolder m_sample;
};

namespace {

const QRect kWindow(0, 0, 1280, 800);
const QSize kCard(340, 150);

QString textOf(const Tour& tour)
{
    QString text;
    for (const auto* label : tour.findChildren<QLabel*>())
        text += label->text() + u'\n';
    return text;
}

} // namespace

void TestFirstStart::initTestCase()
{
    QVERIFY(m_sample.isWritten());
}

void TestFirstStart::docksFitNamesAndWindow_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("namesFit");
    QTest::addRow("small") << QSize(1280, 800) << false; // the plots come first
    QTest::addRow("usual") << QSize(1920, 1080) << true;
    QTest::addRow("4K") << QSize(3840, 2160) << true;
}

void TestFirstStart::docksFitNamesAndWindow()
{
    QFETCH(const QSize, size);
    QFETCH(const bool, namesFit);
    Settings().setWindowState({});
    WindowFixture fixture;
    fixture.window.resize(size);
    QVERIFY(m_sample.open(fixture));
    QTest::qWait(50);
    auto* tree = fixture.window.findChild<ChannelsPanel*>()->findChild<QTreeView*>();
    const QAbstractItemView& view = *tree;
    const int wanted = view.sizeHintForColumn(ChannelModel::NameColumn);
    const int width = tree->header()->sectionSize(ChannelModel::NameColumn);
    QVERIFY2(!namesFit || width >= wanted, qPrintable(u"%1 of %2"_s.arg(width).arg(wanted)));
    QVERIFY(100 * fixture.find<PlotsArea>()->width() >= 45 * size.width());
    const int why = fixture.find<QDockWidget>("why")->width();
    QVERIFY2(why >= 360 && why <= 600, qPrintable(QString::number(why)));
}

void TestFirstStart::aKeptLayoutStays()
{
    Settings().setWindowState({});
    {
        WindowFixture fixture;
        QVERIFY(m_sample.open(fixture));
        auto* dock = fixture.find<QDockWidget>("channels");
        fixture.window.resizeDocks({dock}, {330}, Qt::Horizontal);
        QTRY_COMPARE(dock->width(), 330);
        fixture.window.close();
    }
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QTRY_COMPARE(fixture.find<QDockWidget>("channels")->width(), 330);
    Settings().setWindowState({});
}

void TestFirstStart::cardStandsBeside_data()
{
    QTest::addColumn<QRect>("target");
    QTest::addColumn<bool>("isBeside");
    QTest::addRow("a button of the tool bar") << QRect(80, 25, 60, 28) << true;
    QTest::addRow("the left dock") << QRect(0, 75, 250, 520) << true;
    QTest::addRow("the right dock") << QRect(920, 55, 360, 700) << true;
    QTest::addRow("the list below") << QRect(0, 620, 914, 125) << true;
    QTest::addRow("a corner") << QRect(1240, 770, 40, 30) << true;
    QTest::addRow("nearly all") << QRect(20, 20, 1240, 760) << false;
    QTest::addRow("nothing") << QRect() << true;
}

void TestFirstStart::cardStandsBeside()
{
    QFETCH(const QRect, target);
    QFETCH(const bool, isBeside);
    const auto place = placeBeside(target, kCard, kWindow);
    QCOMPARE(place.size(), kCard);
    QVERIFY(kWindow.contains(place));
    QCOMPARE(!place.intersects(target), isBeside);
}

void TestFirstStart::tourLeadsThroughTheWindow()
{
    WindowFixture fixture;
    auto* tour = fixture.find<Tour>("tour");
    auto* next = fixture.find<QPushButton>("tourNext");
    QTest::mouseClick(fixture.find<QPushButton>("takeTour"), Qt::LeftButton);
    QCOMPARE(tour->step(), 0);
    QVERIFY(tour->isVisible());
    QVERIFY(!next->isEnabled()); // there is nothing to look at yet
    QVERIFY(m_sample.open(fixture));
    QCOMPARE(tour->step(), 1);
    QVERIFY(textOf(*tour).contains(u"2 of 5"_s));
    QVERIFY(fixture.find<QWidget>("tracks")->hasFocus()); // not the card
    QTest::mouseClick(next, Qt::LeftButton);
    QCOMPARE(tour->step(), 2);
    QVERIFY(m_sample.train(fixture));
    QCOMPARE(tour->step(), 3);
    // Nothing is blocked: the key that the card names works.
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N);
    QCOMPARE(fixture.window.inspection().incident(), 0);
    QTest::mouseClick(next, Qt::LeftButton);
    QCOMPARE(tour->step(), 4);
    QVERIFY(fixture.window.rect().contains(tour->geometry()));
    QTest::mouseClick(next, Qt::LeftButton);
    QCOMPARE(tour->step(), -1);
    QVERIFY(!tour->isVisible());
    QVERIFY(fixture.settle());
}

void TestFirstStart::tourCanBeLeft_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::addRow("button") << false;
    QTest::addRow("Esc") << true;
}

void TestFirstStart::tourCanBeLeft()
{
    QFETCH(const bool, byKey);
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    time.setSelection(SampleSpan{10, 500});
    fixture.find<QAction>("tour")->trigger();
    auto* tour = fixture.find<Tour>("tour");
    QVERIFY(tour->isVisible());
    if (byKey) {
        QTest::keyClick(&fixture.window, Qt::Key_Escape);
    } else {
        auto* leave = fixture.find<QPushButton>("tourLeave");
        leave->setFocus();
        QTest::keyClick(leave, Qt::Key_Space);
    }
    QVERIFY(!tour->isVisible());
    QCOMPARE(tour->step(), -1);
    QVERIFY(time.selection()); // that is the next Esc's
    QVERIFY(fixture.find<QWidget>("tracks")->hasFocus());
    fixture.window.resize(1100, 700); // nobody asks the steps any more
    QTest::qWait(20);
    QVERIFY(!tour->isVisible());
}

void TestFirstStart::tourShowsWhatItPointsAt()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    auto* dock = fixture.find<QDockWidget>("why");
    dock->hide();
    fixture.find<QAction>("tour")->trigger();
    auto* tour = fixture.find<Tour>("tour");
    tour->goTo(4);
    QVERIFY(dock->isVisible());
    QTRY_VERIFY(!tour->geometry().intersects(dock->geometry()));
    fixture.window.resize(1000, 700);
    QTRY_VERIFY(fixture.window.rect().contains(tour->geometry())
                && !tour->geometry().intersects(dock->geometry()));
    fixture.session.closeCurrent();
    tour->goTo(1); // its plots are hidden
    QVERIFY(tour->isVisible());
    tour->leave();
}

void TestFirstStart::tabGoesThroughAllViews()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    fixture.window.inspection().inspectIncident(0);
    QVERIFY(fixture.settle());
    QList<QWidget*> order;
    for (auto* now = QApplication::focusWidget(); now && !order.contains(now);
         now = QApplication::focusWidget()) {
        order.append(now);
        QTest::keyClick(now, Qt::Key_Tab);
    }
    for (const char* name : {"overview", "tracks", "score", "threshold"})
        QVERIFY2(order.contains(fixture.find<QWidget>(name)), name);
    QWidget* map = fixture.window.findChild<DependencyHeatmap*>();
    const auto isMode = [](const QWidget* widget) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        return button && (button->text() == u"Normal"_s || button->text() == u"Difference"_s);
    };
    const auto mode = std::find_if(order.begin(), order.end(), isMode);
    QVERIFY(mode != order.end() && order.contains(map));
    // As they stand there, from above.
    QVERIFY(mode - order.begin() < order.indexOf(map));
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestFirstStart test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_first_start.moc"
