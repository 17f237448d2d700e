#include "tests/engine/io_case.h"

using namespace dissonance;

/// How tables are written: separators, numbers, quotes, headers, units.
class TestCsvDialects : public QObject
{
    Q_OBJECT

private slots:
    void forms_data();
    void forms();
    void decimalSign_data();
    void decimalSign();
    void decimalSignFromTheEndOfTheFile();
    void quotes_data();
    void quotes();
    void headers_data();
    void headers();
    void numbers_data();
    void numbers();
    void provenance();
    void rowsAreTheSameForAnyThreadCount();
};

namespace {

void addColumns()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
}

void compare()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
}

} // namespace

void TestCsvDialects::forms_data()
{
    addColumns();
    QTest::addColumn<QString>("dialect");
    const auto same = QStringLiteral("a: 1.5 2.5 3.5; b: 10 20 30.25");

    row("comma", "a,b\n1.5,10\n2.5,20\n3.5,30.25\n")
        << same << "comma, decimal point, header in line 1";
    row("semicolon", "a;b\n1.5;10\n2.5;20\n3.5;30.25\n")
        << same << "semicolon, decimal point, header in line 1";
    row("semicolon, decimal comma", "a;b\n1,5;10\n2,5;20\n3,5;30,25\n")
        << same << "semicolon, decimal comma, header in line 1";
    row("tab", "a\tb\n1.5\t10\n2.5\t20\n3.5\t30.25\n")
        << same << "tab, decimal point, header in line 1";
    row("tab, decimal comma", "a\tb\n1,5\t10\n2,5\t20\n3,5\t30,25\n")
        << same << "tab, decimal comma, header in line 1";
    row("bar", "a|b\n1.5|10\n2.5|20\n3.5|30.25\n")
        << same << "vertical bar, decimal point, header in line 1";
    row("one blank", "a b\n1.5 10\n2.5 20\n3.5 30.25\n")
        << same << "blanks, decimal point, header in line 1";
    row("runs of blanks", "  a      b\n  1.5   10\n  2.5   20\n  3.5\t30.25  \n")
        << same << "blanks, decimal point, header in line 1";
    row("comma and blanks", "a, b\n1.5, 10\n2.5 ,  20\n 3.5 ,30.25\n")
        << same << "comma, decimal point, header in line 1";
    row("quoted decimal commas", "a,b\n\"1,5\",10\n\"2,5\",20\n\"3,5\",\"30,25\"\n")
        << same << "comma, decimal comma, header in line 1";
    row("CRLF", "a,b\r\n1.5,10\r\n2.5,20\r\n3.5,30.25\r\n")
        << same << "comma, decimal point, header in line 1";
    row("CR", "a,b\r1.5,10\r2.5,20\r3.5,30.25\r")
        << same << "comma, decimal point, header in line 1";
    row("no last line end", "a,b\n1.5,10\n2.5,20\n3.5,30.25")
        << same << "comma, decimal point, header in line 1";
    row("CRLF, no last line end", "a,b\r\n1.5,10\r\n2.5,20\r\n3.5,30.25")
        << same << "comma, decimal point, header in line 1";
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a,b\n1.5,10\n2.5,20\n3.5,30.25\n")
        << same << "comma, decimal point, header in line 1";
    row("byte order mark, CRLF, semicolon",
        "\xEF\xBB\xBF"
        "a;b\r\n1,5;10\r\n2,5;20\r\n3,5;30,25\r\n")
        << same << "semicolon, decimal comma, header in line 1";
    row("blank lines", "\n\na,b\n\n1.5,10\n\n\n2.5,20\n3.5,30.25\n\n\n")
        << same << "comma, decimal point, header in line 3";
    row("trailing delimiter", "a,b,\n1.5,10,\n2.5,20,\n3.5,30.25,\n")
        << same << "comma, decimal point, header in line 1";
    row("comments",
        "# made by hand\n% and so on\na,b\n1.5,10\n# break\n2.5,20\n// more\n3.5,30.25\n")
        << same << "comma, decimal point, header in line 3";
    row("metadata", "Device: pump 3\nSerial: 17\n\na,b\n1.5,10\n2.5,20\n3.5,30.25\n")
        << same << "comma, decimal point, header in line 4";
    row("metadata with cells",
        "Device,pump 3\nSerial,17\nOperator,x\na,b\n1.5,10\n2.5,20\n3.5,30.25\n")
        << same << "comma, decimal point, header in line 4";
    row("title", "Pump 3\na,b\n1.5,10\n2.5,20\n3.5,30.25\n")
        << same << "comma, decimal point, header in line 2";
    row("title over whole numbers", "Pump 3\na,b\n1,10\n2,20\n3,30\n")
        << "a: 1 2 3; b: 10 20 30"
        << "comma, decimal point, header in line 2";
    row("title with blanks and a number", "Test 7 of pump 3\n\na,b\n1,10\n2,20\n3,30\n")
        << "a: 1 2 3; b: 10 20 30"
        << "comma, decimal point, header in line 3";
    row("header as a comment", "# a,b\n1.5,10\n2.5,20\n3.5,30.25\n")
        << same << "comma, decimal point, header in line 1";
    row("no header", "1.5,10\n0.5,20\n3.5,30.25\n")
        << "column_1: 1.5 0.5 3.5; column_2: 10 20 30.25"
        << "comma, decimal point, no header";
    row("one column", "a\n1.5\n2.5\n3.5\n") << "a: 1.5 2.5 3.5"
                                            << "comma, decimal point, header in line 1";
    row("one column of decimal commas", "a\n1,5\n2,5\n3,5\n")
        << "a: 1.5 2.5 3.5"
        << "semicolon, decimal comma, header in line 1";
    row("one row", "a,b\n1.5,10\n") << "a: 1.5; b: 10"
                                    << "comma, decimal point, header in line 1";
    row("one cell", "1.5") << "column_1: 1.5"
                           << "comma, decimal point, no header";
}

void TestCsvDialects::forms()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, dialect);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(QString::fromStdString(imported->report.dialect), dialect);
    QCOMPARE(imported->report.format, "CSV");
    QCOMPARE(imported->report.problems.count, 0U);
    QCOMPARE(imported->report.missingCells, 0U);
}

void TestCsvDialects::decimalSign_data()
{
    addColumns();
    QTest::addColumn<QString>("dialect");
    row("three decimals, semicolon", "a;b\n1,234;10\n2,345;20\n12,500;30\n")
        << "a: 1.234 2.3450000000000002 12.5; b: 10 20 30"
        << "semicolon, decimal comma, header in line 1";
    row("three decimals, tab", "a\tb\n1,234\t10\n2,345\t20\n12,500\t30\n")
        << "a: 1.234 2.3450000000000002 12.5; b: 10 20 30"
        << "tab, decimal comma, header in line 1";
    row("three decimals, blanks", "a b\n1,234 10\n2,345 20\n12,500 30\n")
        << "a: 1.234 2.3450000000000002 12.5; b: 10 20 30"
        << "blanks, decimal comma, header in line 1";
    row("three decimals, bar", "a|b\n1,234|10\n2,345|20\n12,500|30\n")
        << "a: 1.234 2.3450000000000002 12.5; b: 10 20 30"
        << "vertical bar, decimal comma, header in line 1";
    row("three decimals after a point", "a;b\n1.234;10\n2.345;20\n12.500;30\n")
        << "a: 1.234 2.3450000000000002 12.5; b: 10 20 30"
        << "semicolon, decimal point, header in line 1";
    row("groups and other decimal commas", "a;b\n1.234;0,5\n2.345;0,25\n3.456;1,5\n")
        << "a: 1234 2345 3456; b: 0.5 0.25 1.5"
        << "semicolon, decimal comma, header in line 1";
    row("groups and other decimal points", "a\tb\n1,234\t0.5\n2,345\t0.25\n3,456\t1.5\n")
        << "a: 1234 2345 3456; b: 0.5 0.25 1.5"
        << "tab, decimal point, header in line 1";
    row("groups, each of another kind", "a;b\n1.234;1,234\n2.345;2,345\n")
        << "a: 1234 2345; b: 1.234 2.3450000000000002"
        << "semicolon, decimal comma, header in line 1";
    row("quoted groups between commas", "a,b\n\"1,234\",10\n\"2,345\",20\n")
        << "a: 1234 2345; b: 10 20"
        << "comma, decimal point, header in line 1";
    row("quoted decimal commas beside points", "a,b,c\n\"1,5\",1.25,2.5\n\"2,5\",2.25,3.5\n")
        << "a: 1.5 2.5; b: 1.25 2.25; c: 2.5 3.5"
        << "comma, decimal comma, header in line 1";
}

void TestCsvDialects::decimalSign()
{
    forms();
}

void TestCsvDialects::decimalSignFromTheEndOfTheFile()
{
    // Tab-separated whole numbers up to far behind the head.
    std::string text = "a\tb\n";
    constexpr int kRows = 60'000;
    for (int i = 0; i < kRows; ++i)
        text += std::to_string(i % 7) + "\t100000\n";
    const auto imported = importText(text + "1,5\t2\n1,234\t3\n2,345\t3\n");
    QVERIFY(imported);
    const auto& values = imported->recording->channel(0).values;
    QCOMPARE(imported->report.problems.count, 0U);
    QCOMPARE(values[kRows], 1.5);
    QCOMPARE(values[kRows + 1], 1.234);
}

void TestCsvDialects::quotes_data()
{
    addColumns();
    row("numbers", "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"\n") << "a: 1 3; b: 2 4";
    row("delimiter", "a,b\n1,\"x,y\"\n2,\"x,y\"\n3,z\n") << "a: 1 2 3; b: 'x,y' 'x,y' 'z'";
    row("line end", "a,b\n1,\"x\ny\"\n2,\"x\ny\"\n3,z\n") << "a: 1 2 3; b: 'x\ny' 'x\ny' 'z'";
    row("CRLF", "a,b\r\n1,\"x\r\ny\"\r\n2,z\r\n3,z\r\n") << "a: 1 2 3; b: 'x\r\ny' 'z' 'z'";
    row("doubled", "a,b\n1,\"say \"\"x\"\"\"\n2,\"\"\"\"\n3,z\n")
        << "a: 1 2 3; b: 'say \"x\"' '\"' 'z'";
    row("empty", "a,b\n1,\"\"\n2,\"\"\n3,z\n") << "a: 1 2 3; b: _ _ 'z'";
    row("in the header", "\"a, first\",\"b \"\"2\"\"\"\n1,2\n3,4\n")
        << "a, first: 1 3; b \"2\": 2 4";
    row("line end in the header", "\"a\nfirst\",b\n1,2\n3,4\n") << "a first: 1 3; b: 2 4";
    row("blanks around", "a,b\n1, \"x,y\" \n2,\"x,y\"\n3,z\n") << "a: 1 2 3; b: 'x,y' 'x,y' 'z'";
    row("blanks inside", "a,b\n1,\" x \"\n2,y\n3,z\n") << "a: 1 2 3; b: ' x ' 'y' 'z'";
    row("inside a cell", "a,b\n1,5\" pipe\n2,5\" pipe\n3,z\n")
        << "a: 1 2 3; b: '5\" pipe' '5\" pipe' 'z'";
    row("text goes on", "a,b\n1,\"x,y\"z\n2,w\n3,w\n") << "a: 1 2 3; b: '\"x,y\"z' 'w' 'w'";
    row("never closed", "a,b\n1,\"x\n2,y\n3,z\n") << "a: 1 2 3; b: '\"x' 'y' 'z'";
    row("blank-separated", "a b\n1 \"x y\"\n2 \"x y\"\n3 z\n") << "a: 1 2 3; b: 'x y' 'x y' 'z'";
    row("semicolon", "a;b\n1,5;\"x;y\"\n2,5;\"x;y\"\n3,5;z\n")
        << "a: 1.5 2.5 3.5; b: 'x;y' 'x;y' 'z'";
}

void TestCsvDialects::quotes()
{
    compare();
}

void TestCsvDialects::headers_data()
{
    addColumns();
    row("square", "speed [rpm],flow [m3/h]\n1,2\n3,5\n") << "speed [rpm]: 1 3; flow [m3/h]: 2 5";
    row("round", "speed (rpm),flow (m3/h)\n1,2\n3,5\n") << "speed [rpm]: 1 3; flow [m3/h]: 2 5";
    row("without a blank",
        "speed[rpm],T(\xC2\xB0"
        "C)\n1,2\n3,5\n")
        << QString::fromUtf8("speed [rpm]: 1 3; T [°C]: 2 5");
    row("after a stroke, a word, a comma",
        "p / bar;U in mV;RH, %;U / V;Bus, A\n1;2;3;4;5\n3;5;7;9;1\n")
        << "p [bar]: 1 3; U in mV [mV]: 2 5; RH [%]: 3 7; U / V [V]: 4 9; Bus, A: 5 1";
    row("names, units, how they were made",
        "TOA5,logger\nTIMESTAMP,RECORD,U_Avg,T_Avg,RH\nTS,RN,Volts,Deg C,%\n,,Avg,Avg,Smp\n"
        "2024-01-01 00:00:00,7,1,2,9\n2024-01-01 00:00:01,8,3,5,8\n")
        << "@ 2024-01-01T00:00:00Z 2024-01-01T00:00:01Z; RECORD: 7 8; U_Avg [Volts]: 1 3; "
           "T_Avg [Deg C]: 2 5; RH [%]: 9 8";
    row("no units", "CO(GT),XMV(1),pos[x]\n1,2,9\n3,5,8\n")
        << "CO(GT): 1 3; XMV(1): 2 5; pos[x]: 9 8";
    row("any text after a blank", "mode [auto],b\n1,2\n3,5\n") << "mode [auto]: 1 3; b: 2 5";
    row("row of units", "speed,flow,n\nrpm,m3/h,-\n1,2,9\n3,5,8\n")
        << "speed [rpm]: 1 3; flow [m3/h]: 2 5; n: 9 8";
    row("row of bracketed units", "speed,flow\n[rpm],[m3/h]\n1,2\n3,5\n")
        << "speed [rpm]: 1 3; flow [m3/h]: 2 5";
    row("names that look like units", "Pump 3,7\nV,A\n1,2\n3,5\n") << "V: 1 3; A: 2 5";
    row("names that look like units, three", "Pump 3,,\nV,A,W\n1,2,9\n3,5,8\n")
        << "V: 1 3; A: 2 5; W: 9 8";
    row("names that are numbers over units", "n,1,2\n-,V,V\n5,6,7\n4,8,9\n")
        << "n: 5 4; 1 [V]: 6 8; 2 [V]: 7 9";
    row("Latin-1",
        "Drehzahl \xFC,T (\xB0"
        "C)\n1,2\n3,5\n")
        << QString::fromUtf8("Drehzahl ü: 1 3; T [°C]: 2 5");
    row("row of units, Latin-1",
        "n,T\nrpm,\xB0"
        "C\n1,2\n3,5\n")
        << QString::fromUtf8("n [rpm]: 1 3; T [°C]: 2 5");
    row("one name Latin-1, another UTF-8", "\xC3\xBC,\xFC\x80\n1,2\n3,5\n")
        << QString::fromUtf8("ü: 1 3; ü€: 2 5");
    row("an empty last column", "a,b,c\n1,2,\n3,5,\n") << "a: 1 3; b: 2 5; c: _ _";
    row("duplicates", "v,v,w,v\n1,2,9,4\n3,5,8,4\n") << "v: 1 3; v_2: 2 5; w: 9 8; v_3: 4 4";
    row("duplicates below settings", "Test,17,pump,x\nv,v,w,v\n1,2,9,4\n3,5,8,4\n")
        << "v: 1 3; v_2: 2 5; w: 9 8; v_3: 4 4";
    row("duplicates beside the number", "v,v_2,v\n1,2,9\n3,5,8\n") << "v: 1 3; v_2: 2 5; v_3: 9 8";
    row("the unit tells them apart", "v [rpm],v [rad/s]\n1,2\n3,5\n")
        << "v [rpm] [rpm]: 1 3; v [rad/s] [rad/s]: 2 5";
    row("unnamed", "a,,c\n1,2,9\n3,5,8\n") << "a: 1 3; column_2: 2 5; c: 9 8";
    row("one short, as R writes it", "a,b\n1,2,9\n2,5,8\n3,6,7\n") << "a: 2 5 6; b: 9 8 7";
    row("first row unreadable", "a,b,c\n1,oops,3\n4,5,6\n7,8,9\n")
        << "a: 1 4 7; b: _ 5 8; c: 3 6 9";
    row("first row short", "a,b,c\n1,2\n4,5,6\n7,8,9\n") << "a: 1 4 7; b: 2 5 8; c: _ 6 9";
    row("first row missing", "a,b\nNA,NA\n4,5\n7,8\n") << "a: _ 4 7; b: _ 5 8";
    row("first row missing, no header", "NA,NA\n4,5\n3,8\n") << "column_1: 4 3; column_2: 5 8";
    row("metadata over an unreadable row", "Serial,17\na,b,c\n1,oops,3\n4,5,6\n7,8,9\n")
        << "a: 1 4 7; b: _ 5 8; c: 3 6 9";
    row("names that are numbers", "channel,1,2\n5,6,7\n4,8,9\n") << "channel: 5 4; 1: 6 8; 2: 7 9";
    row("a temperature is no time", "T,p\n20.5,3\n21.5,4\n22,7\n") << "T: 20.5 21.5 22; p: 3 4 7";
    row("nor is a share", "time [%],p\n20.5,3\n21.5,4\n22,7\n")
        << "time [%]: 20.5 21.5 22; p: 3 4 7";
    row("UTF-8", "Drehzahl \xC3\xBC,b\n1,2\n3,5\n") << QString::fromUtf8("Drehzahl ü: 1 3; b: 2 5");
}

void TestCsvDialects::headers()
{
    compare();
}

void TestCsvDialects::numbers_data()
{
    addColumns();
    row("signs and exponents", "a\n-1\n+2.5\n1e3\n-1.5E-2\n.5\n5.\n")
        << "a: -1 2.5 1000 -0.014999999999999999 0.5 5";
    row("to the last digit",
        "a\n0.1\n2.2250738585072014e-308\n1.7976931348623157e308\n9007199254740993\n")
        << "a: 0.10000000000000001 2.2250738585072014e-308 1.7976931348623157e+308 "
           "9007199254740992";
    row("too small is zero", "a,b\n1e-400,1\n-1e-400,2\n1,3\n") << "a: 0 -0 1; b: 1 2 3";
    row("words for nothing", "a,b\n1,2\nNaN,3\nnan,NA\nn/a,null\nNULL,None\n-,?\n#N/A,--\n2,.\n")
        << "a: 1 _ _ _ _ _ _ 2; b: 2 3 _ _ _ _ _ _";
    row("infinite", "a,b\n1,2\ninf,3\n-Infinity,4\n2,5\n") << "a: 1 _ _ 2; b: 2 3 4 5";
    row("groups of three", "a,b\n\"1,234.5\",1\n\"12,345,678\",2\n3.5,3\n")
        << "a: 1234.5 12345678 3.5; b: 1 2 3";
    row("groups of three, decimal comma", "a;b\n1.234,5;1\n12.345.678,0;2\n3,5;3\n")
        << "a: 1234.5 12345678 3.5; b: 1 2 3";
    row("a point among decimal commas", "a;b\n1,5;2\n3.25;4\n2,5;6\n")
        << "a: 1.5 3.25 2.5; b: 2 4 6";
    row("zero has a sign", "a,b\n-0,1\n0,2\n-0.0,3\n") << "a: -0 0 -0; b: 1 2 3";
    row("states", "a,b\n1,on\n2,off\n3,on\n4,\n") << "a: 1 2 3 4; b: 'on' 'off' 'on' _";
    row("states in Latin-1", "a,b\n1,zu\n2,gel\xF6st\n3,zu\n")
        << QString::fromUtf8("a: 1 2 3; b: 'zu' 'gelöst' 'zu'");
    row("booleans", "a,b\n1,true\n2,false\n3,true\n") << "a: 1 2 3; b: 'true' 'false' 'true'";
}

void TestCsvDialects::numbers()
{
    compare();
}

void TestCsvDialects::provenance()
{
    const TempFolder folder;
    const auto file = folder.write("a table.csv", "a,b\n1,2\n");
    const auto imported = importRecording(file, {}, {});
    QVERIFY(imported);
    const auto& provenance = imported->recording->provenance();
    QCOMPARE(imported->recording->name(), "a table.csv");
    QCOMPARE(provenance.file, std::filesystem::absolute(file));
    QCOMPARE(provenance.bytes, 8U);
    // printf 'a,b\n1,2\n' | sha256sum
    QCOMPARE(provenance.sha256, "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470");
}

void TestCsvDialects::rowsAreTheSameForAnyThreadCount()
{
    std::string text = "time,a,b,s\n";
    for (int i = 0; i < 60'000; ++i) {
        text += std::to_string(i) + ".5,";
        text += std::to_string(i * 7 % 1000) + "." + std::to_string(i % 10) + ",";
        text += (i % 97 == 0 ? "oops" : std::to_string(-i)) + std::string(",");
        text += i % 3 == 0 ? "\"x,\n" + std::to_string(i % 5) + "\"\n" : "y\n";
    }
    const auto one = importText(text, 1);
    QVERIFY(one);
    for (const int threads : {2, 3, 8}) {
        const auto many = importText(text, threads);
        QVERIFY(many);
        QVERIFY(summary(*many->recording) == summary(*one->recording));
        QCOMPARE(many->report.problems.count, one->report.problems.count);
        for (std::size_t i = 0; i < one->report.problems.first.size(); ++i) {
            QCOMPARE(many->report.problems.first[i].line, one->report.problems.first[i].line);
            QCOMPARE(many->report.problems.first[i].text, one->report.problems.first[i].text);
        }
    }
    QCOMPARE(one->recording->sampleCount(), 60'000);
    QCOMPARE(one->report.problems.count, 619U); // 60,000 / 97, rounded up
}

QTEST_GUILESS_MAIN(TestCsvDialects)
#include "tst_csv_dialects.moc"
