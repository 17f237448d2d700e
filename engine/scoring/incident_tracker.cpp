#include "engine/scoring/incident_tracker.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance {

IncidentTracker::Change IncidentTracker::add(double total, double dependence)
{
    Change change;
    const auto sample = m_next++;
    const bool isFlagged = total > m_threshold; // false for a NaN
    if (m_open && !isFlagged) {
        m_wasCalm = m_wasCalm || !(total >= m_calm);
        // The next flagged sample is at least one further.
        if (m_wasCalm && sample + 1 - m_open->span.last > m_mergeGap) {
            change.ended = open();
            m_open.reset();
            return change;
        }
    }
    if (isFlagged && !m_open) {
        change.began = true;
        m_open.emplace();
        m_open->span = {sample, sample};
        m_open->peakScore = -std::numeric_limits<double>::infinity();
        m_sums = {};
    }
    if (!m_open || std::isnan(total))
        return change;
    m_sums.total += total;
    m_sums.dependence += dependence;
    if (!isFlagged)
        return change;
    m_wasCalm = false;
    m_open->span.last = sample + 1;
    m_sumsOfSpan = m_sums;
    if (total > m_open->peakScore) {
        m_open->peak = sample;
        m_open->peakScore = total;
    }
    return change;
}

std::optional<Incident> IncidentTracker::open() const
{
    auto incident = m_open;
    if (incident && m_sumsOfSpan.total > 0.0)
        incident->dependenceShare =
            std::clamp(m_sumsOfSpan.dependence / m_sumsOfSpan.total, 0.0, 1.0);
    return incident;
}

} // namespace dissonance
