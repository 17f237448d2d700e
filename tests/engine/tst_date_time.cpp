#include "engine/recording/date_time.h"
#include "engine/recording/duration.h"
#include "engine/recording/time_axis.h"

#include <QTest>

using namespace dissonance;

class TestDateTime : public QObject
{
    Q_OBJECT

private slots:
    void instants_data();
    void instants();
    void timesOfDay_data();
    void timesOfDay();
    void timesOfDayAlone();
    void order_data();
    void order();
    void rejected_data();
    void rejected();
    void formattedReadsBack();
    void durations_data();
    void durations();
    void noDurations();
};

void TestDateTime::instants_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("zone");

    const auto row = [](const char* text, const char* expected, bool zone = false) {
        QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromLatin1(expected)
                                  << zone;
    };
    row("2026-11-24T03:55:10.25Z", "2026-11-24T03:55:10.25Z", true);
    row("2026-11-24T03:55:10,25Z", "2026-11-24T03:55:10.25Z", true);
    row("2026-11-24 03:55", "2026-11-24T03:55:00Z");
    row("2026-11-24", "2026-11-24T00:00:00Z");
    row("20261124T035510+0100", "2026-11-24T02:55:10Z", true);
    row("2026-11-24T03:55:10-05:30", "2026-11-24T09:25:10Z", true);
    row("2026-11-24T03:55:10+01", "2026-11-24T02:55:10Z", true);
    row("2026-11-24 03:55:10 UTC", "2026-11-24T03:55:10Z", true);
    row("2026-11-24 03:55:10 EST", "2026-11-24T08:55:10Z", true);
    row("2026-11-24 03:55:10 MESZ", "2026-11-24T01:55:10Z", true);
    row("2026-11-24 03:55:10 UTC+1", "2026-11-24T02:55:10Z", true);
    row("2026-11-24 03:55:10 UTC-05:30", "2026-11-24T09:25:10Z", true);
    row("2026-11-24T03:55:10 GMT+0100", "2026-11-24T02:55:10Z", true);
    row("2026-11-24T03:55:10+01:00[Europe/Berlin]", "2026-11-24T02:55:10Z", true);
    row("2026-11-24 03:55:10 (UTC)", "2026-11-24T03:55:10Z", true);
    row("2026-11-24T03:55:10Z[UTC]", "2026-11-24T03:55:10Z", true);
    row("2026-11-24 03:55:10 +0100 (CET)", "2026-11-24T02:55:10Z", true);
    row("2026-11-24T03:55:10\u221205:00", "2026-11-24T08:55:10Z", true);
    row("2026-11-24 03:55:10 PST", "2026-11-24T11:55:10Z", true);
    row("24.11.2026 03:55:10 Uhr", "2026-11-24T03:55:10Z");
    row("2026-11-24 03:55:10:250", "2026-11-24T03:55:10.25Z");
    row("24/11/2026 03:55:10 a. m.", "2026-11-24T03:55:10Z");
    row("24/11/2026 03:55:10 p.\u00a0m.", "2026-11-24T15:55:10Z");
    row("24/11/2026, 3:55\u202fPM", "2026-11-24T15:55:00Z");
    row("Tue, 24 Nov 2026 03:55:10 +0100", "2026-11-24T02:55:10Z", true);
    row("24 Nov 2026 03:55:10 GMT", "2026-11-24T03:55:10Z", true);
    row("Tue Nov 24 03:55:10 2026", "2026-11-24T03:55:10Z");
    row("Tue Nov  3 03:55:10 2026", "2026-11-03T03:55:10Z");
    row("Tue Nov 24 03:55:10 UTC 2026", "2026-11-24T03:55:10Z", true);
    row("Tue Nov 24 2026 03:55:10 GMT+0100 (CET)", "2026-11-24T02:55:10Z", true);
    row("Nov 24, 2026 03:55:10 PM", "2026-11-24T15:55:10Z");
    row("November 24, 2026, 3:55 AM", "2026-11-24T03:55:00Z");
    row("Di. 05-Okt-2026 03:55", "2026-10-05T03:55:00Z");
    row("5. Okt. 2026", "2026-10-05T00:00:00Z");
    row("05.Dez.2026 03:55", "2026-12-05T03:55:00Z");
    row("05. März 2026 03:55", "2026-03-05T03:55:00Z");
    row("05-MÄR-2026", "2026-03-05T00:00:00Z");
    row("05-Mrz-26", "2026-03-05T00:00:00Z");
    row("5 Mai 2026", "2026-05-05T00:00:00Z");
    row("2026-W48-2T03:55:10Z", "2026-11-24T03:55:10Z", true);
    row("2026W482T035510", "2026-11-24T03:55:10Z");
    row("2026-W01", "2025-12-29T00:00:00Z");
    row("2026-W53-7", "2027-01-03T00:00:00Z");
    row("2026-328T03:55:10", "2026-11-24T03:55:10Z");
    row("2024-366", "2024-12-31T00:00:00Z");
    row("2026/11/24-03:55:10", "2026-11-24T03:55:10Z");
    row("2026/11/24", "2026-11-24T00:00:00Z");
    row("24/11/2026 03:55:10", "2026-11-24T03:55:10Z");
    row("24.11.26", "2026-11-24T00:00:00Z");
    row("10.11.12", "2012-11-10T00:00:00Z");
    row("24.11.2026 3:55", "2026-11-24T03:55:00Z");
    row("24-Nov-2026 03.55.10", "2026-11-24T03:55:10Z");
    row("1 january 70 00:00", "1970-01-01T00:00:00Z");
    row("24/11/69", "2069-11-24T00:00:00Z");
    row("2024-02-29T00:00:00.123456789Z", "2024-02-29T00:00:00.123456789Z", true);
    row("2024-02-29T00:00:00.1234567899Z", "2024-02-29T00:00:00.123456789Z", true);
    row("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", true); // a leap second
    row("2024-01-01T24:00", "2024-01-02T00:00:00Z");
    row("24/11/2026 12:00 AM", "2026-11-24T00:00:00Z");
    row("24/11/2026 12:00:01 p.m.", "2026-11-24T12:00:01Z");
    row("1677-09-22", "1677-09-22T00:00:00Z");
    row("2262-04-10T23:59:59.999999999Z", "2262-04-10T23:59:59.999999999Z", true);
}

void TestDateTime::instants()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QFETCH(bool, zone);
    const auto instant = parseDateTime(text.toStdString());
    QVERIFY(instant);
    QVERIFY(instant->hasDate);
    QCOMPARE(QString::fromStdString(formatTick(TimeKind::Utc, instant->nanoseconds)), expected);
    QCOMPARE(instant->hasZone, zone);
}

void TestDateTime::timesOfDay_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("seconds");
    const auto row = [](const char* text, double seconds) {
        QTest::addRow("%s", text) << QString::fromLatin1(text) << seconds;
    };
    row("03:55", 14'100);
    row("3:55", 14'100);
    row("03:55:10.25", 14'110.25);
    row("18.00.00", 64'800);
    row("12:00 AM", 0);
    row("12:30 pm", 45'000);
    row("00:00", 0);
    row("24:00", 86'400);
    row("03:55:10:250", 14'110.25);
    row("03:55:10 Uhr", 14'110);
    row("03:55 p. m.", 57'300);
}

void TestDateTime::timesOfDay()
{
    QFETCH(QString, text);
    QFETCH(double, seconds);
    const auto instant = parseDateTime(text.toStdString());
    QVERIFY(instant);
    QVERIFY(!instant->hasDate && instant->hasTime && !instant->hasZone);
    QCOMPARE(double(instant->nanoseconds), seconds * 1e9); // exact below 2^53
}

void TestDateTime::timesOfDayAlone()
{
    const auto time = parseTimeOfDay("10.11.12");
    QVERIFY(time && !time->hasDate && time->hasTime);
    QCOMPARE(time->nanoseconds, 36'672'000'000'000);
    QVERIFY(parseTimeOfDay("10:11:12"));
    for (const char* text : {"24.11.26", "2024-01-01", "2024-01-01 10:11", "101112", "18.00", ""})
        QVERIFY2(!parseTimeOfDay(text), text);
}

void TestDateTime::order_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("dayFirst"); // empty: no date
    QTest::addColumn<QString>("monthFirst");
    QTest::addColumn<bool>("matters");
    const auto row = [](const char* text, const char* dayFirst, const char* monthFirst,
                        bool matters) {
        QTest::addRow("%s", text) << QString::fromLatin1(text) << QString::fromLatin1(dayFirst)
                                  << QString::fromLatin1(monthFirst) << matters;
    };
    row("03/04/2026", "2026-04-03", "2026-03-04", true);
    row("03-04-26", "2026-04-03", "2026-03-04", true);
    row("24/11/2026", "2026-11-24", "", true);
    row("11/24/2026", "", "2026-11-24", true);
    row("03.04.2026", "2026-04-03", "2026-04-03", false);
    row("2026-03-04", "2026-03-04", "2026-03-04", false);
    row("3-Apr-2026", "2026-04-03", "2026-04-03", false);
}

void TestDateTime::order()
{
    QFETCH(QString, text);
    QFETCH(QString, dayFirst);
    QFETCH(QString, monthFirst);
    QFETCH(bool, matters);
    const auto check = [&](DateOrder order, const QString& expected) {
        const auto instant = parseDateTime(text.toStdString(), order);
        QCOMPARE(instant.has_value(), !expected.isEmpty());
        if (!instant)
            return;
        QCOMPARE(QString::fromStdString(formatTick(TimeKind::Utc, instant->nanoseconds)).left(10),
                 expected);
        QCOMPARE(instant->orderMatters, matters);
    };
    check(DateOrder::DayMonthYear, dayFirst);
    check(DateOrder::MonthDayYear, monthFirst);
}

void TestDateTime::rejected_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"",
                             " ",
                             "1234",
                             "18.00",
                             "12.5",
                             "-5",
                             "2026-02-29",
                             "2026-13-01",
                             "2026-00-10",
                             "2026-01-32",
                             "2026-11-24T",
                             "2026-11-24T25:00",
                             "2026-11-24T12:60",
                             "2026-11-24T12:00:61",
                             "2026-11-24T12:00Zx",
                             "2026-11-24T12:00+16:00",
                             "2026-11-24T12:00+1",
                             "2026-11-24T12:00+01:0",
                             "2026-11-24T12:00 [Europe/Berlin]",
                             "2026-11-24T12:00 ESTX",
                             "2026-11-24T12:00 EST+1",
                             "2026-11-24T12:00 UTC+",
                             "2026-11/24",
                             "26-11-2026x",
                             "24-Foo-2026",
                             "2026-W54-1",
                             "2025-W53-1",
                             "2026-W10-8",
                             "2026-366",
                             "2026-000",
                             "March",
                             "Tue",
                             "Tue 03:55",
                             "Mar 5 03:55:10",
                             "Mar 35, 2026",
                             "Mar 5 25:55:10 2026",
                             "5 Okt 202",
                             "2026-11-24-",
                             "03:55:10:25",
                             "13:00 PM",
                             "0:30 AM",
                             "24:00:01",
                             "1677-09-21",
                             "2262-04-11",
                             "9999-01-01",
                             "noon",
                             "2026-11-24 noon",
                             "3:5",
                             "20261124T0355101"})
        QTest::addRow("'%s'", text) << QString::fromLatin1(text);
}

void TestDateTime::rejected()
{
    QFETCH(QString, text);
    QVERIFY(!parseDateTime(text.toStdString()));
}

void TestDateTime::formattedReadsBack()
{
    // A step that meets every month, second and fraction.
    constexpr std::int64_t kStep = 97'531'246'801'357 * 97;
    for (std::int64_t tick = -9'223'286'400'000'000'000; tick < 9'223'286'399'000'000'000 - kStep;
         tick += kStep) {
        const auto text = formatTick(TimeKind::Utc, tick);
        const auto instant = parseDateTime(text);
        QVERIFY2(instant, text.c_str());
        QCOMPARE(instant->nanoseconds, tick);
        QVERIFY(instant->hasZone);
    }
}

void TestDateTime::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qlonglong>("milliseconds");
    const auto row = [](const char* text, qlonglong milliseconds) {
        QTest::addRow("%s", text) << QString::fromUtf8(text) << milliseconds;
    };
    row("25:00:00", 90'000'000);
    row("100:00:01.5", 360'001'500);
    row("08:00:01:010", 28'801'010);
    row("-00:00:01", -1000);
    row("00:01.1", 1100);
    row("75:10,5", 4'510'500);
    row("0 sec", 0);
    row("0.1 sec", 100);
    row("-0.1 s", -100);
    row("0,5 s", 500);
    row("1500ms", 1500);
    row("1500 µs", 1); // cut by the test
    row("2 h", 7'200'000);
    row("1.5 min", 90'000);
    row("2 days", 172'800'000);
    row("0 days 00:00:00.500000", 500);
    row("1 day, 0:00:05", 86'405'000);
    row("-1 days +23:59:59", -1000);
}

void TestDateTime::durations()
{
    QFETCH(QString, text);
    QFETCH(qlonglong, milliseconds);
    const auto duration = parseDuration(text.toStdString());
    QVERIFY(duration);
    QCOMPARE(qlonglong(duration->nanoseconds / 1'000'000), milliseconds);
}

void TestDateTime::noDurations()
{
    for (const char* text : {"", "-", "5", "0.1", "25:00", "25:60:00", "25:00:60", "1:2:3",
                             "0.1 sx", "00:01.1x", "1000000:00:00", "9000000000000 h",
                             "2 days 25:00:00", "2 days 1.5", "days", "s", "1 S", "--1 s"})
        QVERIFY2(!parseDuration(text), text);
}

QTEST_GUILESS_MAIN(TestDateTime)
#include "tst_date_time.moc"
