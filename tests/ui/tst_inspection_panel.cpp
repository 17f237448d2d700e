#include "ui/shell/inspection.h"
#include "ui/shell/inspection_panel.h"
#include "ui/shell/session.h"
#include "ui/views/contributions_view.h"
#include "ui/views/dependency_heatmap.h"
#include "ui/views/pair_view.h"

#include <QAbstractButton>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace dissonance;
using namespace Qt::StringLiterals;

/// The panel as far as it goes without a trained detector; with one, the tests of the whole
/// window drive it.
class TestInspectionPanel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void emptyStateSaysWhatToDo();
    void withoutDetectorItSaysSo();
    void failureIsSaidUntilTheTargetChanges();
    void segmentsChangeTheHeatmap();
    void channelActivationIsPassedOn();
    void everyControlHasAName();
    void fitsANarrowDock();

private:
    bool openRecording(Session& session);

    QTemporaryDir m_folder;
};

namespace {

QString shownText(const QWidget& panel)
{
    QString text;
    for (const auto* label : panel.findChildren<QLabel*>())
        if (label->isVisible())
            text += label->text() + u'\n';
    return text;
}

QAbstractButton* button(const QWidget& panel, const QString& text)
{
    for (auto* candidate : panel.findChildren<QAbstractButton*>())
        if (candidate->text() == text)
            return candidate;
    return nullptr;
}

} // namespace

void TestInspectionPanel::init()
{
    QVERIFY(m_folder.isValid());
}

bool TestInspectionPanel::openRecording(Session& session)
{
    QFile file(m_folder.filePath(u"made.csv"_s));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write("time,a,b\n");
    for (int i = 0; i < 200; ++i)
        file.write(QByteArray::number(i) + ',' + QByteArray::number(i % 7) + ','
                   + QByteArray::number(i % 5) + '\n');
    file.close();
    session.open({file.fileName()});
    return QTest::qWaitFor([&] { return session.current() != nullptr; }, 20'000);
}

void TestInspectionPanel::emptyStateSaysWhatToDo()
{
    Session session;
    Inspection inspection(session);
    InspectionPanel panel(session, inspection);
    panel.resize(360, 600);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QVERIFY(shownText(panel).contains(u"Select an incident, or Shift-drag a span"_s));
    QVERIFY(shownText(panel).startsWith(u"Open a recording first."_s));
    QVERIFY(!panel.findChild<DependencyHeatmap*>()->isVisible());
    QVERIFY(!panel.findChild<ContributionsView*>()->isVisible());
    QVERIFY(!panel.findChild<PairView*>()->isVisible());
}

void TestInspectionPanel::withoutDetectorItSaysSo()
{
    Session session;
    Inspection inspection(session);
    InspectionPanel panel(session, inspection);
    panel.resize(360, 600);
    panel.show();
    QVERIFY(openRecording(session));
    inspection.inspectSpan({20, 50});
    QVERIFY(shownText(panel).contains(u"Selected span"_s));
    QVERIFY(shownText(panel).contains(u"Train the detector"_s));
    QVERIFY2(shownText(panel).contains(u"30 s"_s), qPrintable(shownText(panel)));
    inspection.clear();
    QVERIFY(shownText(panel).contains(u"Select an incident"_s));
    QVERIFY(shownText(panel).startsWith(u"Train the detector"_s)); // else there is no incident
    QVERIFY(!shownText(panel).contains(u"Selected span"_s));
}

void TestInspectionPanel::failureIsSaidUntilTheTargetChanges()
{
    Session session;
    Inspection inspection(session);
    InspectionPanel panel(session, inspection);
    panel.resize(360, 600);
    panel.show();
    QVERIFY(openRecording(session));
    inspection.inspectSpan({20, 50});
    emit inspection.failed(u"This span was not explained."_s, u"The model does not fit."_s);
    emit inspection.explanationChanged();
    QVERIFY(shownText(panel).contains(u"This span was not explained."_s));
    QVERIFY(shownText(panel).contains(u"The model does not fit."_s));
    inspection.inspectSpan({60, 70});
    QVERIFY(!shownText(panel).contains(u"The model does not fit."_s));
}

void TestInspectionPanel::segmentsChangeTheHeatmap()
{
    Session session;
    Inspection inspection(session);
    InspectionPanel panel(session, inspection);
    auto* heatmap = panel.findChild<DependencyHeatmap*>();
    QVERIFY(heatmap);
    QCOMPARE(heatmap->mode(), DependencyHeatmap::Mode::Difference);
    QVERIFY(button(panel, u"Difference"_s)->isChecked());
    // Buttons of hidden details still take clicks: they are the same ones.
    button(panel, u"Normal"_s)->click();
    QCOMPARE(heatmap->mode(), DependencyHeatmap::Mode::Normal);
    QVERIFY(!button(panel, u"Difference"_s)->isChecked());
    button(panel, u"This window"_s)->click();
    QCOMPARE(heatmap->mode(), DependencyHeatmap::Mode::Window);
    QCOMPARE(heatmap->measure(), DependencyHeatmap::Measure::Correlation);
    button(panel, u"Nonlinear"_s)->click();
    QCOMPARE(heatmap->measure(), DependencyHeatmap::Measure::Nonlinear);
    QVERIFY(button(panel, u"This window"_s)->isChecked()); // two choices, apart

    // What a measure does not have cannot be chosen, and comes back with one that has it.
    button(panel, u"Temporal"_s)->click();
    QVERIFY(button(panel, u"Normal"_s)->isChecked());
    QVERIFY(!button(panel, u"This window"_s)->isEnabled());
    button(panel, u"Surprise"_s)->click();
    QVERIFY(button(panel, u"Difference"_s)->isChecked());
    QVERIFY(!button(panel, u"Normal"_s)->isEnabled());
    button(panel, u"Linear"_s)->click();
    QVERIFY(button(panel, u"This window"_s)->isChecked());
    QVERIFY(button(panel, u"Normal"_s)->isEnabled());
}

void TestInspectionPanel::channelActivationIsPassedOn()
{
    Session session;
    Inspection inspection(session);
    InspectionPanel panel(session, inspection);
    const QSignalSpy activated(&panel, &InspectionPanel::channelActivated);
    emit panel.findChild<ContributionsView*>()->channelActivated(u"a"_s);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].toString(), u"a"_s);
}

void TestInspectionPanel::everyControlHasAName()
{
    Session session;
    Inspection inspection(session);
    InspectionPanel panel(session, inspection);
    QVERIFY(!panel.accessibleName().isEmpty());
    for (const auto* widget : panel.findChildren<QWidget*>())
        if (widget->focusPolicy() & Qt::TabFocus)
            QVERIFY2(!widget->accessibleName().isEmpty()
                         || !widget->property("text").toString().isEmpty(),
                     widget->metaObject()->className());
}

void TestInspectionPanel::fitsANarrowDock()
{
    Session session;
    Inspection inspection(session);
    InspectionPanel panel(session, inspection);
    // 360 px less a scroll bar: nothing may be cut off at the side.
    for (auto* details : panel.widget()->findChildren<QWidget*>())
        QVERIFY2(details->minimumSizeHint().width() <= 330, details->metaObject()->className());
}

QTEST_MAIN(TestInspectionPanel)
#include "tst_inspection_panel.moc"
