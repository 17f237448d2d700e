#include "tests/engine/csv_case.h"

using namespace dissonance;

/// Rows that share an instant: copies, halves of one row, or more than the clock can tell apart.
class TestCsvInstants : public QObject
{
    Q_OBJECT

private slots:
    void rows_data();
    void rows();
    void strays();
};

void TestCsvInstants::rows_data()
{
    addCases();
    addCase("every row twice", "time,a,b\n0,10,on\n0,10,on\n1,20,on\n1,20,on\n2,30,off\n2,30,off\n",
            "@ 0 s 1 s 2 s; a: 10 20 30; b: 'on' 'on' 'off'",
            "3 rows repeat the row before, time and all, and were left out.");
    addCase("every row twice, with gaps", "time,a,b\n0,10,\n0,10,\n1,,2\n1,,2\n",
            "@ 0 s 1 s; a: 10 _; b: _ 2",
            "2 rows repeat the row before, time and all, and were left out.");
    addCase(
        "a file behind itself", "time,a\n1396293888,1\n1396293889,2\n1396293888,1\n1396293889,2\n",
        "@ 2014-03-31T19:24:48Z 2014-03-31T19:24:49Z; a: 1 2",
        "1 row goes back in time: the rows were sorted by time.|2 rows repeat the row before, time "
        "and all, and were left out.");
    addCase("one row twice", "time,a\n0,10\n1,20\n1,20\n2,30\n", "@ 0 s 1 s 2 s; a: 10 20 30",
            "1 row repeats the row before, time and all, and was left out.");
    addCase("two topics", "time,a,b\n0,0,\n0,,1\n1,2,\n1,,3\n2,4,\n2,,5\n",
            "@ 0 s 1 s 2 s; a: 0 2 4; b: 1 3 5",
            "3 rows have the time of the row before, fill its gaps, and were merged with it.");
    addCase(
        "copies, halves and a change",
        "time,a,b\n0,0,1\n0,0,1\n1,2,\n1,,3\n2,4,5\n2,6,\n3,1,1\n4,1,1\n5,1,1\n6,1,1\n7,1,1\n8,1,"
        "1\n",
        "@ 0 s 1 s 2 s 3 s 4 s 5 s 6 s 7 s 8 s; a: 0 2 6 1 1 1 1 1 1; b: 1 3 5 1 1 1 1 1 1",
        "1 row repeats the row before, time and all, and was left out.|1 row has the time of the "
        "row before, fills its gaps, and was merged with it.|1 row repeats the time of the row "
        "before and was merged with it: the last present value of each channel counts.");
    addCase(
        "two changes", "time,a\n0,1\n0,2\n1,3\n1,4\n2,5\n3,6\n4,7\n5,8\n6,9\n",
        "@ 0 s 1 s 2 s 3 s 4 s 5 s 6 s; a: 2 4 5 6 7 8 9",
        "2 rows repeat the time of the row before and were merged with it: the last present value "
        "of each channel counts.");
    addCase("a coarse clock at rest for a while",
            "time,a\n0,1\n0,1\n1,1\n1,1\n2,1\n2,1\n3,1\n3,5\n",
            "@ 0 s 0.5 s 1 s 1.5 s 2 s 2.5 s 3 s 3.5 s; a: 1 1 1 1 1 1 1 5",
            "The clock is coarser than the rows: 8 rows of equal time were spread evenly up to the "
            "next instant.");
}

void TestCsvInstants::rows()
{
    checkNotedCase({1, 2});
}

void TestCsvInstants::strays()
{
    // One of 200 pairs differs.
    std::string text = "time,a\n";
    for (int i = 0; i < 200; ++i)
        for (const int copy : {0, 1})
            text += std::to_string(i) + ',' + std::to_string(i == 77 ? copy : i) + '\n';
    const auto imported = importText(text, 2);
    QVERIFY(imported);
    QCOMPARE(imported->recording->sampleCount(), 200);
    QCOMPARE(imported->recording->channel(0).values[77], 1.0);
    QCOMPARE(imported->recording->clock()->medianStep(), 1'000'000'000);
}

QTEST_GUILESS_MAIN(TestCsvInstants)
#include "tst_csv_instants.moc"
