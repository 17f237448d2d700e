#include "ui/shell/inspection.h"

#include "ui/shell/error_text.h"
#include "ui/shell/session.h"

#include <algorithm>
#include <chrono>

namespace dissonance {

namespace {

/// A threshold that is being moved is followed once it stands still.
constexpr auto kSettles = std::chrono::milliseconds(250);

} // namespace

Inspection::Inspection(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::currentChanged, this, &Inspection::clear);
    connect(&session, &Session::scoresChanged, this, &Inspection::clear);
    connect(&session, &Session::incidentsChanged, this, &Inspection::followIncidents);
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettles);
    connect(&m_settled, &QTimer::timeout, this, &Inspection::followSpan);
}

void Inspection::inspectIncident(int index)
{
    const auto* entry = m_session.current();
    if (!entry || index < 0 || index >= int(entry->incidents.size()))
        return;
    m_chosenPair.reset();
    inspect(entry->incidents[std::size_t(index)].span, index);
    emit incidentChosen();
}

void Inspection::inspectSpan(const SampleSpan& span)
{
    m_chosenPair.reset();
    inspect(span, -1);
}

void Inspection::inspect(const SampleSpan& span, int incident)
{
    const bool sameSpan = m_span == span;
    m_span = span;
    m_incident = incident;
    m_ofIncident = incident >= 0;
    const auto* entry = m_session.current();
    m_incidentCount = entry && m_ofIncident ? entry->incidents.size() : 0;
    emit targetChanged();
    // Explained, or being explained, already.
    if (!sameSpan || (!m_explanation && !m_explaining))
        explain();
}

void Inspection::clear()
{
    if (m_explaining)
        m_explaining->cancel();
    if (m_pairing)
        m_pairing->cancel();
    m_explaining.clear();
    m_pairing.clear();
    ++m_request;
    ++m_pairRequest;
    m_settled.stop();
    m_chosenPair.reset();
    m_span.reset();
    m_incident = -1;
    m_ofIncident = false;
    m_incidentCount = 0;
    m_explanation.reset();
    m_pair.reset();
    emit targetChanged();
    emit explanationChanged();
    emit pairChanged();
}

void Inspection::explain()
{
    if (m_explaining)
        m_explaining->cancel();
    if (m_pairing)
        m_pairing->cancel();
    ++m_request;
    ++m_pairRequest;
    m_explanation.reset();
    m_pair.reset();
    const auto* entry = m_session.current();
    if (entry && entry->scoredBy && m_span) {
        m_explaining = m_session.jobs().start(
            tr("Explaining"), this,
            [detector = entry->scoredBy, recording = entry->recording, span = *m_span](
                const RunContext& context) { return detector->explain(*recording, span, context); },
            [this, request = m_request](Result<std::shared_ptr<const Explanation>> result) {
                if (request != m_request)
                    return;
                m_explaining.clear();
                if (result)
                    return takeExplanation(*result);
                fail(tr("This span was not explained."), result.error());
                emit explanationChanged();
            });
        m_session.deferRanking();
    }
    emit explanationChanged();
    emit pairChanged();
}

void Inspection::takeExplanation(const std::shared_ptr<const Explanation>& explanation)
{
    m_explanation = explanation;
    emit explanationChanged();
    if (m_chosenPair)
        comparePair(m_chosenPair->first, m_chosenPair->second);
    else if (!explanation->pairs.empty())
        comparePair(QString::fromStdString(explanation->pairs.front().first),
                    QString::fromStdString(explanation->pairs.front().second));
}

void Inspection::showPair(const QString& first, const QString& second)
{
    m_chosenPair = {first, second};
    comparePair(first, second);
}

void Inspection::comparePair(const QString& first, const QString& second)
{
    const auto* entry = m_session.current();
    if (!entry || !entry->scoredBy || !m_span)
        return;
    if (m_pairing)
        m_pairing->cancel();
    const int request = ++m_pairRequest;
    m_pairing = m_session.jobs().start(
        tr("Comparing %1 and %2").arg(first, second), this,
        [detector = entry->scoredBy, recording = entry->recording, span = *m_span,
         a = first.toStdString(), b = second.toStdString()](const RunContext& context) {
            return detector->pair(*recording, span, a, b, context);
        },
        [this, request](Result<std::shared_ptr<const PairDensity>> result) {
            if (request != m_pairRequest)
                return;
            m_pairing.clear();
            if (!result)
                return fail(tr("This pair cannot be shown."), result.error());
            m_pair = *result;
            emit pairChanged();
        });
    m_session.deferRanking();
}

void Inspection::followIncidents()
{
    const auto* entry = m_session.current();
    int found = -1;
    // The one that shares most with it: another threshold moves its edges.
    std::ptrdiff_t most = 0;
    const auto count = entry && m_span && m_ofIncident ? entry->incidents.size() : 0;
    for (int i = 0; i < int(count); ++i) {
        const auto& span = entry->incidents[std::size_t(i)].span;
        const auto shared = std::min(span.last, m_span->last) - std::max(span.first, m_span->first);
        if (shared > most) {
            most = shared;
            found = i;
        }
    }
    m_settled.start();
    if (found == m_incident && count == m_incidentCount)
        return;
    m_incident = found;
    m_incidentCount = count;
    emit targetChanged();
}

/// The edges of the incident have moved with the threshold. While they do, what is shown stays
/// that of the span it was explained for.
void Inspection::followSpan()
{
    const auto* entry = m_session.current();
    if (!entry || m_incident < 0 || m_incident >= int(entry->incidents.size()))
        return;
    const auto& span = entry->incidents[std::size_t(m_incident)].span;
    if (span != m_span)
        inspect(span, m_incident);
}

void Inspection::fail(const QString& headline, const Error& error)
{
    if (error.code != ErrorCode::Cancelled)
        emit failed(headline, errorText(error));
}

} // namespace dissonance
