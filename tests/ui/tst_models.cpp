#include "ui/models/channel_model.h"
#include "ui/models/incident_model.h"
#include "ui/models/problem_model.h"
#include "ui/models/span_text.h"
#include "ui/models/time_text.h"
#include "ui/render/colours.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace dissonance;
using namespace Qt::StringLiterals;

class TestModels : public QObject
{
    Q_OBJECT

private slots:
    void channelTree();
    void channelChecks();
    void channelValues();
    void incidentTable();
    void incidentsRankedLaterKeepTheirRows();
    void problemList();
    void instants_data();
    void instants();
    void durations();
    void spans_data();
    void spans();
};

namespace {

constexpr auto kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kSecond = 1'000'000'000;

std::shared_ptr<const TimeAxis> axis(std::vector<std::int64_t> seconds, TimeKind kind)
{
    for (auto& tick : seconds)
        tick *= kSecond;
    return *TimeAxis::create(kind, std::move(seconds));
}

/// Two grouped channels, one of them slower than the clock, and a state channel without group.
std::shared_ptr<const Recording> makeRecording()
{
    const auto fast = axis({0, 1, 2, 3}, TimeKind::Elapsed);
    const auto slow = axis({1, 3}, TimeKind::Elapsed);
    std::vector<Channel> channels;
    channels.push_back(
        {"speed", "rpm", "pump", ChannelKind::Continuous, fast, {1.5, 2, kNan, 4}, {}});
    channels.push_back({"mode", "", "", ChannelKind::State, fast, {0, 0, 1, 1}, {"idle", "run"}});
    channels.push_back({"oil", "°C", "pump", ChannelKind::Continuous, slow, {40, 41}, {}});
    return *Recording::create("plant", std::move(channels));
}

Incident incidentAt(std::ptrdiff_t first, std::ptrdiff_t last, double peak)
{
    Incident incident;
    incident.span = {first, last};
    incident.peak = first;
    incident.peakScore = peak;
    incident.dependenceShare = 0.75;
    return incident;
}

} // namespace

void TestModels::channelTree()
{
    ChannelModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setRecording(makeRecording());
    QCOMPARE(model.rowCount(), 2);
    const auto group = model.index(0, 0);
    QCOMPARE(group.data().toString(), u"pump"_s);
    QCOMPARE(group.data(ChannelModel::ChannelRole).toInt(), -1);
    QCOMPARE(model.rowCount(group), 2);
    QCOMPARE(model.index(1, 0, group).data().toString(), u"oil"_s);
    QCOMPARE(model.index(1, 0, group).data(ChannelModel::ChannelRole).toInt(), 2);
    QCOMPARE(model.index(1, 0).data().toString(), u"mode"_s);
    QVERIFY(model.index(0, 0, group).data(Qt::ToolTipRole).toString().contains(u"[rpm]"_s));
    // The swatch is the channel's colour everywhere; a group has none.
    const auto oil = model.index(1, 0, group);
    QCOMPARE(oil.data(Qt::DecorationRole).value<QColor>(), channelColour(2, false));
    QVERIFY(!group.data(Qt::DecorationRole).isValid());
    QVERIFY(!oil.siblingAtColumn(ChannelModel::ValueColumn).data(Qt::DecorationRole).isValid());
    model.setDark(true);
    QCOMPARE(oil.data(Qt::DecorationRole).value<QColor>(), channelColour(2, true));
    model.setRecording(nullptr);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(model.shown().empty());
}

void TestModels::channelChecks()
{
    ChannelModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRecording(makeRecording());
    QSignalSpy changed(&model, &ChannelModel::shownChanged);
    const auto group = model.index(0, 0);
    QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    QVERIFY(model.setData(model.index(0, 0, group), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
    QCOMPARE(model.shown(), (std::vector<std::size_t>{2, 1})); // in tree order
    QVERIFY(model.setData(group, Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model.shown(), (std::vector<std::size_t>{1}));
    QCOMPARE(changed.count(), 2);
    model.setShown({0, 2, 99});
    QCOMPARE(model.shown(), (std::vector<std::size_t>{0, 2}));
    QCOMPARE(changed.count(), 3);
    model.setShown({2, 0}); // nothing new
    QCOMPARE(changed.count(), 3);
}

void TestModels::channelValues()
{
    ChannelModel model;
    const auto recording = makeRecording();
    model.setRecording(recording);
    const auto group = model.index(0, 0);
    const auto speed = model.index(0, ChannelModel::ValueColumn, group);
    QCOMPARE(speed.data().toString(), QString());
    QSignalSpy changed(&model, &ChannelModel::dataChanged);
    model.setCursor(0);
    QVERIFY(changed.count() > 0);
    QCOMPARE(speed.data().toString(), u"1.5 rpm"_s);
    QCOMPARE(ChannelModel::valueText(*recording, 0, 2), u"missing"_s);
    QCOMPARE(ChannelModel::valueText(*recording, 1, 2), u"run"_s);
    // Nothing is known before it is measured, then a value holds.
    QCOMPARE(ChannelModel::valueText(*recording, 2, 0), QString());
    QCOMPARE(ChannelModel::valueText(*recording, 2, 1), u"40 °C"_s);
    QCOMPARE(ChannelModel::valueText(*recording, 2, 2), u"40 °C"_s);
    QCOMPARE(ChannelModel::valueText(*recording, 2, 3), u"41 °C"_s);
    QCOMPARE(ChannelModel::valueText(*recording, 0, 4), QString());
}

void TestModels::incidentTable()
{
    IncidentModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setIncidents(axis({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, TimeKind::Elapsed),
                       {incidentAt(1, 3, 2.5), incidentAt(5, 9, 1.25)});
    QCOMPARE(model.rowCount(), 2);
    const auto text = [&](int row, int column) {
        return model.index(row, column).data().toString();
    };
    QCOMPARE(text(0, IncidentModel::StartColumn), u"0:00:01"_s);
    QCOMPARE(text(0, IncidentModel::LengthColumn), u"2 s"_s);
    QCOMPARE(text(0, IncidentModel::PeakColumn), u"2.50"_s);
    QCOMPARE(text(1, IncidentModel::DependenceColumn), u"75 %"_s);
    QCOMPARE(text(1, IncidentModel::ChannelsColumn), u"…"_s);
    QCOMPARE(model.index(1, 0).data(IncidentModel::SortRole).toInt(), 5);
    model.setIncidents(nullptr, {});
    QCOMPARE(model.rowCount(), 0);
}

void TestModels::incidentsRankedLaterKeepTheirRows()
{
    IncidentModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto clock = axis({0, 1, 2, 3, 4, 5}, TimeKind::Elapsed);
    auto incident = incidentAt(1, 3, 2.5);
    model.setIncidents(clock, {incident});
    const QPersistentModelIndex row = model.index(0, 0);
    incident.channels = {{"a", 0.5, 0, 0}, {"b", 0.3, 0, 0}, {"c", 0.1, 0, 0}, {"d", 0.1, 0, 0}};
    model.setIncidents(clock, {incident});
    QVERIFY(row.isValid());
    QCOMPARE(model.index(0, IncidentModel::ChannelsColumn).data().toString(), u"a, b, c"_s);
    model.setIncidents(clock, {incidentAt(2, 3, 2.5)});
    QVERIFY(!row.isValid());
}

void TestModels::problemList()
{
    ProblemModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    ImportReport report;
    report.notes = {"3 rows went back in time: sorted."};
    report.problems.first = {{12, "oil", "n/a", "a number"}, {13, "", "x", "3 cells"}};
    report.problems.count = 1202;
    model.add(u"plant.csv"_s, report);
    model.add(ProblemModel::Kind::Failure, {}, u"It was not trained."_s);
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.index(0, ProblemModel::KindColumn).data().toString(), u"Note"_s);
    QCOMPARE(model.index(1, ProblemModel::PlaceColumn).data().toString(), u"line 12, oil"_s);
    QVERIFY(model.index(1, ProblemModel::MessageColumn).data().toString().contains(u"n/a"_s));
    QCOMPARE(model.index(2, ProblemModel::PlaceColumn).data().toString(), u"line 13"_s);
    QVERIFY(model.index(3, ProblemModel::MessageColumn).data().toString().contains(u"1,200"_s));
    QCOMPARE(model.toText().count(u'\n'), 5);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestModels::instants_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("tick");
    QTest::addColumn<QString>("text");

    QTest::addRow("sample") << int(TimeKind::SampleIndex) << qint64(12345) << u"12,345"_s;
    QTest::addRow("elapsed") << int(TimeKind::Elapsed) << qint64(3723 * kSecond) << u"1:02:03"_s;
    QTest::addRow("elapsed, part of a second")
        << int(TimeKind::Elapsed) << qint64(kSecond / 4) << u"0:00:00.250"_s;
    QTest::addRow("before the start")
        << int(TimeKind::Elapsed) << qint64(-61 * kSecond) << u"-0:01:01"_s;
    QTest::addRow("utc") << int(TimeKind::Utc) << qint64(1'700'000'000 * kSecond)
                         << u"2023-11-14 22:13:20"_s;
}

void TestModels::instants()
{
    QFETCH(int, kind);
    QFETCH(qint64, tick);
    QFETCH(QString, text);
    const auto clock = *TimeAxis::create(TimeKind(kind), {tick});
    QCOMPARE(instantText(*clock, 0), text);
    QCOMPARE(instantText(*clock, 99), text); // beyond the end: the last
}

void TestModels::durations()
{
    const auto clock = axis({0, 1, 2, 3, 4, 5}, TimeKind::Elapsed);
    QCOMPARE(durationText(*clock, {1, 4}), u"3 s"_s);
    const auto samples = TimeAxis::sampleIndex(6);
    QCOMPARE(durationText(*samples, {1, 2}), u"1 sample"_s);
    QCOMPARE(durationText(*samples, {1, 4}), u"3 samples"_s);
    QCOMPARE(secondsText(90), u"1 min 30 s"_s);
    QCOMPARE(secondsText(7500), u"2 h 05 min"_s);
    QCOMPARE(secondsText(180000), u"2 d 2 h"_s);
    QCOMPARE(secondsText(kNan), QString());
}

void TestModels::spans_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<int>("count");

    QTest::addRow("nothing means all") << u""_s << true << 0;
    QTest::addRow("one") << u"0:100"_s << true << 1;
    QTest::addRow("two") << u" 0:10, 20:100 "_s << true << 2;
    QTest::addRow("beyond the end") << u"0:101"_s << false << 0;
    QTest::addRow("turned round") << u"10:5"_s << false << 0;
    QTest::addRow("empty") << u"5:5"_s << false << 0;
    QTest::addRow("no span") << u"5"_s << false << 0;
    QTest::addRow("words") << u"start:end"_s << false << 0;
    QTest::addRow("too large a number") << u"0:99999999999999999999"_s << false << 0;
}

void TestModels::spans()
{
    QFETCH(QString, text);
    QFETCH(bool, ok);
    QFETCH(int, count);
    QString problem;
    const auto parsed = parseSpans(text, 100, &problem);
    QCOMPARE(parsed.has_value(), ok);
    QCOMPARE(problem.isEmpty(), ok);
    if (!parsed)
        return;
    QCOMPARE(int(parsed->size()), count);
    QCOMPARE(parseSpans(spansText(*parsed), 100, &problem), parsed);
}

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
