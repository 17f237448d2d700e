#include "tests/ui/plot_fixture.h"
#include "tests/ui/window_fixture.h"
#include "ui/shell/channels_panel.h"
#include "ui/shell/incidents_panel.h"
#include "ui/shell/inspection.h"
#include "ui/shell/inspection_panel.h"
#include "ui/shell/plots_area.h"
#include "ui/views/score_track_view.h"
#include "ui/views/shared_time.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSlider>
#include <QTableView>
#include <QTreeView>

using namespace dissonance;
using namespace dissonance::test;
using namespace Qt::StringLiterals;

/// Which key goes where in the whole window, and what a drag does until it ends.
class TestWindowKeys : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void escapeEndsADragFirst();
    void cancelWorkCancelsWork();
    void treeHasItsKeys_data();
    void treeHasItsKeys();
    void sliderHasItsKeys();
    void incidentsLeaveTheLetters();
    void lettersStepAtOnce();
    void enterLeavesTheFilter();
    void mnemonicsAreUnique();
    void thresholdIsSeenWhileItIsDragged();
    void whyFollowsTheThreshold();

private:
    SampleFolder m_sample;
};

namespace {

/// Which part of the time is visible.
std::pair<double, double> rangeOf(const SharedTime& time)
{
    return {time.lower(), time.upper()};
}

bool saysWhy(WindowFixture& fixture, const QString& text)
{
    const auto labels = fixture.window.findChild<InspectionPanel*>()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&text](const QLabel* label) {
        return label->isVisible() && label->text().contains(text);
    });
}

int strongestOf(const OpenRecording& entry)
{
    const auto& incidents = entry.incidents;
    const auto it =
        std::max_element(incidents.begin(), incidents.end(),
                         [](const auto& a, const auto& b) { return a.peakScore < b.peakScore; });
    return int(it - incidents.begin());
}

} // namespace

void TestWindowKeys::initTestCase()
{
    // Letters typed one after the other belong together, on a slow machine too.
    QApplication::setKeyboardInputInterval(5000);
    QVERIFY(m_sample.isWritten());
    QFile table(m_sample.file("letters.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("time,alpha,nitrogen,power,nickel\n");
    for (int i = 0; i < 500; ++i)
        table.write(QByteArray::number(i) + ",1,2,3," + QByteArray::number(i % 7) + '\n');
}

void TestWindowKeys::escapeEndsADragFirst()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.beginLongTraining(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    auto* tracks = fixture.find<QWidget>("tracks");
    time.setRange(time.first(), 0.5 * (time.first() + time.last()));
    time.setSelection(SampleSpan{10, 500});
    const auto before = rangeOf(time);
    QTest::mousePress(tracks, Qt::LeftButton, {}, {500, 60});
    fixture::moveTo(*tracks, {450, 60}, Qt::LeftButton);
    fixture::moveTo(*tracks, {300, 60}, Qt::LeftButton);
    QVERIFY(rangeOf(time) != before);
    QTest::keyClick(tracks, Qt::Key_Escape);
    QCOMPARE(rangeOf(time), before);
    QVERIFY(time.selection());
    QTest::mouseRelease(tracks, Qt::LeftButton, {}, {300, 60});
    QCOMPARE(rangeOf(time), before);
    QTest::keyClick(tracks, Qt::Key_Escape);
    QVERIFY(!time.selection());
    QTest::qWait(50);
    QVERIFY(fixture.session.isTraining());
    QTest::keyClick(tracks, Qt::Key_Escape);
    QVERIFY(fixture.settle());
    QVERIFY(!fixture.session.detector());
}

void TestWindowKeys::cancelWorkCancelsWork()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    auto* stop = fixture.find<QAction>("stop");
    QVERIFY(!stop->isEnabled());
    QVERIFY(m_sample.beginLongTraining(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    time.setSelection(SampleSpan{10, 500});
    QVERIFY(stop->isEnabled());
    QTest::keyClick(&fixture.window, Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(fixture.settle());
    QVERIFY(!fixture.session.detector());
    QVERIFY(time.selection()); // that is Esc's
    QVERIFY(!stop->isEnabled());
}

void TestWindowKeys::treeHasItsKeys_data()
{
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<int>("row"); ///< -1: the window's key, which shows all
    QTest::addRow("begins a name") << QList<int>{Qt::Key_N} << 1;
    QTest::addRow("again: the next one") << QList<int>{Qt::Key_N, Qt::Key_N} << 3;
    QTest::addRow("two letters") << QList<int>{Qt::Key_N, Qt::Key_I, Qt::Key_C} << 3;
    QTest::addRow("another name") << QList<int>{Qt::Key_P} << 2;
    QTest::addRow("to the end") << QList<int>{Qt::Key_End} << 3;
    QTest::addRow("and back") << QList<int>{Qt::Key_End, Qt::Key_Home} << 0;
    QTest::addRow("begins no name") << QList<int>{Qt::Key_W} << -1;
}

void TestWindowKeys::treeHasItsKeys()
{
    QFETCH(const QList<int>, keys);
    QFETCH(const int, row);
    WindowFixture fixture;
    fixture.window.openFiles({m_sample.file("letters.csv")});
    QVERIFY(fixture.settle());
    auto& time = fixture.find<PlotsArea>()->time();
    time.setRange(100, 200);
    auto* tree = fixture.window.findChild<ChannelsPanel*>()->findChild<QTreeView*>();
    tree->setFocus();
    tree->setCurrentIndex(tree->model()->index(0, 0));
    for (const int key : keys)
        QTest::keyClick(tree, Qt::Key(key));
    QCOMPARE(rangeOf(time) == std::pair(time.first(), time.last()), row < 0);
    QCOMPARE(tree->currentIndex().row(), std::max(row, 0));
}

void TestWindowKeys::sliderHasItsKeys()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    auto& time = fixture.find<PlotsArea>()->time();
    time.zoom(0.5, time.first());
    const auto range = rangeOf(time);
    auto* slider = fixture.find<QSlider>("threshold");
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(slider->value(), slider->minimum());
    QCOMPARE(rangeOf(time), range);
    QTest::keyClick(slider, Qt::Key_W); // means nothing to a slider
    QVERIFY(rangeOf(time) != range);
    QVERIFY(fixture.settle());
}

void TestWindowKeys::incidentsLeaveTheLetters()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    auto* table = fixture.window.findChild<IncidentsPanel*>()->findChild<QTableView*>();
    auto& inspection = fixture.window.inspection();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(0, 0)).center());
    QTRY_VERIFY(table->hasFocus());
    QCOMPARE(inspection.incident(), 0);
    QTest::keyClick(table, Qt::Key_N);
    QCOMPARE(inspection.incident(), 1);
    QTest::keyClick(table, Qt::Key_P);
    QCOMPARE(inspection.incident(), 0);
    QVERIFY(fixture.settle());
}

/// The tour says N right after opening and training: nobody has clicked on a plot by then.
void TestWindowKeys::lettersStepAtOnce()
{
    WindowFixture fixture;
    QVERIFY(!qobject_cast<QLineEdit*>(QApplication::focusWidget()));
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    QVERIFY(QApplication::focusWidget());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N);
    QCOMPARE(fixture.window.inspection().incident(), 0);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N);
    QCOMPARE(fixture.window.inspection().incident(), 1);
    QVERIFY(fixture.settle());
}

void TestWindowKeys::enterLeavesTheFilter()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    fixture.find<QAction>("filter")->trigger();
    auto* filter = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(filter);
    QTest::keyClicks(filter, u"pump"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QVERIFY(fixture.find<QWidget>("tracks")->hasFocus());
    QCOMPARE(filter->text(), u"pump"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N);
    QCOMPARE(fixture.window.inspection().incident(), 0);
    QVERIFY(fixture.settle());
}

void TestWindowKeys::mnemonicsAreUnique()
{
    WindowFixture fixture;
    QList<QWidget*> menus{fixture.window.menuBar()};
    for (auto* menu : fixture.window.menuBar()->findChildren<QMenu*>())
        menus.append(menu);
    for (const auto* menu : std::as_const(menus)) {
        QSet<QKeySequence> seen;
        const auto actions = menu->actions();
        for (const auto* action : actions) {
            const auto key = QKeySequence::mnemonic(action->text());
            if (key.isEmpty())
                continue;
            QVERIFY2(!seen.contains(key), qPrintable(action->text()));
            seen.insert(key);
        }
    }
}

void TestWindowKeys::thresholdIsSeenWhileItIsDragged()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    const auto* entry = fixture.session.current();
    const double before = entry->threshold;
    auto* score = fixture.find<ScoreTrackView>("score");
    score->grab();
    const int x = score->width() / 2;
    const int y = int(std::lround(score->yOf(before)));
    const auto grab = [&] {
        QTest::mousePress(score, Qt::LeftButton, {}, {x, y});
        fixture::moveTo(*score, {x, y - 3}, Qt::LeftButton);
        fixture::moveTo(*score, {x, y - 6}, Qt::LeftButton);
    };
    grab();
    const double moved = entry->threshold;
    QVERIFY(moved > before);
    QVERIFY(fixture.settle()); // the channels of the incidents are ranked meanwhile
    QTest::keyClick(score, Qt::Key_Escape);
    QTest::mouseRelease(score, Qt::LeftButton, {}, {x, y - 6});
    QCOMPARE(entry->threshold, before);

    score->grab();
    grab();
    QTest::mouseRelease(score, Qt::LeftButton, {}, {x, y - 6});
    QVERIFY(std::abs(entry->threshold - moved) < 1e-9);
    QVERIFY(fixture.settle());
}

void TestWindowKeys::whyFollowsTheThreshold()
{
    WindowFixture fixture;
    QVERIFY(m_sample.open(fixture));
    QVERIFY(m_sample.train(fixture));
    const auto* entry = fixture.session.current();
    auto& inspection = fixture.window.inspection();
    inspection.inspectIncident(strongestOf(*entry));
    QVERIFY(fixture.settle());
    const auto before = *inspection.span();
    const auto& channels = *entry->recording;
    const auto chosen = std::pair(channels.channel(2).name, channels.channel(3).name);
    inspection.showPair(QString::fromStdString(chosen.first),
                        QString::fromStdString(chosen.second));
    QVERIFY(fixture.settle());
    const double threshold = entry->threshold;

    fixture.session.setThreshold(1.5 * threshold);
    QVERIFY(inspection.incident() >= 0);
    const auto after = entry->incidents[std::size_t(inspection.incident())].span;
    QVERIFY(after != before);
    QVERIFY(saysWhy(
        fixture,
        u"Incident %1 of %2"_s.arg(inspection.incident() + 1).arg(entry->incidents.size())));
    QTRY_VERIFY(inspection.span() == after);
    QVERIFY(fixture.settle());
    QVERIFY(inspection.explanation() && inspection.explanation()->span == after);
    QVERIFY(inspection.pair()); // the one that was chosen
    QVERIFY(std::pair(inspection.pair()->first, inspection.pair()->second) == chosen);

    // Above every score there is none; it comes back with the threshold.
    fixture.session.setThreshold(1e6);
    QCOMPARE(inspection.incident(), -1);
    QVERIFY(saysWhy(fixture, u"No incident at this threshold"_s));
    QVERIFY(fixture.find<QLabel>("alarms")->text().startsWith(u"<0.001")); // not "0"
    fixture.session.setThreshold(threshold);
    QVERIFY(inspection.incident() >= 0);
    QTRY_VERIFY(inspection.span() == before);
    QVERIFY(fixture.settle());
}

int main(int argc, char** argv)
{
    useOwnFolders();
    QApplication application(argc, argv);
    TestWindowKeys test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window_keys.moc"
