#include "tests/ui/shown_tracks.h"
#include "ui/render/colours.h"

#include <QScrollBar>
#include <QSignalSpy>

#include <numeric>

using namespace dissonance;
using namespace dissonance::fixture;

class TestTracksView : public QObject
{
    Q_OBJECT

private slots:
    void wheelZoomsAtThePointer();
    void wheelPansSideways();
    void wheelWithControlZoomsValues();
    void valueRangesAreKept();
    void tracksAreReordered();
    void dragPans();
    void middleDragPans();
    void shiftDragSelects();
    void escapeEndsTheDrag_data();
    void escapeEndsTheDrag();
    void boxZooms_data();
    void boxZooms();
    void doubleClickShowsAll();
    void rightClickAsksForAMenu();
    void keys();
    void keysWithControlAreOthers();
    void cursorFollowsThePointer();
    void incidentClicked();
    void dragOnAnIncidentIsNoClick();
    void manyTracksScroll();
    void nothingToShow();
};

void TestTracksView::wheelZoomsAtThePointer()
{
    ShownTracks shown;
    const QPoint pointer(kPlotLeft + kPlotWidth / 4, 100);
    const double before = shown.timeAt(pointer.x());
    const double width = shown.time.upper() - shown.time.lower();
    wheel(shown.view, pointer, {0, 240});
    QVERIFY(std::abs((shown.time.upper() - shown.time.lower()) - 0.64 * width) < 1e-3);
    // A thousandth of a sample: Unix seconds in a double have seven decimal places.
    QVERIFY(std::abs(shown.timeAt(pointer.x()) - before) < 1e-3);
    wheel(shown.view, pointer, {0, -240});
    QVERIFY(std::abs(shown.timeAt(pointer.x()) - before) < 1e-3);
    QVERIFY(std::abs((shown.time.upper() - shown.time.lower()) - width) < 1e-3);
}

void TestTracksView::wheelPansSideways()
{
    ShownTracks shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    wheel(shown.view, {500, 100}, {0, -120}, Qt::ShiftModifier);
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2100)) < 1e-3);
    wheel(shown.view, {500, 100}, {120, 0});
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2000)) < 1e-3);
    QVERIFY(std::abs(shown.time.upper() - (double(kStart) + 3000)) < 1e-3);
}

void TestTracksView::wheelWithControlZoomsValues()
{
    ShownTracks shown;
    shown.view.grab();
    const double lower = shown.time.lower();
    const double upper = shown.time.upper();
    QVERIFY(!shown.view.keptRange(0));
    const int top = shown.view.height() / 4; // the middle of the upper of two tracks
    wheel(shown.view, {500, top}, {0, 120}, Qt::ControlModifier);
    const auto range = shown.view.keptRange(0);
    QVERIFY(range);
    // A sine of -1 to 1, seen through 0.8 of that.
    QVERIFY(std::abs(range->high - range->low - 1.6) < 0.01);
    QVERIFY(!shown.view.keptRange(1));
    QCOMPARE(shown.time.lower(), lower);
    QCOMPARE(shown.time.upper(), upper);
    // It stays while the time moves, and a double click on the name frees it.
    shown.time.zoom(0.01, shown.time.first());
    shown.view.grab();
    QVERIFY(shown.view.keptRange(0) == range);
    QTest::mouseDClick(&shown.view, Qt::LeftButton, Qt::NoModifier, {60, top});
    QVERIFY(!shown.view.keptRange(0));
    QVERIFY(shown.time.upper() < upper); // the time is not what was meant
}

void TestTracksView::valueRangesAreKept()
{
    ShownTracks shown;
    shown.view.grab();
    shown.view.keepValueRanges(true);
    const auto range = shown.view.keptRange(1);
    QVERIFY(range && std::abs(range->low) < 0.01 && std::abs(range->high - 2.0) < 0.01);
    // A small part of it is drawn flat: no longer from edge to edge.
    shown.time.setRange(double(kStart) + 100, double(kStart) + 104);
    const auto inked = [&] {
        const auto image = shown.view.grab().toImage();
        const auto base = shown.view.palette().color(QPalette::Base);
        int rows = 0;
        for (int y = 10; y < 170; ++y)
            rows += inkedPixels(image, QRect(kPlotLeft + 20, y, 600, 1), base) > 0 ? 1 : 0;
        return rows;
    };
    const int kept = inked();
    shown.view.keepValueRanges(false);
    QVERIFY(!shown.view.keptRange(1));
    QVERIFY(inked() > 2 * kept);
}

void TestTracksView::tracksAreReordered()
{
    ShownTracks shown(sines(4, 500), {0, 1, 2});
    const double lower = shown.time.lower();
    const auto colourAt = [&](int row) {
        return shown.view.grab().toImage().pixelColor(5, 30 + row * 124);
    };
    const auto channel = [&](std::size_t index) {
        return channelColour(index, isDarkPalette(shown.view.palette()));
    };
    QCOMPARE(colourAt(0), channel(0));
    drag(shown.view, {60, 60}, {60, 220}); // the first to below the second
    QCOMPARE(colourAt(0), channel(1));
    QCOMPARE(colourAt(1), channel(0));
    drag(shown.view, {60, 340}, {60, 5}); // the last to the top
    QCOMPARE(colourAt(0), channel(2));
    QCOMPARE(shown.time.lower(), lower);
    dragAndEscape(shown.view, {60, 60}, {60, 340});
    QCOMPARE(colourAt(0), channel(2));
    QTest::mouseClick(&shown.view, Qt::LeftButton, Qt::NoModifier, {60, 60}); // is no drag
    QCOMPARE(colourAt(0), channel(2));
    // The order stays where channels come and go.
    shown.view.setChannels({0, 2});
    QCOMPARE(shown.view.grab().toImage().pixelColor(5, 30), channel(2));
    shown.view.setChannels({0, 1, 2});
    QCOMPARE(colourAt(1), channel(1));
    shown.view.setRecording(sines(2, 100));
    shown.view.setChannels({0, 1});
    QCOMPARE(shown.view.grab().toImage().pixelColor(5, 30), channel(0));
}

void TestTracksView::dragPans()
{
    ShownTracks shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    const double grabbed = shown.timeAt(500);
    drag(shown.view, {500, 100}, {700, 120});
    QVERIFY(std::abs(shown.timeAt(700) - grabbed) < 1e-3);
    QVERIFY(std::abs(shown.time.upper() - shown.time.lower() - 1000) < 1e-3);
}

void TestTracksView::middleDragPans()
{
    ShownTracks shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    const double grabbed = shown.timeAt(500);
    drag(shown.view, {500, 100}, {400, 100}, Qt::MiddleButton);
    QVERIFY(std::abs(shown.timeAt(400) - grabbed) < 1e-3);
}

void TestTracksView::shiftDragSelects()
{
    ShownTracks shown;
    const auto first = shown.time.sampleAt(shown.timeAt(300));
    const auto last = shown.time.sampleAt(shown.timeAt(500));
    const double lower = shown.time.lower();
    drag(shown.view, {500, 100}, {300, 100}, Qt::LeftButton, Qt::ShiftModifier);
    QVERIFY(shown.time.selection().has_value());
    QCOMPARE(shown.time.selection()->first, first);
    QCOMPARE(shown.time.selection()->last, last + 1);
    QCOMPARE(shown.time.lower(), lower);
    QTest::keyClick(&shown.view, Qt::Key_Escape);
    QVERIFY(!shown.time.selection().has_value());
}

void TestTracksView::escapeEndsTheDrag_data()
{
    QTest::addColumn<Qt::MouseButton>("button");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    const Qt::KeyboardModifiers plain = Qt::NoModifier;
    QTest::addRow("pan") << Qt::LeftButton << plain;
    QTest::addRow("pan, middle") << Qt::MiddleButton << plain;
    QTest::addRow("select") << Qt::LeftButton << Qt::KeyboardModifiers(Qt::ShiftModifier);
    QTest::addRow("box") << Qt::LeftButton << Qt::KeyboardModifiers(Qt::ControlModifier);
    QTest::addRow("box, right") << Qt::RightButton << plain;
}

void TestTracksView::escapeEndsTheDrag()
{
    QFETCH(Qt::MouseButton, button);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    ShownTracks shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    shown.time.setSelection(SampleSpan{2100, 2200});
    const double lower = shown.time.lower();
    const double upper = shown.time.upper();
    QSignalSpy menu(&shown.view, &TracksView::contextMenuRequested);
    dragAndEscape(shown.view, {500, 100}, {700, 120}, button, modifiers);
    QCOMPARE(shown.time.lower(), lower);
    QCOMPARE(shown.time.upper(), upper);
    QVERIFY(shown.time.selection() == (SampleSpan{2100, 2200}));
    QCOMPARE(menu.count(), 0);
}

void TestTracksView::boxZooms_data()
{
    QTest::addColumn<Qt::MouseButton>("button");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addRow("Ctrl") << Qt::LeftButton << Qt::KeyboardModifiers(Qt::ControlModifier);
    QTest::addRow("right") << Qt::RightButton << Qt::KeyboardModifiers(Qt::NoModifier);
}

void TestTracksView::boxZooms()
{
    QFETCH(Qt::MouseButton, button);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    ShownTracks shown;
    QSignalSpy menu(&shown.view, &TracksView::contextMenuRequested);
    const double from = shown.timeAt(400);
    const double to = shown.timeAt(600);
    drag(shown.view, {600, 100}, {400, 150}, button, modifiers);
    QVERIFY(std::abs(shown.time.lower() - from) < 1e-3);
    QVERIFY(std::abs(shown.time.upper() - to) < 1e-3);
    QCOMPARE(menu.count(), 0);
}

void TestTracksView::doubleClickShowsAll()
{
    ShownTracks shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    QTest::mouseDClick(&shown.view, Qt::LeftButton, Qt::NoModifier, {500, 100});
    QCOMPARE(shown.time.lower(), shown.time.first());
    QCOMPARE(shown.time.upper(), shown.time.last());
}

void TestTracksView::rightClickAsksForAMenu()
{
    ShownTracks shown;
    QSignalSpy menu(&shown.view, &TracksView::contextMenuRequested);
    QTest::mouseClick(&shown.view, Qt::RightButton, Qt::NoModifier, {500, 100});
    QCOMPARE(menu.count(), 1);
    QCOMPARE(menu[0][0].toPoint(), shown.view.mapToGlobal(QPoint(500, 100)));
}

void TestTracksView::keys()
{
    ShownTracks shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2100)) < 1e-3);
    QTest::keyClick(&shown.view, Qt::Key_Left);
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2000)) < 1e-3);
    QTest::keyClick(&shown.view, Qt::Key_Plus);
    QVERIFY(std::abs(shown.time.upper() - shown.time.lower() - 800) < 1e-3);
    QTest::keyClick(&shown.view, Qt::Key_Minus);
    QVERIFY(std::abs(shown.time.upper() - shown.time.lower() - 1000) < 1e-3);
    QTest::keyClick(&shown.view, Qt::Key_Home);
    QCOMPARE(shown.time.upper(), shown.time.last());
}

void TestTracksView::keysWithControlAreOthers()
{
    ShownTracks shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    QTest::keyClick(&shown.view, Qt::Key_W, Qt::ControlModifier);
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2000)) < 1e-3);
    QTest::keyClick(&shown.view, Qt::Key_W);
    QCOMPARE(shown.time.lower(), shown.time.first());
}

void TestTracksView::cursorFollowsThePointer()
{
    ShownTracks shown;
    moveTo(shown.view, {500, 100});
    QVERIFY(shown.time.cursor().has_value());
    QCOMPARE(*shown.time.cursor(), shown.time.sampleAt(shown.timeAt(500)));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&shown.view, &leave);
    QVERIFY(!shown.time.cursor().has_value());
}

void TestTracksView::incidentClicked()
{
    ShownTracks shown;
    shown.view.setIncidents({incidentOf(1000, 1400), incidentOf(6000, 7000)});
    QSignalSpy clicked(&shown.view, &TracksView::incidentClicked);
    const auto at = [&](std::ptrdiff_t sample) {
        return QPoint(shown.columnOf(sample), 120);
    };
    QTest::mouseClick(&shown.view, Qt::LeftButton, Qt::NoModifier, at(6500));
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toInt(), 1);
    QTest::mouseClick(&shown.view, Qt::LeftButton, Qt::NoModifier, at(4000));
    QCOMPARE(clicked.count(), 1);
}

void TestTracksView::dragOnAnIncidentIsNoClick()
{
    ShownTracks shown;
    shown.view.setIncidents({incidentOf(0, 10'000)});
    QSignalSpy clicked(&shown.view, &TracksView::incidentClicked);
    drag(shown.view, {500, 100}, {700, 120});
    QCOMPARE(clicked.count(), 0);
}

void TestTracksView::manyTracksScroll()
{
    std::vector<std::size_t> channels(30);
    std::iota(channels.begin(), channels.end(), std::size_t(0));
    ShownTracks shown(sines(30, 500), channels);
    auto& time = shown.time;
    auto& view = shown.view;
    auto* bar = view.findChild<QScrollBar*>();
    QVERIFY(bar->isVisible());
    view.ensureVisible(29);
    QCOMPARE(bar->value(), bar->maximum());
    view.ensureVisible(0);
    QCOMPARE(bar->value(), 0);
    // Over the names the wheel scrolls, over the plots it zooms.
    wheel(view, {40, 100}, {0, -120});
    QVERIFY(bar->value() > 0);
    QCOMPARE(time.upper(), time.last());
    const int scrolled = bar->value();
    wheel(view, {500, 100}, {0, 120});
    QCOMPARE(bar->value(), scrolled);
    QVERIFY(time.upper() - time.lower() < 500);
    view.setChannels({3});
    QVERIFY(!bar->isVisible());
}

void TestTracksView::nothingToShow()
{
    SharedTime time;
    TracksView view(time);
    show(view, kTracksSize);
    view.grab();
    wheel(view, {500, 100}, {0, 120});
    drag(view, {500, 100}, {700, 120});
    drag(view, {500, 100}, {700, 120}, Qt::LeftButton, Qt::ShiftModifier);
    QTest::mouseClick(&view, Qt::LeftButton, Qt::NoModifier, {500, 100});
    for (const auto key : {Qt::Key_Left, Qt::Key_Plus, Qt::Key_Home, Qt::Key_Escape, Qt::Key_Up})
        QTest::keyClick(&view, key);
    view.setIncidents({incidentOf(0, 10)});
    view.setInspected(SampleSpan{0, 5});
    view.setChannels({0, 7});
    view.ensureVisible(3);
    view.grab();
    QVERIFY(!time.cursor().has_value());
    QVERIFY(!time.selection().has_value());

    // A recording goes while the pointer is on it.
    const auto recording = sines(1, 100);
    time.setClock(recording->clock());
    view.setRecording(recording);
    view.setChannels({0});
    moveTo(view, {500, 100});
    view.grab();
    view.setRecording(nullptr);
    time.setClock(nullptr);
    moveTo(view, {510, 100});
    view.grab();
}

QTEST_MAIN(TestTracksView)
#include "tst_tracks_view.moc"
