#include "engine/scoring/metrics.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace dissonance;
using namespace Qt::StringLiterals;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

Label labelled(std::ptrdiff_t first, std::ptrdiff_t last)
{
    return Label{SampleSpan{first, last}, {}, {}};
}

std::vector<std::uint8_t> flags(std::size_t samples, const std::vector<SampleSpan>& spans)
{
    std::vector<std::uint8_t> flagged(samples);
    for (const auto& span : spans)
        std::fill(flagged.begin() + span.first, flagged.begin() + span.last, std::uint8_t(1));
    return flagged;
}

std::shared_ptr<const TimeAxis> minutes(std::size_t count)
{
    std::vector<std::int64_t> ticks(count);
    for (std::size_t i = 0; i < count; ++i)
        ticks[i] = std::int64_t(i) * 60'000'000'000;
    return *TimeAxis::create(TimeKind::Elapsed, std::move(ticks));
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private slots:
    void ranking_data();
    void ranking();
    void rankingOfOneClass();
    void maskOfLabels();
    void hitRates_data();
    void hitRates();
    void incidentsAndAlarms();
    void nearAlarmsAreOne();
    void delays();
    void withoutClock();
    void pointwiseAtTheThreshold();
    void undefinedWithoutLabels();
    void randomFlagsAsMany();
    void tooFewToJudge();
    void badInput();
    void lenientOnlyOnRequest();
    void pointAdjustedAtK();
    void affiliationByHand_data();
    void affiliationByHand();
    void affiliationOfSeveral();
};

// By hand; equal to scikit-learn's roc_auc_score and average_precision_score (tst_vus compares
// with those on the fixtures).
void TestMetrics::ranking_data()
{
    QTest::addColumn<QList<double>>("score");
    QTest::addColumn<QList<int>>("isAnomaly");
    QTest::addColumn<double>("roc");
    QTest::addColumn<double>("averagePrecision");

    QTest::addRow("perfect") << QList{4., 3., 2., 1.} << QList{1, 1, 0, 0} << 1.0 << 1.0;
    QTest::addRow("inverted") << QList{1., 2., 3., 4.} << QList{1, 1, 0, 0} << 0.0
                              << 0.5 * (1.0 / 3 + 0.5);
    QTest::addRow("all equal") << QList{2., 2., 2., 2.} << QList{1, 0, 0, 0} << 0.5 << 0.25;
    QTest::addRow("mixed") << QList{4., 3., 2., 1.} << QList{1, 0, 1, 0} << 0.75
                           << 0.5 * (1.0 + 2.0 / 3);
    QTest::addRow("a tie over both classes")
        << QList{3., 2., 2., 1.} << QList{1, 1, 0, 0} << 0.875 << 0.5 * (1.0 + 2.0 / 3);
    QTest::addRow("missing is lowest") << QList{kNaN, 2., 1.} << QList{0, 1, 0} << 1.0 << 1.0;
}

void TestMetrics::ranking()
{
    QFETCH(QList<double>, score);
    QFETCH(QList<int>, isAnomaly);
    QFETCH(double, roc);
    QFETCH(double, averagePrecision);
    const std::vector<double> scores(score.begin(), score.end());
    const std::vector<std::uint8_t> mask(isAnomaly.begin(), isAnomaly.end());
    QVERIFY(std::abs(aucRoc(scores, mask) - roc) < 1e-12);
    QVERIFY(std::abs(aucPr(scores, mask) - averagePrecision) < 1e-12);
}

void TestMetrics::rankingOfOneClass()
{
    QVERIFY(std::isnan(aucRoc({1.0, 2.0}, {0, 0})));
    QVERIFY(std::isnan(aucRoc({1.0, 2.0}, {1, 1})));
    QVERIFY(std::isnan(aucPr({1.0, 2.0}, {0, 0})));
    QVERIFY(std::isnan(aucPr({}, {})));
    QCOMPARE(aucPr({1.0, 2.0}, {1, 1}), 1.0);
}

void TestMetrics::maskOfLabels()
{
    const std::vector<std::uint8_t> expected{1, 0, 1, 1, 0, 1};
    QCOMPARE(labelMask({labelled(-3, 1), labelled(2, 3), labelled(3, 4), labelled(5, 99)}, 6),
             expected);
    QCOMPARE(labelMask({labelled(9, 12)}, 3), std::vector<std::uint8_t>(3));
    QVERIFY(labelMask({}, 0).empty());
}

void TestMetrics::hitRates_data()
{
    QTest::addColumn<QStringList>("causes");
    QTest::addColumn<double>("percent");
    QTest::addColumn<double>("expected");

    // Ranked: a b c d.
    QTest::addRow("first two of two") << QStringList{u"b"_s, u"a"_s} << 100.0 << 1.0;
    QTest::addRow("one of the first two") << QStringList{u"a"_s, u"c"_s} << 100.0 << 0.5;
    QTest::addRow("both of the first three") << QStringList{u"a"_s, u"c"_s} << 150.0 << 1.0;
    QTest::addRow("150 percent of one is two") << QStringList{u"b"_s} << 150.0 << 1.0;
    QTest::addRow("not ranked at all") << QStringList{u"x"_s} << 100.0 << 0.0;
    QTest::addRow("more causes than ranked")
        << QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s} << 150.0 << 0.8;
    QTest::addRow("no cause named") << QStringList{} << 100.0 << kNaN;
}

void TestMetrics::hitRates()
{
    QFETCH(QStringList, causes);
    QFETCH(double, percent);
    QFETCH(double, expected);
    std::vector<std::string> names;
    for (const auto& cause : causes)
        names.push_back(cause.toStdString());
    const double rate = hitRate({"a", "b", "c", "d"}, names, percent);
    if (std::isnan(expected))
        QVERIFY(std::isnan(rate));
    else
        QCOMPARE(rate, expected);
}

// One sample a minute: 1,000 samples, 40 of them anomalous, so 16 h of normal operation.
void TestMetrics::incidentsAndAlarms()
{
    const auto clock = minutes(1000);
    const std::vector labels{labelled(100, 120), labelled(400, 410), labelled(700, 710)};
    const auto flagged = flags(1000, {{95, 101}, {200, 210}, {405, 406}, {800, 801}});
    const auto result = evaluate(std::vector<double>(1000), flagged, labels, clock.get());
    QVERIFY(result);
    QCOMPARE(result->samples, 1000);
    QCOMPARE(result->incidents, 3);
    QCOMPARE(result->found, 2);
    QCOMPARE(result->falseAlarms, 2);
    QCOMPARE(result->falseAlarmsPerDay, 2.0 / (960.0 / 1440.0));
    QCOMPARE(result->falseAlarmsPer10k, 2.0 * 10000.0 / 960.0);
    QVERIFY(!result->tooFewToJudge);
}

void TestMetrics::nearAlarmsAreOne()
{
    const std::vector labels{labelled(500, 510)};
    const auto flagged = flags(1000, {{100, 101}, {117, 118}, {135, 136}, {520, 521}, {501, 503}});
    const std::vector<double> score(1000);
    // Gaps of 16, 17 and 17 samples: with 16 the first two are one alarm, and the last belongs
    // to the incident, which lies 17 before it, only when 17 are allowed.
    QCOMPARE(evaluate(score, flagged, labels, nullptr, {.mergeGap = 16})->falseAlarms, 3);
    QCOMPARE(evaluate(score, flagged, labels, nullptr, {.mergeGap = 17})->falseAlarms, 1);
    QCOMPARE(evaluate(score, flagged, labels, nullptr, {.mergeGap = 0})->falseAlarms, 4);
}

void TestMetrics::delays()
{
    const auto clock = minutes(1000);
    const std::vector labels{labelled(100, 120), labelled(400, 410), labelled(700, 710),
                             labelled(900, 1000)};
    const auto flagged = flags(1000, {{103, 104}, {390, 405}, {930, 940}});
    const auto result = evaluate(std::vector<double>(1000), flagged, labels, clock.get());
    QVERIFY(result);
    QCOMPARE(result->delays.size(), 4U);
    QCOMPARE(result->delays[0].delaySamples, 3);
    QCOMPARE(result->delays[0].delaySeconds, 180.0);
    QCOMPARE(result->delays[1].delaySamples, 0); // the alarm was already on
    QVERIFY(!result->delays[2].found); // a miss is no delay of zero
    QVERIFY(std::isnan(result->delays[2].delaySeconds));
    QCOMPARE(result->delays[3].delaySamples, 30);
    QCOMPARE(result->medianDelaySamples, 3.0);

    const auto none = evaluate(std::vector<double>(1000), flags(1000, {}), labels, clock.get());
    QVERIFY(std::isnan(none->medianDelaySamples));
}

void TestMetrics::withoutClock()
{
    const auto axis = TimeAxis::sampleIndex(100);
    const auto result = evaluate(std::vector<double>(100), flags(100, {{12, 13}, {50, 51}}),
                                 {labelled(10, 20)}, axis.get());
    QVERIFY(result);
    QVERIFY(std::isnan(result->falseAlarmsPerDay));
    QVERIFY(std::isnan(result->delays[0].delaySeconds));
    QCOMPARE(result->delays[0].delaySamples, 2);
    QCOMPARE(result->falseAlarmsPer10k, 10000.0 / 90.0);
}

void TestMetrics::pointwiseAtTheThreshold()
{
    const std::vector labels{labelled(10, 20)};
    const auto result = evaluate(std::vector<double>(100), flags(100, {{15, 35}}), labels, nullptr);
    QVERIFY(result);
    QCOMPARE(result->precision, 0.25);
    QCOMPARE(result->recall, 0.5);
    QCOMPARE(result->f1, 1.0 / 3.0);

    const auto none = evaluate(std::vector<double>(100), flags(100, {}), labels, nullptr);
    QCOMPARE(none->precision, 0.0);
    QCOMPARE(none->f1, 0.0);
}

void TestMetrics::undefinedWithoutLabels()
{
    const auto result = evaluate(std::vector<double>(100), flags(100, {{15, 35}}), {}, nullptr);
    QVERIFY(result);
    QCOMPARE(result->flagged, 20);
    QVERIFY(std::isnan(result->precision));
    QVERIFY(std::isnan(result->recall));
    QVERIFY(std::isnan(result->f1));
}

// A tenth of 20,000 samples is anomalous, and as many are flagged: precision and recall about
// 0.1, with a standard error of .007.
void TestMetrics::randomFlagsAsMany()
{
    const std::vector labels{labelled(1000, 3000)};
    const auto flagged = flags(20'000, {{0, 2000}});
    const auto random = evaluateRandom(flagged, labels, nullptr);
    QVERIFY(random);
    QCOMPARE(random->flagged, 2000);
    QVERIFY(std::abs(random->precision - 0.1) < 0.03);
    QCOMPARE(random->recall, random->precision);
    QCOMPARE(random->found, 1);
    QVERIFY(random->falseAlarms > 10);
    // The same score whose areas stand beside ours.
    const auto ours = evaluate(std::vector<double>(20'000), flagged, labels, nullptr);
    QCOMPARE(random->vusPr, ours->vusPrOfRandom);
    QCOMPARE(random->aucPr, ours->aucPrOfRandom);
    QVERIFY(std::isnan(random->vusPrOfRandom));
}

void TestMetrics::tooFewToJudge()
{
    const std::vector<double> score(30);
    const auto none = flags(30, {});
    QVERIFY(evaluate(score, none, {}, nullptr)->tooFewToJudge);
    QVERIFY(evaluate(score, none, {labelled(0, 3), labelled(5, 6)}, nullptr)->tooFewToJudge);
    const std::vector three{labelled(0, 10), labelled(10, 20), labelled(20, 29)};
    QVERIFY(!evaluate(score, none, three, nullptr)->tooFewToJudge);
    const std::vector whole{labelled(0, 10), labelled(10, 20), labelled(20, 30)};
    const auto result = evaluate(score, none, whole, nullptr);
    QVERIFY(result->tooFewToJudge);
    QVERIFY(std::isnan(result->falseAlarmsPer10k));
    QVERIFY(std::isnan(result->aucRoc));
}

void TestMetrics::badInput()
{
    const std::vector<double> score(10);
    const auto none = flags(10, {});
    QCOMPARE(evaluate(score, flags(9, {}), {}, nullptr).error().code, ErrorCode::ShapeMismatch);
    const auto shortClock = TimeAxis::sampleIndex(9);
    QCOMPARE(evaluate(score, none, {}, shortClock.get()).error().code, ErrorCode::ShapeMismatch);
    for (const auto& outside : {labelled(5, 11), labelled(-1, 3), labelled(4, 4)}) {
        const auto result = evaluate(score, none, {outside}, nullptr);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QVERIFY(result.error().detail.find(std::to_string(outside.span.first))
                != std::string::npos);
    }
    QCOMPARE(evaluate(score, none, {}, nullptr, {.vusWindow = -1}).error().code,
             ErrorCode::InvalidArgument);
    QVERIFY(evaluate({}, {}, {}, nullptr)->tooFewToJudge);
}

// One high sample in each of two long incidents: point adjustment calls that perfect.
void TestMetrics::lenientOnlyOnRequest()
{
    std::vector<double> score(2000);
    score[130] = score[1300] = 1.0;
    const std::vector labels{labelled(100, 300), labelled(1200, 1400)};
    const auto strict = evaluate(score, flags(2000, {}), labels, nullptr);
    QVERIFY(!strict->lenient);
    QVERIFY(!strict->lenientOfRandom);

    const auto lenient = evaluate(score, flags(2000, {}), labels, nullptr, {.lenient = true});
    QCOMPARE(lenient->lenient->pointAdjustedF1, 1.0);
    QVERIFY(lenient->lenientOfRandom->pointAdjustedF1 > 0.9); // why it stands behind a switch
    // One sample of 200 is not a fifth: everything has to be flagged.
    QVERIFY(std::abs(lenient->lenient->pointAdjustedF1At20 - 2.0 * 400 / 2400) < 1e-12);
    const auto again = evaluate(score, flags(2000, {}), labels, nullptr, {.lenient = true});
    QCOMPARE(again->lenientOfRandom->pointAdjustedF1, lenient->lenientOfRandom->pointAdjustedF1);
}

// Ten samples, incident [4, 6): thresholds flag 9, 4, 8 and then all the rest.
void TestMetrics::pointAdjustedAtK()
{
    const std::vector<double> score{0, 0, 0, 0, 2, 0, 0, 0, 1, 3};
    const auto isAnomaly = flags(10, {{4, 6}});
    QVERIFY(std::abs(pointAdjustedF1(score, isAnomaly) - 4.0 / 5) < 1e-12);
    // More than half of two samples is both.
    QVERIFY(std::abs(pointAdjustedF1(score, isAnomaly, 50.0) - 0.5) < 1e-12);
    QVERIFY(std::abs(pointAdjustedF1(score, isAnomaly, 49.0) - 4.0 / 5) < 1e-12);
    QVERIFY(std::isnan(pointAdjustedF1(score, flags(10, {}))));
}

// By hand; a zone of ten samples, incident [4, 6).
void TestMetrics::affiliationByHand_data()
{
    QTest::addColumn<QList<int>>("flagged");
    QTest::addColumn<double>("precision");
    QTest::addColumn<double>("recall");

    QTest::addRow("exact") << QList{4, 5} << 1.0 << 1.0;
    // Recall: nothing lies on sample 4 but itself, nine lie as far from 5 as 4 does.
    QTest::addRow("half of it") << QList{4} << 1.0 << (1.0 + 0.9) / 2;
    // Eight of ten lie outside, so as far off as 3 does.
    QTest::addRow("one early") << QList{3} << 0.8 << (0.9 + 0.7) / 2;
    QTest::addRow("far off") << QList{9} << 0.2 << (0.1 + 0.3) / 2;
    QTest::addRow("everywhere") << QList{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
                                << (1.0 + 1.0 + 0.8 + 0.6 + 0.4 + 0.2 + 0.8 + 0.6 + 0.4 + 0.2) / 10
                                << 1.0;
    QTest::addRow("nothing") << QList<int>{} << kNaN << 0.0;
}

void TestMetrics::affiliationByHand()
{
    QFETCH(QList<int>, flagged);
    QFETCH(double, precision);
    QFETCH(double, recall);
    std::vector<SampleSpan> spans;
    for (const int sample : flagged)
        spans.push_back({sample, sample + 1});
    const auto result = affiliation(flags(10, spans), flags(10, {{4, 6}}));
    QVERIFY(std::isnan(precision) ? std::isnan(result.precision)
                                  : std::abs(result.precision - precision) < 1e-12);
    QVERIFY2(std::abs(result.recall - recall) < 1e-12, QByteArray::number(result.recall));
}

void TestMetrics::affiliationOfSeveral()
{
    // The zones part at sample 10; flags near the first alone leave the second without recall.
    const auto isAnomaly = flags(20, {{4, 6}, {14, 16}});
    const auto one = affiliation(flags(20, {{4, 6}}), isAnomaly);
    QCOMPARE(one.precision, 1.0);
    QCOMPARE(one.recall, 0.5);
    QVERIFY(std::abs(one.f1 - 2.0 / 3) < 1e-12);
    QVERIFY(std::isnan(affiliation(flags(5, {{1, 2}}), flags(5, {})).recall));
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
