#include "engine/io/csv_reader.h"
#include "tests/engine/io_case.h"

#include <array>
#include <cstdio>

using namespace dissonance;

/// Day or month first, where the whole column has to say it, or nothing does.
class TestCsvDateOrder : public QObject
{
    Q_OBJECT

private slots:
    void wholeColumn_data();
    void wholeColumn();
    void guesses_data();
    void guesses();
    void manyChunks();
    void zoneInTheName_data();
    void zoneInTheName();
};

namespace {

struct Day
{
    int month;
    int day;
};

/// The days from one on in 2024, to the end of some later month.
std::vector<Day> daysFrom(Day day, std::size_t count)
{
    constexpr std::array<int, 12> kLengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    std::vector<Day> days;
    for (; days.size() < count; ++day.day) {
        if (day.day > kLengths[std::size_t(day.month - 1)])
            day = {day.month + 1, 1};
        days.push_back(day);
    }
    return days;
}

/// Rows of every ten minutes of `days`.
std::string rowsOf(const std::vector<Day>& days, bool monthFirst)
{
    std::string text;
    std::array<char, 40> row{};
    for (const auto& [month, day] : days)
        for (int i = 0; i < 24 * 6; ++i) {
            std::snprintf(row.data(), row.size(), "%02d/%02d/2024 %02d:%02d,%d\n",
                          monthFirst ? month : day, monthFirst ? day : month, i / 6, i % 6 * 10, i);
            text += row.data();
        }
    return text;
}

QString tickText(const Imported& imported, std::size_t sample)
{
    const auto& clock = *imported.recording->clock();
    return QString::fromStdString(formatTick(clock.kind(), clock.tick(sample)));
}

} // namespace

void TestCsvDateOrder::wholeColumn_data()
{
    QTest::addColumn<int>("month");
    QTest::addColumn<int>("day");
    QTest::addColumn<int>("days");
    QTest::addColumn<bool>("monthFirst");
    // Neither the first 500 rows nor the last ones tell, but rows between them do.
    QTest::addRow("one month, US") << 2 << 5 << 31 << true;
    QTest::addRow("one month, Europe") << 2 << 5 << 31 << false;
    QTest::addRow("39 days, US") << 2 << 3 << 39 << true;
    QTest::addRow("39 days, Europe") << 2 << 3 << 39 << false;
    // Every row is a date either way; only one of them goes on from day to day.
    QTest::addRow("12 days, US") << 2 << 1 << 12 << true;
    QTest::addRow("12 days, Europe") << 2 << 1 << 12 << false;
    QTest::addRow("midnight, US") << 3 << 5 << 2 << true;
    QTest::addRow("midnight, Europe") << 3 << 5 << 2 << false;
}

void TestCsvDateOrder::wholeColumn()
{
    QFETCH(int, month);
    QFETCH(int, day);
    QFETCH(int, days);
    QFETCH(bool, monthFirst);
    const auto all = daysFrom({month, day}, std::size_t(days));
    const auto imported = importText("date,a\n" + rowsOf(all, monthFirst), 2);
    QVERIFY(imported);
    QCOMPARE(notesOf(imported->report), QString());
    QCOMPARE(imported->report.problems.count, 0U);
    QCOMPARE(imported->recording->sampleCount(), days * 144);
    const auto text = [](const Day& date, const char* time) {
        return QString::asprintf("2024-%02d-%02dT%sZ", date.month, date.day, time);
    };
    QCOMPARE(tickText(*imported, 0), text(all.front(), "00:00:00"));
    QCOMPARE(tickText(*imported, std::size_t(days) * 144 - 1), text(all.back(), "23:50:00"));
    QCOMPARE(QString::fromStdString(imported->report.timeSource),
             QStringLiteral("column 'date', date and time, %1 first, without zone: taken as UTC")
                 .arg(monthFirst ? QStringLiteral("month") : QStringLiteral("day")));
}

void TestCsvDateOrder::guesses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("notes");
    const auto row = [](const char* name, const char* text, const char* first, const char* notes) {
        QTest::addRow("%s", name) << QByteArray(text) << QString::fromLatin1(first)
                                  << QString::fromLatin1(notes);
    };
    row("one day", "date,a\n05/03/2024 08:00,1\n05/03/2024 08:01,2\n", "2024-03-05T08:00:00Z",
        "Nothing in the file says whether day or month comes first in column 'date'. Day first is "
        "a guess: 05/03/2024 was taken as 2024-03-05, and would be 2024-05-03 with month first. "
        "Dates such as 2024-03-05 leave no doubt.");
    row("days far apart",
        "date,a\n01/01/2024 08:00,1\n01/06/2024 08:00,2\n01/06/2024 09:00,3\n01/12/2024 08:00,4\n",
        "2024-01-01T08:00:00Z",
        "Nothing in the file says whether day or month comes first in column 'date'. Day first is "
        "a guess: 01/06/2024 was taken as 2024-06-01, and would be 2024-01-06 with month first. "
        "Dates such as 2024-06-01 leave no doubt.");
    row("the same either way", "date,a\n05/05/2024 08:00,1\n05/05/2024 08:01,2\n",
        "2024-05-05T08:00:00Z", "");
    row("nobody with a decimal comma writes the month first",
        "date;a\n05/03/2024 08:00;1,5\n05/03/2024 08:01;2,5\n", "2024-03-05T08:00:00Z", "");
    row("a slip among many days",
        "date,a\n02/01/2024,1\n02/02/2024,2\n02/03/2024,3\n13/03/2024,4\n02/05/2024,5\n"
        "02/06/2024,6\n02/07/2024,7\n",
        "2024-02-01T00:00:00Z", "1 row without a readable time was left out.");
    row("in two columns", "date,time,a\n05/03/2024,08:00,1\n05/03/2024,08:01,2\n",
        "2024-03-05T08:00:00Z",
        "Nothing in the file says whether day or month comes first in column 'date'. Day first is "
        "a guess: 05/03/2024 was taken as 2024-03-05, and would be 2024-05-03 with month first. "
        "Dates such as 2024-03-05 leave no doubt.");
}

void TestCsvDateOrder::guesses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, first);
    QFETCH(QString, notes);
    const auto imported = importText(text.toStdString());
    QVERIFY(imported);
    QCOMPARE(tickText(*imported, 0), first);
    QCOMPARE(notesOf(imported->report), notes);
}

void TestCsvDateOrder::manyChunks()
{
    // Day by day over chunk ends, and the same from one thread and from two.
    const TempFolder folder;
    const auto file = folder.write(
        "table.csv", "a,\"date\"\n" + [] {
            std::string text;
            for (const auto& [month, day] : daysFrom({2, 1}, 12))
                for (int i = 0; i < 200; ++i)
                    text += std::to_string(i) + ",\"" + std::to_string(month) + "/"
                        + std::to_string(day) + "/2024 " + std::to_string(i / 60) + ":"
                        + std::to_string(100 + i % 60).substr(1) + "\"\n";
            return text;
        }());
    for (const int threads : {1, 2}) {
        const auto input = InputFile::open(file);
        QVERIFY(input);
        const auto imported = readCsv(*input, {threads, 1000}, {});
        QVERIFY(imported);
        QCOMPARE(imported->recording->sampleCount(), 2400);
        QCOMPARE(tickText(*imported, 0), QStringLiteral("2024-02-01T00:00:00Z"));
        QCOMPARE(tickText(*imported, 2399), QStringLiteral("2024-02-12T03:19:00Z"));
    }
}

void TestCsvDateOrder::zoneInTheName_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("source");
    const auto row = [](const char* name, const char* text, const char* first, const char* source) {
        QTest::addRow("%s", name) << QByteArray(text) << QString::fromLatin1(first)
                                  << QString::fromLatin1(source);
    };
    row("after a comma",
        "#,\"Date Time, GMT+02:00\",a\n1,2024-03-05 08:00:00,20\n2,2024-03-05 08:01:00,21\n",
        "2024-03-05T06:00:00Z",
        "column 'Date Time, GMT+02:00', date and time, in the zone that its name says");
    row("in brackets", "Time (UTC-05:00),a\n2024-03-05 08:00:00,20\n2024-03-05 08:01:00,21\n",
        "2024-03-05T13:00:00Z",
        "column 'Time (UTC-05:00)', date and time, in the zone that its name says");
    row("UTC", "Time (UTC),a\n2024-03-05 08:00:00,20\n2024-03-05 08:01:00,21\n",
        "2024-03-05T08:00:00Z",
        "column 'Time (UTC)', date and time, in the zone that its name says");
    row("of the time of day", "Date,Time (CET),a\n2024-03-05,08:00,20\n2024-03-05,08:01,21\n",
        "2024-03-05T07:00:00Z",
        "column 'Date' and column 'Time (CET)', date and time of day, in the zone that its name "
        "says");
    row("in the time of day",
        "Date,Time,a\n2024-03-05,08:00:00+02:00,20\n2024-03-05,08:01:00+02:00,21\n",
        "2024-03-05T06:00:00Z", "column 'Date' and column 'Time', date and time of day, with zone");
    row("the cell knows better",
        "Time (UTC+1),a\n2024-03-05T08:00:00Z,20\n2024-03-05T08:01:00Z,21\n",
        "2024-03-05T08:00:00Z", "column 'Time (UTC+1)', date and time, with zone");
}

void TestCsvDateOrder::zoneInTheName()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, first);
    QFETCH(QString, source);
    const auto imported = importText(text.toStdString());
    QVERIFY(imported);
    QCOMPARE(tickText(*imported, 0), first);
    QCOMPARE(QString::fromStdString(imported->report.timeSource), source);
}

QTEST_GUILESS_MAIN(TestCsvDateOrder)
#include "tst_csv_date_order.moc"
