#include "tests/ui/plot_fixture.h"
#include "ui/render/colours.h"
#include "ui/views/overview_strip.h"
#include "ui/views/plot_margins.h"
#include "ui/views/shared_time.h"

#include <QSignalSpy>

using namespace dissonance;
using namespace dissonance::fixture;

class TestOverviewStrip : public QObject
{
    Q_OBJECT

private slots:
    void windowIsDragged();
    void edgesAreDragged();
    void edgesMeet();
    void escapeEndsTheDrag_data();
    void escapeEndsTheDrag();
    void clickMovesTheWindow();
    void dragDrawsAWindowWhenAllIsVisible();
    void wheelZoomsInsideTheWindow();
    void doubleClickShowsAll();
    void keys();
    void shortHighScoreIsSeen();
    void activityWithoutScores();
    void incidentsAreMarked();
    void nothingToShow();
    void oddRecordings();
};

namespace {

constexpr QSize kSize{1000, 44};

struct Shown
{
    Shown()
        : recording(sines(3, 10'000))
    {
        time.setClock(recording->clock());
        strip.setRecording(recording);
        show(strip, kSize);
    }

    /// x of a second of the recording.
    int xOf(double second) const
    {
        return kPlotLeft + int(std::lround(second / 10'000 * (1000 - kPlotLeft - kPlotRight)));
    }
    void setRange(double from, double to)
    {
        time.setRange(double(kStart) + from, double(kStart) + to);
    }
    double lower() const { return time.lower() - double(kStart); }
    double upper() const { return time.upper() - double(kStart); }

    std::shared_ptr<const Recording> recording;
    SharedTime time;
    OverviewStrip strip{time};
};

constexpr double kPixel = 10'000.0 / (1000 - kPlotLeft - kPlotRight); ///< seconds

} // namespace

void TestOverviewStrip::windowIsDragged()
{
    Shown shown;
    shown.setRange(2000, 4000);
    drag(shown.strip, {shown.xOf(3000), 20}, {shown.xOf(6000), 20});
    QVERIFY(std::abs(shown.lower() - 5000) < 1.5 * kPixel);
    QVERIFY(std::abs(shown.upper() - shown.lower() - 2000) < 1e-3);
    // Against the end it stops and keeps its width.
    drag(shown.strip, {shown.xOf(6000), 20}, {1200, 20});
    QCOMPARE(shown.time.upper(), shown.time.last());
    QVERIFY(std::abs(shown.upper() - shown.lower() - 2000) < 1e-3);
}

void TestOverviewStrip::edgesAreDragged()
{
    Shown shown;
    shown.setRange(2000, 4000);
    drag(shown.strip, {shown.xOf(2000) + 2, 20}, {shown.xOf(1000), 20});
    QVERIFY(std::abs(shown.lower() - 1000) < 1.5 * kPixel);
    QVERIFY(std::abs(shown.upper() - 4000) < 1e-3);
    drag(shown.strip, {shown.xOf(4000) - 2, 20}, {shown.xOf(8000), 20});
    QVERIFY(std::abs(shown.upper() - 8000) < 1.5 * kPixel);
}

void TestOverviewStrip::escapeEndsTheDrag_data()
{
    QTest::addColumn<double>("second");
    QTest::addRow("window") << 3000.0;
    QTest::addRow("left edge") << 2000.0;
    QTest::addRow("right edge") << 4000.0;
    QTest::addRow("elsewhere") << 8000.0;
}

void TestOverviewStrip::escapeEndsTheDrag()
{
    QFETCH(const double, second);
    Shown shown;
    shown.setRange(2000, 4000);
    dragAndEscape(shown.strip, {shown.xOf(second), 20}, {shown.xOf(6000), 20});
    QVERIFY(std::abs(shown.lower() - 2000) < 1e-3);
    QVERIFY(std::abs(shown.upper() - 4000) < 1e-3);
}

void TestOverviewStrip::edgesMeet()
{
    Shown shown;
    shown.setRange(2000, 4000);
    drag(shown.strip, {shown.xOf(2000), 20}, {shown.xOf(9000), 20});
    QVERIFY(shown.upper() > shown.lower());
    QVERIFY(std::abs(shown.upper() - 4000) < 5);
}

void TestOverviewStrip::clickMovesTheWindow()
{
    Shown shown;
    shown.setRange(2000, 4000);
    QTest::mouseClick(&shown.strip, Qt::LeftButton, Qt::NoModifier, {shown.xOf(7000), 20});
    QVERIFY(std::abs(shown.lower() - 6000) < 1.5 * kPixel);
    QVERIFY(std::abs(shown.upper() - 8000) < 1.5 * kPixel);
}

void TestOverviewStrip::dragDrawsAWindowWhenAllIsVisible()
{
    Shown shown;
    QTest::mouseClick(&shown.strip, Qt::LeftButton, Qt::NoModifier, {shown.xOf(7000), 20});
    QCOMPARE(shown.time.upper(), shown.time.last());
    drag(shown.strip, {shown.xOf(7000), 20}, {shown.xOf(3000), 20});
    QVERIFY(std::abs(shown.lower() - 3000) < 1.5 * kPixel);
    QVERIFY(std::abs(shown.upper() - 7000) < 1.5 * kPixel);
}

void TestOverviewStrip::wheelZoomsInsideTheWindow()
{
    Shown shown;
    shown.setRange(2000, 4000);
    wheel(shown.strip, {shown.xOf(3000), 20}, {0, 120});
    QVERIFY(std::abs(shown.upper() - shown.lower() - 1600) < 1e-3);
    QVERIFY(std::abs(0.5 * (shown.upper() + shown.lower()) - 3000) < kPixel);
    wheel(shown.strip, {shown.xOf(3000), 20}, {0, -120}, Qt::ShiftModifier);
    QVERIFY(shown.lower() > 2300);
    QVERIFY(std::abs(shown.upper() - shown.lower() - 1600) < 1e-3);
}

void TestOverviewStrip::doubleClickShowsAll()
{
    Shown shown;
    shown.setRange(2000, 4000);
    QTest::mouseDClick(&shown.strip, Qt::LeftButton, Qt::NoModifier, {shown.xOf(3000), 20});
    QCOMPARE(shown.time.lower(), shown.time.first());
    QCOMPARE(shown.time.upper(), shown.time.last());
}

void TestOverviewStrip::keys()
{
    Shown shown;
    shown.setRange(2000, 4000);
    QTest::keyClick(&shown.strip, Qt::Key_Right);
    QVERIFY(std::abs(shown.lower() - 2200) < 1e-3);
    QTest::keyClick(&shown.strip, Qt::Key_Home);
    QCOMPARE(shown.time.upper(), shown.time.last());
}

void TestOverviewStrip::shortHighScoreIsSeen()
{
    Shown shown;
    shown.strip.setScores(scoresOf(shown.recording->clock(), {5555, 5556}, 40.0), 20.0);
    const auto image = shown.strip.grab().toImage();
    const bool dark = isDarkPalette(shown.strip.palette());
    const auto quiet = image.pixelColor(shown.xOf(2000), 15);
    const auto loud = [&] {
        for (int x = shown.xOf(5555) - 1; x <= shown.xOf(5555) + 1; ++x) {
            if (std::abs(image.pixelColor(x, 15).lightness() - quiet.lightness()) > 80)
                return true;
        }
        return false;
    };
    QVERIFY(loud());
    QVERIFY(std::abs(quiet.lightness() - heatColour(0.0, dark).lightness()) < 10);
}

void TestOverviewStrip::activityWithoutScores()
{
    // Quiet, but for a second half in which it swings.
    const auto axis = secondsAxis(10'000);
    std::vector<double> values(10'000, 1.0);
    for (std::size_t i = 5000; i < values.size(); ++i)
        values[i] = i % 2 == 0 ? 0.0 : 2.0;
    const auto recording =
        recordingOf({{"a", "", "", ChannelKind::Continuous, axis, std::move(values), {}}});
    SharedTime time;
    time.setClock(recording->clock());
    OverviewStrip strip(time);
    strip.setRecording(recording);
    show(strip, kSize);
    const auto image = strip.grab().toImage();
    QVERIFY(std::abs(image.pixelColor(300, 15).lightness() - image.pixelColor(900, 15).lightness())
            > 60);
}

void TestOverviewStrip::incidentsAreMarked()
{
    Shown shown;
    shown.strip.setIncidents({incidentOf(3000, 4000), incidentOf(8000, 8001)});
    const auto image = shown.strip.grab().toImage();
    const auto text = shown.strip.palette().color(QPalette::Text);
    QCOMPARE(image.pixelColor(shown.xOf(3500), 37), text);
    QVERIFY(image.pixelColor(shown.xOf(6000), 37) != text);
    QVERIFY(image.pixelColor(shown.xOf(8000), 37) == text
            || image.pixelColor(shown.xOf(8000) + 1, 37) == text);
}

void TestOverviewStrip::nothingToShow()
{
    SharedTime time;
    OverviewStrip strip(time);
    show(strip, kSize);
    strip.grab();
    drag(strip, {300, 20}, {600, 20});
    wheel(strip, {300, 20}, {0, 120});
    QTest::mouseDClick(&strip, Qt::LeftButton, Qt::NoModifier, {300, 20});
    QTest::keyClick(&strip, Qt::Key_Plus);
    strip.setIncidents({incidentOf(0, 3)});
    strip.setScores(nullptr, 1.0);
    strip.grab();
    time.setClock(secondsAxis(5));
    moveTo(strip, {300, 20});
    strip.grab();
    QCOMPARE(time.upper(), time.last());
}

void TestOverviewStrip::oddRecordings()
{
    const auto one = secondsAxis(1);
    const auto some = secondsAxis(30);
    for (const auto& recording :
         {recordingOf({{"one", "", "", ChannelKind::Continuous, one, {1.0}, {}}}),
          recordingOf(
              {{"none", "", "", ChannelKind::Continuous, some, std::vector<double>(30, kNan), {}},
               {"slow", "", "", ChannelKind::State, one, {0.0}, {"on"}}})}) {
        SharedTime time;
        time.setClock(recording->clock());
        OverviewStrip strip(time);
        strip.setRecording(recording);
        show(strip, kSize);
        strip.grab();
        strip.setScores(scoresOf(recording->clock(), {0, 1}, kNan), kNan);
        strip.grab();
        drag(strip, {300, 20}, {600, 20});
        drag(strip, {kPlotLeft, 20}, {900, 20});
        strip.grab();
        QVERIFY(time.upper() > time.lower());
    }
}

QTEST_MAIN(TestOverviewStrip)
#include "tst_overview_strip.moc"
