#include "engine/detector/detector.h"
#include "engine/detector/length_model.h"
#include "engine/detector/model_file.h"
#include "engine/detector/state_file.h"
#include "engine/detector/stream_scorer.h"
#include "tests/support/near.h"
#include "tests/support/processes.h"
#include "tests/support/score_checks.h"
#include "tests/support/small_detector.h"
#include "tests/support/temp_folder.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace dissonance;
using namespace dissonance::testing;

namespace {

constexpr Eigen::Index kRows = 2000;

/// Four measured channels, then one that never moves and one of rare, short commands.
Eigen::MatrixXd commandedProcess(std::uint64_t seed)
{
    Eigen::MatrixXd x(kRows, 6);
    x.leftCols(4) = linearProcess(kRows, 4, seed);
    x.col(4).setConstant(7.5);
    x.col(5).setZero();
    for (Eigen::Index t = 20; t < kRows; t += 40)
        x(t, 5) = 1.0;
    return x;
}

StatePart fitted(const Eigen::MatrixXf& scaled)
{
    Scaling scaling;
    scaling.median = Eigen::VectorXf::Zero(scaled.cols());
    for (Eigen::Index c = 0; c < scaled.cols(); ++c)
        scaling.constant.push_back(scaled.col(c).maxCoeff() == scaled.col(c).minCoeff());
    return fitStatePart(scaled, {{0, scaled.rows()}}, scaling);
}

/// Of 100 rows, the first `ones` are 1.
Eigen::VectorXf switched(Eigen::Index ones)
{
    Eigen::VectorXf x = Eigen::VectorXf::Zero(100);
    x.head(ones).setOnes();
    return x;
}

} // namespace

class TestStatePart : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void whatIsAState_data();
    void whatIsAState();
    void natsByHand();
    void manyStatesSpeakAsOne();
    void withoutSensors();
    void missingCountsNothing();
    void withoutCoordinates();
    void weightInTheScore();
    void commandsAsInTrainingCostNothing();
    void firstMovementIsNamed();
    void streamsTheSame();
    void survivesTheFile();
    void olderFilesHaveNone();
    void refusedFields_data();
    void refusedFields();

private:
    std::shared_ptr<const Detector> m_detector;
};

void TestStatePart::initTestCase()
{
    const auto trained = trainOn(recordingOf(commandedProcess(1)), smallConfig(Preset::Quick));
    QVERIFY2(bool(trained), detailOf(trained).c_str());
    m_detector = *trained;
}

void TestStatePart::whatIsAState_data()
{
    QTest::addColumn<int>("ones");
    QTest::addColumn<bool>("state");
    QTest::addRow("constant") << 0 << true;
    QTest::addRow("once") << 1 << true;
    QTest::addRow("a fifth") << 20 << true; // .2 * .8 = .16
    QTest::addRow("a little more") << 22 << false; // .22 * .78 = .1716, over 1/6
    QTest::addRow("half") << 50 << false;
    QTest::addRow("the other value is rare") << 99 << true;
}

void TestStatePart::whatIsAState()
{
    QFETCH(const int, ones);
    QFETCH(const bool, state);
    Eigen::MatrixXf scaled(100, 2);
    scaled.col(0) = switched(ones);
    scaled.col(1) = Eigen::VectorXf::LinSpaced(100, -1.0F, 1.0F);
    const auto part = fitted(scaled);
    QCOMPARE(part.channels.size(), std::size_t(state ? 1 : 0));

    scaled(0, 0) = 0.5F; // a third value is a measured one
    if (ones > 1)
        QVERIFY(fitted(scaled).channels.empty());
}

// Of 100 samples one is 1: ln(101.5/1.5), ln(101.5/99.5) and ln(101.5/.5) nats, less ln(100 K).
void TestStatePart::natsByHand()
{
    Eigen::MatrixXf scaled(100, 2);
    scaled.col(0) = switched(1);
    scaled.col(1) = Eigen::VectorXf::LinSpaced(100, -1.0F, 1.0F);
    const auto part = fitted(scaled);
    QCOMPARE(part.channels.size(), std::size_t(1));
    COMPARE_NEAR(part.level(), std::log(100.0), 1e-14);
    COMPARE_NEAR(part.channels[0].nats[0], std::log(101.5 / 99.5), 1e-12);
    COMPARE_NEAR(part.channels[0].nats[1], std::log(101.5 / 1.5), 1e-12);
    COMPARE_NEAR(part.channels[0].unseen, std::log(101.5 / 0.5), 1e-12);

    Eigen::MatrixXf here = Eigen::MatrixXf::Zero(6, 2);
    here(1, 0) = 1.0F; // rare, but not under one in a hundred
    here(2, 0) = 0.5F;
    here(4, 0) = 0.00005F; // 0 but for rounding
    const auto surprise = stateSurprise(part, here, {0, 5}, 2, {});
    const double excess = std::log(101.5 / 0.5) - std::log(100.0);
    QVERIFY(excess > 0.0);
    for (const Eigen::Index w : {0, 3, 4})
        QCOMPARE(surprise(0, w), 0.0F);
    for (const Eigen::Index w : {1, 2})
        COMPARE_NEAR(surprise(0, w), excess, 1e-6);
    const auto term = stateTerm(surprise);
    COMPARE_NEAR(term[1], excess, 1e-6);
}

void TestStatePart::manyStatesSpeakAsOne()
{
    Eigen::MatrixXf scaled = Eigen::MatrixXf::Zero(100, 11);
    scaled.col(10) = Eigen::VectorXf::LinSpaced(100, -1.0F, 1.0F);
    const auto part = fitted(scaled);
    COMPARE_NEAR(part.level(), std::log(1000.0), 1e-12);
    // In 100 samples of ten channels, something new is nothing to speak of.
    Eigen::MatrixXf here = Eigen::MatrixXf::Zero(2, 11);
    here(0, 3) = 1.0F;
    QCOMPARE(stateSurprise(part, here, {0, 1}, 2, {}).sum(), 0.0F);
}

void TestStatePart::withoutSensors()
{
    Eigen::MatrixXf scaled = Eigen::MatrixXf::Zero(100, 2);
    scaled.col(0) = switched(5);
    const auto part = fitted(scaled);
    QCOMPARE(part.indices(), std::vector<Eigen::Index>{1});
}

void TestStatePart::missingCountsNothing()
{
    Eigen::MatrixXf scaled(5000, 2);
    scaled.col(0).setZero();
    scaled.col(1) = Eigen::VectorXf::LinSpaced(5000, -1.0F, 1.0F);
    const auto part = fitted(scaled);
    const Eigen::MatrixXf here = Eigen::MatrixXf::Ones(10, 2);
    const auto surprise = stateSurprise(part, here, {0, 8}, 3, {{2, 3, {0}}});
    for (Eigen::Index w = 0; w < 8; ++w)
        QCOMPARE(surprise(0, w) > 0.0F, w < 2 || w > 4);
}

void TestStatePart::withoutCoordinates()
{
    const Eigen::MatrixXf scaled = commandedProcess(3).cast<float>();
    const std::vector<WindowRun> runs{{0, kRows - 15}};
    const auto alone = fitWhitening(scaled.leftCols(4), runs, 16, 0.01, 1);
    const auto beside = fitWhitening(scaled, runs, 16, 0.01, 1, {}, {4, 5});
    const auto z = whiten(beside, scaled, {100, 50}, 16);
    QVERIFY(z.topRows(4 * 16) == whiten(alone, scaled.leftCols(4), {100, 50}, 16));
    QCOMPARE(z.bottomRows(2 * 16).cwiseAbs().maxCoeff(), 0.0F);
}

// k(S) = ln(1 + (4 - 1)/1.5), half of which joins k(M).
void TestStatePart::weightInTheScore()
{
    LengthModel model;
    model.whitening.mean.resize(16, 1);
    model.stateCalibration = {1.0, 2.5};
    RawTerms terms;
    terms.marginal = Eigen::ArrayXf{{3.0F}};
    terms.copula = Eigen::ArrayXf{{0.0F}};
    terms.state = Eigen::ArrayXf{{4.0F}};
    model.marginalCalibration = {1.0, 3.0};
    const auto parts = fuse(model, {}, terms);
    COMPARE_NEAR(parts.marginal[0], std::log(2.0) + 0.5 * std::log(3.0), 1e-14);
}

void TestStatePart::commandsAsInTrainingCostNothing()
{
    auto other = commandedProcess(1);
    other.col(5).setZero();
    for (Eigen::Index t = 25; t < kRows; t += 37) // at other times
        other(t, 5) = 1.0;
    const auto with = scored(*m_detector, *recordingOf(other));
    const auto as = scored(*m_detector, *recordingOf(commandedProcess(1)));
    QVERIFY(!as.samples.total.empty());
    QVERIFY(sameBits(with.samples, as.samples));
}

void TestStatePart::firstMovementIsNamed()
{
    auto moved = commandedProcess(2);
    moved.col(4).segment(1000, 30).setConstant(7.6);
    const auto recording = recordingOf(moved);
    const auto before = scored(*m_detector, *recordingOf(commandedProcess(2)));
    const auto after = scored(*m_detector, *recording);
    QVERIFY(mean(after.samples.marginal, 1000, 1030)
            > mean(before.samples.marginal, 1000, 1030) + 0.5);
    QVERIFY(sameBits(after.samples.dependence, before.samples.dependence));

    const auto explained = m_detector->explain(*recording, {1000, 1030}, {});
    QVERIFY2(bool(explained), detailOf(explained).c_str());
    const auto& first = (*explained)->ranked.front();
    QCOMPARE(first.channel, std::string("c4"));
    QVERIFY(first.state > 0.0);
    QCOMPARE(first.marginal, first.state);
    QCOMPARE((*explained)->ranked.back().state, 0.0);
    QCOMPARE((*explained)->states, std::vector<std::string>{"c5"});
    QCOMPARE((*explained)->leftOut, std::vector<std::string>{"c4"});
    QCOMPARE((*explained)->whatIf.channels, std::vector<std::string>{"c4"});
}

void TestStatePart::streamsTheSame()
{
    auto moved = commandedProcess(4);
    moved.col(4).segment(700, 9).setConstant(7.6);
    moved.col(5).segment(1200, 300).setConstant(0.5);
    moved.col(4).segment(1500, 60).setConstant(std::numeric_limits<double>::quiet_NaN());
    const auto whole = scored(*m_detector, *recordingOf(moved), {.causal = true});
    StreamScorer stream(m_detector, 1);
    std::vector<double> settled;
    const auto add = [&](const Result<StreamScorer::Scores>& scores) {
        QVERIFY2(bool(scores), detailOf(scores).c_str());
        const auto& total = scores->settled.scores.total;
        settled.insert(settled.end(), total.begin(), total.end());
    };
    for (Eigen::Index t = 0; t < kRows; t += 77) {
        const auto rows = std::min<Eigen::Index>(77, kRows - t);
        add(stream.add(*recordingOf(moved.middleRows(t, rows)), {}));
    }
    add(stream.finish({}));
    QCOMPARE(settled.size(), std::size_t(kRows));
    QVERIFY(sameBits(settled, whole.samples.total));
}

void TestStatePart::survivesTheFile()
{
    const TempFolder folder;
    QVERIFY(bool(m_detector->save(folder.path("model"))));
    const auto read = Detector::load(folder.path("model"));
    QVERIFY2(bool(read), detailOf(read).c_str());
    auto moved = commandedProcess(5);
    moved.col(4).tail(500).setConstant(7.6);
    const auto recording = recordingOf(moved);
    QVERIFY(sameBits(scored(**read, *recording).samples, scored(*m_detector, *recording).samples));
}

void TestStatePart::olderFilesHaveNone()
{
    auto json = toJson(configFor(Preset::Default));
    const auto cut = [&](const std::string& field) {
        const auto at = json.find(field);
        QVERIFY(at != std::string::npos);
        json.erase(at, field.size());
    };
    cut("\"useState\":true,");
    cut("\"stateWeight\":0.5,");
    const auto config = configFromJson(json);
    QVERIFY2(bool(config), detailOf(config).c_str());
    QVERIFY(!config->useState);
}

void TestStatePart::refusedFields_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* json, const char* named) {
        QTest::addRow("%s", name) << QString::fromUtf8(json) << QString::fromUtf8(named);
    };
    row("no such channel",
        R"([{"channel":3,"values":[{"value":0,"nats":0}],"unseen":5,"tolerance":0}])", "channel");
    row("twice", R"([{"channel":1,"values":[{"value":0,"nats":0}],"unseen":5,"tolerance":0},
                     {"channel":1,"values":[{"value":0,"nats":0}],"unseen":5,"tolerance":0}])",
        "states[1].channel");
    row("no value", R"([{"channel":1,"values":[],"unseen":5,"tolerance":0}])", "values");
    row("three values", R"([{"channel":1,"values":[1,2,3],"unseen":5,"tolerance":0}])", "values");
    row("value no object", R"([{"channel":1,"values":[1],"unseen":5,"tolerance":0}])", "value");
    row("nats below 0",
        R"([{"channel":1,"values":[{"value":0,"nats":-1}],"unseen":5,"tolerance":0}])", "nats");
    row("unseen beyond all",
        R"([{"channel":1,"values":[{"value":0,"nats":0}],"unseen":1e9,"tolerance":0}])", "unseen");
    row("no tolerance", R"([{"channel":1,"values":[{"value":0,"nats":0}],"unseen":5}])",
        "tolerance");
    row("no object", R"([7])", "states[0]");
}

void TestStatePart::refusedFields()
{
    QFETCH(const QString, json);
    QFETCH(const QString, named);
    const auto part = readState(nlohmann::json::parse(json.toStdString()), 3);
    QVERIFY(!part);
    QCOMPARE(part.error().code, ErrorCode::ModelMalformed);
    QVERIFY2(part.error().detail.find(named.toStdString()) != std::string::npos,
             part.error().detail.c_str());
}

QTEST_APPLESS_MAIN(TestStatePart)
#include "tst_state_part.moc"
