#include "tests/support/made_explanation.h"
#include "ui/render/colours.h"
#include "ui/render/contributions_painter.h"
#include "ui/render/explanation_picture.h"
#include "ui/render/palette.h"
#include "ui/views/contributions_view.h"
#include "ui/views/ranked_channels.h"
#include "ui/views/score_split_bar.h"

#include <QAction>
#include <QHelpEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <cmath>
#include <limits>

using namespace dissonance;
using namespace dissonance::testing;
using namespace Qt::StringLiterals;

class TestContributionsView : public QObject
{
    Q_OBJECT

private slots:
    void split();
    void splitBarColours();
    void rowsInWords();
    void statesHaveNoMean();
    void rowBarColours();
    void clickAndKeysActivate();
    void firstFewThenAll();
    void neverSaysCause();
    void leftOutAndDuplicatesAreListed();
    void withoutExplanation();
    void picture_data();
    void picture();
};

namespace {

std::shared_ptr<const Recording> recordingOf(const Explanation& explanation)
{
    const auto time = TimeAxis::sampleIndex(2);
    std::vector<Channel> channels;
    // Not in the order of the explanation: colours go by the recording's.
    channels.push_back({"other", "", "", ChannelKind::Continuous, time, {0, 0}, {}});
    for (const auto& name : explanation.channels)
        channels.push_back({name, "°C", "", ChannelKind::Continuous, time, {0, 0}, {}});
    return *Recording::create("made", std::move(channels));
}

QString allText(const QWidget& widget)
{
    QString text = widget.accessibleName() + widget.toolTip();
    for (const auto* child : widget.findChildren<QWidget*>())
        text += child->accessibleName() + child->accessibleDescription() + child->toolTip();
    for (const auto* label : widget.findChildren<QLabel*>())
        text += label->text();
    return text;
}

bool holds(const QImage& image, const QColor& colour)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == colour)
                return true;
    return false;
}

} // namespace

void TestContributionsView::split()
{
    Explanation explanation;
    QCOMPARE(splitOf(explanation).dependence, 0.0);
    QCOMPARE(splitText(splitOf(explanation)), u"Nothing in this span is above normal."_s);
    explanation.marginalShare = 0.25;
    explanation.dependenceShare = 0.75;
    explanation.networkShare = 0.4;
    QCOMPARE(splitOf(explanation).network, 0.3); // of the whole
    QCOMPARE(splitText(splitOf(explanation)),
             u"25 % from channels on their own, 75 % from channels together"_s);
    explanation.marginalShare = -1.0;
    QCOMPARE(splitOf(explanation).dependence, 1.0);
}

void TestContributionsView::splitBarColours()
{
    for (const bool dark : {false, true}) {
        ScoreSplitBar bar;
        bar.setPalette(themePalette(dark));
        bar.setSplit({0.25, 0.75, 0.0});
        bar.resize(400, bar.heightForWidth(400));
        const auto image = bar.grab().toImage();
        QCOMPARE(image.pixelColor(98, 8), marginalColour(dark));
        QCOMPARE(image.pixelColor(102, 8), dependenceColour(dark));
        QCOMPARE(image.pixelColor(398, 8), dependenceColour(dark));
        // What only the network sees is hatched.
        bar.setSplit({0.25, 0.75, 0.375});
        QVERIFY(bar.grab().toImage().copy(260, 0, 140, 16) != image.copy(260, 0, 140, 16));
        QCOMPARE(bar.grab().toImage().copy(0, 0, 240, 16), image.copy(0, 0, 240, 16));
    }
}

void TestContributionsView::rowsInWords()
{
    const auto made = madeExplanation(5);
    const auto recording = recordingOf(made);
    const auto rows = contributionRows(made, recording.get(), false);
    QCOMPARE(rows.size(), std::size_t(5));
    QCOMPARE(rows[0].name, u"channel 0"_s);
    QCOMPARE(rows[0].swatch, channelColour(1, false));
    // The channels' marginal parts sum to the score's, and so do the others.
    double marginal = 0.0;
    for (const auto& row : rows)
        marginal += row.share * row.marginalPart;
    QVERIFY(std::abs(marginal - 0.25) < 1e-12);
    QVERIFY(std::abs(rows[0].marginalPart + rows[0].dependencePart - 1.0) < 1e-12);
    QCOMPARE(rows[0].values,
             u"74.0 °C, expected 61.0 °C (58.0 to 64.0); beyond that range 100 % of the time"_s);
    QVERIFY(rows[4].values.isEmpty()); // nothing is known of it
    const auto unknown = contributionRows(made, nullptr, false);
    QVERIFY(!unknown[0].swatch.isValid());
    QVERIFY(unknown[0].values.startsWith(u"74.0, expected 61.0 (58.0 to 64.0)"_s));

    // What is no surprise on its own and yet has a share has it from the dependence.
    auto seenByNetwork = made;
    seenByNetwork.ranked[1].marginal = seenByNetwork.ranked[1].dependence = -0.1;
    QCOMPARE(contributionRows(seenByNetwork, nullptr, false)[1].dependencePart, 1.0);
    seenByNetwork.marginalShare = seenByNetwork.dependenceShare = 0.0;
    QCOMPARE(contributionRows(seenByNetwork, nullptr, false)[1].dependencePart, 0.0);

    // Gaps count for nothing; within the range there is nothing to add.
    auto calm = made;
    calm.expectations[0].observed.assign(40, std::numeric_limits<double>::quiet_NaN());
    calm.expectations[0].observed[7] = 60.0;
    QCOMPARE(contributionRows(calm, nullptr, false)[0].values,
             u"60.0, expected 61.0 (58.0 to 64.0)"_s);
    calm.expectations[0].observed.assign(40, std::numeric_limits<double>::quiet_NaN());
    QVERIFY(contributionRows(calm, nullptr, false)[0].values.isEmpty());
}

void TestContributionsView::statesHaveNoMean()
{
    const auto made = madeExplanation(2);
    const auto time = TimeAxis::sampleIndex(2);
    std::vector<Channel> channels;
    channels.push_back(
        {"channel 0", "", "", ChannelKind::State, time, {0, 1}, {"idle", "running"}});
    const auto recording = *Recording::create("made", std::move(channels));
    QVERIFY(contributionRows(made, recording.get(), false)[0].values.isEmpty());
}

void TestContributionsView::rowBarColours()
{
    RankedChannels list;
    list.setPalette(themePalette(false));
    list.resize(400, 300);
    ContributionRow row;
    row.name = u"a"_s;
    row.share = 0.5;
    row.marginalPart = 0.25;
    row.dependencePart = 0.75;
    auto half = row;
    half.share = 0.25;
    half.marginalPart = half.dependencePart = 0.0;
    list.setRows({row, half});
    const auto image = list.grab().toImage();
    // The bar lies under the name; the longest takes all of the width.
    const auto barOf = [&](int index) {
        const auto area = list.rowRect(index);
        for (int y = area.bottom(); y > area.top(); --y)
            if (image.pixelColor(2, y) != list.palette().color(QPalette::Window))
                return y;
        return -1;
    };
    const int first = barOf(0);
    QVERIFY(first > 0);
    QCOMPARE(image.pixelColor(98, first), marginalColour(false));
    QCOMPARE(image.pixelColor(102, first), dependenceColour(false));
    QCOMPARE(image.pixelColor(398, first), dependenceColour(false));
    // Neither part above normal: neither colour.
    const int second = barOf(1);
    QCOMPARE(image.pixelColor(198, second).rgb(), list.palette().color(QPalette::Mid).rgb());
    QCOMPARE(image.pixelColor(202, second), list.palette().color(QPalette::Window));
}

void TestContributionsView::clickAndKeysActivate()
{
    ContributionsView view;
    view.setExplanation(sharedExplanation(5));
    view.resize(344, view.heightForWidth(344));
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    auto* list = view.findChild<RankedChannels*>();
    QVERIFY(list);
    const QSignalSpy activated(&view, &ContributionsView::channelActivated);
    QTest::mouseClick(list, Qt::LeftButton, {}, list->rowRect(2).center());
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].toString(), u"channel 2"_s);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Up);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(activated[1][0].toString(), u"channel 1"_s);
    QTest::keyClick(list, Qt::Key_End);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(activated[2][0].toString(), u"channel 4"_s);
    QVERIFY(list->accessibleDescription().contains(u"channel 4"_s));
    // The window has a Home of its own, which is not asked here.
    QAction all;
    all.setShortcut(Qt::Key_Home);
    view.addAction(&all);
    const QSignalSpy shown(&all, &QAction::triggered);
    QTest::keyClick(list, Qt::Key_Home);
    QVERIFY(list->accessibleDescription().contains(u"channel 0"_s));
    QCOMPARE(shown.count(), 0);
    QTest::mouseClick(list, Qt::RightButton, {}, list->rowRect(2).center());
    QCOMPARE(activated.count(), 3);

    const auto at = list->rowRect(0).center();
    QHelpEvent help(QEvent::ToolTip, at, list->mapToGlobal(at));
    QCoreApplication::sendEvent(list, &help);
    QVERIFY(QToolTip::text().contains(u"nats"_s));
}

void TestContributionsView::firstFewThenAll()
{
    ContributionsView view;
    view.setExplanation(sharedExplanation(200));
    view.resize(344, 600);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto* list = view.findChild<RankedChannels*>();
    auto* more = view.findChild<QPushButton*>();
    QCOMPARE(list->rowCount(), 6);
    QVERIFY(more->isVisible());
    QVERIFY(more->text().contains(u"200"_s));
    QTest::mouseClick(more, Qt::LeftButton);
    QCOMPARE(list->rowCount(), 200);
    QTest::mouseClick(more, Qt::LeftButton);
    QCOMPARE(list->rowCount(), 6);
    view.setExplanation(sharedExplanation(4));
    QCOMPARE(list->rowCount(), 4);
    QVERIFY(!more->isVisible());
}

void TestContributionsView::neverSaysCause()
{
    ContributionsView view;
    view.setExplanation(sharedExplanation(8));
    auto text = allText(view);
    for (const auto& row : contributionRows(madeExplanation(8), nullptr, false))
        text += row.values + row.toolTip;
    QVERIFY(text.contains(u"inconsistent with the others"_s));
    QVERIFY(!text.contains(u"cause"_s, Qt::CaseInsensitive));
}

void TestContributionsView::leftOutAndDuplicatesAreListed()
{
    auto made = madeExplanation(4);
    made.leftOut = {"heater", "mode"};
    made.states = {"valve"};
    made.ranked[1].state = 4.25;
    made.duplicates = {{"channel 1", "channel 2"}};
    made.remarks = {"A temporal pattern that the channel model does not explain."};
    ContributionsView view;
    view.setExplanation(std::make_shared<const Explanation>(made));
    const auto text = allText(view);
    QVERIFY(text.contains(u"heater, mode"_s));
    QVERIFY(text.contains(u"how rare they are: valve."_s));
    const auto rows = contributionRows(made, nullptr, false);
    QVERIFY(rows[1].toolTip.contains(u"4.25 nats are for states"_s));
    QVERIFY(!rows[0].toolTip.contains(u"for states"_s));
    QVERIFY(text.contains(u"channel 1, channel 2"_s));
    QVERIFY(text.contains(u"A temporal pattern"_s));

    // Long lists do not push the map out of sight; the tool tip has them.
    made.duplicates = {{"a1", "a2", "a3", "a4", "a5", "a6"},
                       {"b1", "b2"},
                       {"c1", "c2"},
                       {"d1", "d2"},
                       {"ninth", "tenth"}};
    view.setExplanation(std::make_shared<const Explanation>(made));
    QVERIFY2(allText(view).contains(u"a1, a2, a3, a4 and 2 more."_s), qPrintable(allText(view)));
    QVERIFY(allText(view).contains(u"2 more groups"_s));
    const auto labels = view.findChildren<QLabel*>();
    QVERIFY(std::none_of(labels.begin(), labels.end(),
                         [](const QLabel* label) { return label->text().contains(u"ninth"_s); }));
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->toolTip().contains(u"a5, a6"_s)
            && label->toolTip().contains(u"ninth, tenth"_s);
    }));
}

void TestContributionsView::withoutExplanation()
{
    ContributionsView view;
    view.resize(344, 200);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto* list = view.findChild<RankedChannels*>();
    QVERIFY(!list->isVisible());
    view.setExplanation(sharedExplanation(3));
    QVERIFY(list->isVisible());
    view.setExplanation(nullptr);
    QVERIFY(!list->isVisible());
    QCOMPARE(list->rowCount(), 0);
}

void TestContributionsView::picture_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::addRow("2 channels") << 2 << QSize(1200, 800) << false;
    QTest::addRow("13 channels, dark") << 13 << QSize(1200, 800) << true;
    QTest::addRow("200 channels, 4K") << 200 << QSize(3840, 2160) << false;
    QTest::addRow("200 channels, small") << 200 << QSize(10, 10) << true;
}

void TestContributionsView::picture()
{
    QFETCH(const int, channels);
    QFETCH(const QSize, size);
    QFETCH(const bool, dark);
    const auto made = madeExplanation(channels);
    const auto image =
        explanationPicture(made, u"Incident 1"_s, size, dark, recordingOf(made).get());
    QCOMPARE(image.size(), size.expandedTo(kLeastExplanationPicture));
    QCOMPARE(image.pixelColor(0, 0), themePalette(dark).color(QPalette::Window));
    QVERIFY(holds(image, marginalColour(dark)));
    QVERIFY(holds(image, dependenceColour(dark)));
    QVERIFY(holds(image, divergingColour(made.difference(0, 1), dark))); // the one that is broken
    QVERIFY(holds(image, channelColour(1, dark)));
    QVERIFY(image
            != explanationPicture(made, u"Incident 2"_s, size, dark, recordingOf(made).get()));
}

QTEST_MAIN(TestContributionsView)
#include "tst_contributions_view.moc"
