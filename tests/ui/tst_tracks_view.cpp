#include "tests/ui/plot_fixture.h"
#include "ui/render/colours.h"
#include "ui/render/track.h"
#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QScrollBar>
#include <QSignalSpy>

using namespace dissonance;
using namespace dissonance::fixture;
using namespace Qt::StringLiterals;

class TestTracksView : public QObject
{
    Q_OBJECT

private slots:
    void wheelZoomsAtThePointer();
    void wheelPansSideways();
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
    void manyTracksAreGreyButTheHovered();
    void statesAreStrips();
    void missingValuesAreNamed();
    void spikeSurvives();
    void gapIsLeftOut();
    void colourFollowsThePalette();
    void nothingToShow();
    void oddRecordings();
};

namespace {

constexpr QSize kSize{1000, 400};
constexpr int kPlotWidth = 1000 - kPlotLeft - kPlotRight;

/// A view of two sines of 10,000 s.
struct Shown
{
    Shown()
        : recording(sines(2, 10'000))
    {
        time.setClock(recording->clock());
        view.setRecording(recording);
        view.setChannels({0, 1});
        show(view, kSize);
    }

    double timeAt(int x) const { return visibleScale(time, view.width()).timeAt(x); }

    std::shared_ptr<const Recording> recording;
    SharedTime time;
    TracksView view{time};
};

} // namespace

void TestTracksView::wheelZoomsAtThePointer()
{
    Shown shown;
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
    Shown shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    wheel(shown.view, {500, 100}, {0, -120}, Qt::ShiftModifier);
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2100)) < 1e-3);
    wheel(shown.view, {500, 100}, {120, 0});
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2000)) < 1e-3);
    QVERIFY(std::abs(shown.time.upper() - (double(kStart) + 3000)) < 1e-3);
}

void TestTracksView::dragPans()
{
    Shown shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    const double grabbed = shown.timeAt(500);
    drag(shown.view, {500, 100}, {700, 120});
    QVERIFY(std::abs(shown.timeAt(700) - grabbed) < 1e-3);
    QVERIFY(std::abs(shown.time.upper() - shown.time.lower() - 1000) < 1e-3);
}

void TestTracksView::middleDragPans()
{
    Shown shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    const double grabbed = shown.timeAt(500);
    drag(shown.view, {500, 100}, {400, 100}, Qt::MiddleButton);
    QVERIFY(std::abs(shown.timeAt(400) - grabbed) < 1e-3);
}

void TestTracksView::shiftDragSelects()
{
    Shown shown;
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
    Shown shown;
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
    Shown shown;
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
    Shown shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    QTest::mouseDClick(&shown.view, Qt::LeftButton, Qt::NoModifier, {500, 100});
    QCOMPARE(shown.time.lower(), shown.time.first());
    QCOMPARE(shown.time.upper(), shown.time.last());
}

void TestTracksView::rightClickAsksForAMenu()
{
    Shown shown;
    QSignalSpy menu(&shown.view, &TracksView::contextMenuRequested);
    QTest::mouseClick(&shown.view, Qt::RightButton, Qt::NoModifier, {500, 100});
    QCOMPARE(menu.count(), 1);
    QCOMPARE(menu[0][0].toPoint(), shown.view.mapToGlobal(QPoint(500, 100)));
}

void TestTracksView::keys()
{
    Shown shown;
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
    Shown shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    QTest::keyClick(&shown.view, Qt::Key_W, Qt::ControlModifier);
    QVERIFY(std::abs(shown.time.lower() - (double(kStart) + 2000)) < 1e-3);
    QTest::keyClick(&shown.view, Qt::Key_W);
    QCOMPARE(shown.time.lower(), shown.time.first());
}

void TestTracksView::cursorFollowsThePointer()
{
    Shown shown;
    moveTo(shown.view, {500, 100});
    QVERIFY(shown.time.cursor().has_value());
    QCOMPARE(*shown.time.cursor(), shown.time.sampleAt(shown.timeAt(500)));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&shown.view, &leave);
    QVERIFY(!shown.time.cursor().has_value());
}

void TestTracksView::incidentClicked()
{
    Shown shown;
    shown.view.setIncidents({incidentOf(1000, 1400), incidentOf(6000, 7000)});
    QSignalSpy clicked(&shown.view, &TracksView::incidentClicked);
    const auto scale = visibleScale(shown.time, shown.view.width());
    const auto at = [&](std::ptrdiff_t sample) {
        return QPoint(int(scale.xOf(shown.time.timeOf(sample))), 120);
    };
    QTest::mouseClick(&shown.view, Qt::LeftButton, Qt::NoModifier, at(6500));
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toInt(), 1);
    QTest::mouseClick(&shown.view, Qt::LeftButton, Qt::NoModifier, at(4000));
    QCOMPARE(clicked.count(), 1);
}

void TestTracksView::dragOnAnIncidentIsNoClick()
{
    Shown shown;
    shown.view.setIncidents({incidentOf(0, 10'000)});
    QSignalSpy clicked(&shown.view, &TracksView::incidentClicked);
    drag(shown.view, {500, 100}, {700, 120});
    QCOMPARE(clicked.count(), 0);
}

void TestTracksView::manyTracksScroll()
{
    const auto recording = sines(30, 500);
    SharedTime time;
    time.setClock(recording->clock());
    TracksView view(time);
    view.setRecording(recording);
    std::vector<std::size_t> channels;
    for (std::size_t i = 0; i < 30; ++i)
        channels.push_back(i);
    view.setChannels(channels);
    show(view, kSize);
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

void TestTracksView::manyTracksAreGreyButTheHovered()
{
    const auto recording = sines(12, 500);
    SharedTime time;
    time.setClock(recording->clock());
    TracksView view(time);
    view.setRecording(recording);
    view.setChannels({0, 1, 2, 3, 4, 5, 6, 7, 8});
    show(view, {1000, 9 * 60 + 30});
    const auto coloured = [&](std::size_t track) {
        const auto image = view.grab(QRect(kPlotLeft, int(track) * 60, kPlotWidth, 58)).toImage();
        const auto colour = channelColour(track, isDarkPalette(view.palette()));
        int pixels = 0;
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y)
                pixels += image.pixelColor(x, y) == colour ? 1 : 0;
        }
        return pixels;
    };
    QCOMPARE(coloured(2), 0);
    moveTo(view, {500, 2 * 60 + 30});
    QVERIFY(coloured(2) > 100);
    QVERIFY(coloured(3) < 30); // the dot at the cursor only
    moveTo(view, {500, 3 * 60 + 30});
    QVERIFY(coloured(2) < 30);
    QVERIFY(coloured(3) > 100);
    view.setChannels({0, 1, 2});
    QVERIFY(view.grab().toImage().pixelColor(5, 30)
            == channelColour(0, isDarkPalette(view.palette())));
}

void TestTracksView::statesAreStrips()
{
    std::vector<double> codes(1000, 0.0);
    for (std::size_t i = 500; i < 1000; ++i)
        codes[i] = i < 700 ? 1.0 : kNan;
    const auto recording = recordingOf({{"mode",
                                         "",
                                         "",
                                         ChannelKind::State,
                                         secondsAxis(1000),
                                         std::move(codes),
                                         {"idle", "running"}}});
    SharedTime time;
    time.setClock(recording->clock());
    TracksView view(time);
    view.setRecording(recording);
    view.setChannels({0});
    show(view, kSize);
    const auto image = view.grab().toImage();
    const auto scale = visibleScale(time, view.width());
    const auto pixel = [&](std::ptrdiff_t sample) {
        return image.pixelColor(int(scale.xOf(time.timeOf(sample))), 34);
    };
    QVERIFY(pixel(400) != pixel(600));
    QVERIFY(pixel(400) != pixel(900));
    QCOMPARE(pixel(900), view.palette().color(QPalette::Base)); // missing
}

void TestTracksView::missingValuesAreNamed()
{
    const Channel number{"n", "V", "", ChannelKind::Continuous, secondsAxis(2), {1.27, kNan}, {}};
    QCOMPARE(channelValueText(number, 0, 0.0, 10.0), u"1.3 V"_s);
    QCOMPARE(channelValueText(number, 1, 0.0, 10.0), u"missing"_s);
    QCOMPARE(channelValueText(number, -1, 0.0, 10.0), QString());
    const Channel state{"s", "", "", ChannelKind::State, secondsAxis(2), {1, 7}, {"off", "on"}};
    QCOMPARE(channelValueText(state, 0, 0.0, 1.0), u"on"_s);
    QCOMPARE(channelValueText(state, 1, 0.0, 1.0), QString());
}

void TestTracksView::spikeSurvives()
{
    // One sample of 200,000, some 250 samples to a column of pixels.
    const auto axis = secondsAxis(200'000);
    std::vector<double> values(200'000, 1.0);
    values[123'456] = 9.0;
    const auto recording =
        recordingOf({{"spike", "", "", ChannelKind::Continuous, axis, std::move(values), {}}});
    SharedTime time;
    time.setClock(recording->clock());
    TracksView view(time);
    view.setRecording(recording);
    view.setChannels({0});
    show(view, kSize);
    const auto image = view.grab().toImage();
    const auto background = view.palette().color(QPalette::Base);
    const int x = int(visibleScale(time, view.width()).xOf(time.timeOf(123'456)));
    // From the line at the bottom to the top of the track, and nowhere else.
    QVERIFY(inkedPixels(image, QRect(x - 1, 20, 3, 300), background) >= 250);
    QCOMPARE(inkedPixels(image, QRect(x - 40, 20, 30, 300), background), 0);
    QCOMPARE(inkedPixels(image, QRect(x + 10, 20, 30, 300), background), 0);
}

void TestTracksView::gapIsLeftOut()
{
    const auto axis = secondsAxis(1000);
    std::vector<double> values(1000);
    for (std::size_t i = 0; i < 1000; ++i)
        values[i] = i >= 400 && i < 600 ? kNan : double(i % 7);
    const auto recording =
        recordingOf({{"gap", "", "", ChannelKind::Continuous, axis, std::move(values), {}}});
    SharedTime time;
    time.setClock(recording->clock());
    TracksView view(time);
    view.setRecording(recording);
    view.setChannels({0});
    show(view, kSize);
    const auto image = view.grab().toImage();
    const auto background = view.palette().color(QPalette::Base);
    const auto scale = visibleScale(time, view.width());
    const int left = int(scale.xOf(time.timeOf(400))) + 2;
    const int right = int(scale.xOf(time.timeOf(600))) - 2;
    QCOMPARE(inkedPixels(image, QRect(left, 2, right - left, 350), background), 0);
    QVERIFY(inkedPixels(image, QRect(left - 100, 2, 90, 350), background) > 1000);
}

void TestTracksView::colourFollowsThePalette()
{
    Shown shown;
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(0x16, 0x18, 0x1c));
    dark.setColor(QPalette::Window, QColor(0x1e, 0x21, 0x26));
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::WindowText, Qt::white);
    shown.view.grab();
    shown.view.setPalette(dark);
    QCOMPARE(shown.view.grab().toImage().pixelColor(995, 395), QColor(0x16, 0x18, 0x1c));
}

void TestTracksView::nothingToShow()
{
    SharedTime time;
    TracksView view(time);
    show(view, kSize);
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

void TestTracksView::oddRecordings()
{
    const auto axis = secondsAxis(50);
    const auto slow = secondsAxis(3);
    const std::vector<double> none(50, kNan);
    std::vector<double> huge(50, 1e300);
    huge[3] = -1e300;
    huge[4] = std::numeric_limits<double>::infinity();
    const std::vector<double> states(50, 1.0);
    for (const auto& recording :
         {recordingOf({{"one", "", "", ChannelKind::Continuous, secondsAxis(1), {3.5}, {}}}),
          recordingOf({{"none", "", "", ChannelKind::Continuous, axis, none, {}},
                       {"huge", "", "", ChannelKind::Continuous, axis, huge, {}},
                       {"slow", "", "", ChannelKind::Continuous, slow, {1, kNan, 2}, {}},
                       {"state", "", "", ChannelKind::State, axis, states, {"off", "on"}},
                       {"gone", "", "", ChannelKind::Text, axis, none, {}}})}) {
        SharedTime time;
        time.setClock(recording->clock());
        TracksView view(time);
        view.setRecording(recording);
        std::vector<std::size_t> channels;
        for (std::size_t i = 0; i < recording->channelCount(); ++i)
            channels.push_back(i);
        view.setChannels(channels);
        show(view, kSize);
        time.setCursor(0);
        view.grab();
        for (int i = 0; i < 40; ++i)
            wheel(view, {500, 100}, {0, 240});
        view.grab();
        QVERIFY(time.upper() > time.lower());
    }
}

QTEST_MAIN(TestTracksView)
#include "tst_tracks_view.moc"
