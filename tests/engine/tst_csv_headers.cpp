#include "engine/io/channel_name.h"
#include "engine/io/utf8.h"
#include "tests/engine/io_case.h"

using namespace dissonance;

/// What stands above the rows of a table, and what names of channels say.
class TestCsvHeaders : public QObject
{
    Q_OBJECT

private slots:
    void longPreambles_data();
    void longPreambles();
    void lastColumnFillsUpLater_data();
    void lastColumnFillsUpLater();
    void groups_data();
    void groups();
    void encodings_data();
    void encodings();
};

void TestCsvHeaders::longPreambles_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("lines");
    QTest::addColumn<int>("rows");
    for (const int lines : {150, 250, 500})
        for (const int rows : {5, 40, 3000}) {
            const auto add = [&](const char* name, const char* line) {
                QTest::addRow("%d %s, %d rows", lines, name, rows)
                    << QByteArray(line) << lines << rows;
            };
            add("comments", "# channel list, part one");
            add("texts", "Operator: N. N.");
            add("settings", "Sample rate,100");
            add("empty settings", "Offset,,,");
        }
}

void TestCsvHeaders::longPreambles()
{
    QFETCH(QByteArray, line);
    QFETCH(int, lines);
    QFETCH(int, rows);
    auto text = (line + '\n').repeated(lines).toStdString() + "time,a,b,state\n";
    for (int i = 0; i < rows; ++i)
        text += std::to_string(i) + ".5," + std::to_string(i % 7) + "," + std::to_string(i * i % 11)
            + (i % 2 == 0 ? ",on\n" : ",off\n");
    const auto imported = importText(text);
    QVERIFY2(imported, imported ? "" : imported.error().detail.c_str());
    QCOMPARE(QString::fromStdString(imported->report.dialect),
             QStringLiteral("comma, decimal point, header in line %1").arg(lines + 1));
    QCOMPARE(imported->recording->sampleCount(), rows);
    QCOMPARE(imported->recording->channelCount(), 3U);
    QCOMPARE(imported->recording->channel(0).name, "a");
    QCOMPARE(imported->recording->clock()->kind(), TimeKind::Elapsed);
    QCOMPARE(imported->report.problems.count, 0U);
}

void TestCsvHeaders::lastColumnFillsUpLater_data()
{
    QTest::addColumn<int>("where"); // of 60,000 rows
    QTest::addRow("in the first rows") << 3;
    QTest::addRow("in the last rows") << 59'990;
}

void TestCsvHeaders::lastColumnFillsUpLater()
{
    QFETCH(int, where);
    std::string text;
    for (int i = 0; i < 60'000; ++i)
        text += std::to_string(i * 7 % 1000) + ",5," + (i == where ? "17" : "") + "\n";
    const auto imported = importText(text);
    QVERIFY(imported);
    QCOMPARE(imported->recording->channelCount(), 3U);
    QCOMPARE(imported->recording->channel(2).values[std::size_t(where)], 17.0);
    QCOMPARE(imported->report.problems.count, 0U);
}

void TestCsvHeaders::groups_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("group");
    const auto name = [](const char* text, const char* group) {
        QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromUtf8(group);
    };
    name("/turtle1/cmd_vel/angular/x", "turtle1/cmd_vel/angular");
    name("imu/x", "imu");
    name("Group 1/Channel A", "Group 1");
    name("imu/x [m/s]", "imu");
    name("field.orientation.x", "field.orientation");
    name("PT08.S1(CO)", "");
    name("m/s", "");
    name("speed m/s", "");
    name("speed_m/s", "");
    name("v [rad/s]", "");
    name("v (rad/s)", "");
    name("CO (mg/m3, hourly)", "");
    name("1/min", "");
    name("imu/", "");
    name("plain", "");
}

void TestCsvHeaders::groups()
{
    QFETCH(QString, name);
    QFETCH(QString, group);
    QCOMPARE(QString::fromStdString(groupOfName(name.toStdString())), group);
}

void TestCsvHeaders::encodings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("utf8");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* bytes) -> QTestData& {
        return QTest::addRow("%s", name) << QByteArray(bytes);
    };
    row("ASCII", "a") << true << "a";
    row("two bytes", "\xC3\xBC") << true << QString(QChar(0xFC));
    row("three bytes", "\xE2\x82\xAC") << true << QString(QChar(0x20AC));
    row("four bytes", "\xF0\x9F\x98\x80") << true << QString::fromUcs4(U"\U0001F600", 1);
    row("Latin-1", "\xFC") << false << QString(QChar(0xFC));
    row("Windows-1252", "\x80\x9F") << false << QString(QChar(0x20AC)) + QChar(0x178);
    row("without meaning", "\x81") << false << QString(QChar(0x81));
    row("cut off", "\xC3") << false << QString(QChar(0xC3));
    row("overlong", "\xC0\xAF") << false << QString(QChar(0xC0)) + QChar(0xAF);
    row("overlong, three bytes", "\xE0\x80\xAF") << false << QStringLiteral("\u00E0\u20AC\u00AF");
    row("surrogate", "\xED\xA0\x80") << false << QStringLiteral("\u00ED\u00A0\u20AC");
    row("beyond Unicode", "\xF4\x90\x80\x80") << false << QString::fromUtf8("ô\u0090€€");
}

void TestCsvHeaders::encodings()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, utf8);
    QFETCH(QString, text);
    QCOMPARE(isUtf8(bytes.toStdString()), utf8);
    QCOMPARE(QString::fromStdString(toUtf8(bytes.toStdString())), text);
}

QTEST_GUILESS_MAIN(TestCsvHeaders)
#include "tst_csv_headers.moc"
