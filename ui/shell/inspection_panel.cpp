#include "ui/shell/inspection_panel.h"

#include "ui/models/time_text.h"
#include "ui/shell/inspection.h"
#include "ui/shell/score_state.h"
#include "ui/shell/segment_button.h"
#include "ui/shell/session.h"
#include "ui/views/contributions_view.h"
#include "ui/views/dependency_heatmap.h"
#include "ui/views/pair_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

QLabel* makeLabel(bool bold, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    auto font = label->font();
    font.setBold(bold);
    label->setFont(font);
    return label;
}

QHBoxLayout* addRow(QVBoxLayout* rows)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    rows->addLayout(row);
    return row;
}

void addSegment(QButtonGroup* group, QHBoxLayout* row, int id, const QString& text,
                const QString& toolTip)
{
    auto* button = new SegmentButton(text, toolTip);
    group->addButton(button, id);
    row->addWidget(button);
}

} // namespace

InspectionPanel::InspectionPanel(Session& session, Inspection& inspection, QWidget* parent)
    : QScrollArea(parent)
    , m_session(session)
    , m_inspection(inspection)
{
    setAccessibleName(tr("Why"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // its views have the keyboard

    auto* content = new QWidget(this);
    m_headline = makeLabel(true, content);
    m_subline = makeLabel(false, content);
    m_state = makeLabel(false, content);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_headline);
    layout->addWidget(m_subline);
    layout->addWidget(m_state);
    layout->addWidget(makeDetails());
    layout->addStretch(1);
    setWidget(content);

    connect(&inspection, &Inspection::targetChanged, this, &InspectionPanel::followTarget);
    connect(&inspection, &Inspection::explanationChanged, this,
            &InspectionPanel::followExplanation);
    connect(&inspection, &Inspection::pairChanged, this, &InspectionPanel::followPair);
    connect(&inspection, &Inspection::failed, this, &InspectionPanel::takeFailure);
    connect(&session, &Session::detectorChanged, this, &InspectionPanel::followTarget);
    followTarget();
    followExplanation();
    followPair();
}

QWidget* InspectionPanel::makeDetails()
{
    m_details = new QWidget(this);
    m_contributions = new ContributionsView(m_details);
    m_mapTitle = makeLabel(true, m_details);
    auto* choices = makeChoices(); // before the map: the keyboard comes to them in this order
    m_heatmap = new DependencyHeatmap(m_details);
    m_modes->button(int(m_heatmap->mode()))->setChecked(true);
    m_measures->button(int(m_heatmap->measure()))->setChecked(true);
    m_mapNote = makeLabel(false, m_details);
    m_allChannels = new SegmentButton(QString(), tr("Every channel in the map"), m_details);
    m_model = makeLabel(false, m_details);
    m_pair = new PairView(m_details);

    auto* layout = new QVBoxLayout(m_details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_contributions);
    layout->addSpacing(8);
    layout->addWidget(m_mapTitle);
    layout->addWidget(choices);
    layout->addWidget(m_heatmap);
    layout->addWidget(m_mapNote);
    layout->addWidget(m_allChannels);
    layout->addWidget(m_model);
    layout->addSpacing(8);
    layout->addWidget(m_pair);

    connect(m_contributions, &ContributionsView::channelActivated, this,
            &InspectionPanel::channelActivated);
    connect(m_heatmap, &DependencyHeatmap::pairActivated, this, &InspectionPanel::showPair);
    connect(m_heatmap, &DependencyHeatmap::shownChanged, this, &InspectionPanel::followShown);
    connect(m_allChannels, &QToolButton::toggled, m_heatmap, &DependencyHeatmap::setShowAll);
    return m_details;
}

QWidget* InspectionPanel::makeChoices()
{
    auto* choices = new QWidget(m_details);
    m_modes = new QButtonGroup(this);
    m_measures = new QButtonGroup(this);
    auto* rows = new QVBoxLayout(choices);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    using Mode = DependencyHeatmap::Mode;
    auto* row = addRow(rows);
    addSegment(m_modes, row, int(Mode::Normal), tr("Normal"), tr("Dependence in normal operation"));
    addSegment(m_modes, row, int(Mode::Window), tr("This window"), tr("Dependence in this window"));
    addSegment(m_modes, row, int(Mode::Difference), tr("Difference"),
               tr("This window minus normal operation"));
    row->addStretch(1);
    row = addRow(rows);
    using Measure = DependencyHeatmap::Measure;
    addSegment(m_measures, row, int(Measure::Correlation), tr("Linear"),
               tr("Correlation of normal scores"));
    addSegment(m_measures, row, int(Measure::Nonlinear), tr("Nonlinear"),
               tr("Distance correlation, which sees curved dependence too"));
    addSegment(m_measures, row, int(Measure::Temporal), tr("Temporal"),
               tr("Largest canonical correlation of two channels' patterns, at any lag within a "
                  "window; known of normal operation alone"));
    addSegment(m_measures, row, int(Measure::Surprise), tr("Surprise"),
               tr("How much less likely each pair is than in normal operation, in nats"));
    row->addStretch(1);
    connect(m_modes, &QButtonGroup::idClicked, this, [this](int id) {
        m_heatmap->setMode(Mode(id));
        followShown();
    });
    connect(m_measures, &QButtonGroup::idClicked, this, [this](int id) {
        m_heatmap->setMeasure(Measure(id));
        followShown();
    });
    return choices;
}

void InspectionPanel::followTarget()
{
    m_failure.clear();
    m_headline->setText(headline());
    m_subline->setText(subline());
    m_headline->setVisible(!m_headline->text().isEmpty());
    m_subline->setVisible(!m_subline->text().isEmpty());
    m_state->setText(stateText());
}

QString InspectionPanel::headline() const
{
    const auto* entry = m_session.current();
    if (!entry || !m_inspection.span())
        return {};
    if (m_inspection.incident() < 0 && m_inspection.isOfIncident())
        return tr("No incident at this threshold");
    if (m_inspection.incident() < 0)
        return tr("Selected span");
    return tr("Incident %1 of %2").arg(m_inspection.incident() + 1).arg(entry->incidents.size());
}

void InspectionPanel::setTimeStyle(TimeStyle style)
{
    m_style = style;
    m_subline->setText(subline());
}

QString InspectionPanel::subline() const
{
    const auto* entry = m_session.current();
    const auto span = m_inspection.span();
    if (!entry || !span)
        return {};
    const auto& clock = *entry->recording->clock();
    return tr("%1, for %2")
        .arg(instantText(clock, span->first, m_style), durationText(clock, *span));
}

QString InspectionPanel::stateText() const
{
    const auto* entry = m_session.current();
    if (entry && !m_inspection.span() && m_session.detector() && !entry->scores)
        return missingScoresText(m_session);
    const auto first = !entry   ? tr("Open a recording first.")
        : !m_session.detector() ? tr("Train the detector on a normal span, or load a model.")
                                : QString();
    if (!entry || !m_inspection.span())
        return tr("%1 Select an incident, or Shift-drag a span on the tracks, to see why it "
                  "stands out.")
            .arg(first)
            .trimmed();
    if (!m_failure.isEmpty())
        return m_failure;
    if (m_inspection.isBusy())
        return tr("Comparing this span with normal operation…");
    if (!entry->scoredBy)
        return tr("Train the detector on a normal span, or load a model, to see why this span "
                  "stands out.");
    return tr("This span was not explained. Select it again to try once more.");
}

void InspectionPanel::followExplanation()
{
    const auto& explanation = m_inspection.explanation();
    const auto* entry = m_session.current();
    if (m_inspection.isBusy())
        m_failure.clear();
    m_state->setText(stateText());
    m_state->setVisible(!explanation);
    m_details->setVisible(bool(explanation));
    m_contributions->setRecording(entry ? entry->recording : nullptr);
    m_contributions->setExplanation(explanation);
    m_heatmap->setExplanation(explanation);
    m_allChannels->setChecked(false);
    followShown();
    if (!explanation)
        return;
    auto text = tr("Dependence in normal operation: %1, condition number %2.")
                    .arg(QString::fromStdString(explanation->family),
                         QLocale().toString(explanation->conditionNumber, 'g', 3));
    if (explanation->family.empty())
        text.clear();
    m_model->setText(text);
    m_model->setVisible(!text.isEmpty());
}

void InspectionPanel::followShown()
{
    const int shown = m_heatmap->shownCount();
    const int all = m_heatmap->channelCount();
    m_mapTitle->setText(m_heatmap->title());
    for (auto* button : m_modes->buttons()) {
        const auto mode = DependencyHeatmap::Mode(m_modes->id(button));
        button->setEnabled(hasMode(m_heatmap->measure(), mode));
        button->setChecked(mode == modeFor(m_heatmap->measure(), m_heatmap->mode()));
    }
    const bool untested = m_heatmap->mode() == DependencyHeatmap::Mode::Difference
        && m_heatmap->measure() == DependencyHeatmap::Measure::Nonlinear;
    auto note = untested ? tr("How significant these changes are is not tested.") : QString();
    if (shown < all)
        note = tr("The %1 most inconsistent of %2 channels. ").arg(shown).arg(all) + note;
    m_mapNote->setText(note.trimmed());
    m_mapNote->setVisible(!note.isEmpty());
    m_allChannels->setText(tr("Show all %1 channels").arg(all));
    m_allChannels->setVisible(shown < all || m_allChannels->isChecked());
}

void InspectionPanel::showPair(const QString& first, const QString& second)
{
    m_heatmap->setCurrentPair(first, second);
    m_inspection.showPair(first, second);
}

void InspectionPanel::followPair()
{
    const auto& pair = m_inspection.pair();
    m_pair->setPair(pair);
    if (pair)
        m_heatmap->setCurrentPair(QString::fromStdString(pair->first),
                                  QString::fromStdString(pair->second));
}

void InspectionPanel::takeFailure(const QString& headline, const QString& what)
{
    const auto text = headline + u'\n' + what;
    // An explanation that is there did not fail: its pair did.
    if (m_inspection.explanation()) {
        m_pair->setPair(nullptr);
        m_pair->setMessage(text);
        return;
    }
    m_failure = text;
    m_state->setText(stateText());
}

} // namespace dissonance
