#include "engine/io/csv_reader.h"
#include "tests/engine/io_case.h"

#include <algorithm>

using namespace dissonance;

/// Reading in chunks: what it finds, what it reports on its way and where it stops.
class TestCsvChunks : public QObject
{
    Q_OBJECT

private slots:
    void cancelled_data();
    void cancelled();
    void progressRises();
    void chunksChangeNothing_data();
    void chunksChangeNothing();
};

void TestCsvChunks::cancelled_data()
{
    QTest::addColumn<int>("threads");
    QTest::addColumn<double>("when");
    for (const int threads : {1, 2})
        for (const double when : {-1.0, 0.0, 0.3, 0.6, 0.85})
            QTest::addRow("%d threads, at %g", threads, when) << threads << when;
}

void TestCsvChunks::cancelled()
{
    QFETCH(int, threads);
    QFETCH(double, when);
    const TempFolder folder;
    const auto file = folder.write("table.csv", manyRows(400'000));
    std::stop_source stop;
    RunContext context;
    context.stop = stop.get_token();
    if (when < 0.0)
        stop.request_stop();
    int reportsAfter = 0;
    context.progress = [&](const Progress& progress) {
        reportsAfter += stop.stop_requested() ? 1 : 0;
        if (progress.fraction >= when)
            stop.request_stop();
    };
    const auto imported = importRecording(file, {threads}, context);
    QVERIFY(stop.stop_requested());
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::Cancelled);
    // It goes on to the next look at the stop request, a chunk of 1 MB, and no further.
    QVERIFY2(reportsAfter <= 1, qPrintable(QString::number(reportsAfter)));
}

void TestCsvChunks::progressRises()
{
    const TempFolder folder;
    const auto file = folder.write("table.csv", manyRows(400'000));
    RunContext context;
    std::vector<double> fractions;
    context.progress = [&](const Progress& progress) {
        fractions.push_back(progress.fraction);
    };
    QVERIFY(importRecording(file, {2}, context));
    QVERIFY(fractions.size() > 4);
    QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
    QCOMPARE(fractions.front(), 0.0);
    QCOMPARE(fractions.back(), 1.0);
}

void TestCsvChunks::chunksChangeNothing_data()
{
    QTest::addColumn<QByteArray>("text");

    QByteArray quoted = "time,a,s\n";
    QByteArray ragged = "a,b,c\n";
    QByteArray sparse = "a,b\r\n";
    for (int i = 0; i < 300; ++i) {
        const auto number = QByteArray::number(i);
        quoted +=
            number + ",1.5,\"" + (i % 3 == 0 ? "x,\n\"\"" + number : QByteArray("y")) + "\"\n";
        ragged += i % 5 == 0 ? number + ",z\n" : number + ",2,\"3\"\n";
        sparse += i % 4 == 0 ? QByteArray("\r\n# so\r\n,\r\n") : "7," + number + "\r\n";
    }
    QTest::addRow("quoted") << quoted;
    QTest::addRow("ragged") << ragged;
    QTest::addRow("sparse") << sparse;
    QTest::addRow("never closed") << quoted + "300,1,\"open\n301,2,z\n302,3,z\n";
    QTest::addRow("stray quotes") << QByteArray(quoted).replace("y\"", "y\"w");
}

void TestCsvChunks::chunksChangeNothing()
{
    QFETCH(QByteArray, text);
    const TempFolder folder;
    const auto input = InputFile::open(folder.write("table.csv", text.toStdString()));
    QVERIFY(input);
    const auto whole = readCsv(*input, {1}, {});
    QVERIFY(whole);
    for (const std::size_t chunkBytes : {1, 2, 3, 7, 16, 61, 200, 1000}) {
        const auto parts = readCsv(*input, {int(chunkBytes % 3) + 1, chunkBytes}, {});
        QCOMPARE(outcome(parts), outcome(whole));
        QCOMPARE(problemsOf(parts->report), problemsOf(whole->report));
        QCOMPARE(parts->report.problems.count, whole->report.problems.count);
        QVERIFY(parts->report.notes == whole->report.notes);
    }
}

QTEST_GUILESS_MAIN(TestCsvChunks)
#include "tst_csv_chunks.moc"
