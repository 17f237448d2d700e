#include "engine/io/csv_reader.h"
#include "tests/engine/io_case.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// What cannot be read: cells and rows that become missing, and files that are no table.
class TestCsvErrors : public QObject
{
    Q_OBJECT

private slots:
    void problems_data();
    void problems();
    void linesAfterQuotedLineEnds();
    void firstThousandAreKept();
    void longTextIsCutBetweenCharacters();
    void files_data();
    void files();
    void textThatBeginsLikeAFormat_data();
    void textThatBeginsLikeAFormat();
    void missingFile();
    void directory();
    void unreadable();
    void pipe();
};

void TestCsvErrors::problems_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QStringList>("problems");
    QTest::addColumn<int>("missing");

    row("a word", "a,b\n1,2\n3,oops\n5,6\n")
        << "a: 1 3 5; b: 2 _ 6" << QStringList{u"3/b/oops/a number"_s} << 1;
    row("a broken number", "a,b\n1,2\n3,4.5.6\n5,1e\n5,0x1F\n6,7\n6,7\n6,7\n")
        << "a: 1 3 5 5 6 6 6; b: 2 _ _ _ 7 7 7"
        << QStringList{u"3/b/4.5.6/a number"_s, u"4/b/1e/a number"_s, u"5/b/0x1F/a number"_s} << 3;
    row("empty is missing, no problem", "a,b\n1,2\n3,\n5,6\n")
        << "a: 1 3 5; b: 2 _ 6" << QStringList{} << 1;
    row("too large", "a,b\n1,2\n3,1e999\n5,-1e999\n5,6\n")
        << "a: 1 3 5 5; b: 2 _ _ 6"
        << QStringList{u"3/b/1e999/a number below 1.8e308"_s,
                       u"4/b/-1e999/a number below 1.8e308"_s}
        << 2;
    row("a short row", "a,b,c\n1,2,3\n4\n7,8,9\n1,2,3\n")
        << "a: 1 4 7 1; b: 2 _ 8 2; c: 3 _ 9 3" << QStringList{u"3//4/3 cells"_s} << 2;
    row("a long row", "a,b\n1,2\n3,4,5\n7,8\n")
        << "a: 1 _ 7; b: 2 _ 8" << QStringList{u"3//3,4,5/2 cells"_s} << 2;
    row("one delimiter too many", "a,b\n1,2\n3,4,\n7,8\n9,10\n")
        << "a: 1 3 7 9; b: 2 4 8 10" << QStringList{u"3//3,4,/2 cells"_s} << 0;
    row("an unreadable time", "time,a\n1,2\nnoon,4\n7,8\n9,10\n11,2\n")
        << "@ 1 s 7 s 9 s 11 s; a: 2 8 10 2" << QStringList{u"3/time/noon/a number for the time"_s}
        << 0;
    row("an unreadable date",
        "time,a\n2024-01-01,2\n2024-02-30,4\n2024-03-01,8\n2024-03-02,8\n2024-03-03,8\n")
        << "@ 2024-01-01T00:00:00Z 2024-03-01T00:00:00Z 2024-03-02T00:00:00Z 2024-03-03T00:00:00Z; "
           "a: 2 8 8 8"
        << QStringList{u"3/time/2024-02-30/a date and time"_s} << 0;
    row("an empty time", "time,a\n1,2\n,4\n7,8\n9,10\n")
        << "@ 1 s 7 s 9 s; a: 2 8 10" << QStringList{u"3/time//a number for the time"_s} << 0;
    row("infinite", "a,b\n1,2\n3,inf\n-Infinity,4\n5,6\n")
        << "a: 1 3 _ 5; b: 2 _ 4 6"
        << QStringList{u"3/b/inf/a finite number"_s, u"4/a/-Infinity/a finite number"_s} << 2;
    row("an unreadable time of day beside a date",
        "date,time,a\n2024-01-01,01:00,2\n2024-01-01,25:61,4\n2024-01-32,03:00,5\n"
        "2024-01-01,04:00,8\n2024-01-01,05:00,8\n2024-01-01,,8\n2024-01-01,06:00,9\n"
        "2024-01-01,07:00,9\n2024-01-01,08:00,9\n2024-01-01,09:00,9\n2024-01-01,10:00,9\n"
        "2024-01-01,11:00,9\n")
        << "@ 2024-01-01T01:00:00Z 2024-01-01T04:00:00Z 2024-01-01T05:00:00Z "
           "2024-01-01T06:00:00Z 2024-01-01T07:00:00Z 2024-01-01T08:00:00Z "
           "2024-01-01T09:00:00Z 2024-01-01T10:00:00Z 2024-01-01T11:00:00Z; "
           "a: 2 8 8 9 9 9 9 9 9"
        << QStringList{u"3/time/25:61/a time of day"_s, u"4/date/2024-01-32/a date"_s,
                       u"7/time//a time of day"_s}
        << 0;
    row("an unreadable time of day", "time,a\n01:00,2\n02:61,4\n03:00,8\n04:00,8\n05:00,8\n")
        << "@ 3600 s 10800 s 14400 s 18000 s; a: 2 8 8 8"
        << QStringList{u"3/time/02:61/a time of day"_s} << 0;
    row("a quote that is never closed", "a,b\n1,\"x\n2,y\n3,z\n")
        << "a: 1 2 3; b: '\"x' 'y' 'z'" << QStringList{u"2/b/\"x/a closing quote"_s} << 0;
    row("a quote that swallows rows", "a,b,c\n1,u,2\n2,\"u,3\n3,u,4\n4,u\",5\n5,u,6\n6,u,7\n")
        << "a: 1 2 5 6; b: 'u' 'u,3\n3,u,4\n4,u' 'u' 'u'; c: 2 5 6 7"
        << QStringList{u"3/b/\"u,3/a closing quote"_s} << 0;
    row("a quote that swallows one row", "a,b\n1,u\n2,\"u\n3,u\"\n5,u\n6,u\n")
        << "a: 1 2 5 6; b: 'u' 'u\n3,u' 'u' 'u'" << QStringList{u"3/b/\"u/a closing quote"_s} << 0;
    row("a quote that meets another", "a,b\n1,u\n2,\"u\n3,\"v\"\n5,u\n6,u\n")
        << "a: 1 2 5 6; b: 'u' '\"u\n3,\"v\"' 'u' 'u'" << QStringList{u"3/b/\"u/a closing quote"_s}
        << 0;
    row("a quote among numbers", "a,b\n1,2\n2,\"3\n3,4\n4,\"5\n5,6\n6,7\n7,8\n")
        << "a: 1 2 5 6 7; b: 2 _ 6 7 8" << QStringList{u"3/b/\"3/a closing quote"_s} << 1;
    row("text of several lines is none",
        "a,b\n1,\"well, so\n\n- one\n- 2\nHello, world\"\n2,\"2\n3\"\n3,z\n")
        << "a: 1 2 3; b: 'well, so\n\n- one\n- 2\nHello, world' '2\n3' 'z'" << QStringList{} << 0;
    row("the line of a cell below a line end", "a,b,c\n1,u,2\n2,\"u\nv\",x\n5,u,6\n6,u,7\n")
        << "a: 1 2 5 6; b: 'u' 'u\nv' 'u' 'u'; c: 2 _ 6 7" << QStringList{u"4/c/x/a number"_s} << 1;
    row("several in one row", "a,b,c\n1,2,3\nx,y,3\n4,5,6\n7,8,9\n")
        << "a: 1 _ 4 7; b: 2 _ 5 8; c: 3 3 6 9"
        << QStringList{u"3/a/x/a number"_s, u"3/b/y/a number"_s} << 2;
    row("a cell and its row", "a,b,c\n1,2,3\nx,2\n4,5,6\n7,8,9\n")
        << "a: 1 _ 4 7; b: 2 2 5 8; c: 3 _ 6 9"
        << QStringList{u"3/a/x/a number"_s, u"3//x,2/3 cells"_s} << 2;
    row("after comments and blank lines", "# made\n\na,b\n1,2\n\n# pause\n3,oops\n5,6\n")
        << "a: 1 3 5; b: 2 _ 6" << QStringList{u"7/b/oops/a number"_s} << 1;
    row("CRLF", "a,b\r\n1,2\r\n3,oops\r\n5,6\r\n")
        << "a: 1 3 5; b: 2 _ 6" << QStringList{u"3/b/oops/a number"_s} << 1;
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a,b\n1,2\n3,oops\n5,6\n")
        << "a: 1 3 5; b: 2 _ 6" << QStringList{u"3/b/oops/a number"_s} << 1;
    row("quoted", "a,b\n1,2\n3,\"o,\"\"ps\"\n5,6\n")
        << "a: 1 3 5; b: 2 _ 6" << QStringList{u"3/b/o,\"\"ps/a number"_s} << 1;
    row("the first row", "a,b\nx,2\n3,4\n5,6\n")
        << "a: _ 3 5; b: 2 4 6" << QStringList{u"2/a/x/a number"_s} << 1;
    row("what spreadsheets put for an error", "a,b\n1,2\n#DIV/0!,4\n5,6\n")
        << "a: 1 _ 5; b: 2 4 6" << QStringList{u"3/a/#DIV/0!/a number"_s} << 1;
    row("an unfinished last row", "a,b,c\n1,2,3\n4,5,6\n7,8")
        << "a: 1 4 7; b: 2 5 8; c: 3 6 _" << QStringList{u"4//7,8/3 cells"_s} << 1;
    row("a NUL byte", "") << "a: 1 _ 5; b: 2 4 6" << QStringList{u"3/a/x\\x00y/a number"_s} << 1;
}

void TestCsvErrors::problems()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QStringList, problems);
    QFETCH(int, missing);
    auto bytes = text.toStdString();
    if (bytes.empty()) { // beyond the head that tells text from binary data
        const std::string comment = "# " + std::string(5000, '-') + "\n";
        bytes = comment + "a,b\n1,2\n" + std::string("x\0y", 3) + ",4\n5,6\n";
        problems[0].replace(0, 1, u"4"_s);
    }
    const auto imported = importText(bytes);
    QCOMPARE(outcome(imported), expected);
    QCOMPARE(problemsOf(imported->report), problems);
    QCOMPARE(imported->report.problems.count, std::uint64_t(problems.size()));
    QCOMPARE(imported->report.missingCells, std::uint64_t(missing));
}

void TestCsvErrors::linesAfterQuotedLineEnds()
{
    const auto imported =
        importText("a,b\n1,\"x\ny\nz\"\n2,w\noops,v\n3,\"1\n2\"\nbad,u\n4,t\n5,t\n");
    QVERIFY(imported);
    QCOMPARE(problemsOf(imported->report),
             (QStringList{u"6/a/oops/a number"_s, u"9/a/bad/a number"_s}));
}

void TestCsvErrors::firstThousandAreKept()
{
    std::string text = "a,b\n";
    for (int i = 0; i < 1'000'000; ++i)
        text += std::to_string(i * 7 % 101) + (i % 400 == 399 ? ",bad\n" : ",1\n");
    const auto imported = importText(text, 2); // 6 MB: several chunks
    QVERIFY(imported);
    const auto& problems = imported->report.problems;
    QCOMPARE(problems.count, 2500U);
    QCOMPARE(problems.first.size(), 1000U);
    QCOMPARE(imported->report.missingCells, 2500U);
    for (std::size_t k = 0; k < problems.first.size(); ++k)
        QCOMPARE(problems.first[k].line, 401 + 400 * k); // row i stands in line i + 2
}

void TestCsvErrors::longTextIsCutBetweenCharacters()
{
    std::string text = "a,b\n1,2\n3,y";
    for (int i = 0; i < 60; ++i)
        text += "\xC3\xA9";
    const auto imported = importText(text + "\n5,6\n7,8\n");
    QVERIFY(imported);
    QCOMPARE(imported->report.problems.count, 1U);
    const auto& kept = imported->report.problems.first[0].text;
    QCOMPARE(kept.size(), 79U); // "y" and 39 characters of two bytes
    QVERIFY(QString::fromStdString(kept).endsWith(QChar(0xE9)));
}

void TestCsvErrors::files_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("says");

    const auto file = [](const char* name, const QByteArray& bytes, ErrorCode code,
                         const char* says) {
        QTest::addRow("%s", name) << bytes << code << QString::fromUtf8(says);
    };
    file("empty", "", ErrorCode::FileEmpty, "is empty");
    file("binary", QByteArray("\x01\x02\x00\xFE\x00\x10", 6).repeated(100), ErrorCode::FileBinary,
         "binary");
    file("blank lines", "\n\n\r\n", ErrorCode::FileMalformed, "blank lines");
    file("prose", "It was a dark night.\nNobody knew why.\nNobody asked.\n",
         ErrorCode::FileMalformed, "no table");
    file("a header only", "time,a,b\n", ErrorCode::FileMalformed, "no rows");
    file("time only", "time\n2024-01-01\n2024-01-02\n", ErrorCode::FileMalformed, "no channel");
    file("byte order mark only", "\xEF\xBB\xBF", ErrorCode::FileMalformed, "blank");
    file("HDF5", QByteArray("\x89HDF\r\n\x1a\n\0\0", 10), ErrorCode::UnsupportedFormat, "HDF5");
    file("Parquet", "PAR1....", ErrorCode::UnsupportedFormat, "Parquet");
    file("Parquet with line ends", QByteArray("PAR1\x15\x04\x15\n\x4C\x15\0\0a,b\n1,2\n", 20),
         ErrorCode::UnsupportedFormat, "Parquet");
    file("bzip2", QByteArray("BZh91AY&SY\n\x12\x01\xF3\x8E\x05\x1F", 17),
         ErrorCode::UnsupportedFormat, "bzip2");
    file("PDF", "%PDF-1.4\n1 0 obj\n", ErrorCode::UnsupportedFormat, "PDF");
    file("workbook", "PK\x03\x04....[Content_Types].xml", ErrorCode::UnsupportedFormat, "Excel");
    file("gzip", "\x1F\x8B\x08zzzz", ErrorCode::UnsupportedFormat, "gzip");
    file("UTF-16",
         QByteArray("\xFF\xFE"
                    "a\0,\0b\0\n\0",
                    10),
         ErrorCode::UnsupportedFormat, "UTF-16");
    file("JSON", "{\"a\": [1, 2]}\n", ErrorCode::UnsupportedFormat, "JSON");
    file("web page", "<!DOCTYPE html>\n<html></html>\n", ErrorCode::UnsupportedFormat, "HTML");
}

void TestCsvErrors::files()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorCode, code);
    QFETCH(QString, says);
    const TempFolder folder;
    const auto file = folder.write("table.csv", bytes.toStdString());
    const auto imported = importRecording(file, {}, {});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, code);
    const auto detail = QString::fromStdString(imported.error().detail);
    QVERIFY2(detail.contains(says), qPrintable(detail));
    QVERIFY2(detail.contains(QString::fromStdString(file.string())), qPrintable(detail));
    QVERIFY2(detail.endsWith(QChar(u'.')), qPrintable(detail));
}

void TestCsvErrors::textThatBeginsLikeAFormat_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char* word : {"PAR1", "FEA1", "TDSm", "ARROW1", "BZh", "MDF     ", "#ROSBAG V"})
        QTest::addRow("%s", word) << QByteArray(word);
}

void TestCsvErrors::textThatBeginsLikeAFormat()
{
    QFETCH(QByteArray, word);
    const auto imported = importText((word + ",b\n1,2\n3,4\n").toStdString());
    QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
    QCOMPARE(imported->recording->sampleCount(), 2);
}

void TestCsvErrors::missingFile()
{
    const TempFolder folder;
    for (const char* name : {"none.csv", "none/none.csv"}) {
        const auto imported = importRecording(folder.path(name), {}, {});
        QVERIFY(!imported);
        QCOMPARE(imported.error().code, ErrorCode::FileNotFound);
    }
}

void TestCsvErrors::directory()
{
    const TempFolder folder;
    const auto imported = importRecording(folder.path(""), {}, {});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::FileIsDirectory);
}

void TestCsvErrors::unreadable()
{
    if (::geteuid() == 0)
        QSKIP("root reads every file");
    const TempFolder folder;
    const auto file = folder.write("table.csv", "a,b\n1,2\n");
    ::chmod(file.c_str(), 0);
    const auto imported = importRecording(file, {}, {});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::FileUnreadable);
}

void TestCsvErrors::pipe()
{
    const TempFolder folder;
    QCOMPARE(::mkfifo(folder.path("pipe.csv").c_str(), 0600), 0);
    const auto imported = importRecording(folder.path("pipe.csv"), {}, {});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::FileUnreadable);
}

QTEST_GUILESS_MAIN(TestCsvErrors)
#include "tst_csv_errors.moc"
