#include "engine/io/labels_csv.h"
#include "tests/engine/io_case.h"

#include <algorithm>
#include <cmath>

using namespace dissonance;

/// Every CSV file of the folder of real recordings, beside what pandas says of it.
class TestRealCsv : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingIsLeftOut();
    void files_data();
    void files();

private:
    QList<QStringList> m_expected; ///< rows of tests/data/real_csv.csv
    std::filesystem::path m_folder = DISSONANCE_DATA_DIR;
};

namespace {

enum Field
{
    File,
    Kind,
    Rows,
    Channels,
    First,
    Last,
    Missing,
    Sum,
    Names,
    FieldCount
};

TimeKind kindOf(const QString& name)
{
    if (name == QLatin1String("sample"))
        return TimeKind::SampleIndex;
    return name == QLatin1String("utc") ? TimeKind::Utc : TimeKind::Elapsed;
}

/// Present numbers of all number channels, and their magnitudes.
std::pair<double, double> sumOf(const Recording& recording)
{
    double sum = 0.0;
    double magnitude = 0.0;
    for (const auto& channel : recording.channels()) {
        for (const double value : channel.values) {
            const bool counts = channel.kind == ChannelKind::Continuous && !std::isnan(value);
            sum += counts ? value : 0.0;
            magnitude += counts ? std::abs(value) : 0.0;
        }
    }
    return {sum, magnitude};
}

void compareRecording(const std::filesystem::path& file, const QStringList& expected)
{
    const auto imported = importRecording(file, {}, {});
    QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
    const auto& recording = *imported->recording;
    QStringList names;
    for (const auto& channel : recording.channels())
        names << QString::fromStdString(channel.name);
    QCOMPARE(names.join(QChar(u'|')), expected[Names]);
    QCOMPARE(int(recording.channelCount()), expected[Channels].toInt());
    QCOMPARE(recording.sampleCount(), expected[Rows].toLongLong());
    QCOMPARE(imported->report.rows, expected[Rows].toULongLong());
    QCOMPARE(recording.clock()->kind(), kindOf(expected[Kind]));
    const auto& ticks = recording.clock()->ticks();
    QCOMPARE(ticks.front(), expected[First].toLongLong());
    QCOMPARE(ticks.back(), expected[Last].toLongLong());
    QCOMPARE(imported->report.missingCells, expected[Missing].toULongLong());
    const auto [sum, magnitude] = sumOf(recording);
    // Sums of up to 10^6 terms in another order.
    QVERIFY2(std::abs(sum - expected[Sum].toDouble()) <= 1e-10 * magnitude,
             qPrintable(QString::number(sum, 'g', 17)));
}

void compareLabels(const std::filesystem::path& file, const QStringList& expected)
{
    const auto labels = readLabels(file);
    QVERIFY2(labels, labels ? "" : labels.error().detail.c_str());
    QCOMPARE(qlonglong(labels->size()), expected[Rows].toLongLong());
    std::ptrdiff_t length = 0;
    for (const auto& label : *labels)
        length += label.span.size();
    QCOMPARE(length, expected[Sum].toLongLong());
}

} // namespace

void TestRealCsv::initTestCase()
{
    if (!std::filesystem::is_directory(m_folder))
        QSKIP("There is no folder of real recordings at DISSONANCE_DATA_DIR, " DISSONANCE_DATA_DIR);
    const auto table = QString::fromStdString(bytesOf(DISSONANCE_TEST_DATA_DIR "/real_csv.csv"));
    for (const auto& line : table.split(QChar(u'\n'), Qt::SkipEmptyParts).mid(2))
        m_expected << line.split(QChar(u','));
    for (const auto& row : m_expected)
        QCOMPARE(int(row.size()), int(FieldCount));
    QVERIFY(!m_expected.isEmpty());
}

void TestRealCsv::nothingIsLeftOut()
{
    QStringList known;
    for (const auto& row : m_expected)
        known << row[File];
    for (const auto& entry : std::filesystem::recursive_directory_iterator(m_folder)) {
        const auto name = entry.path().lexically_relative(m_folder).generic_string();
        if (entry.path().extension() == ".csv")
            QVERIFY2(known.contains(QString::fromStdString(name)), name.c_str());
    }
}

void TestRealCsv::files_data()
{
    QTest::addColumn<QStringList>("expected");
    for (const auto& row : m_expected)
        QTest::addRow("%s", qPrintable(row[File])) << row;
}

void TestRealCsv::files()
{
    QFETCH(QStringList, expected);
    const auto file = m_folder / expected[File].toStdString();
    if (expected[Kind] == QLatin1String("labels"))
        compareLabels(file, expected);
    else
        compareRecording(file, expected);
}

QTEST_GUILESS_MAIN(TestRealCsv)
#include "tst_real_csv.moc"
