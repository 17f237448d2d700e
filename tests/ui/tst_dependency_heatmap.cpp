#include "tests/support/made_explanation.h"
#include "ui/render/colours.h"
#include "ui/render/heatmap_painter.h"
#include "ui/render/palette.h"
#include "ui/views/dependency_heatmap.h"

#include <QFontMetrics>
#include <QHelpEvent>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <limits>

using namespace dissonance;
using namespace dissonance::testing;
using namespace Qt::StringLiterals;

class TestDependencyHeatmap : public QObject
{
    Q_OBJECT

private slots:
    void colours_data();
    void colours();
    void modesShowTheirMatrices();
    void measuresOfOneMode();
    void unknownIsNotNeutral();
    void headings_data();
    void headings();
    void fewAreReadableOfMany();
    void clickNamesThePair();
    void diagonalIsEmpty();
    void keysNameThePair();
    void toolTip();
    void currentPairIsMarked();
    void withoutExplanation();
};

namespace {

QImage painted(const Heatmap& map, const HeatmapLayout& layout, const QPalette& palette, QSize size)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(palette.color(QPalette::Window));
    QPainter painter(&image);
    paintHeatmap(painter, map, layout, palette);
    return image;
}

/// The colours of two pixels differ by rounding at the most.
bool isClose(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) <= 1 && std::abs(a.green() - b.green()) <= 1
        && std::abs(a.blue() - b.blue()) <= 1;
}

} // namespace

void TestDependencyHeatmap::colours_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("dark");

    QTest::addRow("2 channels") << 2 << 344 << false;
    QTest::addRow("2 channels, dark") << 2 << 344 << true;
    QTest::addRow("13 channels") << 13 << 344 << false;
    QTest::addRow("13 channels, wide, dark") << 13 << 1200 << true;
    QTest::addRow("200 channels") << 200 << 344 << false;
    QTest::addRow("200 channels, wide") << 200 << 2400 << false;
}

void TestDependencyHeatmap::colours()
{
    QFETCH(const int, channels);
    QFETCH(const int, width);
    QFETCH(const bool, dark);

    const auto palette = themePalette(dark);
    const auto map =
        heatmapOf(madeExplanation(channels), HeatmapMode::Normal, HeatmapMeasure::Correlation);
    const auto layout = layoutHeatmap(map, QRectF(0, 0, width, 1e6), QFont());
    QVERIFY(layout.cells.right() <= width);
    QVERIFY(layout.bottom > layout.cells.bottom());
    const auto image =
        painted(map, layout, palette, QSize(width, int(std::ceil(layout.bottom)) + 1));
    // Normal correlation of neighbours: 0.8^1, every second of them negative.
    const auto expected = [&](int row, int column) {
        return divergingColour(map.values(row, column), dark);
    };
    const int last = channels - 1;
    for (const auto& [row, column] :
         {std::pair(0, 1), std::pair(1, 0), std::pair(last, last - 1), std::pair(0, last)}) {
        const auto centre = layout.cellRect(row, column).center();
        const QPoint pixel(int(centre.x()), int(centre.y()));
        // Cells may be hardly larger than a pixel: whose is this one?
        const auto cell = layout.cellAt(QPointF(pixel) + QPointF(0.5, 0.5));
        QVERIFY(cell);
        if (layout.cell > 2.0)
            QVERIFY(*cell == (HeatmapCell{row, column}));
        QVERIFY2(isClose(image.pixelColor(pixel), expected(cell->row, cell->column)),
                 qPrintable(u"cell %1, %2"_s.arg(row).arg(column)));
    }
    // The colour bar runs over the whole of -1 to 1.
    const int middle = int(layout.colourBar.center().y());
    const double end = 1.0 - 1.0 / layout.colourBar.width(); // the middle of the last pixel
    QVERIFY(isClose(image.pixelColor(int(layout.colourBar.left()), middle),
                    divergingColour(-end, dark)));
    QVERIFY(isClose(image.pixelColor(int(layout.colourBar.right()) - 1, middle),
                    divergingColour(end, dark)));
}

void TestDependencyHeatmap::modesShowTheirMatrices()
{
    const auto made = madeExplanation(4);
    using Mode = HeatmapMode;
    const auto value = [&](Mode mode, HeatmapMeasure measure) {
        return heatmapOf(made, mode, measure).values(0, 1);
    };
    QCOMPARE(value(Mode::Normal, HeatmapMeasure::Correlation), 0.8);
    QCOMPARE(value(Mode::Window, HeatmapMeasure::Correlation), -0.1);
    QCOMPARE(value(Mode::Difference, HeatmapMeasure::Correlation), -0.1 - 0.8);
    QCOMPARE(value(Mode::Window, HeatmapMeasure::Nonlinear), 0.1);
    QCOMPARE(value(Mode::Difference, HeatmapMeasure::Nonlinear), 0.1 - 0.8);
    // What cannot be negative has no colours for it on the bar.
    QCOMPARE(heatmapOf(made, Mode::Normal, HeatmapMeasure::Nonlinear).lowest, 0.0);
    QCOMPARE(heatmapOf(made, Mode::Difference, HeatmapMeasure::Nonlinear).lowest, -1.0);

    const auto palette = themePalette(false);
    const auto difference = heatmapOf(made, Mode::Difference, HeatmapMeasure::Correlation);
    QCOMPARE(heatmapCellColour(difference, 0, 1, palette), divergingColour(-0.9, false));
    const auto faded = heatmapCellColour(difference, 2, 3, palette);
    QVERIFY(faded != divergingColour(-0.6, false));
    const auto distance = [](const QColor& a, const QColor& b) {
        return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green())
            + std::abs(a.blue() - b.blue());
    };
    QVERIFY(distance(faded, divergingColour(0.0, false))
            < distance(faded, divergingColour(-0.6, false)));
}

// Temporal dependence is known of normal operation alone; surprise has a scale of its own.
void TestDependencyHeatmap::measuresOfOneMode()
{
    auto made = madeExplanation(4);
    made.temporalNormal = Eigen::MatrixXd::Constant(4, 4, 0.3);
    made.pairSurprise(0, 1) = made.pairSurprise(1, 0) = 3.2;
    using Mode = HeatmapMode;
    using Measure = HeatmapMeasure;
    for (const auto mode : {Mode::Normal, Mode::Window, Mode::Difference}) {
        QCOMPARE(hasMode(Measure::Temporal, mode), mode == Mode::Normal);
        QCOMPARE(hasMode(Measure::Surprise, mode), mode == Mode::Difference);
        QVERIFY(hasMode(Measure::Correlation, mode) && hasMode(Measure::Nonlinear, mode));
        const auto temporal = heatmapOf(made, mode, Measure::Temporal);
        QCOMPARE(temporal.values(0, 1), 0.3);
        QCOMPARE(temporal.lowest, 0.0);
        const auto surprise = heatmapOf(made, mode, Measure::Surprise);
        QCOMPARE(surprise.values(0, 1), 3.2);
        QCOMPARE(surprise.lowest, -5.0);
        QCOMPARE(surprise.highest, 5.0);
        QCOMPARE(surprise.faded.size(), 0);
        QCOMPARE(heatmapCellColour(surprise, 0, 1, themePalette(false)),
                 divergingColour(3.2 / 5.0, false));
    }
    made.pairSurprise(0, 1) = 0.4;
    made.pairSurprise(1, 0) = 0.4;
    QCOMPARE(heatmapOf(made, Mode::Difference, Measure::Surprise).highest, 1.0);
    made.pairSurprise(0, 1) = 15.0;
    QCOMPARE(heatmapOf(made, Mode::Difference, Measure::Surprise).highest, 20.0);
    QVERIFY(pairText(made, 0, 1, Measure::Surprise).contains(u"15.00 nats"_s));
    QVERIFY(pairText(made, 0, 1, Measure::Temporal).contains(u"0.30"_s));
}

void TestDependencyHeatmap::unknownIsNotNeutral()
{
    auto made = madeExplanation(3);
    made.window(0, 2) = made.window(2, 0) = std::numeric_limits<double>::quiet_NaN();
    const auto map = heatmapOf(made, HeatmapMode::Window, HeatmapMeasure::Correlation);
    const auto palette = themePalette(false);
    QCOMPARE(heatmapCellColour(map, 0, 2, palette), palette.color(QPalette::Base));
    QVERIFY(pairText(made, 0, 2, HeatmapMeasure::Correlation).contains(u"unknown"_s));
    made.window.resize(0, 0);
    QVERIFY(
        std::isnan(heatmapOf(made, HeatmapMode::Window, HeatmapMeasure::Correlation).values(0, 1)));
}

void TestDependencyHeatmap::headings_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("expected");

    using Headings = HeatmapLayout::Headings;
    QTest::addRow("names too wide are numbered") << 12 << 344 << int(Headings::Numbers);
    QTest::addRow("above 12 they are rotated") << 13 << 2000 << int(Headings::Rotated);
}

void TestDependencyHeatmap::headings()
{
    QFETCH(const int, channels);
    QFETCH(const int, width);
    QFETCH(const int, expected);
    const auto map =
        heatmapOf(madeExplanation(channels), HeatmapMode::Normal, HeatmapMeasure::Correlation);
    const auto layout = layoutHeatmap(map, QRectF(0, 0, width, 1e6), QFont());
    QCOMPARE(int(layout.headingKind), expected);
    QCOMPARE(layout.nameStep, 1);

    auto brief = map;
    for (auto& name : brief.names)
        name = u"a"_s;
    if (channels <= 12)
        QCOMPARE(int(layoutHeatmap(brief, QRectF(0, 0, width, 1e6), QFont()).headingKind),
                 int(HeatmapLayout::Headings::Names));
}

void TestDependencyHeatmap::fewAreReadableOfMany()
{
    DependencyHeatmap view;
    view.resize(344, 400);
    const QSignalSpy shown(&view, &DependencyHeatmap::shownChanged);
    view.setExplanation(sharedExplanation(200));
    QCOMPARE(shown.count(), 1);
    QCOMPARE(view.channelCount(), 200);
    QVERIFY(view.shownCount() >= 10);
    QVERIFY(view.shownCount() < 40);
    QVERIFY(view.cellOf(u"channel 0"_s, u"channel 1"_s).width() >= int(kReadableCell));
    QVERIFY(view.cellOf(u"channel 0"_s, u"channel 199"_s).isEmpty());
    // A pair that is shown elsewhere is among them.
    view.setCurrentPair(u"channel 0"_s, u"channel 199"_s);
    QVERIFY(!view.cellOf(u"channel 0"_s, u"channel 199"_s).isEmpty());

    view.setShowAll(true);
    QCOMPARE(view.shownCount(), 200);
    QVERIFY(!view.cellOf(u"channel 150"_s, u"channel 40"_s).isEmpty());
    QVERIFY(view.heightForWidth(344) > 200);
}

void TestDependencyHeatmap::clickNamesThePair()
{
    DependencyHeatmap view;
    view.resize(344, view.heightForWidth(344));
    view.setExplanation(sharedExplanation(8));
    view.resize(344, view.heightForWidth(344));
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const QSignalSpy activated(&view, &DependencyHeatmap::pairActivated);
    QTest::mouseClick(&view, Qt::LeftButton, {},
                      view.cellOf(u"channel 2"_s, u"channel 5"_s).center());
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].toString(), u"channel 2"_s);
    QCOMPARE(activated[0][1].toString(), u"channel 5"_s);
    QTest::mouseClick(&view, Qt::RightButton, {},
                      view.cellOf(u"channel 2"_s, u"channel 5"_s).center());
    QCOMPARE(activated.count(), 1);
}

void TestDependencyHeatmap::diagonalIsEmpty()
{
    DependencyHeatmap view;
    view.setPalette(themePalette(false));
    view.resize(344, 400);
    view.setExplanation(sharedExplanation(3));
    view.resize(344, view.heightForWidth(344));
    const auto above = view.cellOf(u"channel 0"_s, u"channel 1"_s);
    const auto below = view.cellOf(u"channel 1"_s, u"channel 0"_s);
    const QPoint onDiagonal(above.center().x(), below.center().y());
    QVERIFY(isClose(view.grab().toImage().pixelColor(onDiagonal),
                    view.palette().color(QPalette::Window)));
    const QSignalSpy activated(&view, &DependencyHeatmap::pairActivated);
    QTest::mouseClick(&view, Qt::LeftButton, {}, onDiagonal);
    QCOMPARE(activated.count(), 0);
}

void TestDependencyHeatmap::keysNameThePair()
{
    DependencyHeatmap view;
    view.resize(344, 400);
    view.setExplanation(sharedExplanation(3));
    view.show();
    view.activateWindow();
    view.setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    const QSignalSpy activated(&view, &DependencyHeatmap::pairActivated);
    QTest::keyClick(&view, Qt::Key_Return); // nothing is reached yet
    QCOMPARE(activated.count(), 0);
    QTest::keyClick(&view, Qt::Key_Down); // (1, 0)
    QTest::keyClick(&view, Qt::Key_Right); // over the diagonal, to (1, 2)
    QTest::keyClick(&view, Qt::Key_Right); // the edge holds
    QTest::keyClick(&view, Qt::Key_Return);
    QTest::keyClick(&view, Qt::Key_Up); // (0, 2)
    QTest::keyClick(&view, Qt::Key_Space);
    QCOMPARE(activated.count(), 2);
    QCOMPARE(activated[0], QVariantList({u"channel 1"_s, u"channel 2"_s}));
    QCOMPARE(activated[1], QVariantList({u"channel 0"_s, u"channel 2"_s}));
    QVERIFY(view.accessibleDescription().contains(u"channel 0 – channel 2"_s));
}

void TestDependencyHeatmap::toolTip()
{
    DependencyHeatmap view;
    view.resize(344, 400);
    view.setExplanation(sharedExplanation(5));
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto at = view.cellOf(u"channel 0"_s, u"channel 1"_s).center();
    QHelpEvent help(QEvent::ToolTip, at, view.mapToGlobal(at));
    QCoreApplication::sendEvent(&view, &help);
    QCOMPARE(QToolTip::text(),
             u"channel 0 – channel 1: normal 0.80, this window -0.10 (significant)"_s);
    const auto made = madeExplanation(5);
    QVERIFY(pairText(made, 2, 3, HeatmapMeasure::Correlation).contains(u"not significant"_s));
}

void TestDependencyHeatmap::currentPairIsMarked()
{
    DependencyHeatmap view;
    view.resize(344, 400);
    view.setExplanation(sharedExplanation(6));
    const auto unmarked = view.grab().toImage();
    view.setCurrentPair(u"channel 4"_s, u"channel 1"_s);
    const auto marked = view.grab().toImage();
    const auto ink = view.palette().color(QPalette::WindowText);
    for (const auto& cell : {view.cellOf(u"channel 4"_s, u"channel 1"_s),
                             view.cellOf(u"channel 1"_s, u"channel 4"_s)}) {
        const QPoint edge(cell.center().x(), cell.top());
        QVERIFY(isClose(marked.pixelColor(edge), ink));
        QVERIFY(!isClose(unmarked.pixelColor(edge), ink));
        QCOMPARE(marked.pixelColor(cell.center()), unmarked.pixelColor(cell.center()));
    }
}

void TestDependencyHeatmap::withoutExplanation()
{
    DependencyHeatmap view;
    view.resize(200, 200);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const QSignalSpy activated(&view, &DependencyHeatmap::pairActivated);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(100, 100));
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(activated.count(), 0);
    view.setExplanation(sharedExplanation(5));
    view.setExplanation(nullptr);
    QCOMPARE(view.shownCount(), 0);
    QCOMPARE(view.heightForWidth(200), 0);
}

QTEST_MAIN(TestDependencyHeatmap)
#include "tst_dependency_heatmap.moc"
