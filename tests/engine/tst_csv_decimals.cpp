#include "tests/engine/csv_case.h"

#include <cmath>
#include <functional>

using namespace dissonance;

/// The decimal sign, where neither the first nor the last rows show it.
class TestCsvDecimals : public QObject
{
    Q_OBJECT

private slots:
    void wholeFileDecides_data();
    void wholeFileDecides();
    void ofOneColumn_data();
    void ofOneColumn();
    void isTheSameForAnyThreadCount();
};

namespace {

constexpr int kRows = 30'000;
constexpr int kZeros = 5000; // at either end: more than is looked into beforehand

double valueAt(int i)
{
    return i < kZeros || i >= kRows - kZeros ? 0.0
                                             : std::round(20e3 + 10e3 * std::sin(i / 100.0)) / 1e3;
}

std::string written(double value, int digits, char decimal)
{
    if (value == 0.0)
        return "0";
    auto text = QByteArray::number(value, 'f', digits < 0 ? 3 : digits);
    while (digits < 0 && text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text.replace('.', decimal).toStdString();
}

std::string table(char delimiter, const std::function<std::string(int)>& cell)
{
    std::string text = std::string("Speed") + delimiter + "Load" + delimiter + "state\n";
    for (int i = 0; i < kRows; ++i)
        text += cell(i) + delimiter + cell(i + 1) + delimiter + "running normally\n";
    return text;
}

} // namespace

void TestCsvDecimals::wholeFileDecides_data()
{
    QTest::addColumn<char>("delimiter");
    QTest::addColumn<char>("decimal");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<bool>("noted");
    const auto row = [](const char* name, char delimiter, char decimal, int digits,
                        const char* dialect, bool noted) {
        QTest::addRow("%s", name) << delimiter << decimal << digits << QString::fromUtf8(dialect)
                                  << noted;
    };
    row("semicolon, point", ';', '.', -1, "semicolon, decimal point", true);
    row("semicolon, point, three decimals", ';', '.', 3, "semicolon, decimal point", true);
    row("semicolon, point, two decimals", ';', '.', 2, "semicolon, decimal point", true);
    row("semicolon, comma", ';', ',', -1, "semicolon, decimal comma", false);
    row("semicolon, comma, three decimals", ';', ',', 3, "semicolon, decimal comma", false);
    row("tab, comma", '\t', ',', -1, "tab, decimal comma", true);
    row("tab, comma, three decimals", '\t', ',', 3, "tab, decimal comma", true);
    row("tab, point, three decimals", '\t', '.', 3, "tab, decimal point", false);
    row("bar, comma", '|', ',', -1, "vertical bar, decimal comma", true);
}

void TestCsvDecimals::wholeFileDecides()
{
    QFETCH(char, delimiter);
    QFETCH(char, decimal);
    QFETCH(int, digits);
    QFETCH(QString, dialect);
    QFETCH(bool, noted);
    const auto imported =
        importText(table(delimiter, [&](int i) { return written(valueAt(i), digits, decimal); }));
    QVERIFY2(imported, qPrintable(outcome(imported)));
    QCOMPARE(QString::fromStdString(imported->report.dialect),
             dialect + QLatin1String(", header in line 1"));
    QCOMPARE(imported->report.problems.count, 0U);
    for (const std::size_t c : {0, 1})
        for (int i = 0; i < kRows; ++i)
            QCOMPARE(imported->recording->channel(c).values[std::size_t(i)],
                     std::stod(written(valueAt(i + int(c)), digits, '.')));
    QVERIFY2(notesOf(imported->report).contains(QLatin1String("do not show the decimal sign"))
                 == noted,
             qPrintable(notesOf(imported->report)));
}

void TestCsvDecimals::ofOneColumn_data()
{
    addCases();
    addCase(
        "points beside commas", "a;b\n0,5;20\n1,5;20.001\n2,5;20.01\n3,5;20.1\n4,5;20.002\n",
        "a: 0.5 1.5 2.5 3.5 4.5; b: 20 20.001000000000001 20.010000000000002 20.100000000000001 "
        "20.001999999999999",
        "'b' is written with decimal points, other columns with decimal commas.");
    addCase("commas beside points", "a\tb\n0.5\t20\n1.5\t20,001\n2.5\t20,5\n3.5\t7\n",
            "a: 0.5 1.5 2.5 3.5; b: 20 20.001000000000001 20.5 7",
            "'b' is written with decimal commas, other columns with decimal points.");
    addCase("groups beside commas", "a;b\n0,5;20\n1,5;20.001\n2,5;120.001\n3,5;1.234.567\n",
            "a: 0.5 1.5 2.5 3.5; b: 20 20001 120001 1234567", "");
    addCase("one column of both", "a;b\n0,5;20,5\n1,5;20,25\n2,5;20.001\n3,5;20.5\n",
            "a: 0.5 1.5 2.5 3.5; b: 20.5 20.25 20001 _",
            "'b' has decimal points and decimal commas: its numbers with decimal points, the fewer "
            "ones, were taken as missing.");
    addCase("a point among commas", "a;b\n0,5;20,5\n1,5;20,25\n2,5;20.5\n3,5;7\n",
            "a: 0.5 1.5 2.5 3.5; b: 20.5 20.25 20.5 7", "");
}

void TestCsvDecimals::ofOneColumn()
{
    checkNotedCase();
}

void TestCsvDecimals::isTheSameForAnyThreadCount()
{
    const auto text = table(';', [](int i) { return written(valueAt(i), -1, '.'); });
    const auto one = importText(text, 1);
    const auto three = importText(text, 3);
    QVERIFY(one && three);
    QVERIFY(summary(*one->recording) == summary(*three->recording));
    QCOMPARE(notesOf(one->report), notesOf(three->report));
}

QTEST_GUILESS_MAIN(TestCsvDecimals)
#include "tst_csv_decimals.moc"
