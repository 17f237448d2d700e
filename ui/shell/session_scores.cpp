// What a Session knows of scores: who gave them, the incidents in them, and their channels.

#include "engine/detector/normal_span.h"
#include "ui/shell/error_text.h"
#include "ui/shell/session.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace dissonance {

/// What another model said must not stand there as if it were this one's.
void Session::forgetScores()
{
    if (m_scoring)
        m_scoring->cancel();
    if (m_ranking)
        m_ranking->cancel();
    m_scoring.clear();
    m_ranking.clear();
    for (auto& entry : m_recordings) {
        entry.scoredBy.reset();
        entry.refusedBy.reset();
        entry.refusal.clear();
        entry.scores.reset();
        entry.threshold = std::numeric_limits<double>::quiet_NaN();
        entry.incidents.clear();
    }
    if (current()) {
        emit scoresChanged();
        emit incidentsChanged();
    }
}

void Session::suggestNormal()
{
    const auto* entry = current();
    if (!entry || m_suggesting)
        return;
    const auto name = QFileInfo(entry->file).fileName();
    m_suggesting = m_jobs.start(
        tr("Looking for normal operation in %1").arg(name), this,
        [recording = entry->recording](const RunContext& context) {
            return suggestNormalSpan(recording, context);
        },
        [this, id = entry->id](Result<SampleSpan> result) {
            m_suggesting.clear();
            emit suggestingChanged();
            if (result)
                emit normalSuggested(id, *result);
            else
                fail(tr("No normal span was suggested."), result.error());
        });
    emit suggestingChanged();
}

void Session::adapt(const SampleSpan& normal)
{
    const auto* entry = current();
    if (!entry || !m_detector)
        return;
    const auto name = QFileInfo(entry->file).fileName();
    m_jobs.start(
        tr("Re-centring the model on %1").arg(name), this,
        [detector = m_detector, recording = entry->recording, normal](const RunContext& context) {
            return detector->adapted(*recording, normal, context);
        },
        [this, before = m_detector](Result<std::shared_ptr<const Detector>> result) {
            if (!result)
                fail(tr("The model was not re-centred."), result.error());
            else if (before == m_detector) // else another one was loaded or trained meanwhile
                takeDetector(*result, true);
        });
}

bool Session::isScoring() const
{
    const auto* entry = current();
    return entry && m_scoring && !m_scoring->isCancelled() && m_scoringId == entry->id;
}

void Session::scoreUnlessRefused()
{
    const auto* entry = current();
    if (entry && entry->refusedBy != m_detector)
        score();
}

void Session::score()
{
    const auto* entry = current();
    if (!entry || !m_detector || entry->scoredBy == m_detector || isScoring())
        return;
    if (m_scoring)
        m_scoring->cancel();
    m_scoringId = entry->id;
    const int number = ++m_scoringNumber;
    const auto name = QFileInfo(entry->file).fileName();
    m_scoring = m_jobs.start(
        tr("Scoring %1").arg(name), this,
        [detector = m_detector, recording = entry->recording](const RunContext& context) {
            return detector->score(*recording, {}, context);
        },
        [this, id = entry->id, number, name,
         detector = m_detector](Result<std::shared_ptr<const ScoreTrack>> result) {
            if (result)
                return takeScores(id, detector, *result);
            // Given up for another recording or model, or begun anew: neither failed nor refused.
            auto* refused = find(id);
            if (!refused || detector != m_detector || number != m_scoringNumber)
                return;
            refused->refusedBy = detector;
            const bool isStopped = result.error().code == ErrorCode::Cancelled;
            refused->refusal = isStopped ? QString() : errorText(result.error());
            m_scoring.clear();
            fail(tr("%1 was not scored.").arg(name), result.error());
            if (refused == current())
                emit scoresChanged();
        });
    emit scoresChanged();
}

void Session::takeScores(int id, const std::shared_ptr<const Detector>& detector,
                         const std::shared_ptr<const ScoreTrack>& scores)
{
    auto* entry = find(id);
    if (!entry || detector != m_detector)
        return;
    if (id == m_scoringId) {
        // Where this is an earlier answer, the one that was asked for since would be the same.
        if (m_scoring)
            m_scoring->cancel();
        m_scoring.clear();
        ++m_scoringNumber;
    }
    entry->scoredBy = detector;
    entry->scores = scores;
    entry->threshold = scores->threshold;
    entry->incidents = findIncidents(*scores, scores->threshold);
    for (const auto& notice : scores->notices)
        emit noticed(entry->file, QString::fromStdString(notice));
    if (entry != current())
        return;
    emit scoresChanged();
    emit incidentsChanged();
    rankIncidents();
}

void Session::setThreshold(double threshold)
{
    auto* entry = currentEntry();
    if (!entry || !entry->scores)
        return;
    if (std::isnan(threshold))
        threshold = entry->scores->threshold;
    if (threshold == entry->threshold)
        return;
    entry->threshold = threshold;
    auto incidents = findIncidents(*entry->scores, entry->threshold);
    // What was ranked before is not ranked again on the screen while the job runs. Both are in
    // time order.
    auto known = entry->incidents.begin();
    for (auto& incident : incidents) {
        while (known != entry->incidents.end() && known->span.first < incident.span.first)
            ++known;
        if (known != entry->incidents.end() && known->span == incident.span) {
            incident.channels = known->channels;
            incident.pairs = known->pairs;
        }
    }
    entry->incidents = std::move(incidents);
    emit incidentsChanged();
    rankIncidents();
}

void Session::rankIncidents()
{
    if (m_ranking)
        m_ranking->cancel();
    const auto* entry = current();
    if (!entry || !entry->scoredBy || entry->incidents.empty())
        return;
    m_rankingId = entry->id;
    m_ranking = m_jobs.start(
        tr("Ranking channels"), this,
        [detector = entry->scoredBy, recording = entry->recording, scores = entry->scores,
         threshold = entry->threshold](const RunContext& context) {
            return detector->incidents(*recording, *scores, threshold, context);
        },
        [this, id = entry->id, scores = entry->scores,
         threshold = entry->threshold](Result<std::vector<Incident>> result) {
            auto* ranked = find(id);
            if (!result && result.error().code != ErrorCode::Cancelled)
                fail(tr("The channels of the incidents were not ranked."), result.error());
            if (!result || !ranked || ranked->scores != scores || ranked->threshold != threshold)
                return;
            ranked->incidents = *std::move(result);
            if (ranked == current())
                emit incidentsChanged();
        });
}

void Session::deferRanking()
{
    const auto* entry = current();
    const auto isRanked = [](const Incident& incident) {
        return !incident.channels.empty();
    };
    if (entry && !std::all_of(entry->incidents.begin(), entry->incidents.end(), isRanked))
        rankIncidents();
}

} // namespace dissonance
