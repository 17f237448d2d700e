#include "tests/ui/plot_fixture.h"
#include "ui/render/axis_ticks.h"
#include "ui/render/columns.h"
#include "ui/render/plot_style.h"
#include "ui/render/pyramid.h"
#include "ui/render/score_scale.h"

#include <QLocale>

using namespace dissonance;
using namespace dissonance::fixture;
using namespace Qt::StringLiterals;

class TestPlotRender : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void columnsHoldTheirSamples();
    void pyramidGivesTheSameColumns();
    void pyramidKnowsEverySpan();
    void columnsMoveAlong();
    void linesAreStraightBetweenSamples();
    void linesEndAtGaps();
    void statesRun();
    void channelsHoldTheirLastSample();
    void traceCoversItsExtent();
    void timeTicks_data();
    void timeTicks();
    void timeTicksAreRound();
    void valueTicksAreRound();
    void valueLabels_data();
    void valueLabels();
    void scoreScaleHasAnInverse();
    void scoreTicksStandApart();
    void sharesAreOfTheHighestSample();
};

void TestPlotRender::columnsHoldTheirSamples()
{
    // Every sample lies in the extent of the column of its time, for odd numbers of both.
    const auto axis = TimeAxis::sampleIndex(1009);
    std::vector<double> values(1009);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::sin(double(i * i));
    for (const int count : {1, 7, 131, 1009, 5003}) {
        const ColumnMap map(axis, 3.5, 1000.25, count);
        const auto columns = lineColumns(map, values);
        QCOMPARE(columns.size(), std::size_t(count));
        for (std::size_t i = 4; i < 1000; ++i) {
            const auto column = std::size_t((double(i) - 3.5) / (1000.25 - 3.5) * count);
            QVERIFY(columns[column].low <= values[i]);
            QVERIFY(columns[column].high >= values[i]);
        }
        const auto whole = wholeExtent(columns);
        QVERIFY(whole.low >= -1.0);
        QVERIFY(whole.high <= 1.0);
    }
}

void TestPlotRender::pyramidGivesTheSameColumns()
{
    std::vector<double> values(10'007);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i % 97 == 0 || (i > 3000 && i < 3600) ? kNan : std::sin(double(i * i));
    values[5000] = std::numeric_limits<double>::infinity();
    const Pyramid pyramid(values);
    QCOMPARE(pyramid.levelCount(), std::size_t(3)); // of 16, 256 and 4096 samples
    const auto axis = TimeAxis::sampleIndex(values.size());
    for (const double lower : {0.0, 255.0, 256.5, 2900.0}) {
        for (const int count : {1, 7, 39, 1009}) {
            const ColumnMap map(axis, lower, 10'007.0, count);
            const auto plain = lineColumns(map, values);
            const auto quick = lineColumns(map, values, &pyramid);
            for (std::size_t i = 0; i < plain.size(); ++i)
                QVERIFY(plain[i] == quick[i] || (plain[i].isEmpty() && quick[i].isEmpty()));
        }
    }
}

void TestPlotRender::pyramidKnowsEverySpan()
{
    std::vector<double> values(9'001);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i % 53 < 20 ? kNan : std::sin(double(i * i)) * double(i % 211);
    const Pyramid pyramid(values);
    for (std::size_t first = 0; first < values.size(); first += 1 + first / 7) {
        for (std::size_t last = first; last <= values.size(); last += 1 + (last - first) / 3) {
            const auto plain = sampleExtent(values, first, last);
            const auto quick = pyramid.extent(values, first, last).extent();
            QVERIFY(plain == quick || (plain.isEmpty() && quick.isEmpty()));
        }
    }
    // A promise: all levels together take less than three tenths of the values.
    QVERIFY(double(pyramid.bytes()) < 0.3 * double(values.size() * sizeof(double)));
    QCOMPARE(Pyramid(std::vector<double>(15, 1.0)).levelCount(), std::size_t(0));
    QVERIFY(Pyramid().extent({}, 0, 0).extent().isEmpty());
}

void TestPlotRender::columnsMoveAlong()
{
    std::vector<double> values(5'003);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i % 31 == 0 ? kNan : std::sin(double(i * i));
    const auto axis = TimeAxis::sampleIndex(values.size());
    const ColumnGrid grid{17.3, 41.7};
    const KnownColumns before{grid, 20, lineColumns(ColumnMap(axis, grid, 20, 60), values)};
    for (const std::int64_t first : {-30, 0, 20, 50, 200}) {
        const ColumnMap map(axis, grid, first, 60);
        const auto known = lineColumns(map, values, nullptr, &before);
        const auto plain = lineColumns(map, values);
        for (std::size_t i = 0; i < plain.size(); ++i)
            QVERIFY(plain[i] == known[i] || (plain[i].isEmpty() && known[i].isEmpty()));
    }
    // Of another grid, nothing is known.
    const ColumnMap other(axis, {17.3, 40.0}, 20, 60);
    QVERIFY(lineColumns(other, values, nullptr, &before)[30] == lineColumns(other, values)[30]);
}

void TestPlotRender::linesAreStraightBetweenSamples()
{
    const ColumnMap map(TimeAxis::sampleIndex(3), 0.0, 2.0, 200);
    const auto columns = lineColumns(map, {0.0, 10.0, 0.0});
    for (std::size_t i = 1; i < 100; ++i) {
        // Rounding of a line through tens.
        QVERIFY(std::abs(columns[i].low - 0.1 * double(i)) < 1e-9);
        QVERIFY(std::abs(columns[i].high - 0.1 * double(i + 1)) < 1e-9);
    }
    QCOMPARE(highestColumns(map, {1.0, 5.0, 2.0})[50], 1.0);
}

void TestPlotRender::linesEndAtGaps()
{
    std::vector<std::int64_t> ticks;
    for (int i = 0; i < 20; ++i)
        ticks.push_back(i < 10 ? i : i + 40);
    const auto axis = *TimeAxis::create(TimeKind::SampleIndex, ticks);
    std::vector<double> values(20, 1.0);
    values[4] = kNan;
    const ColumnMap map(axis, 0.0, 60.0, 600);
    const auto columns = lineColumns(map, values);
    QVERIFY(!columns[25].isEmpty());
    QVERIFY(columns[35].isEmpty()); // beside the missing sample
    QVERIFY(columns[45].isEmpty());
    QVERIFY(columns[300].isEmpty()); // forty steps without a sample
    QVERIFY(!columns[555].isEmpty());
    QVERIFY(columns[599].isEmpty()); // after the last sample
}

void TestPlotRender::statesRun()
{
    const auto axis = TimeAxis::sampleIndex(6);
    const ColumnMap map(axis, 0.0, 6.0, 6);
    const auto runs = stateRuns(map, {0, 0, 1, kNan, 2, 2});
    QCOMPARE(runs.size(), std::size_t(3));
    QVERIFY((runs[0] == StateRun{0, 2, 0}));
    QVERIFY((runs[1] == StateRun{2, 3, 1}));
    QVERIFY((runs[2] == StateRun{4, 6, 2}));

    const auto coarse = stateRuns(ColumnMap(axis, 0.0, 6.0, 2), {0, 1, 0, 2, 2, 2});
    QCOMPARE(coarse.front().code, StateRun::kMixed);
    QVERIFY(stateRuns(map, std::vector<double>(6, kNan)).empty());
}

void TestPlotRender::channelsHoldTheirLastSample()
{
    const auto axis = *TimeAxis::create(TimeKind::SampleIndex, {10, 20, 30});
    QCOMPARE(sampleAtOrBefore(*axis, 9), std::ptrdiff_t(-1));
    QCOMPARE(sampleAtOrBefore(*axis, 10), std::ptrdiff_t(0));
    QCOMPARE(sampleAtOrBefore(*axis, 29), std::ptrdiff_t(1));
    QCOMPARE(sampleAtOrBefore(*axis, 900), std::ptrdiff_t(2));
}

void TestPlotRender::traceCoversItsExtent()
{
    QImage image(60, 40, QImage::Format_RGB32);
    image.fill(Qt::white);
    std::vector<ColumnExtent> columns(50, {0.25, 0.75});
    columns[20] = {kNan, kNan};
    columns[37] = {-5.0, 9.0};
    drawTrace(image, QRect(5, 0, 50, 40), columns, 0.0, 1.0, Qt::black, 1.0);
    const auto black = [&](int x) {
        int rows = 0;
        for (int y = 0; y < image.height(); ++y)
            rows += image.pixelColor(x, y).lightness() < 10 ? 1 : 0;
        return rows;
    };
    QCOMPARE(black(4), 0);
    QCOMPARE(black(5), 20); // rows 10 to 30, half a pixel more at either end
    QCOMPARE(image.pixelColor(5, 9).lightness(), image.pixelColor(5, 30).lightness());
    QVERIFY(std::abs(image.pixelColor(5, 9).lightness() - 128) < 4);
    QCOMPARE(black(25), 0);
    QCOMPARE(black(42), 40);
    QCOMPARE(black(54), 20);
    QCOMPARE(black(55), 0);
}

void TestPlotRender::timeTicks_data()
{
    QTest::addColumn<TimeKind>("kind");
    QTest::addColumn<double>("lower");
    QTest::addColumn<double>("upper");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    // 2025-11-24 16:00:00 UTC, by `date -u -d @1764000000`.
    const double start = 1'764'000'000;
    QTest::addRow("hours") << TimeKind::Utc << start << start + 40'000 << u"16:00"_s << u"18:00"_s;
    QTest::addRow("midnight") << TimeKind::Utc << start + 28'000 << start + 36'000 << u"25 Nov"_s
                              << u"00:30"_s;
    QTest::addRow("seconds") << TimeKind::Utc << start << start + 30 << u"16:00:00"_s
                             << u"16:00:05"_s;
    QTest::addRow("fractions") << TimeKind::Utc << start << start + 1 << u"16:00:00.0"_s
                               << u"16:00:00.2"_s;
    QTest::addRow("elapsed") << TimeKind::Elapsed << 3599.0 << 3610.0 << u"1:00:00"_s
                             << u"1:00:02"_s;
    QTest::addRow("elapsed, milliseconds")
        << TimeKind::Elapsed << 0.0 << 0.01 << u"0:00:00.000"_s << u"0:00:00.002"_s;
    QTest::addRow("samples") << TimeKind::SampleIndex << 995.0 << 2100.0 << u"1000"_s << u"1200"_s;
    QTest::addRow("few samples") << TimeKind::SampleIndex << 0.0 << 2.0 << u"0"_s << u"1"_s;
}

void TestPlotRender::timeTicks()
{
    QFETCH(TimeKind, kind);
    QFETCH(double, lower);
    QFETCH(double, upper);
    QFETCH(QString, first);
    QFETCH(QString, second);
    QLocale plain = QLocale::c();
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    QLocale::setDefault(plain);
    const auto ticks = dissonance::timeTicks(kind, lower, upper, 6).ticks;
    QVERIFY(ticks.size() >= 2);
    QCOMPARE(ticks[0].label, first);
    QCOMPARE(ticks[1].label, second);
}

void TestPlotRender::timeTicksAreRound()
{
    for (double width = 1e-5; width < 1e10; width *= 1.7) {
        const auto ticks = dissonance::timeTicks(TimeKind::Elapsed, 12.25, 12.25 + width, 8).ticks;
        QVERIFY(ticks.size() <= 9);
        QVERIFY2(ticks.size() >= 2, QByteArray::number(width).constData());
        for (const auto& tick : ticks) {
            QVERIFY(tick.value >= 12.25 - 1e-9 * width);
            QVERIFY(tick.value <= 12.25 + width);
        }
    }
    QVERIFY(dissonance::timeTicks(TimeKind::Utc, 5, 5, 8).ticks.empty());
    QVERIFY(dissonance::timeTicks(TimeKind::Utc, 5, kNan, 8).ticks.empty());
}

void TestPlotRender::valueTicksAreRound()
{
    const auto ticks = valueTicks(-0.31, 0.33, 4);
    QCOMPARE(ticks.size(), std::size_t(3));
    QCOMPARE(ticks[0].label, u"-0.2"_s);
    QCOMPARE(ticks[1].label, u"0.0"_s);
    QCOMPARE(ticks[2].label, u"0.2"_s);
    QVERIFY(valueTicks(1, 1, 4).empty());
    QVERIFY(!valueTicks(1e300, 2e300, 4).empty());
}

void TestPlotRender::valueLabels_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("expected");
    QTest::addRow("whole") << 2261.4 << 1400.0 << 2800.0 << u"2261"_s;
    QTest::addRow("places") << 0.123456 << 0.0 << 1.0 << u"0.12"_s;
    QTest::addRow("constant") << 5.0 << 5.0 << 5.0 << u"5.0000"_s;
    QTest::addRow("huge") << 1.5e12 << 0.0 << 2e12 << u"1.5e+12"_s;
    QTest::addRow("tiny") << 1.5e-9 << 0.0 << 2e-9 << u"1.5e-09"_s;
}

void TestPlotRender::valueLabels()
{
    QFETCH(double, value);
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(QString, expected);
    QCOMPARE(valueLabel(value, low, high), expected);
}

void TestPlotRender::scoreScaleHasAnInverse()
{
    for (const double highest : {1.0, 20.0, 3000.0}) {
        const auto scale = scoreScaleFor(highest, highest, 1.0);
        for (double position = 0.0; position <= 1.0; position += 0.125)
            QVERIFY(std::abs(scale.position(scale.scoreAt(position)) - position) < 1e-12);
        QVERIFY(scale.position(1.0) < 1.0);
        QVERIFY(std::isnan(scale.position(kNan)));
        QCOMPARE(scale.position(-1.0), 0.0);
    }
    QVERIFY(scoreScaleFor(1.0, 1.0, 1.0).kind == ScoreScale::Kind::Linear);
    QVERIFY(scoreScaleFor(20.0, 1.0, 1.0).kind == ScoreScale::Kind::Root);
    QVERIFY(scoreScaleFor(3000.0, 1.0, 1.0).kind == ScoreScale::Kind::Logarithm);
}

void TestPlotRender::scoreTicksStandApart()
{
    for (const double highest : {1.0, 20.0, 3000.0}) {
        const auto scale = scoreScaleFor(highest, highest, 1.0);
        const auto ticks = scoreTicks(scale, 0.2);
        QVERIFY(ticks.size() >= 3);
        for (std::size_t i = 1; i < ticks.size(); ++i)
            QVERIFY(scale.position(ticks[i].value) - scale.position(ticks[i - 1].value) > 0.19);
    }
}

void TestPlotRender::sharesAreOfTheHighestSample()
{
    // In the first column the channels' own part is largest beside the highest score, not in it.
    const ScoreSeries samples{
        {3.0, 4.0, kNan, kNan}, {3.0, 1.0, kNan, kNan}, {0.0, 3.0, kNan, kNan}};
    const auto columns = scoreColumns(ColumnMap(TimeAxis::sampleIndex(4), 0.0, 4.0, 2), samples);
    QCOMPARE(columns.total[0], 4.0);
    QCOMPARE(columns.marginalShare[0], 0.25);
    QVERIFY(std::isnan(columns.total[1]));
}

QTEST_GUILESS_MAIN(TestPlotRender)
#include "tst_plot_render.moc"
