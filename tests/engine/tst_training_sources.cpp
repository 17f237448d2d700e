#include "engine/detector/training_data.h"
#include "engine/detector/whitening.h"
#include "engine/detector/window_runs.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/small_detector.h"
#include "tests/support/temp_folder.h"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

constexpr Eigen::Index kRows = 800;

TrainingRequest requestOf(std::vector<std::shared_ptr<const Recording>> recordings)
{
    TrainingRequest request;
    for (auto& recording : recordings)
        request.sources.push_back({std::move(recording), {}, {}});
    request.config = smallConfig(Preset::Quick);
    request.device = Device::Cpu;
    return request;
}

/// Three channels of a process, which a change makes another recording of.
template <typename Change>
std::shared_ptr<const Recording> changed(const Change& change)
{
    auto channels = channelsOf(linearProcess(kRows, 3, 2));
    change(channels);
    return recordingOf(std::move(channels), "b.csv");
}

void setStep(std::vector<Channel>& channels, double seconds)
{
    std::vector<std::int64_t> ticks;
    for (Eigen::Index t = 0; t < kRows; ++t)
        ticks.push_back(std::int64_t(double(t) * seconds * 1e9));
    const auto clock = *TimeAxis::create(TimeKind::Utc, std::move(ticks));
    for (auto& channel : channels)
        channel.time = clock;
}

void setTexts(Channel& channel, std::vector<std::string> states)
{
    channel.kind = ChannelKind::State;
    channel.states = std::move(states);
    for (std::size_t t = 0; t < channel.values.size(); ++t)
        channel.values[t] = double(t / 100 % channel.states.size());
}

} // namespace

/// Several recordings to learn from.
class TestTrainingSources : public QObject
{
    Q_OBJECT

private slots:
    void channelsByName();
    void windowsStayInOneRecording();
    void cardListsAll();
    void differencesAreNamed_data();
    void differencesAreNamed();
    void spanNamesItsRecording();
    void stepsThatDiffer_data();
    void stepsThatDiffer();
    void emptyColumnIsWhatTheOthersSay();
    void weightMovesMeans();
    void weightIsInTheCard();
    void weightOneIsNone();
    void weightsOutOfBounds();
};

void TestTrainingSources::channelsByName()
{
    const auto first = recordingOf(linearProcess(kRows, 3, 1));
    const auto same = changed([](auto&) {});
    const auto reordered =
        changed([](auto& channels) { std::reverse(channels.begin(), channels.end()); });
    const auto expected = gatherTrainingData(requestOf({first, same}), 1, {});
    const auto data = gatherTrainingData(requestOf({first, reordered}), 1, {});
    QVERIFY2(data, detailOf(data).c_str());
    QCOMPARE(data->values.rows(), 2 * kRows);
    QVERIFY(data->values == expected->values);
    QVERIFY(data->values.topRows(kRows) != data->values.bottomRows(kRows));
}

void TestTrainingSources::windowsStayInOneRecording()
{
    auto request = requestOf({recordingOf(linearProcess(kRows, 3, 1)), changed([](auto&) {})});
    request.sources[0].normal = {{400, kRows}}; // to its end: the next follows without a row
    request.sources[1].normal = {{0, 300}};
    const auto data = gatherTrainingData(request, 1, {});
    QVERIFY2(data, detailOf(data).c_str());
    QCOMPARE(data->stretches, (std::vector<SampleSpan>{{0, 400}, {400, 700}}));
    for (const auto& run : windowRuns(data->stretches, 16))
        QVERIFY(run.first + run.count - 1 + 16 <= 400 || run.first >= 400);
}

void TestTrainingSources::cardListsAll()
{
    auto request =
        requestOf({recordingOf(linearProcess(kRows, 3, 1), "a.csv"), changed([](auto&) {}),
                   recordingOf(linearProcess(kRows, 3, 3), "c.csv")});
    request.sources[1].excluded = {{100, 200}};
    const auto detector = Detector::train(request, {});
    QVERIFY2(detector, detailOf(detector).c_str());
    const auto& sources = (*detector)->card().sources;
    QCOMPARE(sources.size(), std::size_t(3));
    QCOMPARE(sources[0].name, std::string("a.csv"));
    QCOMPARE(sources[1].name, std::string("b.csv"));
    QCOMPARE(sources[1].normal, (std::vector<SampleSpan>{{0, 100}, {200, kRows}}));
    QCOMPARE(sources[2].name, std::string("c.csv"));
}

void TestTrainingSources::differencesAreNamed_data()
{
    using Recorded = std::shared_ptr<const Recording>;
    QTest::addColumn<Recorded>("other");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* name, const QStringList& said, const auto& change) {
        QTest::addRow("%s", name) << changed(change) << said;
    };
    const auto text = [](const char* said) {
        return QString::fromLatin1(said);
    };
    row("lacks one", {text("it lacks \"c1\"")},
        [](auto& channels) { channels.erase(channels.begin() + 1); });
    // One that only the first lacks would be dropped without a word.
    row("has one more", {text("\"spare\"")}, [](auto& channels) {
        channels.push_back(channels.front());
        channels.back().name = "spare";
    });
    row("renamed", {text("lacks \"c0\""), text("\"speed\"")},
        [](auto& channels) { channels[0].name = "speed"; });
    row("in another unit", {text("\"c2\""), text("bar"), text("psi")},
        [](auto& channels) { channels[2].unit = "psi"; });
    row("text", {text("\"c1\""), text("text")}, [](auto& channels) {
        setTexts(channels[1], {"on", "off"});
    });
}

void TestTrainingSources::differencesAreNamed()
{
    QFETCH(std::shared_ptr<const Recording>, other);
    QFETCH(QStringList, said);
    auto channels = channelsOf(linearProcess(kRows, 3, 1));
    channels[2].unit = "bar";
    const auto first = recordingOf(std::move(channels), "a.csv");
    const auto detector = Detector::train(requestOf({first, other}), {});
    QVERIFY(!detector);
    QCOMPARE(detector.error().code, ErrorCode::ChannelsDiffer);
    const auto detail = QString::fromStdString(detector.error().detail);
    for (const auto& part : said + QStringList{QStringLiteral("a.csv"), QStringLiteral("b.csv")})
        QVERIFY2(detail.contains(part), qPrintable(detail));
}

void TestTrainingSources::spanNamesItsRecording()
{
    auto request = requestOf({recordingOf(linearProcess(kRows, 3, 1)), changed([](auto&) {})});
    request.sources[1].normal = {{0, kRows + 1}};
    const auto detector = Detector::train(request, {});
    QVERIFY(!detector);
    QCOMPARE(detector.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(detector.error().detail.find("b.csv") != std::string::npos,
             detector.error().detail.c_str());
}

void TestTrainingSources::stepsThatDiffer_data()
{
    QTest::addColumn<double>("step");
    QTest::addColumn<bool>("taken");
    QTest::addRow("the same") << 1.0 << true;
    QTest::addRow("a little slower") << 1.2 << true;
    QTest::addRow("every tenth") << 10.0 << false;
    QTest::addRow("twice as fast") << 0.5 << false;
}

/// A window of one is none of the other.
void TestTrainingSources::stepsThatDiffer()
{
    QFETCH(const double, step);
    QFETCH(const bool, taken);
    const auto first = changed([](auto& channels) { setStep(channels, 1.0); });
    const auto other = changed([step](auto& channels) { setStep(channels, step); });
    const auto detector = Detector::train(requestOf({first, other}), {});
    QCOMPARE(bool(detector), taken);
    if (!taken) {
        QCOMPARE(detector.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(detector.error().detail.find("b.csv") != std::string::npos,
                 detector.error().detail.c_str());
    }
}

/// An alarm column is empty on a quiet day, whichever day is named first.
void TestTrainingSources::emptyColumnIsWhatTheOthersSay()
{
    const auto quiet = changed([](auto& channels) {
        for (auto& value : channels[1].values)
            value = std::numeric_limits<double>::quiet_NaN();
    });
    const auto loud = changed([](auto& channels) { setTexts(channels[1], {"ok", "high"}); });
    const auto expected = gatherTrainingData(requestOf({loud, quiet}), 1, {});
    QVERIFY2(expected, detailOf(expected).c_str());
    const auto data = gatherTrainingData(requestOf({quiet, loud}), 1, {});
    QVERIFY2(data, detailOf(data).c_str());
    QCOMPARE(data->traits[1].kind, ChannelKind::State);
    QCOMPARE(data->traits[1].states, expected->traits[1].states);
    QVERIFY(data->traits[1].measured);
    QVERIFY(data->values.bottomRows(kRows) == expected->values.topRows(kRows));
}

/// A level of 0 in the one recording, of 1 in the other: the mean says how often each counts.
void TestTrainingSources::weightMovesMeans()
{
    const auto low = changed([](auto&) {});
    const auto high = changed([](auto& channels) {
        for (auto& value : channels[0].values)
            value += 1.0;
    });
    const auto mean = [&](int weight) {
        auto request = requestOf({low, high});
        request.sources[1].weight = weight;
        const auto data = gatherTrainingData(request, 1, {});
        const auto split = splitTraining(data->stretches, data->weights, 0.2, 16);
        const auto whitening = fitWhitening(data->values, windowRuns(split->fit, 16), 16, 0.01, 1);
        return double(whitening.mean.col(0).mean());
    };
    const double thrice = mean(3); // three quarters of all windows are of the second one
    COMPARE_NEAR(mean(9), thrice + 0.9 - 0.75, 1e-5);
    COMPARE_NEAR(mean(99), thrice + 0.99 - 0.75, 1e-5);
    QVERIFY(mean(1) < thrice - 0.2); // split together: 800 samples of the one, 480 of the other
}

void TestTrainingSources::weightIsInTheCard()
{
    auto request =
        requestOf({recordingOf(linearProcess(kRows, 3, 1), "a.csv"), changed([](auto&) {})});
    request.sources[1].weight = 3;
    const auto detector = Detector::train(request, {});
    QVERIFY2(detector, detailOf(detector).c_str());
    const TempFolder folder;
    QVERIFY((*detector)->save(folder.path("m")));
    const auto read = Detector::load(folder.path("m"));
    QVERIFY2(read, detailOf(read).c_str());
    for (const auto& card : {(*detector)->card(), (*read)->card()}) {
        QCOMPARE(card.sources[0].weight, 1);
        QCOMPARE(card.sources[1].weight, 3);
        QCOMPARE(card.trainingSamples, std::ptrdiff_t(1280));
        QCOMPARE(card.calibrationSamples, std::ptrdiff_t(320 - 2 * 32));
    }
}

void TestTrainingSources::weightOneIsNone()
{
    auto request =
        requestOf({recordingOf(linearProcess(kRows, 3, 1), "a.csv"), changed([](auto&) {})});
    const auto without = Detector::train(request, {});
    request.sources[1].weight = 1;
    const auto with = Detector::train(request, {});
    QVERIFY(without && with);
    const TempFolder folder;
    QVERIFY((*with)->save(folder.path("m")));
    QVERIFY(bytesOf(folder.path("m")).find("weight\"") == std::string::npos);
    const auto score = [&](const auto& detector) {
        return (*detector->score(*request.sources[0].recording, {}, {}))->samples.total;
    };
    QCOMPARE(score(*with), score(*without));
}

void TestTrainingSources::weightsOutOfBounds()
{
    for (const int weight : {0, -1, kMostWeight + 1}) {
        auto request = requestOf({recordingOf(linearProcess(kRows, 3, 1)), changed([](auto&) {})});
        request.sources[1].weight = weight;
        const auto detector = Detector::train(request, {});
        QVERIFY(!detector);
        QCOMPARE(detector.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(detector.error().detail.find("b.csv") != std::string::npos,
                 detector.error().detail.c_str());
    }
}

QTEST_APPLESS_MAIN(TestTrainingSources)
#include "tst_training_sources.moc"
