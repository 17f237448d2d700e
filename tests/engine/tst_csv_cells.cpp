#include "tests/engine/csv_case.h"

using namespace dissonance;

/// Numbers as people and programs write them, and rows whose cells shifted.
class TestCsvCells : public QObject
{
    Q_OBJECT

private slots:
    void numbers_data();
    void numbers();
    void almostNumbers_data();
    void almostNumbers();
    void longRows_data();
    void longRows();
};

void TestCsvCells::numbers_data()
{
    addCases();
    const char* const same = "a: 1 3 2; b: 1500.25 -12345678.5 0.25";
    addCase("groups by blanks", "a;b\n1;1 500,25\n3;-12 345 678,5\n2;0,25\n", same, "");
    addCase("groups by no-break spaces",
            "a;b\n1;1\xC2\xA0"
            "500,25\n3;-12\xC2\xA0"
            "345\xC2\xA0"
            "678,5\n2;0,25\n",
            same, "");
    addCase("groups by narrow no-break spaces",
            "a;b\n1;1\xE2\x80\xAF"
            "500,25\n3;-12\xE2\x80\xAF"
            "345\xE2\x80\xAF"
            "678,5\n2;0,25\n",
            same, "");
    addCase("groups by no-break spaces, Windows-1252",
            "a;b\n1;1\xA0"
            "500,25\n3;-12\xA0"
            "345\xA0"
            "678,5\n2;0,25\n",
            same, "");
    addCase("groups by apostrophes", "a,b\n1,1'500.25\n3,-12'345'678.5\n2,0.25\n", same, "");
    addCase("groups by curly apostrophes",
            "a,b\n1,1\xE2\x80\x99"
            "500.25\n3,-12\xE2\x80\x99"
            "345\xE2\x80\x99"
            "678.5\n2,0.25\n",
            same, "");
    addCase("apostrophes, semicolon", "a;b\n1;1'500.25\n3;-12'345'678.5\n2;0.25\n", same, "");
    addCase("typographic minus",
            "a,b\n1,\xE2\x88\x92"
            "1.5\n3,\xE2\x88\x92"
            "12\n2,0.25\n",
            "a: 1 3 2; b: -1.5 -12 0.25", "");
    addCase("per cent", "a,b\n1,0.5%\n3,100%\n2,-7 %\n", "a: 1 3 2; b [%]: 0.5 100 -7", "");
    addCase("degrees",
            "a;b\n1;20,1 \xC2\xB0"
            "C\n3;\xE2\x88\x92"
            "2 \xC2\xB0"
            "C\n2;NA\n",
            "a: 1 3 2; b [°C]: 20.100000000000001 -2 _", "");
    addCase("degrees, tab, comma",
            "a\tb\n1\t20,1 \xB0"
            "C\n3\t21,5 \xB0"
            "C\n2\t22,5 \xB0"
            "C\n",
            "a: 1 3 2; b [°C]: 20.100000000000001 21.5 22.5", "");
    addCase("bytes", "a,b\n1,1.5 GiB\n3,2 GiB\n2,0.25 GiB\n", "a: 1 3 2; b [GiB]: 1.5 2 0.25", "");
    addCase("only units", "a,b\n1 V,3 mA\n3 V,5 mA\n2 V,4 mA\n", "a [V]: 1 3 2; b [mA]: 3 5 4", "");
    addCase("of time, too", "Time,a\n0 ms,3\n100 ms,5\n200 ms,4\n", "@ 0 s 0.1 s 0.2 s; a: 3 5 4",
            "");
    addCase("the header's unit", "a [V],b (mA)\n1 V,3 mA\n3 V,5 mA\n2 V,4 mA\n",
            "a [V]: 1 3 2; b [mA]: 3 5 4", "");
}

void TestCsvCells::numbers()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, notes);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(notesOf(imported->report), notes);
    QCOMPARE(imported->report.problems.count, 0U);
}

void TestCsvCells::almostNumbers_data()
{
    addCases();
    addCase("two units", "a,b\n1,1.5 GiB\n3,200 MiB\n2,0.25 GiB\n",
            "a: 1 3 2; b: '1.5 GiB' '200 MiB' '0.25 GiB'",
            "'b' was read as text, though most of it begins like numbers: '0.25 GiB'.");
    addCase("no unit", "a,b\n1,1 of 3\n3,2 of 3\n2,3 of 3\n",
            "a: 1 3 2; b: '1 of 3' '2 of 3' '3 of 3'",
            "'b' was read as text, though most of it begins like numbers: '1 of 3'.");
    addCase("times", "a,b\n1,08:00:01\n3,08:00:02\n2,08:00:02\n",
            "a: 1 3 2; b: '08:00:01' '08:00:02' '08:00:02'", "");
    addCase("texts", "a,b\n1,on\n3,off\n2,3rd\n", "a: 1 3 2; b: 'on' 'off' '3rd'", "");
    addCase("groups of another kind", "a;b\n1;1 500'250\n3;2 300 40\n2;x\n",
            "a: 1 3 2; b: '1 500'250' '2 300 40' 'x'",
            "'b' was read as text, though most of it begins like numbers: '1 500'250'.");
}

void TestCsvCells::almostNumbers()
{
    checkNotedCase();
}

void TestCsvCells::longRows_data()
{
    addCases("problems");
    addCase("with time", "t,a,b\n0,1,2\n1,1,5,2\n2,3,4\n3,5,6\n",
            "@ 0 s 1 s 2 s 3 s; a: 1 _ 3 5; b: 2 _ 4 6", "3//1,1,5,2/3 cells");
    addCase("with a text", "a,s\n1,on\n2,7,off\n3,on\n5,on\n", "a: 1 _ 3 5; s: 'on' _ 'on' 'on'",
            "3//2,7,off/2 cells");
    addCase("unreadable, too", "a,b\n1,2\nx,7,9\n3,4\n5,6\n", "a: 1 _ 3 5; b: 2 _ 4 6",
            "3//x,7,9/2 cells");
    addCase("the time further on", "a,t,b\n1,0,2\n1,5,1,2\n1,2,4\n2,3,6\n",
            "@ 0 s 2 s 3 s; a: 1 1 2; b: 2 4 6", "3//1,5,1,2/3 cells");
    addCase("one delimiter too many", "a,b\n1,2\n3,7,\n3,4\n5,6\n", "a: 1 3 3 5; b: 2 7 4 6",
            "3//3,7,/2 cells");
}

void TestCsvCells::longRows()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, problems);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(problemsOf(imported->report), QStringList(problems));
    // A text that stands in rejected rows only is no state.
    for (std::size_t c = 0; c < imported->recording->channelCount(); ++c)
        QVERIFY(imported->recording->channel(c).states.size() < 2);
}

QTEST_GUILESS_MAIN(TestCsvCells)
#include "tst_csv_cells.moc"
