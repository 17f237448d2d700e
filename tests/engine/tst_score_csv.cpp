#include "engine/io/score_csv.h"
#include "tests/engine/io_case.h"
#include "tests/support/score_checks.h"

#include <limits>

using namespace dissonance;
using testing::sameBits;

class TestScoreCsv : public QObject
{
    Q_OBJECT

private slots:
    void golden_data();
    void golden();
    void roundTrip_data();
    void roundTrip();
    void errors_data();
    void errors();
    void files();
};

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kSecond = 1'000'000'000;

ScoreTrack trackOf(TimeKind kind, std::vector<std::int64_t> ticks, std::vector<double> total)
{
    ScoreTrack track;
    track.clock = *TimeAxis::create(kind, std::move(ticks));
    for (std::size_t i = 0; i < total.size(); ++i) {
        track.samples.marginal.push_back(total[i] / 3.0);
        track.samples.dependence.push_back(total[i] - total[i] / 3.0);
        track.flagged.push_back(total[i] > 1.0 ? 1 : 0);
    }
    track.samples.total = std::move(total);
    return track;
}

} // namespace

void TestScoreCsv::golden_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QList<qint64>>("ticks");
    QTest::addColumn<QByteArray>("expected");

    QTest::addRow("sample numbers")
        << int(TimeKind::SampleIndex) << QList<qint64>{0, 1, 5}
        << QByteArray("sample,time,score,marginal,dependence,flagged\n0,0,0,0,0,0\n1,1,1.5,0.5,1,"
                      "1\n2,5,,,,0\n");
    QTest::addRow("elapsed") << int(TimeKind::Elapsed)
                             << QList<qint64>{-kSecond / 4, 0, 12 * kSecond}
                             << QByteArray("sample,time,score,marginal,dependence,flagged\n0,-0.25,"
                                           "0,0,0,0\n1,0.0,1.5,0.5,1,1\n2,12.0,,,,0\n");
    QTest::addRow("dates")
        << int(TimeKind::Utc) << QList<qint64>{0, kSecond / 4, 1'772'416'800 * kSecond}
        << QByteArray(
               "sample,time,score,marginal,dependence,flagged\n0,1970-01-01T00:00:00Z,0,0,0,0\n"
               "1,1970-01-01T00:00:00.25Z,1.5,0.5,1,1\n2,2026-03-02T02:00:00Z,,,,0\n");
}

void TestScoreCsv::golden()
{
    QFETCH(int, kind);
    QFETCH(QList<qint64>, ticks);
    QFETCH(QByteArray, expected);
    const auto track = trackOf(TimeKind(kind), {ticks.begin(), ticks.end()}, {0.0, 1.5, kNaN});
    QCOMPARE(scoreCsv(track), expected.toStdString());
    const TempFolder folder;
    QVERIFY(writeScoreCsv(folder.path("score.csv"), track));
    QCOMPARE(bytesOf(folder.path("score.csv")), expected.toStdString());
}

void TestScoreCsv::roundTrip_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("start");
    QTest::addColumn<qint64>("step");

    QTest::addRow("sample numbers") << int(TimeKind::SampleIndex) << qint64(0) << qint64(1);
    QTest::addRow("sample numbers below zero")
        << int(TimeKind::SampleIndex) << qint64(-7) << qint64(3);
    QTest::addRow("whole seconds") << int(TimeKind::Elapsed) << qint64(0) << qint64(kSecond);
    QTest::addRow("nanoseconds") << int(TimeKind::Elapsed) << qint64(-3) << qint64(1);
    QTest::addRow("months of nanoseconds")
        << int(TimeKind::Elapsed) << qint64(9'000'000 * kSecond + 1) << qint64(1);
    QTest::addRow("dates") << int(TimeKind::Utc) << qint64(1'772'416'800 * kSecond)
                           << qint64(kSecond);
    QTest::addRow("dates to the nanosecond")
        << int(TimeKind::Utc) << qint64(1'772'416'800 * kSecond - 2) << qint64(1);
    QTest::addRow("dates before 1970")
        << int(TimeKind::Utc) << qint64(-5'000'000'000 * kSecond) << qint64(kSecond / 8);
}

void TestScoreCsv::roundTrip()
{
    QFETCH(int, kind);
    QFETCH(qint64, start);
    QFETCH(qint64, step);
    const std::vector<double> total{
        0.1,  1.0 / 3.0, kNaN, 5e-324, 1.7976931348623157e308,
        1e22, 123456.7,  2.0,  -0.0,   std::numeric_limits<double>::infinity()};
    std::vector<std::int64_t> ticks;
    for (std::size_t i = 0; i < total.size(); ++i)
        ticks.push_back(start + std::int64_t(i) * step);
    const auto track = trackOf(TimeKind(kind), ticks, total);
    const auto bytes = scoreCsv(track);

    const TempFolder folder;
    const auto again = readScoreCsv(folder.write("score.csv", bytes));
    QVERIFY2(again, again ? "" : again.error().detail.c_str());
    QCOMPARE(again->clock->kind(), TimeKind(kind));
    QVERIFY(again->clock->ticks() == ticks);
    QVERIFY(sameBits(again->samples.total, track.samples.total));
    QVERIFY(sameBits(again->samples.marginal, track.samples.marginal));
    QVERIFY(sameBits(again->samples.dependence, track.samples.dependence));
    QVERIFY(again->flagged == track.flagged);
    QVERIFY(again->windows.total.empty());
    QVERIFY(again->threshold != again->threshold);
    QCOMPARE(scoreCsv(*again), bytes);
}

void TestScoreCsv::errors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");

    const auto table = [](const char* name, const std::string& rows) -> QTestData& {
        return row(name, ("sample,time,score,marginal,dependence,flagged\n" + rows).c_str());
    };
    row("another header", "sample,time,score\n0,0,1\n") << "line 1: expected the header";
    row("blank", "\n") << "expected the header";
    table("too few cells", "0,0,1,1,1\n") << "line 2: expected 6 cells, found 5";
    table("samples out of step", "0,0,1,1,1,0\n2,1,1,1,1,0\n")
        << "line 3, field 'sample': expected 1, found '2'";
    table("time stands still", "0,7,1,1,1,0\n1,7,1,1,1,0\n") << "line 3, field 'time'";
    table("no time", "0,soon,1,1,1,0\n") << "line 2, field 'time': 'soon'";
    table("time of two kinds", "0,0,1,1,1,0\n1,1970-01-01T00:00:00Z,1,1,1,0\n")
        << "line 3, field 'time'";
    table("no score", "0,0,x,1,1,0\n") << "line 2, field 'score': 'x'";
    table("text after a number", "0,0,1,1x,1,0\n") << "line 2, field 'marginal': '1x'";
    table("no dependence", "0,0,1,1,-,0\n") << "line 2, field 'dependence'";
    table("neither flagged nor not", "0,0,1,1,1,2\n") << "line 2, field 'flagged': '2'";
}

void TestScoreCsv::errors()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const TempFolder folder;
    const auto track = readScoreCsv(folder.write("score.csv", text.toStdString()));
    QVERIFY(!track);
    QCOMPARE(track.error().code, ErrorCode::FileMalformed);
    const auto detail = QString::fromStdString(track.error().detail);
    QVERIFY2(detail.contains(says), qPrintable(detail));
}

void TestScoreCsv::files()
{
    const TempFolder folder;
    const auto codeOf = [](const std::filesystem::path& file) {
        const auto track = readScoreCsv(file);
        return track ? ErrorCode::Internal : track.error().code;
    };
    QCOMPARE(codeOf(folder.path("none.csv")), ErrorCode::FileNotFound);
    QCOMPARE(codeOf(folder.path("")), ErrorCode::FileIsDirectory);
    QCOMPARE(codeOf(folder.write("empty.csv", "")), ErrorCode::FileEmpty);
    QCOMPARE(codeOf(folder.write("hdf5.csv", "\x89HDF\r\n\x1a\n....")),
             ErrorCode::UnsupportedFormat);

    const auto track = trackOf(TimeKind::SampleIndex, {0}, {1.0});
    const auto status = writeScoreCsv(folder.path("none") / "score.csv", track);
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::FileUnwritable);
}

QTEST_GUILESS_MAIN(TestScoreCsv)
#include "tst_score_csv.moc"
