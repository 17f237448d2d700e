#include "tests/ui/plot_fixture.h"
#include "ui/render/colours.h"
#include "ui/views/overview_strip.h"
#include "ui/views/plot_margins.h"
#include "ui/views/score_track_view.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QSignalSpy>
#include <QVBoxLayout>

#include <array>

using namespace dissonance;
using namespace dissonance::fixture;
using namespace Qt::StringLiterals;

class TestScoreTrackView : public QObject
{
    Q_OBJECT

private slots:
    void thresholdIsDragged();
    void escapeEndsTheDrag();
    void newsDoNotEndTheDrag();
    void thresholdByKeys();
    void nextToTheThresholdIsPanning();
    void partsStandOnEachOther();
    void aSingleSampleIsSeen();
    void highScoresBendTheScale();
    void incidentClicked();
    void manyIncidentsAreFewBands();
    void sharedTime();
    void cursorStaysUnderAPointerThatRests();
    void standsUnderTheTracks();
    void nothingToShow();
    void oddScores();
};

namespace {

constexpr QSize kSize{1000, 120};

struct Shown
{
    explicit Shown(double peak = 4.0, SampleSpan high = {4000, 6000})
        : clock(secondsAxis(10'000))
    {
        time.setClock(clock);
        view.setScores(scoresOf(clock, high, peak));
        view.setThreshold(0.5 * peak);
        show(view, kSize);
        view.grab();
    }

    int xOf(std::ptrdiff_t sample) const
    {
        return int(visibleScale(time, view.width()).xOf(time.timeOf(sample)));
    }

    std::shared_ptr<const TimeAxis> clock;
    SharedTime time;
    ScoreTrackView view{time};
};

/// Rows of a column of pixels in a colour, from `image`.
std::vector<int> rowsOf(const QImage& image, int x, const QColor& colour)
{
    std::vector<int> rows;
    for (int y = 0; y < image.height(); ++y) {
        if (image.pixelColor(x, y) == colour)
            rows.push_back(y);
    }
    return rows;
}

} // namespace

void TestScoreTrackView::thresholdIsDragged()
{
    Shown shown;
    QSignalSpy moved(&shown.view, &ScoreTrackView::thresholdMoved);
    QSignalSpy chosen(&shown.view, &ScoreTrackView::thresholdChosen);
    const double lower = shown.time.lower();
    const int from = int(std::lround(shown.view.yOf(2.0)));
    const int to = int(std::lround(shown.view.yOf(1.0)));
    drag(shown.view, {500, from}, {510, to});
    QVERIFY(moved.count() >= 2);
    QCOMPARE(chosen.count(), 1);
    // Within a pixel of the scale, which is some 4.2 high.
    QVERIFY(std::abs(chosen[0][0].toDouble() - 1.0) < 4.2 / 100);
    QCOMPARE(shown.time.lower(), lower);
    // Beyond the upper edge it stays on the scale.
    shown.view.grab();
    drag(shown.view, {500, int(std::lround(shown.view.yOf(chosen[0][0].toDouble())))}, {500, -400});
    QVERIFY(chosen[1][0].toDouble() > 4.0);
    QVERIFY(chosen[1][0].toDouble() < 5.0);
    shown.view.grab();
    QVERIFY(shown.view.yOf(chosen[1][0].toDouble()) > 20.0);
}

void TestScoreTrackView::escapeEndsTheDrag()
{
    Shown shown;
    QSignalSpy moved(&shown.view, &ScoreTrackView::thresholdMoved);
    QSignalSpy chosen(&shown.view, &ScoreTrackView::thresholdChosen);
    const int from = int(std::lround(shown.view.yOf(2.0)));
    dragAndEscape(shown.view, {500, from}, {500, int(std::lround(shown.view.yOf(1.0)))});
    QVERIFY(moved.count() >= 2);
    QCOMPARE(moved.last()[0].toDouble(), 2.0);
    QCOMPARE(chosen.count(), 0);
}

void TestScoreTrackView::newsDoNotEndTheDrag()
{
    Shown shown;
    const auto scores = scoresOf(shown.clock, {4000, 6000}, 4.0);
    shown.view.setScores(scores);
    shown.view.grab();
    QSignalSpy moved(&shown.view, &ScoreTrackView::thresholdMoved);
    QSignalSpy chosen(&shown.view, &ScoreTrackView::thresholdChosen);
    const int from = int(std::lround(shown.view.yOf(2.0)));
    const int to = int(std::lround(shown.view.yOf(1.0)));
    QTest::mousePress(&shown.view, Qt::LeftButton, {}, {500, from});
    moveTo(shown.view, {500, (from + to) / 2}, Qt::LeftButton);
    // A model was saved, or the channels of the incidents were ranked.
    shown.view.setScores(scores);
    shown.view.setThreshold(2.0);
    moveTo(shown.view, {500, to}, Qt::LeftButton);
    shown.view.setThreshold(2.0);
    QTest::mouseRelease(&shown.view, Qt::LeftButton, {}, {500, to});
    QCOMPARE(moved.count(), 2);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(std::abs(chosen[0][0].toDouble() - 1.0) < 4.2 / 100);
    // Afterwards it is told again.
    shown.view.setThreshold(2.0);
    QVERIFY(std::abs(shown.view.yOf(2.0) - from) <= 1.0);
}

void TestScoreTrackView::thresholdByKeys()
{
    Shown shown;
    QSignalSpy chosen(&shown.view, &ScoreTrackView::thresholdChosen);
    QTest::keyClick(&shown.view, Qt::Key_Up);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(chosen[0][0].toDouble() > 2.0);
    QTest::keyClick(&shown.view, Qt::Key_Down);
    QTest::keyClick(&shown.view, Qt::Key_Down);
    QCOMPARE(chosen.count(), 3);
    QVERIFY(chosen[2][0].toDouble() < 2.0);
    QVERIFY(chosen[2][0].toDouble() > 0.0);
}

void TestScoreTrackView::nextToTheThresholdIsPanning()
{
    Shown shown;
    shown.time.setRange(double(kStart) + 2000, double(kStart) + 3000);
    QSignalSpy moved(&shown.view, &ScoreTrackView::thresholdMoved);
    shown.view.grab();
    const int y = int(shown.view.yOf(2.0)) + 12;
    drag(shown.view, {500, y}, {700, y});
    QCOMPARE(moved.count(), 0);
    QVERIFY(shown.time.lower() < double(kStart) + 1999);
}

void TestScoreTrackView::partsStandOnEachOther()
{
    Shown shown;
    const auto image = shown.view.grab().toImage();
    const int x = shown.xOf(5000);
    const bool dark = isDarkPalette(shown.view.palette());
    const auto marginal = rowsOf(image, x, marginalColour(dark));
    const auto dependence = rowsOf(image, x, dependenceColour(dark));
    QVERIFY(!marginal.empty());
    QVERIFY(!dependence.empty());
    QVERIFY(dependence.back() < marginal.front());
    // The top of the stack is the total, a quarter of it marginal; a pixel each, two for the
    // dashes of the threshold.
    QVERIFY(std::abs(dependence.front() - shown.view.yOf(4.0)) <= 1.5);
    const double stack = shown.view.yOf(0.0) - shown.view.yOf(4.0);
    QVERIFY(std::abs(double(marginal.size()) - 0.25 * stack) <= 2.5);
    // What is flagged is marked below.
    const auto text = shown.view.palette().color(QPalette::Text);
    QVERIFY(!rowsOf(image.copy(0, 114, 1000, 6), x, text).empty());
    QVERIFY(rowsOf(image.copy(0, 114, 1000, 6), shown.xOf(2000), text).empty());
}

void TestScoreTrackView::aSingleSampleIsSeen()
{
    Shown shown(4.0, {7777, 7778});
    const auto image = shown.view.grab().toImage();
    const bool dark = isDarkPalette(shown.view.palette());
    std::size_t highest = 0;
    for (int x = shown.xOf(7777) - 1; x <= shown.xOf(7777) + 1; ++x)
        highest = std::max(highest, rowsOf(image, x, dependenceColour(dark)).size());
    QVERIFY(highest > 50);
}

void TestScoreTrackView::highScoresBendTheScale()
{
    Shown shown(400.0);
    shown.view.setThreshold(1.5);
    shown.view.grab();
    // Threshold and peak can both be told from the edges.
    QVERIFY(shown.view.yOf(1.5) < shown.view.yOf(0.0) - 8);
    QVERIFY(shown.view.yOf(400.0) > 0.0);
    QVERIFY(shown.view.yOf(400.0) < shown.view.yOf(1.5) - 40);
}

void TestScoreTrackView::incidentClicked()
{
    Shown shown;
    shown.view.setIncidents({incidentOf(4000, 6000)});
    QSignalSpy clicked(&shown.view, &ScoreTrackView::incidentClicked);
    QTest::mouseClick(&shown.view, Qt::LeftButton, Qt::NoModifier, {shown.xOf(5000), 20});
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toInt(), 0);
    QTest::mouseClick(&shown.view, Qt::LeftButton, Qt::NoModifier, {shown.xOf(1000), 20});
    QCOMPARE(clicked.count(), 1);
    QSignalSpy menu(&shown.view, &ScoreTrackView::contextMenuRequested);
    QTest::mouseClick(&shown.view, Qt::RightButton, Qt::NoModifier, {500, 20});
    QCOMPARE(menu.count(), 1);
}

void TestScoreTrackView::manyIncidentsAreFewBands()
{
    SharedTime time;
    time.setClock(secondsAxis(100'000));
    const auto scale = visibleScale(time, 1000);
    std::vector<Incident> incidents;
    for (std::ptrdiff_t i = 0; i < 5000; ++i)
        incidents.push_back(incidentOf(10 * i, 10 * i + 5));
    incidents.push_back(incidentOf(80'000, 81'000));
    incidents.push_back(incidentOf(90'000, 91'000));
    auto bands = incidentBands(incidents, time, scale, SampleSpan{90'000, 91'000});
    QCOMPARE(bands.size(), std::size_t(2));
    QCOMPARE(bands[0].first, scale.xOf(time.timeOf(0)));
    QCOMPARE(bands[0].second, scale.xOf(time.timeOf(49'995)));
    QCOMPARE(bands[1].first, scale.xOf(time.timeOf(80'000)));
    // Close by, each stands for itself; what cannot be seen is left out.
    time.setRange(double(kStart) + 1000, double(kStart) + 1100);
    bands = incidentBands(incidents, time, visibleScale(time, 1000), {});
    QVERIFY(bands.size() >= 10 && bands.size() <= 12);
}

void TestScoreTrackView::sharedTime()
{
    Shown shown;
    const double before = visibleScale(shown.time, 1000).timeAt(400);
    wheel(shown.view, {400, 20}, {0, 240});
    QVERIFY(shown.time.upper() - shown.time.lower() < 7000);
    QVERIFY(std::abs(visibleScale(shown.time, 1000).timeAt(400) - before) < 1e-3);
    moveTo(shown.view, {400, 20});
    QVERIFY(shown.time.cursor().has_value());
    drag(shown.view, {300, 20}, {500, 20}, Qt::LeftButton, Qt::ShiftModifier);
    QVERIFY(shown.time.selection().has_value());
    QTest::keyClick(&shown.view, Qt::Key_Home);
    QCOMPARE(shown.time.upper(), shown.time.last());
}

void TestScoreTrackView::cursorStaysUnderAPointerThatRests()
{
    Shown shown;
    moveTo(shown.view, {500, 40});
    shown.time.showSpan({2000, 2100}); // as a key does that jumps to an incident
    QVERIFY(shown.time.cursor().has_value());
    const auto under = visibleScale(shown.time, shown.view.width()).timeAt(500);
    QCOMPARE(*shown.time.cursor(), shown.time.sampleAt(under));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&shown.view, &leave);
    shown.time.fit();
    QVERIFY(!shown.time.cursor().has_value());
}

void TestScoreTrackView::standsUnderTheTracks()
{
    // An instant is the same column of pixels in all views.
    const auto recording = sines(2, 10'000);
    SharedTime time;
    QWidget window;
    auto* overview = new OverviewStrip(time);
    auto* tracks = new TracksView(time);
    auto* score = new ScoreTrackView(time);
    auto* column = new QVBoxLayout(&window);
    column->addWidget(overview);
    column->addWidget(tracks);
    column->addWidget(score);
    time.setClock(recording->clock());
    overview->setRecording(recording);
    tracks->setRecording(recording);
    tracks->setChannels({0, 1});
    score->setScores(scoresOf(recording->clock(), {4000, 6000}, 4.0));
    show(window, {1003, 500});
    const std::array<QWidget*, 3> views{overview, tracks, score};
    std::array<QImage, 3> before;
    for (std::size_t i = 0; i < views.size(); ++i)
        before[i] = views[i]->grab().toImage();
    time.setCursor(3333);
    std::vector<int> changed;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const auto after = views[i]->grab().toImage();
        for (int x = kPlotLeft; x < after.width() - kPlotRight; ++x) {
            if (after.pixel(x, 3) != before[i].pixel(x, 3))
                changed.push_back(x);
        }
    }
    QCOMPARE(changed.size(), std::size_t(3));
    QCOMPARE(changed[0], changed[1]);
    QCOMPARE(changed[1], changed[2]);
}

void TestScoreTrackView::nothingToShow()
{
    SharedTime time;
    ScoreTrackView view(time);
    QSignalSpy moved(&view, &ScoreTrackView::thresholdMoved);
    view.setEmptyText(u"Train a detector to see scores."_s);
    show(view, kSize);
    view.grab();
    for (const auto key : {Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Escape})
        QTest::keyClick(&view, key);
    drag(view, {500, 50}, {600, 90});
    view.setThreshold(kNan);
    view.setIncidents({incidentOf(0, 10)});
    view.setInspected(SampleSpan{0, 10});
    view.grab();
    QCOMPARE(moved.count(), 0);
    time.setClock(secondsAxis(10));
    view.grab();
}

void TestScoreTrackView::oddScores()
{
    for (const std::size_t count : {1, 40}) {
        const auto clock = secondsAxis(count);
        for (const double value :
             {kNan, 0.0, -1.0, 1e12, std::numeric_limits<double>::infinity()}) {
            auto track = std::make_shared<ScoreTrack>();
            track->clock = clock;
            track->samples.total.assign(count, value);
            track->samples.marginal.assign(count, value);
            track->samples.dependence.assign(count, value);
            SharedTime time;
            time.setClock(clock);
            ScoreTrackView view(time);
            view.setScores(track);
            show(view, kSize);
            time.setCursor(0);
            view.grab();
            view.setThreshold(1.0);
            view.grab();
            QVERIFY(std::isfinite(view.yOf(1.0)));
        }
    }
}

QTEST_MAIN(TestScoreTrackView)
#include "tst_score_track_view.moc"
