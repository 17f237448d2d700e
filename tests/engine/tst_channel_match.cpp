#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>
#include <sys/stat.h>

using namespace dissonance;
using namespace dissonance::testing;

/// Recordings that are scored, and are not quite like the one that was learned from.
class TestChannelMatch : public QObject
{
    Q_OBJECT

private slots:
    void emptyMatchesText_data();
    void emptyMatchesText();
    void textIsNoNumber();
    void anotherStepIsTold_data();
    void anotherStepIsTold();
    void pipeIsNoModel();
};

namespace {

constexpr Eigen::Index kRows = 1500;

enum Alarm
{
    Empty,
    Texts,
    Numbers
};

/// Three channels of a process and an alarm column, as exports have one.
std::vector<Channel> withAlarm(Alarm alarm)
{
    auto channels = channelsOf(linearProcess(kRows, 3, 4));
    Channel column;
    column.name = "alarm";
    column.time = channels.front().time;
    column.values.assign(std::size_t(kRows), std::numeric_limits<double>::quiet_NaN());
    if (alarm != Empty)
        for (std::size_t t = 0; t < column.values.size(); ++t)
            column.values[t] = double(t / 200 % 2);
    if (alarm == Texts) {
        column.kind = ChannelKind::State;
        column.states = {"ok", "high"};
    }
    channels.push_back(std::move(column));
    return channels;
}

std::shared_ptr<const Recording> stepped(double seconds)
{
    auto channels = channelsOf(linearProcess(kRows, 3, 4));
    std::vector<std::int64_t> ticks;
    for (Eigen::Index t = 0; t < kRows; ++t)
        ticks.push_back(std::int64_t(double(t) * seconds * 1e9));
    const auto clock = *TimeAxis::create(TimeKind::Utc, std::move(ticks));
    for (auto& channel : channels)
        channel.time = clock;
    return recordingOf(std::move(channels));
}

} // namespace

void TestChannelMatch::emptyMatchesText_data()
{
    QTest::addColumn<int>("learned");
    QTest::addColumn<int>("scored");
    QTest::addRow("empty, then text") << int(Empty) << int(Texts);
    QTest::addRow("text, then empty") << int(Texts) << int(Empty);
    QTest::addRow("numbers, then empty") << int(Numbers) << int(Empty);
}

// An alarm column is empty on a quiet day. Its cells are missing there, and the rest is scored.
void TestChannelMatch::emptyMatchesText()
{
    QFETCH(const int, learned);
    QFETCH(const int, scored);
    const auto detector =
        trainOn(recordingOf(withAlarm(Alarm(learned))), smallConfig(Preset::Quick));
    QVERIFY2(detector, detailOf(detector).c_str());
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("m")).toStdString();
    QVERIFY((*detector)->save(file));
    const auto loaded = Detector::load(file);
    QVERIFY2(loaded, detailOf(loaded).c_str());
    const auto other = recordingOf(withAlarm(Alarm(scored)));
    const auto track = (*loaded)->score(*other, {.causal = false, .threads = 1}, {});
    QVERIFY2(track, detailOf(track).c_str());
    const auto& notices = (*track)->notices;
    QVERIFY(std::any_of(notices.begin(), notices.end(), [](const std::string& notice) {
        return notice.find("\"alarm\"") != std::string::npos;
    }));

    // What is missing changes nothing: the same process scores the same without the column.
    const auto quiet = (*loaded)->score(*recordingOf(withAlarm(Empty)), {}, {});
    QVERIFY(quiet);
    QVERIFY((*quiet)->samples.total == (*track)->samples.total);
}

void TestChannelMatch::textIsNoNumber()
{
    const auto detector = trainOn(recordingOf(withAlarm(Numbers)), smallConfig(Preset::Quick));
    QVERIFY2(detector, detailOf(detector).c_str());
    const auto track = (*detector)->score(*recordingOf(withAlarm(Texts)), {}, {});
    QVERIFY(!track);
    QCOMPARE(track.error().code, ErrorCode::ChannelsDiffer);
    QVERIFY(track.error().detail.find("\"alarm\"") != std::string::npos);
}

void TestChannelMatch::anotherStepIsTold_data()
{
    QTest::addColumn<double>("step");
    QTest::addColumn<bool>("told");
    QTest::addRow("the same") << 1.0 << false;
    QTest::addRow("a little slower") << 1.2 << false;
    QTest::addRow("every tenth") << 10.0 << true;
    QTest::addRow("twice as fast") << 0.5 << true;
}

void TestChannelMatch::anotherStepIsTold()
{
    QFETCH(const double, step);
    QFETCH(const bool, told);
    const auto detector = trainOn(stepped(1.0), smallConfig(Preset::Quick));
    QVERIFY2(detector, detailOf(detector).c_str());
    const auto track = (*detector)->score(*stepped(step), {}, {});
    QVERIFY2(track, detailOf(track).c_str());
    const auto count = std::count_if(
        (*track)->notices.begin(), (*track)->notices.end(),
        [](const std::string& notice) { return notice.find("same rate") != std::string::npos; });
    QCOMPARE(count, told ? 1 : 0);
}

// Opening a pipe would wait for whoever writes into it.
void TestChannelMatch::pipeIsNoModel()
{
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("pipe")).toStdString();
    QCOMPARE(::mkfifo(file.c_str(), 0600), 0);
    const auto detector = Detector::load(file);
    QVERIFY(!detector);
    QCOMPARE(detector.error().code, ErrorCode::FileUnreadable);
}

QTEST_GUILESS_MAIN(TestChannelMatch)

#include "tst_channel_match.moc"
