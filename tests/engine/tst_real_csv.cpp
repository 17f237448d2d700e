#include "engine/io/labels_csv.h"
#include "tests/engine/io_case.h"

#include <algorithm>
#include <cmath>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// Every CSV file of the folder of real recordings, beside what pandas says of it.
class TestRealCsv : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingIsLeftOut();
    void files_data();
    void files();
    void channels_data();
    void channels();

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

void TestRealCsv::channels_data()
{
    QTest::addColumn<QString>("file"); // in forms
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("timeSource");
    QTest::addColumn<QStringList>("expected"); // "name|unit|group|kind|states"

    const auto comma = QStringLiteral("comma, decimal point, header in line 1");
    const auto row = [](const char* file, const QString& dialect, const char* timeSource,
                        const QStringList& expected) {
        QTest::addRow("%s", file) << QString::fromUtf8(file) << dialect
                                  << QString::fromUtf8(timeSource) << expected;
    };
    row("alfa-topics/mavros-imu-data_raw.csv", comma, "column 'time', Unix time in nanoseconds",
        {u"field.header.seq||field.header|number|0"_s,
         u"field.header.frame_id||field.header|state|1"_s,
         u"field.orientation.x||field.orientation|number|0"_s,
         u"field.angular_velocity_covariance8||field|number|0"_s});
    row("alfa-topics/mavros-vfr_hud.csv", comma, "column 'time', Unix time in nanoseconds",
        {u"field.header.frame_id||field.header|number|0"_s, u"field.climb||field|number|0"_s});
    row("alfa-topics/failure_status-engines.csv", comma, "column 'time', Unix time in nanoseconds",
        {u"field.data||field|number|0"_s});
    row("async-empty-cells.csv", comma, "column '__time', Unix time in seconds",
        {u"/turtle1/cmd_vel/angular/x||turtle1/cmd_vel/angular|number|0"_s,
         u"/turtle2/cmd_vel/linear/z||turtle2/cmd_vel/linear|number|0"_s});
    row("bom-crlf-decimal-comma.csv", QStringLiteral("comma, decimal comma, header in line 1"),
        "column 'Date' and column 'Time', date and time of day, day first, without zone: taken as "
        "UTC",
        {u"CO(GT)|||number|0"_s, u"PT08.S1(CO)|||number|0"_s, u"T|||number|0"_s});
    row("duplicate-columns.csv", comma, "column 'time', taken as seconds",
        {u"value|||number|0"_s, u"value_2|||number|0"_s});
    row("iso8601-missing-values.csv", comma,
        "column 'Date', date and time, without zone: taken as UTC",
        {u"BGT North of NE 70th Total|||number|0"_s});
    row("long-format-iso8601.csv", comma, "column 'timestamp', date and time, with zone",
        {u"series|||state|3"_s, u"value|||number|0"_s, u"label|||state|3"_s});
    row("non-monotonic-time.csv", comma, "column 'timestamp', taken as seconds",
        {u"value_a|||number|0"_s});
    row("wrong-column-count.csv", comma, "column 'timestamp', taken as seconds",
        {u"value_b|||number|0"_s});
}

void TestRealCsv::channels()
{
    QFETCH(QString, file);
    QFETCH(QString, dialect);
    QFETCH(QString, timeSource);
    QFETCH(QStringList, expected);
    const auto imported = importRecording(m_folder / "forms" / file.toStdString(), {}, {});
    QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
    QCOMPARE(QString::fromStdString(imported->report.dialect), dialect);
    QCOMPARE(QString::fromStdString(imported->report.timeSource), timeSource);
    for (const auto& line : expected) {
        const auto index =
            imported->recording->indexOf(line.section(QChar(u'|'), 0, 0).toStdString());
        QVERIFY2(index >= 0, qPrintable(line));
        const auto& channel = imported->recording->channel(std::size_t(index));
        const char* const kind = channel.kind == ChannelKind::Continuous ? "number"
            : channel.kind == ChannelKind::State                         ? "state"
                                                                         : "text";
        QCOMPARE(QString::fromStdString(channel.name + '|' + channel.unit + '|' + channel.group
                                        + '|' + kind + '|' + std::to_string(channel.states.size())),
                 line);
    }
}

QTEST_GUILESS_MAIN(TestRealCsv)
#include "tst_real_csv.moc"
