#include "tests/ui/shown_tracks.h"
#include "ui/render/colours.h"
#include "ui/render/track.h"

#include <QScrollBar>

#include <limits>
#include <numeric>

using namespace dissonance;
using namespace dissonance::fixture;
using namespace Qt::StringLiterals;

/// What tracks show of a recording, pixel by pixel.
class TestTracksPaint : public QObject
{
    Q_OBJECT

private slots:
    void manyTracksAreGreyButTheHovered();
    void statesAreStrips();
    void missingValuesAreNamed();
    void spikeSurvives();
    void spikeSurvivesPanning();
    void tracksFitIntoTheHeight();
    void gapIsLeftOut();
    void colourFollowsThePalette();
    void oddRecordings();
};

void TestTracksPaint::manyTracksAreGreyButTheHovered()
{
    ShownTracks shown(sines(12, 500), {0, 1, 2, 3, 4, 5, 6, 7, 8}, {1000, 9 * 60 + 30});
    auto& view = shown.view;
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

void TestTracksPaint::statesAreStrips()
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
    ShownTracks shown(recording, {0});
    const auto image = shown.view.grab().toImage();
    const auto pixel = [&](std::ptrdiff_t sample) {
        return image.pixelColor(shown.columnOf(sample), 34);
    };
    QVERIFY(pixel(400) != pixel(600));
    QVERIFY(pixel(400) != pixel(900));
    QCOMPARE(pixel(900), shown.view.palette().color(QPalette::Base)); // missing
}

void TestTracksPaint::missingValuesAreNamed()
{
    const Channel number{"n", "V", "", ChannelKind::Continuous, secondsAxis(2), {1.27, kNan}, {}};
    QCOMPARE(channelValueText(number, 0, 0.0, 10.0), u"1.3 V"_s);
    QCOMPARE(channelValueText(number, 1, 0.0, 10.0), u"missing"_s);
    QCOMPARE(channelValueText(number, -1, 0.0, 10.0), QString());
    const Channel state{"s", "", "", ChannelKind::State, secondsAxis(2), {1, 7}, {"off", "on"}};
    QCOMPARE(channelValueText(state, 0, 0.0, 1.0), u"on"_s);
    QCOMPARE(channelValueText(state, 1, 0.0, 1.0), QString());
}

void TestTracksPaint::spikeSurvives()
{
    // One sample of 200,000, some 250 samples to a column of pixels.
    const auto axis = secondsAxis(200'000);
    std::vector<double> values(200'000, 1.0);
    values[123'456] = 9.0;
    const auto recording =
        recordingOf({{"spike", "", "", ChannelKind::Continuous, axis, std::move(values), {}}});
    ShownTracks shown(recording, {0});
    const auto image = shown.view.grab().toImage();
    const auto background = shown.view.palette().color(QPalette::Base);
    const int x = shown.columnOf(123'456);
    // From the line at the bottom to the top of the track, and nowhere else.
    QVERIFY(inkedPixels(image, QRect(x - 1, 20, 3, 300), background) >= 250);
    QCOMPARE(inkedPixels(image, QRect(x - 40, 20, 30, 300), background), 0);
    QCOMPARE(inkedPixels(image, QRect(x + 10, 20, 30, 300), background), 0);
}

void TestTracksPaint::spikeSurvivesPanning()
{
    std::vector<double> values(200'000, 0.0);
    values[90'001] = 1.0;
    const auto recording = recordingOf({{"a",
                                         "",
                                         "",
                                         ChannelKind::Continuous,
                                         secondsAxis(values.size()),
                                         std::move(values),
                                         {}}});
    ShownTracks shown(recording, {0});
    shown.time.setRange(double(kStart) + 20'000, double(kStart) + 100'000);
    for (int step = 0; step < 12; ++step) {
        const auto image = shown.view.grab().toImage();
        const int column = shown.columnOf(90'001);
        const auto ink = [&](int x) {
            return inkedPixels(image, QRect(x - 1, 20, 3, 300),
                               shown.view.palette().color(QPalette::Base));
        };
        QVERIFY(ink(column) > 250);
        QVERIFY(ink(column - 40) < 30);
        shown.time.pan(0.0123);
    }
}

void TestTracksPaint::tracksFitIntoTheHeight()
{
    std::vector<std::size_t> channels(15);
    std::iota(channels.begin(), channels.end(), std::size_t(0));
    ShownTracks shown(sines(15, 500), channels);
    const auto* bar = shown.view.findChild<QScrollBar*>();
    QVERIFY(bar->isVisible());
    shown.view.fitIntoHeight(true);
    QVERIFY(!bar->isVisible());
    const auto image = shown.view.grab().toImage();
    QVERIFY(inkedPixels(image, QRect(kPlotLeft, 400 - 60, kPlotWidth, 25),
                        shown.view.palette().color(QPalette::Base))
            > 100);
    shown.view.fitIntoHeight(false);
    QVERIFY(bar->isVisible());
}

void TestTracksPaint::gapIsLeftOut()
{
    const auto axis = secondsAxis(1000);
    std::vector<double> values(1000);
    for (std::size_t i = 0; i < 1000; ++i)
        values[i] = i >= 400 && i < 600 ? kNan : double(i % 7);
    const auto recording =
        recordingOf({{"gap", "", "", ChannelKind::Continuous, axis, std::move(values), {}}});
    ShownTracks shown(recording, {0});
    const auto image = shown.view.grab().toImage();
    const auto background = shown.view.palette().color(QPalette::Base);
    const int left = shown.columnOf(400) + 2;
    const int right = shown.columnOf(600) - 2;
    QCOMPARE(inkedPixels(image, QRect(left, 2, right - left, 350), background), 0);
    QVERIFY(inkedPixels(image, QRect(left - 100, 2, 90, 350), background) > 1000);
}

void TestTracksPaint::colourFollowsThePalette()
{
    ShownTracks shown;
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(0x16, 0x18, 0x1c));
    dark.setColor(QPalette::Window, QColor(0x1e, 0x21, 0x26));
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::WindowText, Qt::white);
    shown.view.grab();
    shown.view.setPalette(dark);
    QCOMPARE(shown.view.grab().toImage().pixelColor(995, 395), QColor(0x16, 0x18, 0x1c));
}

void TestTracksPaint::oddRecordings()
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
        std::vector<std::size_t> channels(recording->channelCount());
        std::iota(channels.begin(), channels.end(), std::size_t(0));
        ShownTracks shown(recording, channels);
        auto& view = shown.view;
        auto& time = shown.time;
        time.setCursor(0);
        view.grab();
        for (int i = 0; i < 40; ++i)
            wheel(view, {500, 100}, {0, 240});
        view.grab();
        QVERIFY(time.upper() > time.lower());
    }
}

QTEST_MAIN(TestTracksPaint)
#include "tst_tracks_paint.moc"
