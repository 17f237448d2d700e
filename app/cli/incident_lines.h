#pragma once

#include "engine/detector/stream_scorer.h"
#include "engine/scoring/incident_tracker.h"

#include <cstdint>
#include <string>

namespace dissonance {

/// Incidents as lines of JSON: one when an incident begins, one when it has ended.
class IncidentLines
{
public:
    IncidentLines(const ModelCard& card, double threshold);

    /// The lines that these samples, which follow on those before, bring about.
    std::string add(const StreamScores& scores, TimeKind kind);

    /// The line of the incident that goes on where the stream ends; empty without one.
    std::string finish() const;

private:
    std::string endLine(const Incident& incident, bool isOpen) const;

    IncidentTracker m_tracker;
    TimeKind m_kind = TimeKind::SampleIndex;
    double m_threshold = 0.0;
    std::int64_t m_firstTick = 0; ///< of the incident
    std::int64_t m_endTick = 0; ///< of the sample after its last flagged one
    bool m_wasFlagged = false; ///< the sample before
    std::int64_t m_lastTick = 0;
    std::int64_t m_lastStep = 0;
};

} // namespace dissonance
