#include "tests/engine/csv_case.h"

using namespace dissonance;

/// Which column of numbers is the clock, by its name, unit and steps.
class TestCsvTimeNames : public QObject
{
    Q_OBJECT

private slots:
    void numbers_data();
    void numbers();
    void compactClocks_data();
    void compactClocks();
};

void TestCsvTimeNames::numbers_data()
{
    addCases("source");
    addCase("French", "Temps (s),a\n0.5,5\n1,3\n2,4\n", "@ 0.5 s 1 s 2 s; a: 5 3 4",
            "column 'Temps', seconds");
    addCase("Spanish", "Tiempo (ms),a\n0.5,5\n1,3\n2,4\n", "@ 0.0005 s 0.001 s 0.002 s; a: 5 3 4",
            "column 'Tiempo', milliseconds");
    addCase("Italian", "Tempo,a\n0,5\n1,3\n2,4\n", "@ 0 s 1 s 2 s; a: 5 3 4",
            "column 'Tempo', taken as seconds");
    addCase("speed in German", "a,Tempo\n5,0\n3,1\n4,2\n", "a: 5 3 4; Tempo: 0 1 2",
            "no time column, rows numbered");
    addCase("temperatures", "a,Temps (degC)\n5,10\n3,11\n4,12\n",
            "a: 5 3 4; Temps [degC]: 10 11 12", "no time column, rows numbered");
    addCase("Arduino", "millis,a\n1000,5\n1020,3\n1041,4\n", "@ 1 s 1.02 s 1.041 s; a: 5 3 4",
            "column 'millis', milliseconds");
    addCase("Arduino, not first", "a,micros\n5,1000\n3,1020\n4,1041\n",
            "@ 0.001 s 0.00102 s 0.001041 s; a: 5 3 4", "column 'micros', microseconds");
    addCase("LabVIEW", "X_Value,a\n0.00,5\n0.10,3\n0.25,4\n", "@ 0 s 0.1 s 0.25 s; a: 5 3 4",
            "column 'X_Value', taken as seconds");
    addCase("a unit of time", "x [ms],a\n0,5\n10,3\n25,4\n", "@ 0 s 0.01 s 0.025 s; a: 5 3 4",
            "column 'x', milliseconds");
    addCase("conductance", "G [S],a\n0,5\n10,3\n25,4\n", "G [S]: 0 10 25; a: 5 3 4",
            "no time column, rows numbered");
    addCase("a minimum", "T (min),a\n1,5\n4,3\n5,4\n", "T [min]: 1 4 5; a: 5 3 4",
            "no time column, rows numbered");
    addCase("a unit of time that does not rise", "dead [s],a\n3,5\n1,3\n2,4\n",
            "dead [s]: 3 1 2; a: 5 3 4", "no time column, rows numbered");
    addCase("number", "No.,a\n1,5\n2,3\n3,4\n", "a: 5 3 4", "column 'No.', sample numbers");
    addCase("n", "n,a\n1,5\n2,3\n3,4\n", "a: 5 3 4", "column 'n', sample numbers");
    addCase("n that is a speed", "n,a\n1000,5\n1500,3\n2000,4\n", "n: 1000 1500 2000; a: 5 3 4",
            "no time column, rows numbered");
    addCase("a temperature beside sample numbers",
            "sample,t,a\n0,20.06,5\n1,20.27,3\n2,20.40,4\n3,20.79,2\n4,20.80,1\n",
            "t: 20.059999999999999 20.27 20.399999999999999 20.789999999999999 20.800000000000001; "
            "a: 5 3 4 2 1",
            "column 'sample', sample numbers");
    addCase("a clock beside sample numbers",
            "sample,t,a\n0,0.000,5\n1,0.101,3\n2,0.199,4\n3,0.301,2\n4,0.400,1\n",
            "@ 0 s 0.101 s 0.199 s 0.301 s 0.4 s; sample: 0 1 2 3 4; a: 5 3 4 2 1",
            "column 't', taken as seconds");
}

void TestCsvTimeNames::numbers()
{
    checkTimedCase();
}

void TestCsvTimeNames::compactClocks_data()
{
    addCases("source");
    const char* const both =
        "column 'Date' and column 'Time', date and time of day, without zone: taken as UTC";
    addCase("six digits", "Date;Time;a\n20240305;080059;5\n20240305;080100;3\n",
            "@ 2024-03-05T08:00:59Z 2024-03-05T08:01:00Z; a: 5 3", both);
    addCase(
        "zeros left out",
        "Date,Time,a\n20240304,235959,5\n20240305,0,3\n20240305,100,4\n20240305,80000,1\n",
        "@ 2024-03-04T23:59:59Z 2024-03-05T00:00:00Z 2024-03-05T00:01:00Z 2024-03-05T08:00:00Z; "
        "a: 5 3 4 1",
        both);
    addCase("with a fraction", "Date,Time,a\n20240305,080059.5,5\n20240305,080100.0,3\n",
            "@ 2024-03-05T08:00:59.5Z 2024-03-05T08:01:00Z; a: 5 3", both);
    addCase("four digits", "Date,Time,a\n20240305,0759,5\n20240305,0800,3\n",
            "@ 2024-03-05T07:59:00Z 2024-03-05T08:00:00Z; a: 5 3", both);
    addCase("a date with marks", "Date,Time,a\n2024-03-05,080059,5\n2024-03-05,080100,3\n",
            "@ 2024-03-05T08:00:59Z 2024-03-05T08:01:00Z; a: 5 3", both);
    addCase("no header", "20240305,080059,5.5\n20240305,080100,3.5\n",
            "@ 2024-03-05T08:00:59Z 2024-03-05T08:01:00Z; column_3: 5.5 3.5",
            "column 1 and column 2, date and time of day, without zone: taken as UTC");
    addCase("seconds of the day",
            "Date,Time,a\n20240305,28740,5\n20240305,28800,3\n20240305,28860,4\n",
            "@ 28740 s 28800 s 28860 s; Date: 20240305 20240305 20240305; a: 5 3 4",
            "column 'Time', taken as seconds");
    addCase("seconds by their unit", "Date,Time [s],a\n20240305,28740,5\n20240305,28750,3\n",
            "@ 28740 s 28750 s; Date: 20240305 20240305; a: 5 3", "column 'Time', seconds");
}

void TestCsvTimeNames::compactClocks()
{
    checkTimedCase();
}

QTEST_GUILESS_MAIN(TestCsvTimeNames)
#include "tst_csv_time_names.moc"
