#include "tests/support/made_pair.h"
#include "ui/render/colours.h"
#include "ui/render/contours.h"
#include "ui/render/pair_painter.h"
#include "ui/render/palette.h"
#include "ui/views/pair_view.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <limits>

using namespace dissonance;
using namespace dissonance::testing;
using namespace Qt::StringLiterals;

class TestPairView : public QObject
{
    Q_OBJECT

private slots:
    void contourIsACircle();
    void contourOfASaddle();
    void contourLeavesOutWhatIsUnknown();
    void pointsAndContours_data();
    void pointsAndContours();
    void longSpansArePaintedQuickly();
    void nothingFinite();
    void summary();
    void emptyState();
};

namespace {

QImage painted(const PairDensity& pair, const PairLayout& layout, bool dark, QSize size)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(themePalette(dark).color(QPalette::Window));
    QPainter painter(&image);
    paintPair(painter, pair, layout, themePalette(dark));
    return image;
}

} // namespace

void TestPairView::contourIsACircle()
{
    const auto pair = madePair();
    for (int k = 0; k < 3; ++k) {
        const auto lines =
            contour(pair.gridFirst, pair.gridSecond, pair.density, pair.levels[std::size_t(k)]);
        QVERIFY(lines.size() > 20);
        double length = 0.0;
        for (const auto& line : lines) {
            for (const auto& end : {line.p1(), line.p2()}) {
                const double radius = std::hypot(end.x() - 50.0, (end.y() - 0.5) * 100.0);
                // Linear interpolation of a bell on a grid of step 1.
                QVERIFY(std::abs(radius - 10.0 * (k + 1)) < 0.05);
            }
            length += std::hypot(line.dx(), line.dy() * 100.0);
        }
        // Closed: as long as its circumference.
        QVERIFY(std::abs(length / (2.0 * M_PI * 10.0 * (k + 1)) - 1.0) < 0.01);
    }
}

void TestPairView::contourOfASaddle()
{
    Eigen::MatrixXd values(2, 2);
    values << 1, 0, 0, 1;
    // Two lines that do not cross, whichever corners the middle belongs to.
    for (const double level : {0.4, 0.6}) {
        const auto lines = contour({0, 1}, {0, 1}, values, level);
        QCOMPARE(lines.size(), std::size_t(2));
        QVERIFY(lines[0].intersects(lines[1]) != QLineF::BoundedIntersection);
    }
    // With the level below the middle, the high corners are joined: each line cuts off a low one.
    const auto lines = contour({0, 1}, {0, 1}, values, 0.4);
    for (const auto& line : lines)
        QVERIFY(std::abs(line.center().x() - line.center().y()) > 0.5);
}

void TestPairView::contourLeavesOutWhatIsUnknown()
{
    Eigen::MatrixXd values(2, 2);
    values << 0, 0, 1, std::numeric_limits<double>::quiet_NaN();
    QVERIFY(contour({0, 1}, {0, 1}, values, 0.5).empty());
    values(1, 1) = 1;
    QCOMPARE(contour({0, 1}, {0, 1}, values, 0.5).size(), std::size_t(1));
    QVERIFY(contour({}, {}, Eigen::MatrixXd(), 0.5).empty());
}

void TestPairView::pointsAndContours_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("dark");
    QTest::addRow("dock") << 344 << false;
    QTest::addRow("dock, dark") << 344 << true;
    QTest::addRow("wide") << 1600 << false;
}

void TestPairView::pointsAndContours()
{
    QFETCH(const int, width);
    QFETCH(const bool, dark);
    const auto pair = madePair();
    const QFont font;
    const QSize size(width, int(pairHeight(pair, width, font)));
    const auto layout = layoutPair(pair, QRectF(QPointF(), size), font);
    QVERIFY(layout.plot.height() >= 150.0);
    QVERIFY(QRectF(QPointF(), size).contains(layout.plot));
    const auto image = painted(pair, layout, dark, size);
    const auto palette = themePalette(dark);
    const auto colour = [&](double first, double second) {
        const auto place = layout.position(first, second);
        return image.pixelColor(int(place.x()), int(place.y()));
    };
    QCOMPARE(colour(60.0, 0.2), dependenceColour(dark)); // on top
    QVERIFY(colour(50.0, 0.5) != palette.color(QPalette::Base)); // normal points
    // The outer contour passes 30 units above the middle: dark there, paper on either side.
    const auto top = layout.position(50.0, 0.8);
    const auto ink = palette.color(QPalette::WindowText);
    int nearest = 255 * 3;
    for (int dy = -1; dy <= 1; ++dy) {
        const auto pixel = image.pixelColor(int(top.x()) + 1, int(top.y()) + dy);
        nearest = std::min(nearest,
                           std::abs(pixel.red() - ink.red()) + std::abs(pixel.green() - ink.green())
                               + std::abs(pixel.blue() - ink.blue()));
    }
    QVERIFY2(nearest < 330, QByteArray::number(nearest));
}

void TestPairView::longSpansArePaintedQuickly()
{
    auto pair = madePair();
    pair.windowFirst.assign(2'000'000, 60.0);
    pair.windowSecond.assign(2'000'000, 0.2);
    const auto layout = layoutPair(pair, QRectF(0, 0, 344, 400), QFont());
    // Two million ellipses would run into the time limit of this test program many times over.
    const auto image = painted(pair, layout, false, QSize(344, 400));
    const auto place = layout.position(60.0, 0.2);
    QCOMPARE(image.pixelColor(int(place.x()), int(place.y())), dependenceColour(false));
}

void TestPairView::nothingFinite()
{
    PairDensity pair;
    pair.first = "a";
    pair.second = "b";
    pair.windowFirst = {std::numeric_limits<double>::quiet_NaN()};
    pair.windowSecond = {1.0};
    pair.normalDependence = std::numeric_limits<double>::quiet_NaN();
    const auto layout = layoutPair(pair, QRectF(0, 0, 344, 300), QFont());
    QVERIFY(std::isfinite(layout.shown.width()));
    painted(pair, layout, true, QSize(344, 300));
    QVERIFY(pairSummary(pair).contains(u"unknown"_s));
}

void TestPairView::summary()
{
    QCOMPARE(pairSummary(madePair()),
             u"Correlation 0.91 in normal operation, 0.12 in this window. "
             "Learned: Student-t, nu = 8, tail dependence 0.30."_s);
}

void TestPairView::emptyState()
{
    PairView view;
    view.resize(344, 300);
    QVERIFY(view.accessibleDescription().contains(u"Choose a cell"_s));
    const auto empty = view.grab().toImage();
    view.setMessage(u"This pair cannot be shown."_s);
    QCOMPARE(view.accessibleDescription(), u"This pair cannot be shown."_s);
    QVERIFY(view.grab().toImage() != empty);
    view.setPair(std::make_shared<const PairDensity>(madePair()));
    QVERIFY(view.accessibleDescription().contains(u"0.91"_s));
    QVERIFY(view.heightForWidth(344) > 250);
    // What failed before is not said of a later pair.
    view.setPair(nullptr);
    QCOMPARE(view.grab().toImage(), empty);
}

QTEST_MAIN(TestPairView)
#include "tst_pair_view.moc"
