#include "engine/io/channel_name.h"
#include "engine/io/plain_text.h"
#include "tests/engine/csv_case.h"

using namespace dissonance;
using namespace Qt::StringLiterals;

/// Names of channels: which record holds them, what stands in them, and their units.
class TestCsvNames : public QObject
{
    Q_OBJECT

private slots:
    void units_data();
    void units();
    void plainText_data();
    void plainText();
    void names_data();
    void names();
    void veryLongPreambles_data();
    void veryLongPreambles();
};

void TestCsvNames::units_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("unit");
    const auto row = [](const char* header, const char* name, const char* unit) {
        QTest::addRow("%s", header)
            << QString::fromUtf8(header) << QString::fromUtf8(name) << QString::fromUtf8(unit);
    };
    for (const char* const unit : {"barg", "Torr", "mTorr", "NTU", "lbf", "lb-ft", "N.m", "bytes",
                                   "KB", "MiB", "bpm", "G", "in/s", "GB", "kbit/s"})
        row(qPrintable(QStringLiteral("x (%1)").arg(QLatin1String(unit))), "x", unit);
    row("Gear [-]", "Gear", "");
    row("U (-)", "U (-)", "");
    row("U(+)", "U(+)", "");
    row("T (in)", "T (in)", "");
    row("T (out)", "T (out)", "");
    row("CO(GT)", "CO(GT)", "");
    row("Bus, G", "Bus, G", "");
}

void TestCsvNames::units()
{
    QFETCH(QString, header);
    QFETCH(QString, name);
    QFETCH(QString, unit);
    const auto split = splitUnit(header.toStdString());
    QCOMPARE(QString::fromStdString(split.name), name);
    QCOMPARE(QString::fromStdString(split.unit), unit);
}

void TestCsvNames::plainText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("escaped");
    QTest::addRow("plain") << u"a b"_s << u"a b"_s << u"a b"_s;
    QTest::addRow("blanks") << u"  a \t b\n"_s << u"a b"_s << u"  a \\t b\\n"_s;
    QTest::addRow("line ends") << u"a\r\nb"_s << u"a b"_s << u"a\\r\\nb"_s;
    QTest::addRow("no-break space") << u"a\u00A0"_s << u"a"_s << u"a\u00A0"_s;
    QTest::addRow("escape") << u"\x1B[31ma"_s << u"\\x1b[31ma"_s << u"\\x1b[31ma"_s;
    QTest::addRow("C1") << u"\u009B31ma"_s << u"\\x9b31ma"_s << u"\\x9b31ma"_s;
    QTest::addRow("letters") << u"\u00FC\u20AC\U0001F600"_s << u"\u00FC\u20AC\U0001F600"_s
                             << u"\u00FC\u20AC\U0001F600"_s;
}

void TestCsvNames::plainText()
{
    QFETCH(QString, text);
    QFETCH(QString, line);
    QFETCH(QString, escaped);
    QCOMPARE(QString::fromStdString(oneLine(text.toStdString())), line);
    QCOMPARE(QString::fromStdString(withEscapes(text.toStdString())), escaped);
}

void TestCsvNames::names_data()
{
    addCases();
    addCase("a name more", "t,a,b,c\n0,1,5\n1,2,7\n2,3,4\n", "@ 0 s 1 s 2 s; a: 1 2 3; b: 5 7 4",
            "The header names more columns than the rows have: 'c'.");
    addCase("two names more", "t,a,b,c,d\n0,1,5\n1,2,7\n2,3,4\n",
            "@ 0 s 1 s 2 s; a: 1 2 3; b: 5 7 4",
            "The header names more columns than the rows have: 'c', 'd'.");
    addCase("names of two words", "Time Stamp Motor Speed\n0 7\n1 5\n2 9\n", "column_2: 7 5 9", "");
    addCase("a delimiter more", "t,a,b,\n0,1,5\n1,2,7\n2,3,4\n",
            "@ 0 s 1 s 2 s; a: 1 2 3; b: 5 7 4", "");
    addCase("years", "Country,2019,2020\nx,7,7\ny,1.5,7\nz,7,8.5\n",
            "Country: 'x' 'y' 'z'; 2019: 7 1.5 7; 2020: 7 7 8.5", "");
    addCase("numbered sensors", "state,1,2,3\non,7,7,7\noff,1.5,7,7\non,7,8.5,7\n",
            "state: 'on' 'off' 'on'; 1: 7 1.5 7; 2: 7 7 8.5; 3: 7 7 7", "");
    addCase("numbers that may be names", "state,17,4\non,7,7\noff,1.5,7\non,7,8.5\n",
            "column_1: 'state' 'on' 'off' 'on'; column_2: 17 7 1.5 7; column_3: 4 7 7 8.5",
            "Line 1 may hold names, some of them numbers; it was read as values.");
    addCase("rows like any other", "x,1,2\ny,3,4\nz,5,7\n",
            "column_1: 'x' 'y' 'z'; column_2: 1 3 5; column_3: 2 4 7", "");
    addCase("the first text comes again", "on,1,2\non,7,7\noff,1.5,7\non,7,8.5\n",
            "column_1: 'on' 'on' 'off' 'on'; column_2: 1 7 1.5 7; column_3: 2 7 7 8.5", "");
    addCase("unit in a line of its own", "n,\"Speed\n[rpm]\"\n7,1\n5,2\n9,3\n",
            "n: 7 5 9; Speed [rpm]: 1 2 3", "");
    addCase("no-break space", "n,Speed\xC2\xA0\n7,1\n5,2\n9,3\n", "n: 7 5 9; Speed: 1 2 3", "");
    addCase("no-break space before the unit", "n,Speed\xC2\xA0[rpm]\n7,1\n5,2\n9,3\n",
            "n: 7 5 9; Speed [rpm]: 1 2 3", "");
    addCase("no-break space, Windows-1252", "n,Speed\xA0\n7,1\n5,2\n9,3\n",
            "n: 7 5 9; Speed: 1 2 3", "");
    addCase("a control character",
            "number of the sample,\x1B[31mSpeed of the pump behind the valve\n7,1\n5,2\n9,3\n",
            "number of the sample: 7 5 9; \\x1b[31mSpeed of the pump behind the valve: 1 2 3", "");
}

void TestCsvNames::names()
{
    checkNotedCase();
}

void TestCsvNames::veryLongPreambles_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("lines");
    QTest::addRow("comments") << QByteArray("# s") << 3000;
    QTest::addRow("long comments") << QByteArray(280, '#') << 2500;
    QTest::addRow("megabytes of comments") << QByteArray(280, '%') << 10'000;
    QTest::addRow("texts") << QByteArray("Operator: N. N.") << 3000;
    QTest::addRow("settings") << QByteArray("setting 1 = 17") << 3000;
    QTest::addRow("more texts") << QByteArray("Operator: N. N.") << 20'000;
}

void TestCsvNames::veryLongPreambles()
{
    QFETCH(QByteArray, line);
    QFETCH(int, lines);
    auto text = (line + '\n').repeated(lines).toStdString() + "t,a\n";
    for (int i = 0; i < 60; ++i)
        text += std::to_string(i) + ".5," + std::to_string(i % 7) + "\n";
    const auto imported = importText(text);
    QVERIFY2(imported, qPrintable(outcome(imported)));
    QCOMPARE(QString::fromStdString(imported->report.dialect),
             QStringLiteral("comma, decimal point, header in line %1").arg(lines + 1));
    QCOMPARE(imported->recording->sampleCount(), 60);
    QCOMPARE(imported->report.problems.count, 0U);
}

QTEST_GUILESS_MAIN(TestCsvNames)
#include "tst_csv_names.moc"
