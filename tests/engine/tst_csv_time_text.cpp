#include "tests/engine/csv_case.h"

#include <algorithm>
#include <array>
#include <cstdio>

using namespace dissonance;

/// Times as text: elapsed ones, those of other lands and programs, and such as nobody understands.
class TestCsvTimeText : public QObject
{
    Q_OBJECT

private slots:
    void forms_data();
    void forms();
    void beyondTheDay();
    void strangers_data();
    void strangers();
};

void TestCsvTimeText::forms_data()
{
    addCases("source");
    addCase("milliseconds after a colon",
            "Time,a\n08:00:00:000,5\n08:00:01:010,3\n08:00:02:020,2\n",
            "@ 28800 s 28801.01 s 28802.02 s; a: 5 3 2",
            "column 'Time', time of day, counted on past midnight");
    addCase("date and milliseconds after a colon",
            "time,a\n2024-03-05 08:00:00:000,5\n2024-03-05 08:00:01:010,3\n",
            "@ 2024-03-05T08:00:00Z 2024-03-05T08:00:01.01Z; a: 5 3",
            "column 'time', date and time, without zone: taken as UTC");
    addCase("minutes and seconds", "Time,a\n00:59.5,5\n01:00.0,3\n01:00.5,2\n",
            "@ 59.5 s 60 s 60.5 s; a: 5 3 2",
            "column 'Time', minutes and seconds, counted on past the hour");
    addCase("past the hour", "Time,a\n59:59.0,5\n59:59.5,3\n00:00.0,2\n00:00.5,1\n",
            "@ 3599 s 3599.5 s 3600 s 3600.5 s; a: 5 3 2 1",
            "column 'Time', minutes and seconds, counted on past the hour");
    addCase("minutes beyond the hour", "Time,a\n59:59.0,5\n59:59.5,3\n60:00.0,2\n60:00.5,1\n",
            "@ 3599 s 3599.5 s 3600 s 3600.5 s; a: 5 3 2 1", "column 'Time', elapsed time");
    addCase("full seconds among minutes", "Time,a\n00:00.5,5\n00:01,3\n00:01.5,2\n00:02.0,1\n",
            "@ 0.5 s 1 s 1.5 s 2 s; a: 5 3 2 1",
            "column 'Time', minutes and seconds, counted on past the hour");
    addCase("hours beyond the day", "Time,a\n23:59:59,5\n24:00:00,3\n24:00:01,2\n25:00:00,1\n",
            "@ 86399 s 86400 s 86401 s 90000 s; a: 5 3 2 1", "column 'Time', elapsed time");
    addCase("beyond the day from the start", "Time,a\n90:00:00,5\n91:00:00,3\n92:00:00,2\n",
            "@ 324000 s 327600 s 331200 s; a: 5 3 2", "column 'Time', elapsed time");
    addCase("seconds with their unit", "Time,a\n0 sec,5\n0.1 sec,3\n0.2 sec,2\n",
            "@ 0 s 0.1 s 0.2 s; a: 5 3 2", "column 'Time', seconds");
    addCase("days and a clock",
            "t,a\n0 days 00:00:00.500000,5.5\n0 days 00:00:01,3.5\n1 days 00:00:00,2.5\n",
            "@ 0.5 s 1 s 86400 s; a: 5.5 3.5 2.5", "column 't', elapsed time");
    addCase("zone with its town",
            "ts,a\n2024-03-05T08:00:00+01:00[Europe/Berlin],5\n"
            "2024-03-05T08:00:01+01:00[Europe/Berlin],3\n",
            "@ 2024-03-05T07:00:00Z 2024-03-05T07:00:01Z; a: 5 3",
            "column 'ts', date and time, with zone");
    addCase("zone by its letters", "Zeit;a\n05.03.2024 08:00:00 MEZ;5\n05.03.2024 08:00:01 MEZ;3\n",
            "@ 2024-03-05T07:00:00Z 2024-03-05T07:00:01Z; a: 5 3",
            "column 'Zeit', date and time, with zone");
    addCase("Uhr", "Zeit;a\n05.03.2024 08:00:00 Uhr;5\n05.03.2024 08:00:01 Uhr;3\n",
            "@ 2024-03-05T08:00:00Z 2024-03-05T08:00:01Z; a: 5 3",
            "column 'Zeit', date and time, without zone: taken as UTC");
    addCase("mail",
            "ts,a\n\"Tue, 05 Mar 2024 08:00:00 +0100\",5\n\"Tue, 05 Mar 2024 08:00:01 +0100\",3\n",
            "@ 2024-03-05T07:00:00Z 2024-03-05T07:00:01Z; a: 5 3",
            "column 'ts', date and time, with zone");
    addCase("ctime", "time,a\nTue Mar  5 08:00:00 2024,5\nTue Mar  5 08:00:01 2024,3\n",
            "@ 2024-03-05T08:00:00Z 2024-03-05T08:00:01Z; a: 5 3",
            "column 'time', date and time, without zone: taken as UTC");
    addCase("German month", "Zeit;a\n05-Okt-2024 08:00:00;5\n05-Okt-2024 08:00:01;3\n",
            "@ 2024-10-05T08:00:00Z 2024-10-05T08:00:01Z; a: 5 3",
            "column 'Zeit', date and time, without zone: taken as UTC");
    addCase("German month in Latin-1",
            "Zeit;a\n05. M\xE4rz 2024 08:00;5\n05. M\xE4rz 2024 08:01;3\n",
            "@ 2024-03-05T08:00:00Z 2024-03-05T08:01:00Z; a: 5 3",
            "column 'Zeit', date and time, without zone: taken as UTC");
    addCase("Spanish noon", "time;a\n25/03/2024 11:59:59 a. m.;5\n25/03/2024 12:00:00 p. m.;3\n",
            "@ 2024-03-25T11:59:59Z 2024-03-25T12:00:00Z; a: 5 3",
            "column 'time', date and time, day first, without zone: taken as UTC");
    addCase("weeks", "ts,a\n2024-W10-2T08:00:00Z,5\n2024-W10-2T08:00:01Z,3\n",
            "@ 2024-03-05T08:00:00Z 2024-03-05T08:00:01Z; a: 5 3",
            "column 'ts', date and time, with zone");
    addCase("days of the year", "ts,a\n2024-001,5\n2024-002,3\n2024-003,2\n",
            "@ 2024-01-01T00:00:00Z 2024-01-02T00:00:00Z 2024-01-03T00:00:00Z; a: 5 3 2",
            "column 'ts', dates, without zone: taken as UTC");
    addCase("numbers of batches", "batch,a\n2024-001,5\n2024-002,3\n2024-003,2\n",
            "batch: '2024-001' '2024-002' '2024-003'; a: 5 3 2", "no time column, rows numbered");
}

void TestCsvTimeText::forms()
{
    checkTimedCase();
}

void TestCsvTimeText::beyondTheDay()
{
    // Two days of minutes, and all of the head within the first of them.
    std::string text = "Time,a\n";
    std::array<char, 32> row{};
    for (int i = 0; i < 2 * 1440; ++i) {
        std::snprintf(row.data(), row.size(), "%02d:%02d:00,%d\n", i / 60, i % 60, i);
        text += row.data();
    }
    const auto imported = importText(text, 2);
    QVERIFY(imported);
    QCOMPARE(imported->recording->sampleCount(), 2 * 1440);
    QCOMPARE(imported->recording->clock()->ticks().back(), (2 * 1440 - 1) * 60'000'000'000);
    QCOMPARE(QString::fromStdString(imported->report.timeSource),
             QStringLiteral("column 'Time', elapsed time"));
    QCOMPARE(notesOf(imported->report), QString());

    // One wrong hour is no longer day.
    const auto wrong = importText("Time,a\n13:00:00,1\n13:00:01,2\n93:00:02,3\n13:00:03,4\n"
                                  "13:00:04,5\n");
    QCOMPARE(outcome(wrong), QStringLiteral("@ 46800 s 46801 s 46803 s 46804 s; a: 1 2 4 5"));
    QCOMPARE(notesOf(wrong->report), QStringLiteral("1 row without a readable time was left out."));
}

void TestCsvTimeText::strangers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("begin"); // of the note; empty: there is none
    const auto row = [](const char* name, const char* text, const char* begin) {
        QTest::addRow("%s", name) << QByteArray(text) << QString::fromLatin1(begin);
    };
    row("a form of its own", "Time,a\nD064_08-00-00,1\nD064_08-00-01,2\n",
        "No time was understood in column 'Time', as in 'D064_08-00-00', so rows were numbered "
        "instead. Understood are dates and times such as ");
    row("that begins like a number", "Time,a\n08h00m01,1\n08h00m02,3\n08h00m03,2\n",
        "No time was understood in column 'Time', as in '08h00m01'");
    row("not in the first column", "a,timestamp\n1,soon\n2,later\n1,then\n",
        "No time was understood in column 'timestamp', as in 'soon'");
    row("beside sample numbers", "sample,time,a\n0,soon,5\n1,later,3\n",
        "No time was understood in column 'time', as in 'soon'");
    row("beside a clock", "t,time,a\n0,soon,5\n1,later,3\n", "");
    row("another text", "state,a\nsoon,1\nlater,2\n", "");
}

void TestCsvTimeText::strangers()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, begin);
    const auto imported = importText(text.toStdString());
    QVERIFY(imported);
    const auto notes = notesOf(imported->report);
    QCOMPARE(notes.left(std::max<qsizetype>(begin.size(), 1)), begin);
    QCOMPARE(imported->report.notes.size(), begin.isEmpty() ? 0U : 1U); // all is said once
}

QTEST_GUILESS_MAIN(TestCsvTimeText)
#include "tst_csv_time_text.moc"
