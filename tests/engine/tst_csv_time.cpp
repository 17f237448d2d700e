#include "tests/engine/io_case.h"

using namespace dissonance;

/// Where tables say when, and what becomes of time that is not in order.
class TestCsvTime : public QObject
{
    Q_OBJECT

private slots:
    void forms_data();
    void forms();
    void disorder_data();
    void disorder();
    void lostTime();
    void dateOrderFromTheEndOfTheFile();
};

void TestCsvTime::forms_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("source");

    row("none", "a,b\n5,1\n3,2\n5,3\n") << "a: 5 3 5; b: 1 2 3"
                                        << "no time column, rows numbered";
    row("sample index", "sample,a\n0,5\n1,3\n2,4\n") << "a: 5 3 4"
                                                     << "column 'sample', sample numbers";
    row("unnamed row numbers", ",a\n0,5\n1,3\n2,4\n") << "a: 5 3 4"
                                                      << "column 1, sample numbers";
    row("seconds", "time,a\n0.0,5\n0.5,3\n1.25,4\n") << "@ 0 s 0.5 s 1.25 s; a: 5 3 4"
                                                     << "column 'time', taken as seconds";
    row("seconds from below zero", "t,a\n-1,5\n-0.25,3\n0,4\n") << "@ -1 s -0.25 s 0 s; a: 5 3 4"
                                                                << "column 't', taken as seconds";
    row("milliseconds by unit", "time [ms],a\n0,5\n10,3\n25,4\n")
        << "@ 0 s 0.01 s 0.025 s; a: 5 3 4"
        << "column 'time', milliseconds";
    row("microseconds by name", "time_us,a\n0,5\n10,3\n25,4\n")
        << "@ 0 s 0.00001 s 0.000025 s; a: 5 3 4"
        << "column 'time_us', microseconds";
    row("minutes", "time (min),a\n0,5\n1.5,3\n2,4\n") << "@ 0 s 90 s 120 s; a: 5 3 4"
                                                      << "column 'time', minutes";
    row("Unix seconds", "__time,a\n1396293888.886,5\n1396293888.985,3\n1396293890,4\n")
        << "@ 2014-03-31T19:24:48.886Z 2014-03-31T19:24:48.985Z 2014-03-31T19:24:50Z; a: 5 3 4"
        << "column '__time', Unix time in seconds";
    row("Unix milliseconds", "timestamp,a\n1396293888886,5\n1396293888985,3\n1396293890000,4\n")
        << "@ 2014-03-31T19:24:48.886Z 2014-03-31T19:24:48.985Z 2014-03-31T19:24:50Z; a: 5 3 4"
        << "column 'timestamp', Unix time in milliseconds";
    row("Unix microseconds",
        "timestamp,a\n1396293888886000,5\n1396293888985001,3\n1396293890000000,4\n")
        << "@ 2014-03-31T19:24:48.886Z 2014-03-31T19:24:48.985001Z 2014-03-31T19:24:50Z; a: 5 3 4"
        << "column 'timestamp', Unix time in microseconds";
    row("Unix nanoseconds",
        "%time,a\n1531943927129305993,5\n1531943927330826960,3\n1531943927532631123,4\n")
        << "@ 2018-07-18T19:58:47.129305993Z 2018-07-18T19:58:47.33082696Z "
           "2018-07-18T19:58:47.532631123Z; a: 5 3 4"
        << "column 'time', Unix time in nanoseconds";
    row("ISO 8601 with Z", "timestamp,a\n2019-01-14T16:26:37.000Z,5\n2019-01-14T16:26:38.250Z,3\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38.25Z; a: 5 3"
        << "column 'timestamp', date and time, with zone";
    row("ISO 8601 with an offset",
        "timestamp,a\n2019-01-14T16:26:37+01:00,5\n2019-01-14T16:26:38+0100,3\n")
        << "@ 2019-01-14T15:26:37Z 2019-01-14T15:26:38Z; a: 5 3"
        << "column 'timestamp', date and time, with zone";
    row("ISO 8601 without zone", "when,a\n2019-01-14T16:26:37,5\n2019-01-14 16:26:38,3\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38Z; a: 5 3"
        << "column 'when', date and time, without zone: taken as UTC";
    row("not in the first column", "a,timestamp\n5,2019-01-14T16:26:37Z\n3,2019-01-14T16:26:38Z\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38Z; a: 5 3"
        << "column 'timestamp', date and time, with zone";
    row("not in the first column, no header", "5,2019-01-14T16:26:37Z\n3,2019-01-14T16:26:38Z\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38Z; column_1: 5 3"
        << "column 2, date and time, with zone";
    row("not in the first column, with a word for time",
        "id,log_timestamp\n5,2019-01-14T16:26:37Z\n3,2019-01-14T16:26:38Z\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38Z; id: 5 3"
        << "column 'log_timestamp', date and time, with zone";
    row("over blanks", "date time a\n2019-01-14 16:26:37 5\n2019-01-14 16:26:38 3\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38Z; a: 5 3"
        << "column 'date' and column 'time', date and time of day, without zone: taken as UTC";
    row("two columns", "Date,Time,a\n2019-01-14,16:26:37,5\n2019-01-14,16:26:38.5,3\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38.5Z; a: 5 3"
        << "column 'Date' and column 'Time', date and time of day, without zone: taken as UTC";
    row("two columns, time first", "Time,Date,a\n16:26:37,2019-01-14,5\n16:26:38.5,2019-01-14,3\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38.5Z; a: 5 3"
        << "column 'Date' and column 'Time', date and time of day, without zone: taken as UTC";
    row("two columns, full stops, day first",
        "Date;Time;a\n10/03/2004;18.00.00;2,5\n10/03/2004;19.00.00;2,5\n")
        << "@ 2004-03-10T18:00:00Z 2004-03-10T19:00:00Z; a: 2.5 2.5"
        << "column 'Date' and column 'Time', date and time of day, day first, without zone: taken "
           "as UTC";
    row("month first by a row", "date,a\n01/12/2004 00:00,5\n01/13/2004 00:00,3\n")
        << "@ 2004-01-12T00:00:00Z 2004-01-13T00:00:00Z; a: 5 3"
        << "column 'date', date and time, month first, without zone: taken as UTC";
    row("month first by even steps", "date,a\n01/01/2004,5\n01/02/2004,3\n01/03/2004,2\n")
        << "@ 2004-01-01T00:00:00Z 2004-01-02T00:00:00Z 2004-01-03T00:00:00Z; a: 5 3 2"
        << "column 'date', dates, month first, without zone: taken as UTC";
    row("compact dates", "date,a\n20240101,5\n20240102,3\n20240103,2\n")
        << "@ 2024-01-01T00:00:00Z 2024-01-02T00:00:00Z 2024-01-03T00:00:00Z; a: 5 3 2"
        << "column 'date', dates, without zone: taken as UTC";
    row("time of day past midnight", "time,a\n23:59:58,5\n23:59:59,3\n00:00:00,2\n00:00:01.5,2\n")
        << "@ 86398 s 86399 s 86400 s 86401.5 s; a: 5 3 2 2"
        << "column 'time', time of day, counted on past midnight";
    row("no header, even steps", "0.1,5\n0.2,3\n0.3,2\n") << "@ 0.1 s 0.2 s 0.3 s; column_2: 5 3 2"
                                                          << "column 1, taken as seconds";
    row("no header, uneven steps", "0.1,5\n0.2,3\n0.5,2\n")
        << "column_1: 0.10000000000000001 0.20000000000000001 0.5; column_2: 5 3 2"
        << "no time column, rows numbered";
    row("a word for time", "recording_timestamp_x,a\n1,5\n2,3\n4,2\n")
        << "@ 1 s 2 s 4 s; a: 5 3 2"
        << "column 'recording_timestamp_x', taken as seconds";
    row("decimal comma", "time;a\n0,1;5\n0,2;3\n0,4;2\n") << "@ 0.1 s 0.2 s 0.4 s; a: 5 3 2"
                                                          << "column 'time', taken as seconds";
    row("exponents", "time,a\n0,5\n1e-1,3\n2.5e0,2\n") << "@ 0 s 0.1 s 2.5 s; a: 5 3 2"
                                                       << "column 'time', taken as seconds";
    row("two columns apart", "Date,a,Time\n2019-01-14,5,16:26:37\n2019-01-14,3,16:26:38.5\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38.5Z; a: 5 3"
        << "column 'Date' and column 'Time', date and time of day, without zone: taken as UTC";
    row("two columns apart, no header", "2019-01-14,5,16:26:37\n2019-01-14,3,16:26:38.5\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38.5Z; column_2: 5 3"
        << "column 1 and column 3, date and time of day, without zone: taken as UTC";
    row("two columns, years of two digits",
        "Datum;Uhrzeit;a\n14.01.19;16:26:37;2,5\n14.01.19;16:26:38;3\n")
        << "@ 2019-01-14T16:26:37Z 2019-01-14T16:26:38Z; a: 2.5 3"
        << "column 'Datum' and column 'Uhrzeit', date and time of day, without zone: taken as UTC";
    row("two columns, full stops in both",
        "Datum;Uhrzeit;a\n10.01.19;10.11.12;2,5\n10.01.19;10.11.13;3\n")
        << "@ 2019-01-10T10:11:12Z 2019-01-10T10:11:13Z; a: 2.5 3"
        << "column 'Datum' and column 'Uhrzeit', date and time of day, without zone: taken as UTC";
    row("years of two digits", "Datum;a\n01.02.24;5\n02.02.24;3\n03.02.24;2\n")
        << "@ 2024-02-01T00:00:00Z 2024-02-02T00:00:00Z 2024-02-03T00:00:00Z; a: 5 3 2"
        << "column 'Datum', dates, without zone: taken as UTC";
    row("years of two digits, no header", "01.02.24;5\n02.02.24;3\n03.02.24;2\n")
        << "@ 2024-02-01T00:00:00Z 2024-02-02T00:00:00Z 2024-02-03T00:00:00Z; column_2: 5 3 2"
        << "column 1, dates, without zone: taken as UTC";
    row("time of day with full stops, no header", "10.05.01;5\n10.05.02;3\n10.05.04;2\n")
        << "@ 36301 s 36302 s 36304 s; column_2: 5 3 2"
        << "column 1, time of day, counted on past midnight";
    row("seconds by name", "time_s,a\n0,5\n10,3\n25,4\n") << "@ 0 s 10 s 25 s; a: 5 3 4"
                                                          << "column 'time_s', seconds";
    row("microseconds without a mark", "TimeUS,a\n0,5\n10,3\n25,4\n")
        << "@ 0 s 0.00001 s 0.000025 s; a: 5 3 4"
        << "column 'TimeUS', microseconds";
    row("a word for time and a unit", "mode,time_boot_ms,a\n4,1000,5\n4,1020,3\n4,1040,2\n")
        << "@ 1 s 1.02 s 1.04 s; mode: 4 4 4; a: 5 3 2"
        << "column 'time_boot_ms', milliseconds";
    row("unit after a stroke", "Zeit / ms;a\n0;5\n10;3\n25;4\n") << "@ 0 s 0.01 s 0.025 s; a: 5 3 4"
                                                                 << "column 'Zeit', milliseconds";
    row("unit after a word", "Zeit in s;a\n0;5\n10;3\n25;4\n") << "@ 0 s 10 s 25 s; a: 5 3 4"
                                                               << "column 'Zeit', seconds";
    row("a duration is no time", "a,response_time_ms\n5,10\n3,12\n4,11\n2,10\n")
        << "a: 5 3 4 2; response_time_ms: 10 12 11 10"
        << "no time column, rows numbered";
    row("quoted", "\"time\",\"a\"\n\"0\",\"5\"\n\"1\",\"3\"\n")
        << "@ 0 s 1 s; a: 5 3"
        << "column 'time', taken as seconds";
}

void TestCsvTime::forms()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, source);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(QString::fromStdString(imported->report.timeSource), source);
    QCOMPARE(imported->report.problems.count, 0U);
    QCOMPARE(notesOf(imported->report), QString());
}

void TestCsvTime::disorder_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("notes");

    row("back once", "time,a\n1,10\n2,20\n1.5,30\n3,40\n")
        << "@ 1 s 1.5 s 2 s 3 s; a: 10 30 20 40"
        << "1 row goes back in time: the rows were sorted by time.";
    row("back twice", "time,a\n1,10\n2,20\n1.5,30\n3,40\n2.8,50\n4,60\n")
        << "@ 1 s 1.5 s 2 s 2.8 s 3 s 4 s; a: 10 30 20 50 40 60"
        << "2 rows go back in time: the rows were sorted by time.";
    row("a repeat keeps the last present value", "time,a,b\n1,10,1\n2,20,2\n2,30,\n3,40,4\n")
        << "@ 1 s 2 s 3 s; a: 10 30 40; b: 1 2 4"
        << "1 row repeats the time of the row before and was merged with it: the last present "
           "value of each channel counts.";
    row("two topics in one table",
        "time,a,b\n1,10,\n1,,1\n2,20,\n2,,2\n3,30,\n4,40,\n5,50,\n6,60,\n7,70,\n8,80,\n")
        << "@ 1 s 2 s 3 s 4 s 5 s 6 s 7 s 8 s; a: 10 20 30 40 50 60 70 80; b: 1 2 _ _ _ _ _ _"
        << "2 rows repeat the time of the row before and was merged with it: the last present "
           "value of each channel counts.";
    row("a coarse clock", "time,a\n1,10\n1,20\n2,30\n2,40\n3,50\n3,60\n")
        << "@ 1 s 1.5 s 2 s 2.5 s 3 s 3.5 s; a: 10 20 30 40 50 60"
        << "The clock is coarser than the rows: 6 rows of equal time were spread evenly up to the "
           "next instant.";
    row("a coarse clock with a gap", "time,a\n1,10\n1,20\n2,30\n2,40\n9,50\n9,60\n")
        << "@ 1 s 1.5 s 2 s 2.5 s 9 s 9.5 s; a: 10 20 30 40 50 60"
        << "The clock is coarser than the rows: 6 rows of equal time were spread evenly up to the "
           "next instant.|Time jumps by more than ten usual steps in 1 place; the longest jump is "
           "6.5 s.";
    row("a coarse clock up to the end of 64 bits",
        "time [ns],a\n0,10\n0,20\n9000000000000000000,30\n9000000000000000000,40\n")
        << "@ 0 s 4500000000 s 9000000000 s 9111686018.427387903 s; a: 10 20 30 40"
        << "The clock is coarser than the rows: 4 rows of equal time were spread evenly up to the "
           "next instant.";
    row("a jump", "time,a\n0,1\n1,2\n2,3\n3,4\n103,5\n104,6\n204.5,7\n")
        << "@ 0 s 1 s 2 s 3 s 103 s 104 s 204.5 s; a: 1 2 3 4 5 6 7"
        << "Time jumps by more than ten usual steps in 2 places; the longest jump is 100.5 s.";
    row("samples left out", "sample,a\n0,1\n1,2\n2,3\n3,4\n103,5\n")
        << "a: 1 2 3 4 5"
        << "Time jumps by more than ten usual steps in 1 place; the longest jump is 100 samples.";
    row("an unreadable time", "time,a\n0,1\n1,2\nlater,3\n3,4\n4,5\n")
        << "@ 0 s 1 s 3 s 4 s; a: 1 2 4 5"
        << "1 row without a readable time was left out.";
    row("an empty time", "time,a\n0,1\n1,2\n,3\n,4\n4,5\n5,6\n")
        << "@ 0 s 1 s 4 s 5 s; a: 1 2 5 6"
        << "2 rows without a readable time were left out.";
    row("time standing still", "time,a\n7,1\n7,2\n7,3\n") << "time: 7 7 7; a: 1 2 3"
                                                          << "";
    row("dates standing still", "date,a\n2024-01-01,1\n2024-01-01,2\n2024-01-01,3\n")
        << "date: '2024-01-01' '2024-01-01' '2024-01-01'; a: 1 2 3"
        << "All rows have the same time in column 'date', so they were numbered instead.";
    row("most dates standing still",
        "date,a\n2024-01-01,1\n2024-01-01,2\n2024-01-01,3\n2024-01-02,4\n2024-01-03,5\n")
        << "a: 1 2 3 4 5"
        << "Most rows have the same time (column 'date', dates, without zone: taken as UTC), so "
           "rows were numbered instead.";
    row("a date standing still beside a clock",
        "start,t,a\n2024-01-01 10:00,0,1\n2024-01-01 10:00,1,2\n2024-01-01 10:00,2,3\n")
        << "@ 0 s 1 s 2 s; start: '2024-01-01 10:00' '2024-01-01 10:00' '2024-01-01 10:00'; "
           "a: 1 2 3"
        << "";
    row("date and time standing still",
        "date,time,a\n2024-01-01,10:00,1\n2024-01-01,10:00,2\n2024-01-01,10:00,3\n")
        << "date: '2024-01-01' '2024-01-01' '2024-01-01'; time: '10:00' '10:00' '10:00'; a: 1 2 3"
        << "All rows have the same time in column 'date', so they were numbered instead.";
    row("two times of day", "time,a\n23:00,1\n01:00,2\n23:00,3\n01:00,4\n23:00,5\n")
        << "@ 82800 s 90000 s 169200 s 176400 s 255600 s; a: 1 2 3 4 5"
        << "";
    row("a wrong time of day",
        "time,a\n13:00:00,1\n13:00:01,2\n00:00:00,3\n13:00:03,4\n13:00:04,5\n")
        << "@ 0 s 46800 s 46801 s 46803 s 46804 s; a: 3 1 2 4 5"
        << "1 row goes back in time: the rows were sorted by time.|Time jumps by more than ten "
           "usual steps in 1 place; the longest jump is 46800 s.";
    row("numbers that fall", "time,a\n3,1\n2,2\n1,3\n")
        << "time: 3 2 1; a: 1 2 3"
        << "The numbers in column 'time' do not rise as time does, so rows were numbered instead.";
    row("a time that barely rises", "time,a\n5,1\n3,2\n6,3\n2,4\n7,5\n1,6\n8,7\n0,8\n")
        << "time: 5 3 6 2 7 1 8 0; a: 1 2 3 4 5 6 7 8"
        << "The numbers in column 'time' do not rise as time does, so rows were numbered instead.";
    row("a time that is a temperature",
        "a,t\n1,20\n2,20\n3,21\n4,20\n5,21\n6,21\n7,20\n8,21\n9,21\n")
        << "a: 1 2 3 4 5 6 7 8 9; t: 20 20 21 20 21 21 20 21 21"
        << "The numbers in column 't' do not rise as time does, so rows were numbered instead.";
    row("every other row too late",
        "time,a\n2,1\n1,2\n4,3\n3,4\n6,5\n5,6\n8,7\n7,8\n10,9\n9,10\n12,11\n11,12\n")
        << "@ 1 s 2 s 3 s 4 s 5 s 6 s 7 s 8 s 9 s 10 s 11 s 12 s; a: 2 1 4 3 6 5 8 7 10 9 12 11"
        << "6 rows go back in time: the rows were sorted by time.";
    row("a time that begins again", "time,a\n0,1\n1,2\n2,3\n3,4\n0,5\n1,6\n2,7\n3,8\n")
        << "time: 0 1 2 3 0 1 2 3; a: 1 2 3 4 5 6 7 8"
        << "The numbers in column 'time' do not rise as time does, so rows were numbered instead.";
    row("Unix time that begins again",
        "time,a,b\n1396293888,1,\n1396293889,2,\n1396293888,,3\n1396293889,,4\n")
        << "@ 2014-03-31T19:24:48Z 2014-03-31T19:24:48.5Z 2014-03-31T19:24:49Z "
           "2014-03-31T19:24:49.5Z; a: 1 _ 2 _; b: _ 3 _ 4"
        << "1 row goes back in time: the rows were sorted by time.|The clock is coarser than the "
           "rows: 4 rows of equal time were spread evenly up to the next instant.";
    row("beyond 64 bits", "time,a\n0,1\n99999999999999999999,2\n2,3\n4,4\n")
        << "@ 0 s 2 s 4 s; a: 1 3 4"
        << "1 row without a readable time was left out.";
    row("the whole of 64 bits",
        "timestamp [ns],a\n-9223372036854775806,1\n0,2\n9223372036854775806,3\n")
        << "@ -9223372036.854775806 s 0 s 9223372036.854775806 s; a: 1 2 3"
        << "";
}

void TestCsvTime::disorder()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, notes);
    const auto imported = importText(text.toStdString(), 2);
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(notesOf(imported->report), notes);
}

void TestCsvTime::lostTime()
{
    // The head foretells a clock that the rest of the file does not have.
    std::string text = "time,a\n";
    for (int i = 0; i < 600; ++i)
        text += std::to_string(i) + "," + std::to_string(2 * i) + "\n";
    for (int i = 0; i < 1000; ++i)
        text += "late," + std::to_string(i) + "\n";
    const auto imported = importText(text);
    QVERIFY(imported);
    QCOMPARE(imported->recording->sampleCount(), 1600);
    QCOMPARE(imported->recording->clock()->kind(), TimeKind::SampleIndex);
    QCOMPARE(notesOf(imported->report),
             QStringLiteral(
                 "Most rows have no readable time (column 'time', taken as seconds), so rows were "
                 "numbered instead."));
}

void TestCsvTime::dateOrderFromTheEndOfTheFile()
{
    // Hourly rows of 2 and 3 January, US style; what tells is in the file's last rows only.
    std::string text = "date,a\n";
    const std::string filler(900, '7');
    for (int i = 0; i < 24 * 20; ++i)
        text += "01/" + std::to_string(1 + i / 24) + "/2024 " + std::to_string(i % 24) + ":00,"
            + (i < 24 * 11 ? "0." + filler : "1") + "\n";
    const auto imported = importText(text);
    QVERIFY(imported);
    const auto& clock = *imported->recording->clock();
    QCOMPARE(formatTick(clock.kind(), clock.tick(0)), "2024-01-01T00:00:00Z");
    QCOMPARE(formatTick(clock.kind(), clock.tick(clock.size() - 1)), "2024-01-20T23:00:00Z");
    QCOMPARE(clock.medianStep(), 3'600'000'000'000);
}

QTEST_GUILESS_MAIN(TestCsvTime)
#include "tst_csv_time.moc"
