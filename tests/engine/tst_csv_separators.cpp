#include "tests/engine/io_case.h"

#include <functional>

using namespace dissonance;

/// What separates cells and lines, where texts hold separators, too.
class TestCsvSeparators : public QObject
{
    Q_OBJECT

private slots:
    void blanksInTexts_data();
    void blanksInTexts();
    void lineEnds_data();
    void lineEnds();
    void underlines_data();
    void underlines();
};

void TestCsvSeparators::blanksInTexts_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("row"); // "#" stands for the number of the row
    QTest::addColumn<QString>("dialect");
    const auto row = [](const char* name, const char* header, const char* text,
                        const char* dialect) {
        QTest::addRow("%s", name) << QByteArray(header) << QByteArray(text)
                                  << QString::fromUtf8(dialect);
    };
    row("a zone after the time", "when,v", "2024-03-05 08:00:# XYZT,0.5#", "comma, decimal point");
    row("a zone, semicolon", "wann;v", "05.03.2024 08:00:# XYZT;0,5#", "semicolon, decimal comma");
    row("a zone, tab", "when\tv", "2024-03-05 08:00:# XYZT\t0.5#", "tab, decimal point");
    row("a log", "when,msg,temp", "Mar 5 08:00:#,disk 4 5 6 ok,#", "comma, decimal point");
    row("numbers in a text", "event text,v", "motor # 5 7,#", "comma, decimal point");
    row("the text last", "v,event", "#,motor # 5 7", "comma, decimal point");
    row("no header, semicolon", "", "motor # 5 7;#.5", "semicolon, decimal point");
    row("a semicolon at the end", "", "# 2 3;", "blanks, decimal point");
    row("the header tells", "t,part", "#,12 1#0", "comma, decimal point");
    row("decimals of three digits", "t x y", "#,5 #,25 #,125 1#1,5", "blanks, decimal comma");
    row("blanks do separate", "v event w", "# on 1,5", "blanks, decimal comma");
}

void TestCsvSeparators::blanksInTexts()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, row);
    QFETCH(QString, dialect);
    auto text = header + (header.isEmpty() ? "" : "\n");
    for (int i = 10; i < 60; ++i) {
        auto line = row;
        text += line.replace('#', QByteArray::number(i)) + '\n';
    }
    const auto imported = importText(text.toStdString());
    QVERIFY2(imported, qPrintable(outcome(imported)));
    const auto where =
        header.isEmpty() ? QLatin1String(", no header") : QLatin1String(", header in line 1");
    QCOMPARE(QString::fromStdString(imported->report.dialect), dialect + where);
    QCOMPARE(imported->report.rows, 50U);
    QCOMPARE(imported->report.problems.count, 0U);
}

void TestCsvSeparators::lineEnds_data()
{
    QTest::addColumn<QByteArray>("lineEnd");
    QTest::addColumn<QByteArray>("delimiter");
    for (const char* const delimiter : {",", ";", "\t", " "}) {
        QTest::addRow("CRCRLF, '%s'", delimiter) << QByteArray("\r\r\n") << QByteArray(delimiter);
        QTest::addRow("LFCR, '%s'", delimiter) << QByteArray("\n\r") << QByteArray(delimiter);
        QTest::addRow("CRLF, '%s'", delimiter) << QByteArray("\r\n") << QByteArray(delimiter);
    }
}

void TestCsvSeparators::lineEnds()
{
    QFETCH(QByteArray, lineEnd);
    QFETCH(QByteArray, delimiter);
    QByteArray text = "# remark|t,a,\"b\nc\"|\"0\",0.5,on|1,1.5,off|# more|2,2.5,\"o,n\"|3,3.5,on|";
    text.replace(',', delimiter).replace("|", lineEnd);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported),
             QStringLiteral("@ 0 s 1 s 2 s 3 s; a: 0.5 1.5 2.5 3.5; b c: 'on' 'off' 'o%1n' 'on'")
                 .arg(QString::fromLatin1(delimiter)));
    QCOMPARE(imported->report.problems.count, 0U);
}

void TestCsvSeparators::underlines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
        QTest::addRow("%s", name) << QByteArray(text) << QString::fromUtf8(expected);
    };
    row("blanks", "n  temp\n--- ----\n7   0.5\n5   1.5\n9   2.5\n", "n: 7 5 9; temp: 0.5 1.5 2.5");
    row("one column less",
        "when                temp\n------------------- ----\n"
        "2024-03-05 08:00:00  0.5\n2024-03-05 08:00:01  1.5\n2024-03-05 08:00:02  2.5\n",
        "@ 2024-03-05T08:00:00Z 2024-03-05T08:00:01Z 2024-03-05T08:00:02Z; temp: 0.5 1.5 2.5");
    row("bars and crosses", " n | temp\n---+-----\n 7 |  0.5\n 5 |  1.5\n 9 |  2.5\n",
        "n: 7 5 9; temp: 0.5 1.5 2.5");
    row("bars", "n|temp\n---|:---:\n7|0.5\n5|1.5\n9|2.5\n", "n: 7 5 9; temp: 0.5 1.5 2.5");
    row("commas", "n,temp\n===,===\n7,0.5\n5,1.5\n9,2.5\n", "n: 7 5 9; temp: 0.5 1.5 2.5");
}

void TestCsvSeparators::underlines()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(outcome(importText(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestCsvSeparators)
#include "tst_csv_separators.moc"
