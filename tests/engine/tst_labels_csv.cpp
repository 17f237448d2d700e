#include "engine/io/labels_csv.h"
#include "tests/engine/io_case.h"

using namespace dissonance;

class TestLabelsCsv : public QObject
{
    Q_OBJECT

private slots:
    void forms_data();
    void forms();
    void lines();
    void errors_data();
    void errors();
    void files();
    void roundTrip();
    void writtenForm();
    void nothingIsLeftOnFailure();
};

namespace {

std::string textOf(const std::vector<Label>& labels)
{
    std::string text;
    for (const auto& label : labels) {
        text += std::to_string(label.span.first) + "-" + std::to_string(label.span.last);
        for (const auto& channel : label.channels)
            text += " " + channel;
        text += label.kind.empty() ? ";" : " (" + label.kind + ");";
    }
    return text;
}

} // namespace

void TestLabelsCsv::forms_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");

    row("spans", "start,end\n3,7\n9,10\n") << "3-7;9-10;";
    row("all fields", "start,end,channels,kind\n3,7,a;b,drift\n9,10,,\n")
        << "3-7 a b (drift);9-10;";
    row("any order", "kind,end,channels,start\ndrift,7,a,3\n") << "3-7 a (drift);";
    row("unknown columns are passed over", "id,start,end,note\n1,3,7,x\n") << "3-7;";
    row("sorted by start", "start,end,kind\n9,10,b\n3,20,c\n9,11,a\n")
        << "3-20 (c);9-10 (b);9-11 (a);";
    row("overlapping", "start,end\n3,7\n5,6\n") << "3-7;5-6;";
    row("quoted", "start,end,channels,kind\n3,7,\"a,1;b \"\"x\"\"\",\"two\nlines\"\n")
        << "3-7 a,1 b \"x\" (two\nlines);";
    row("CRLF, byte order mark, blank lines", "\xEF\xBB\xBFstart,end\r\n\r\n3,7\r\n") << "3-7;";
    row("a header only", "start,end,channels,kind\n") << "";
    row("no last line end", "start,end\n3,7") << "3-7;";
    row("short rows", "start,end,channels,kind\n3,7\n") << "3-7;";
    row("empty names are none", "start,end,channels\n3,7,;a;;b;\n") << "3-7 a b;";
}

void TestLabelsCsv::forms()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const TempFolder folder;
    const auto labels = readLabels(folder.write("labels.csv", text.toStdString()));
    QVERIFY2(labels, labels ? "" : labels.error().detail.c_str());
    QCOMPARE(textOf(*labels), expected.toStdString());
}

/// Of the file, not of the sorted list.
void TestLabelsCsv::lines()
{
    const TempFolder folder;
    const auto labels = readLabels(folder.write("labels.csv", "start,end\n9,10\n\n3,7\n"));
    QVERIFY(labels);
    QCOMPARE((*labels)[0].line, 4U);
    QCOMPARE((*labels)[1].line, 2U);
}

void TestLabelsCsv::errors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");

    row("no header", "3,7\n") << "line 1, field 'start'";
    row("no start", "begin,end\n3,7\n") << "line 1, field 'start'";
    row("no end", "start,stop\n3,7\n") << "line 1, field 'end'";
    row("blank", "\n\n") << "expected the header";
    row("no number", "start,end\n1,2\nx,7\n") << "line 3, field 'start': 'x'";
    row("a fraction", "start,end\n1.5,2\n") << "line 2, field 'start': '1.5'";
    row("negative", "start,end\n-1,2\n") << "line 2, field 'start': '-1'";
    row("beyond 64 bits", "start,end\n1,99999999999999999999\n") << "line 2, field 'end'";
    row("no end in the row", "start,end\n1\n") << "line 2, field 'end'";
    row("empty span", "start,end\n\n5,5\n")
        << "line 3, field 'end': 5 does not lie after the start 5";
    row("end before start", "start,end\n5,4\n") << "line 2, field 'end'";
    row("after a quoted line end", "start,end,kind\n1,2,\"a\nb\"\n5,4,c\n")
        << "line 4, field 'end'";
}

void TestLabelsCsv::errors()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const TempFolder folder;
    const auto labels = readLabels(folder.write("labels.csv", text.toStdString()));
    QVERIFY(!labels);
    QCOMPARE(labels.error().code, ErrorCode::FileMalformed);
    const auto detail = QString::fromStdString(labels.error().detail);
    QVERIFY2(detail.contains(says), qPrintable(detail));
    QVERIFY2(detail.contains(QStringLiteral("labels.csv")), qPrintable(detail));
}

void TestLabelsCsv::files()
{
    const TempFolder folder;
    const auto codeOf = [](const std::filesystem::path& file) {
        const auto labels = readLabels(file);
        return labels ? ErrorCode::Internal : labels.error().code;
    };
    QCOMPARE(codeOf(folder.path("none.csv")), ErrorCode::FileNotFound);
    QCOMPARE(codeOf(folder.path("")), ErrorCode::FileIsDirectory);
    QCOMPARE(codeOf(folder.write("empty.csv", "")), ErrorCode::FileEmpty);
    QCOMPARE(codeOf(folder.write("binary.csv", std::string(100, '\0'))), ErrorCode::FileBinary);
}

void TestLabelsCsv::roundTrip()
{
    const TempFolder folder;
    const std::vector<Label> labels{
        {{0, 1}, {"a"}, "plain"},
        {{2, 30}, {"a,b", "c \"d\"", " e "}, "comma, \"quotes\"\nand lines"},
        {{2, 4'000'000'000}, {}, "\ttab"},
        {{7, 8}, {"z"}, ""},
    };
    QVERIFY(writeLabels(folder.path("labels.csv"), labels));
    const auto again = readLabels(folder.path("labels.csv"));
    QVERIFY2(again, again ? "" : again.error().detail.c_str());
    QCOMPARE(again->size(), labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        QCOMPARE((*again)[i].span, labels[i].span);
        QCOMPARE((*again)[i].channels, labels[i].channels);
        QCOMPARE((*again)[i].kind, labels[i].kind);
    }
}

void TestLabelsCsv::writtenForm()
{
    const TempFolder folder;
    const auto written = [&](const std::vector<Label>& labels) {
        const auto file = folder.path("labels.csv");
        return writeLabels(file, labels) ? bytesOf(file) : std::string("not written");
    };
    QCOMPARE(written({}), "start,end\n");
    QCOMPARE(written({{{3, 7}, {}, ""}}), "start,end\n3,7\n");
    QCOMPARE(written({{{3, 7}, {"a", "b"}, ""}}), "start,end,channels\n3,7,a;b\n");
    QCOMPARE(written({{{3, 7}, {}, "x"}}), "start,end,channels,kind\n3,7,,x\n");
}

void TestLabelsCsv::nothingIsLeftOnFailure()
{
    const TempFolder folder;
    const auto status = writeLabels(folder.path("none") / "labels.csv", {});
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::FileUnwritable);
    QVERIFY(folder.names().empty());
}

QTEST_GUILESS_MAIN(TestLabelsCsv)
#include "tst_labels_csv.moc"
