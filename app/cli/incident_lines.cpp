#include "app/cli/incident_lines.h"

#include "app/cli/output.h"

#include <algorithm>

namespace dissonance {

namespace {

std::string line(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace

IncidentLines::IncidentLines(const ModelCard& card, double threshold)
    : m_tracker(
        threshold, card.causalCalm,
        std::ptrdiff_t(2)
            * *std::max_element(card.config.windowLengths.begin(), card.config.windowLengths.end()))
    , m_threshold(threshold)
{
}

std::string IncidentLines::add(const StreamScores& scores, TimeKind kind)
{
    m_kind = kind;
    std::string text;
    for (std::size_t i = 0; i < scores.ticks.size(); ++i) {
        const auto tick = scores.ticks[i];
        const auto sample = scores.first + std::ptrdiff_t(i);
        const double score = scores.scores.total[i];
        if (m_wasFlagged)
            m_endTick = tick;
        m_wasFlagged = score > m_threshold;
        const auto change = m_tracker.add(score, scores.scores.dependence[i]);
        if (change.ended)
            text += endLine(*change.ended, false);
        if (change.began) {
            m_firstTick = tick;
            text += line({{"event", "begin"},
                          {"sample", sample},
                          {"time", formatTick(kind, tick)},
                          {"score", score}});
        }
        m_lastStep = sample > 0 ? stepBetween(m_lastTick, tick) : 0;
        m_lastTick = tick;
    }
    return text;
}

std::string IncidentLines::finish() const
{
    const auto open = m_tracker.open();
    return open ? endLine(*open, true) : std::string();
}

std::string IncidentLines::endLine(const Incident& incident, bool isOpen) const
{
    const auto endTick = m_wasFlagged ? m_lastTick + m_lastStep : m_endTick;
    return line({{"event", "end"},
                 {"first", incident.span.first},
                 {"last", incident.span.last},
                 {"start", formatTick(m_kind, m_firstTick)},
                 {"end", formatTick(m_kind, endTick)},
                 {"peak", incident.peak},
                 {"peak_score", incident.peakScore},
                 {"dependence_share", incident.dependenceShare},
                 {"open", isOpen}});
}

} // namespace dissonance
