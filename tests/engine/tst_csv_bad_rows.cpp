#include "engine/io/csv_reader.h"
#include "tests/engine/io_case.h"

#include <QElapsedTimer>

#include <cmath>

using namespace dissonance;

/// Rows that lack some or all of their cells, one or many: they never stop a load.
class TestCsvBadRows : public QObject
{
    Q_OBJECT

private slots:
    void emptyRows_data();
    void emptyRows();
    void mostRowsAreBad_data();
    void mostRowsAreBad();
    void fragmentsBeyondMemory();
    void zeroBytesAtTheEnd_data();
    void zeroBytesAtTheEnd();
    void onlyZeroBytes();
    void recordWithoutEnd_data();
    void recordWithoutEnd();
    void recordOfManyQuotes();
};

namespace {

/// A table of `columns` channels: a header and `rows` rows of ones.
std::string wideTable(int columns, int rows)
{
    std::string text = "c0";
    for (int c = 1; c < columns; ++c)
        text += ",c" + std::to_string(c);
    text += '\n';
    std::string row = "1";
    for (int c = 1; c < columns; ++c)
        row += ",1";
    for (int r = 0; r < rows; ++r)
        text += row + '\n';
    return text;
}

std::string repeated(const std::string& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

} // namespace

void TestCsvBadRows::emptyRows_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("notes");
    row("between others", "a,b\n1,2\n,\n5,6\n,\n\"\",\n7,8\n")
        << "a: 1 _ 5 _ _ 7; b: 2 _ 6 _ _ 8"
        << "3 rows without any value count as missing samples.";
    row("at the end", "a,b\n1,2\n5,6\n,\n,\n") << "a: 1 5; b: 2 6"
                                               << "2 rows without any value were left out.";
    row("both", "a,b\n1,2\n,\n5,6\n,\n\n# end\n")
        << "a: 1 _ 5; b: 2 _ 6"
        << "1 comment line between the rows was passed over.|1 row without any value was left "
           "out.|1 row without any value counts as a missing sample.";
    row("with time", "time,a\n1,2\n,\n3,6\n4,6\n,\n") << "@ 1 s 3 s 4 s; a: 2 6 6"
                                                      << "2 rows without any value were left out.";
    row("short ones", "a,b,c\n1,2,3\n,\n5,6,7\n5,6,7\n")
        << "a: 1 _ 5 5; b: 2 _ 6 6; c: 3 _ 7 7"
        << "1 row without any value counts as a missing sample.";
}

void TestCsvBadRows::emptyRows()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, notes);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(notesOf(imported->report), notes);
    QCOMPARE(imported->report.problems.count, 0U);
}

void TestCsvBadRows::mostRowsAreBad_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("bad");
    const auto table = [](const char* name, const std::string& text, int rows, int bad) {
        QTest::addRow("%s", name) << QByteArray::fromStdString(text) << rows << bad;
    };
    const auto wide = wideTable(1000, 200);
    table("short rows", wide + repeated("7\n", 8000), 8200, 8000);
    table("blank lines", wide + repeated("\r\n", 20'000) + "7\n", 201, 1);
    table("blank lines and quotes", wide + repeated("\n", 20'000) + "\"7\"\n", 201, 1);
    table("comments", wide + repeated("#\n", 20'000) + "7\n", 201, 1);
    table("long rows", "a,b\n" + repeated("1,2\n", 5000) + repeated("1,2,3\n", 20'000), 25'000,
          20'000);
}

void TestCsvBadRows::mostRowsAreBad()
{
    QFETCH(QByteArray, text);
    QFETCH(int, rows);
    QFETCH(int, bad);
    for (const int threads : {1, 3}) {
        const auto imported = importText(text.toStdString(), threads);
        QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
        QCOMPARE(imported->recording->sampleCount(), rows);
        QCOMPARE(imported->report.problems.count, std::uint64_t(bad));
        QCOMPARE(imported->report.problems.first.size(), std::size_t(std::min(bad, 1000)));
        QCOMPARE(imported->recording->channel(0).values[0], 1.0);
        const double last = imported->recording->channel(0).values.back();
        QCOMPARE(std::isnan(last) ? 0.0 : last, rows == 25'000 ? 0.0 : 7.0);
    }
}

void TestCsvBadRows::fragmentsBeyondMemory()
{
    // 10,000 cells for every 2 bytes: kept as missing, they would take 5 GB.
    const auto imported = importText(wideTable(10'000, 60) + repeated("7\n", 60'000) + "8\n", 2);
    QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
    QCOMPARE(imported->recording->sampleCount(), 60);
    QCOMPARE(imported->report.problems.count, 60'001U);
    QCOMPARE(imported->report.problems.first[0].line, 62U);
    QCOMPARE(imported->report.problems.first[0].expected, "10000 cells");
    QVERIFY2(notesOf(imported->report).contains(QLatin1String("60001 rows are far too short")),
             qPrintable(notesOf(imported->report)));
}

void TestCsvBadRows::zeroBytesAtTheEnd_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<qint64>("zeros");
    QTest::addRow("one") << 3 << qint64(1);
    QTest::addRow("a short table") << 3 << qint64(100'000);
    QTest::addRow("a longer table") << 30'000 << qint64(50'000'000);
}

void TestCsvBadRows::zeroBytesAtTheEnd()
{
    QFETCH(int, rows);
    QFETCH(qint64, zeros);
    const auto text = wideTable(4, rows);
    const TempFolder folder;
    const auto file = folder.write("table.csv", text);
    std::filesystem::resize_file(file, text.size() + std::size_t(zeros));
    const auto imported = importRecording(file, {2}, {});
    QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
    QCOMPARE(imported->recording->sampleCount(), rows);
    QCOMPARE(imported->report.problems.count, 0U);
    QCOMPARE(notesOf(imported->report),
             QStringLiteral("The file ends in %1 zero bytes, which are no text and were passed "
                            "over.")
                 .arg(zeros));
}

void TestCsvBadRows::onlyZeroBytes()
{
    const auto imported = importText(std::string(100'000, '\0'));
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::FileBinary);
}

void TestCsvBadRows::recordWithoutEnd_data()
{
    QTest::addColumn<QByteArray>("record");
    QTest::addColumn<bool>("hasTime");
    const QByteArray text(20'000'000, 'x');
    QTest::addRow("text") << text << false;
    QTest::addRow("text, with time") << text << true;
    QTest::addRow("cells") << QByteArray("1,").repeated(6'000'000) << false;
    QTest::addRow("quotes") << QByteArray("\"1\",").repeated(3'000'000) << false;
    QTest::addRow("zeros") << QByteArray(20'000'000, '\0') << false;
}

void TestCsvBadRows::recordWithoutEnd()
{
    QFETCH(QByteArray, record);
    QFETCH(bool, hasTime);
    std::string text = hasTime ? "time,a\n" : "b,a\n";
    for (int i = 0; i < 1000; ++i)
        text += std::to_string(hasTime ? i : -i) + ",1\n";
    text += record.toStdString() + "\n2000,oops\n3000,2\n";
    const TempFolder folder;
    const auto input = InputFile::open(folder.write("table.csv", text));
    QVERIFY(input);
    for (const std::size_t chunkBytes : {std::size_t(1) << 20, std::size_t(1) << 25}) {
        const auto imported = readCsv(*input, {2, chunkBytes}, {});
        QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
        const auto& values = imported->recording->channel(hasTime ? 0 : 1).values;
        QCOMPARE(values.size(), std::size_t(hasTime ? 1002 : 1003));
        QCOMPARE(values.back(), 2.0);
        const auto& problems = imported->report.problems;
        QCOMPARE(problems.count, 2U);
        QCOMPARE(problems.first[0].line, 1002U);
        QCOMPARE(problems.first[0].expected, "a row below 8 MiB");
        QCOMPARE(problems.first[1].line, 1003U);
    }
}

void TestCsvBadRows::recordOfManyQuotes()
{
    const auto seconds = [](const std::string& cell) {
        std::string text;
        for (int r = 0; r < 3; ++r)
            text += repeated(cell + ',', 100'000) + "1\n";
        QElapsedTimer timer;
        timer.start();
        const auto imported = importText(text);
        return imported ? double(timer.nsecsElapsed()) * 1e-9 : -1.0;
    };
    const double plain = seconds("123");
    const double quoted = seconds("\"1\"");
    QVERIFY(plain > 0.0 && quoted > 0.0);
    // The time grew with the square of the quotes in a line: 17 times the plain table's here.
    QVERIFY2(quoted < 10.0 * plain + 0.5, qPrintable(QString::number(quoted / plain)));
}

QTEST_GUILESS_MAIN(TestCsvBadRows)
#include "tst_csv_bad_rows.moc"
