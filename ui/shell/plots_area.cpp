#include "ui/shell/plots_area.h"

#include "ui/shell/inspection.h"
#include "ui/shell/score_state.h"
#include "ui/shell/session.h"
#include "ui/views/overview_strip.h"
#include "ui/views/score_track_view.h"
#include "ui/views/shared_time.h"
#include "ui/views/tracks_view.h"

#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace dissonance {

using namespace Qt::StringLiterals;

namespace {

/// A selection is explained once it stands still.
constexpr auto kSettles = std::chrono::milliseconds(250);

} // namespace

PlotsArea::PlotsArea(Session& session, Inspection& inspection, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_inspection(inspection)
    , m_time(new SharedTime(this))
    , m_overview(new OverviewStrip(*m_time, this))
    , m_tracks(new TracksView(*m_time, this))
    , m_score(new ScoreTrackView(*m_time, this))
{
    m_overview->setObjectName(u"overview"_s);
    m_tracks->setObjectName(u"tracks"_s);
    m_score->setObjectName(u"score"_s);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(u"plots"_s);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(4);
    splitter->addWidget(m_tracks);
    splitter->addWidget(m_score);
    splitter->setStretchFactor(0, 4);
    splitter->setStretchFactor(1, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_overview);
    layout->addWidget(splitter, 1);

    connect(&session, &Session::currentChanged, this, &PlotsArea::takeRecording);
    connect(&session, &Session::scoresChanged, this, &PlotsArea::takeScores);
    connect(&session, &Session::detectorChanged, this, &PlotsArea::takeScores);
    connect(&session, &Session::incidentsChanged, this, &PlotsArea::takeIncidents);
    connect(&inspection, &Inspection::targetChanged, this, &PlotsArea::takeTarget);
    connect(&inspection, &Inspection::incidentChosen, this, &PlotsArea::jumpToTarget);
    connect(m_score, &ScoreTrackView::thresholdMoved, &session, &Session::setThreshold);
    connect(m_score, &ScoreTrackView::incidentClicked, &inspection, &Inspection::inspectIncident);
    connect(m_tracks, &TracksView::incidentClicked, &inspection, &Inspection::inspectIncident);
    connect(m_tracks, &TracksView::contextMenuRequested, this, &PlotsArea::contextMenuRequested);
    connect(m_score, &ScoreTrackView::contextMenuRequested, this, &PlotsArea::contextMenuRequested);
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettles);
    connect(m_time, &SharedTime::selectionChanged, &m_settled, qOverload<>(&QTimer::start));
    connect(&m_settled, &QTimer::timeout, this, &PlotsArea::takeSelection);
    takeRecording();
}

void PlotsArea::focusTracks()
{
    m_tracks->setFocus();
}

void PlotsArea::setChannels(const std::vector<std::size_t>& channels)
{
    m_tracks->setChannels(channels);
}

void PlotsArea::keepValueRanges(bool keep)
{
    m_tracks->keepValueRanges(keep);
}

void PlotsArea::fitTracks(bool fits)
{
    m_tracks->fitIntoHeight(fits);
}

void PlotsArea::showChannel(std::size_t channel)
{
    m_tracks->ensureVisible(channel);
}

std::optional<SampleSpan> PlotsArea::spanToExplain() const
{
    if (m_time->selection())
        return m_time->selection();
    const auto* entry = m_session.current();
    if (!entry || !entry->scores || !m_time->cursor())
        return std::nullopt;
    const auto length = entry->scores->windowLength;
    const auto last = entry->recording->sampleCount() - length;
    const auto first = std::clamp<std::ptrdiff_t>(*m_time->cursor() - length / 2, 0, last);
    return SampleSpan{first, first + length};
}

void PlotsArea::takeRecording()
{
    if (m_recordingId > 0)
        m_rangeBefore.insert(m_recordingId, {m_time->lower(), m_time->upper()});
    const auto* entry = m_session.current();
    m_recordingId = entry ? entry->id : 0;
    m_time->setClock(entry ? entry->recording->clock() : nullptr);
    if (const auto it = m_rangeBefore.constFind(m_recordingId); it != m_rangeBefore.cend())
        m_time->setRange(it->first, it->second);
    m_tracks->setRecording(entry ? entry->recording : nullptr, entry ? entry->pyramids : nullptr);
    m_overview->setRecording(entry ? entry->recording : nullptr);
    takeScores();
    takeIncidents();
}

void PlotsArea::takeScores()
{
    const auto* entry = m_session.current();
    m_score->setEmptyText(m_session.detector() ? missingScoresText(m_session)
                                               : tr("Train the detector on a normal span, or load "
                                                    "a model, to see scores here."));
    const auto scores = entry ? entry->scores : nullptr;
    m_score->setScores(scores);
    m_overview->setScores(scores, scores ? entry->threshold : 0.0);
    if (scores)
        m_score->setThreshold(entry->threshold);
}

void PlotsArea::takeIncidents()
{
    const auto* entry = m_session.current();
    const auto incidents = entry ? entry->incidents : std::vector<Incident>();
    m_tracks->setIncidents(incidents);
    m_overview->setIncidents(incidents);
    m_score->setIncidents(incidents);
    if (entry && entry->scores) {
        m_score->setThreshold(entry->threshold);
        m_overview->setScores(entry->scores, entry->threshold);
    }
}

void PlotsArea::takeTarget()
{
    const auto span = m_inspection.span();
    m_tracks->setInspected(span);
    m_score->setInspected(span);
}

void PlotsArea::jumpToTarget()
{
    if (m_inspection.span())
        m_time->showSpan(*m_inspection.span());
}

void PlotsArea::takeSelection()
{
    const auto* entry = m_session.current();
    if (entry && entry->scores && m_time->selection())
        m_inspection.inspectSpan(*m_time->selection());
}

} // namespace dissonance
