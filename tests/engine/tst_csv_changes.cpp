#include "engine/io/csv_reader.h"
#include "tests/engine/io_case.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace dissonance;

/// Files that their writer cuts, adds to or writes anew while they are read.
class TestCsvChanges : public QObject
{
    Q_OBJECT

private slots:
    void shrinkingFile();
    void growingFile();
    void growingWhileRead_data();
    void growingWhileRead();
    void rewrittenLongerWhileRead_data();
    void rewrittenLongerWhileRead();
    void rewrittenFile();
};

namespace {

void addMoments()
{
    QTest::addColumn<int>("threads");
    QTest::addColumn<double>("when");
    for (const int threads : {1, 2})
        for (const double when : {0.0, 0.1, 0.5, 0.8})
            QTest::addRow("%d threads, at %g", threads, when) << threads << when;
}

/// Loads a file, and changes it once so much is done.
template <typename Change>
Result<Imported> loadAndChange(const std::filesystem::path& file, int threads, double when,
                               const Change& change)
{
    RunContext context;
    bool changed = false;
    context.progress = [&](const Progress& progress) {
        if (!changed && progress.fraction >= when) {
            change();
            changed = true;
        }
    };
    auto imported = importRecording(file, {threads}, context);
    if (!changed)
        return Error{ErrorCode::Internal, "The file was never changed."};
    return imported;
}

} // namespace

void TestCsvChanges::shrinkingFile()
{
    const TempFolder folder;
    const auto file = folder.write("table.csv", manyRows(100'000));
    const auto input = InputFile::open(file);
    QVERIFY(input);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto imported = readCsv(*input, {}, {});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::FileChanged);

    // And in the middle of reading, at any of its steps.
    for (const double when : {0.0, 0.2, 0.5, 0.8}) {
        const auto again = folder.write("again.csv", manyRows(400'000));
        const auto broken =
            loadAndChange(again, 1, when, [&] { std::filesystem::resize_file(again, 1000); });
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, ErrorCode::FileChanged);
    }
}

void TestCsvChanges::growingFile()
{
    const TempFolder folder;
    const auto file = folder.write("table.csv", manyRows(1000));
    const auto input = InputFile::open(file);
    QVERIFY(input);
    std::ofstream(file, std::ios::app) << "1000,1,2\n1001,1,2\n";
    const auto imported = readCsv(*input, {}, {});
    QVERIFY(imported);
    QCOMPARE(imported->recording->sampleCount(), 1000);
    QCOMPARE(imported->report.notes.size(), 1U);
    QVERIFY(imported->report.notes[0].find("grew") != std::string::npos);
}

void TestCsvChanges::rewrittenFile()
{
    const TempFolder folder;
    const auto file = folder.write("table.csv", manyRows(1000));
    const auto input = InputFile::open(file);
    QVERIFY(input);
    auto other = manyRows(1000);
    other[other.size() / 2] = 'x';
    folder.write("table.csv", other);
    // Two writes within one tick of the file system's clock look like one.
    std::filesystem::last_write_time(
        file, std::filesystem::last_write_time(file) + std::chrono::seconds(2));
    const auto imported = readCsv(*input, {}, {});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::FileChanged);
}

void TestCsvChanges::growingWhileRead_data()
{
    addMoments();
}

void TestCsvChanges::growingWhileRead()
{
    QFETCH(int, threads);
    QFETCH(double, when);
    const TempFolder folder;
    const auto file = folder.write("table.csv", manyRows(200'000));
    const auto whole = importRecording(file, {}, {});
    QVERIFY(whole);
    const auto imported = loadAndChange(file, threads, when, [&] {
        std::ofstream(file, std::ios::app) << "200000,1,2\n200001,1,2\n";
    });
    QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
    QVERIFY(summary(*imported->recording) == summary(*whole->recording));
    QCOMPARE(imported->recording->provenance().sha256, whole->recording->provenance().sha256);
    QVERIFY(imported->report.notes.back().find("grew") != std::string::npos);
}

void TestCsvChanges::rewrittenLongerWhileRead_data()
{
    addMoments();
}

void TestCsvChanges::rewrittenLongerWhileRead()
{
    QFETCH(int, threads);
    QFETCH(double, when);
    const TempFolder folder;
    const auto file = folder.write("table.csv", manyRows(200'000));
    auto other = manyRows(210'000);
    for (auto at = other.find(".25"); at != other.npos; at = other.find(".25", at))
        other.replace(at, 3, ".75");
    const auto imported =
        loadAndChange(file, threads, when, [&] { folder.write("table.csv", other); });
    // Either none of the old version was read yet, or there are rows of both.
    if (!imported) {
        QCOMPARE(imported.error().code, ErrorCode::FileChanged);
        return;
    }
    double whole = 0.0;
    const auto& values = imported->recording->channel(0).values;
    const double fraction = std::abs(std::modf(values.front(), &whole));
    for (std::size_t i = 0; i + 1 < values.size(); ++i) // the last may be cut off
        QCOMPARE(std::abs(std::modf(values[i], &whole)), fraction);
}

QTEST_GUILESS_MAIN(TestCsvChanges)
#include "tst_csv_changes.moc"
