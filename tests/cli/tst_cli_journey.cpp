#include "tests/cli/cli_process.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// The whole way, as the README goes it: sample, info, train, score, incidents, explain,
/// evaluate, with every preset that a person meets first.
class TestCliJourney : public QObject
{
    Q_OBJECT

private slots:
    void sampleToEvaluation_data();
    void sampleToEvaluation();
    void plantedBreakIsExplained();
    void picture();
    void incidentsAtAThreshold();
    void explainWrongly_data();
    void explainWrongly();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestCliJourney::sampleToEvaluation_data()
{
    QTest::addColumn<QString>("preset");
    QTest::addRow("quick") << u"quick"_s;
    QTest::addRow("default") << u"default"_s;
}

void TestCliJourney::sampleToEvaluation()
{
    QFETCH(QString, preset);
    const auto made = runCli({u"sample"_s, m_folder.path(), u"--json"_s});
    QVERIFY2(made.exitCode == 0, made.err);
    const auto normal = made.json().object().value("normal"_L1).toArray();
    const auto recording = path(u"sample.csv"_s);
    const auto model = path(u"sample.model"_s);

    const auto info = runCli({u"info"_s, recording, u"--json"_s});
    QVERIFY2(info.exitCode == 0, info.err);
    const auto rows = info.json().array()[0].toObject().value("rows"_L1).toInt();
    QVERIFY(rows >= 20000);

    const auto trained =
        runCli({u"train"_s, recording, u"--model"_s, model, u"--preset"_s, preset, u"--normal"_s,
                u"%1:%2"_s.arg(normal[0].toInt()).arg(normal[1].toInt()), u"--threads"_s, u"2"_s});
    QVERIFY2(trained.exitCode == 0, trained.err);

    const auto scored = runCli({u"score"_s, recording, u"--model"_s, model, u"--out"_s,
                                path(u"scores.csv"_s), u"--json"_s});
    QVERIFY2(scored.exitCode == 0, scored.err);
    QCOMPARE(scored.json().object().value("samples"_L1).toInt(), rows);

    const auto listed = runCli({u"incidents"_s, recording, u"--model"_s, model, u"--json"_s});
    QVERIFY2(listed.exitCode == 0, listed.err);
    const auto incidents = listed.json().object().value("incidents"_L1).toArray();
    QVERIFY(!incidents.isEmpty());
    QCOMPARE(incidents.size(), scored.json().object().value("incidents"_L1).toInt());
    const auto first = incidents[0].toObject();
    QVERIFY(!first.value("channels"_L1).toArray().isEmpty());

    const auto span =
        u"%1:%2"_s.arg(first.value("first"_L1).toInt()).arg(first.value("last"_L1).toInt());
    const auto table = runCli({u"incidents"_s, recording, u"--model"_s, model});
    QVERIFY2(table.out.contains(span.toLatin1()), table.out);
    QVERIFY(table.out.contains("Broken pairs"));

    const auto explained =
        runCli({u"explain"_s, recording, u"--model"_s, model, u"--at"_s, span, u"--json"_s});
    QVERIFY2(explained.exitCode == 0, explained.err);
    const auto json = explained.json().object();
    QCOMPARE(json.value("first"_L1), first.value("first"_L1));
    const auto channels = json.value("channels"_L1).toArray().size();
    QCOMPARE(json.value("dependence"_L1).toObject().value("window"_L1).toArray().size(), channels);
    QVERIFY(qAbs(json.value("marginal_share"_L1).toDouble()
                 + json.value("dependence_share"_L1).toDouble() - 1.0)
            < 1e-9);
    const auto whatIf = json.value("what_if"_L1).toObject();
    QVERIFY(whatIf.value("peak_before"_L1).toDouble() > whatIf.value("limit"_L1).toDouble());
    QVERIFY(whatIf.value("peak_after"_L1).toDouble() <= whatIf.value("peak_before"_L1).toDouble());
    const auto temporal = json.value("dependence"_L1).toObject().value("temporal_normal"_L1);
    QCOMPARE(temporal.toArray().size(), channels);
    QVERIFY(json.value("ranked"_L1).toArray().at(0).toObject().contains("shapley"_L1));

    const auto evaluated = runCli({u"evaluate"_s, path(u"scores.csv"_s), u"--labels"_s,
                                   path(u"sample.labels.csv"_s), u"--json"_s});
    QVERIFY2(evaluated.exitCode == 0, evaluated.err);
    QVERIFY(evaluated.json().object().value("found"_L1).toInt() >= 1);
}

/// The third of four linked channels goes its own way: it is named, and its pairs.
void TestCliJourney::plantedBreakIsExplained()
{
    constexpr int kBreak = 2400;
    QVERIFY(writeText(path(u"table.csv"_s), linkedTable(3000, kBreak)));
    const auto model = path(u"table.model"_s);
    const auto trained = runCli({u"train"_s, path(u"table.csv"_s), u"--model"_s, model,
                                 u"--preset"_s, u"quick"_s, u"--normal"_s, u":2000"_s});
    QVERIFY2(trained.exitCode == 0, trained.err);
    const auto listed =
        runCli({u"incidents"_s, path(u"table.csv"_s), u"--model"_s, model, u"--json"_s});
    QVERIFY2(listed.exitCode == 0, listed.err);
    bool isFound = false;
    for (const auto& value : listed.json().object().value("incidents"_L1).toArray()) {
        const auto incident = value.toObject();
        if (incident.value("last"_L1).toInt() <= kBreak
            || incident.value("first"_L1).toInt() >= kBreak + 60)
            continue;
        isFound = true;
        const auto ranked = incident.value("channels"_L1).toArray();
        QCOMPARE(ranked[0].toObject().value("channel"_L1).toString(), u"pressure"_s);
        QVERIFY(incident.value("dependence_share"_L1).toDouble() > 0.5);
        const auto pair = incident.value("pairs"_L1).toArray()[0].toObject();
        QVERIFY(pair.value("first"_L1).toString() == u"pressure"_s
                || pair.value("second"_L1).toString() == u"pressure"_s);
    }
    QVERIFY(isFound);

    const auto text = runCli({u"explain"_s, path(u"table.csv"_s), u"--model"_s, model, u"--at"_s,
                              u"%1:%2"_s.arg(kBreak).arg(kBreak + 60)});
    QVERIFY2(text.exitCode == 0, text.err);
    for (const char* part : {"samples 2400:2460", "2026-03-02T00:40:00Z", "pressure", "Copula",
                             "Most inconsistent channels", "most broken first",
                             "Replacing \"pressure\" by what the others make one expect lowers"})
        QVERIFY2(text.out.contains(part), (part + ("\n" + text.out)).constData());
}

void TestCliJourney::picture()
{
    const auto png = path(u"why.png"_s);
    const auto run = runCli({u"explain"_s, path(u"table.csv"_s), u"--model"_s,
                             path(u"table.model"_s), u"--at"_s, u"2400:2460"_s, u"--png"_s, png});
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.err.isEmpty(), run.err);
    QVERIFY(run.out.contains("samples 2400:2460"));
    const QImage image(png);
    QCOMPARE(image.size(), QSize(1200, 900));
    // It is painted on: a heatmap has many colours.
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            colours.insert(image.pixel(x, y));
    QVERIFY(colours.size() > 30);

    const auto wrong =
        runCli({u"explain"_s, path(u"table.csv"_s), u"--model"_s, path(u"table.model"_s), u"--at"_s,
                u"2400:2460"_s, u"--png"_s, path(u"no/where.png"_s)});
    QCOMPARE(wrong.exitCode, 1);
    QVERIFY2(wrong.err.contains("where.png"), wrong.err);
}

void TestCliJourney::incidentsAtAThreshold()
{
    const QStringList command{u"incidents"_s, path(u"table.csv"_s), u"--model"_s,
                              path(u"table.model"_s)};
    const auto none = runCli(command + QStringList{u"--threshold"_s, u"1000"_s});
    QCOMPARE(none.exitCode, 0);
    QCOMPARE(none.out, QByteArray("No incidents.\n"));
    const auto json = runCli(command + QStringList{u"--threshold"_s, u"1000"_s, u"--json"_s});
    QVERIFY(json.json().object().value("incidents"_L1).isArray());
    QCOMPARE(json.json().object().value("threshold"_L1).toDouble(), 1000.0);
}

void TestCliJourney::explainWrongly_data()
{
    QTest::addColumn<QStringList>("at");
    QTest::addColumn<int>("exitCode");
    QTest::addRow("no span") << QStringList{} << 2;
    QTest::addRow("no number") << QStringList{u"--at"_s, u"here"_s} << 2;
    QTest::addRow("two spans") << QStringList{u"--at"_s, u"0:50"_s, u"--at"_s, u"60:90"_s} << 2;
    QTest::addRow("beyond the end") << QStringList{u"--at"_s, u"2990:3100"_s} << 1;
}

void TestCliJourney::explainWrongly()
{
    QFETCH(QStringList, at);
    QFETCH(int, exitCode);
    const auto run = runCli(
        QStringList{u"explain"_s, path(u"table.csv"_s), u"--model"_s, path(u"table.model"_s)} + at);
    QVERIFY2(run.exitCode == exitCode, run.err);
    QVERIFY(run.err.startsWith("dissonance-cli: "));
    QVERIFY(run.out.isEmpty());
}

QTEST_GUILESS_MAIN(TestCliJourney)
#include "tst_cli_journey.moc"
