#include "tests/engine/io_case.h"

using namespace dissonance;

/// Time that is told from some rows of a table, of which some may be wrong.
class TestCsvTimeSample : public QObject
{
    Q_OBJECT

private slots:
    void outliers_data();
    void outliers();
    void noStepFromTheHeadToTheEnd();
};

void TestCsvTimeSample::outliers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("problems"); // "line text"

    row("Unix time and a zero",
        "time,a\n1396293888,1\n1396293889,2\n0,3\n1396293891,4\n1396293892,5\n")
        << "@ 2014-03-31T19:24:48Z 2014-03-31T19:24:49Z 2014-03-31T19:24:51Z "
           "2014-03-31T19:24:52Z; a: 1 2 4 5"
        << "4 0";
    row("Unix time, cut off",
        "time,a\n1396293888,1\n1396293889,2\n1396293890,3\n1396293891,4\n13962")
        << "@ 2014-03-31T19:24:48Z 2014-03-31T19:24:49Z 2014-03-31T19:24:50Z "
           "2014-03-31T19:24:51Z; a: 1 2 3 4"
        << "6 13962|6 13962";
    row("no header, cut off", "0.1,5\n0.2,3\n0.3,2\n0.4,1\n0.")
        << "@ 0 s 0.1 s 0.2 s 0.3 s 0.4 s; column_2: _ 5 3 2 1"
        << "5 0.";
    row("no header, an outlier",
        "0.1,1\n0.2,2\n0.3,3\n0.4,4\n77,5\n0.6,6\n0.7,7\n0.8,8\n0.9,9\n1.0,10\n1.1,11\n1.2,12\n")
        << "@ 0.1 s 0.2 s 0.3 s 0.4 s 0.6 s 0.7 s 0.8 s 0.9 s 1 s 1.1 s 1.2 s 77 s; "
           "column_2: 1 2 3 4 6 7 8 9 10 11 12 5"
        << "";
    row("sample numbers and a fraction", "sample,a\n0,1\n1,2\n2.5,3\n3,4\n4,5\n") << "a: 1 2 4 5"
                                                                                  << "4 2.5";
    row("sample numbers that fall once", "sample,a\n0,1\n1,2\n99,3\n3,4\n4,5\n") << "a: 1 2 4 5 3"
                                                                                 << "";
    row("one of three dates", "date,a\n2024-01-01,1\nlater,2\n2024-01-03,3\n")
        << "@ 2024-01-01T00:00:00Z 2024-01-03T00:00:00Z; a: 1 3"
        << "3 later";
}

void TestCsvTimeSample::outliers()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, problems);
    const auto imported = importText(text.toStdString());
    QCOMPARE(outcome(imported), expected);
    QStringList listed;
    for (const auto& problem : imported->report.problems.first)
        listed << QString::fromStdString(std::to_string(problem.line) + ' ' + problem.text);
    QCOMPARE(listed.join(QChar(u'|')), problems);
}

void TestCsvTimeSample::noStepFromTheHeadToTheEnd()
{
    // Even steps without a header, in a file far longer than what is looked into.
    std::string even;
    for (int i = 0; i < 60'000; ++i)
        even += std::to_string(i / 10) + '.' + std::to_string(i % 10) + ",5\n";
    const auto clock = importText(even);
    QVERIFY(clock);
    QCOMPARE(clock->recording->channelCount(), 1U);
    QCOMPARE(clock->recording->clock()->kind(), TimeKind::Elapsed);
    QCOMPARE(clock->recording->clock()->medianStep(), 100'000'000);

    // Days that nothing orders but the way from the first rows to the last: day first, then.
    std::string dates = "date,a\n";
    for (const char* day : {"01/01/2024 ", "01/06/2024 ", "01/12/2024 "})
        for (int i = 0; i < 6000; ++i)
            dates += day + std::to_string(100 + i / 3600).substr(1) + ":"
                + std::to_string(100 + i / 60 % 60).substr(1) + ":"
                + std::to_string(100 + i % 60).substr(1) + ",5.25\n";
    const auto dated = importText(dates);
    QVERIFY(dated);
    const auto& ticks = dated->recording->clock()->ticks();
    QCOMPARE(QString::fromStdString(formatTick(TimeKind::Utc, ticks.back())),
             QStringLiteral("2024-12-01T01:39:59Z"));
}

QTEST_GUILESS_MAIN(TestCsvTimeSample)
#include "tst_csv_time_sample.moc"
