#pragma once

#include "engine/scoring/incident.h"

#include <cstddef>
#include <limits>
#include <optional>

namespace dissonance {

/// Finds the incidents that findIncidents() finds in a whole track, sample by sample.
class IncidentTracker
{
public:
    /// @param calm      as ScoreTrack has it.
    /// @param mergeGap  samples: flagged ones at most so far apart are one incident.
    IncidentTracker(double threshold, double calm, std::ptrdiff_t mergeGap)
        : m_threshold(threshold)
        , m_calm(calm)
        , m_mergeGap(mergeGap)
    {
    }

    struct Change
    {
        std::optional<Incident> ended;
        bool began = false; ///< with this sample
    };

    /// The next sample's scores.
    Change add(double total, double dependence);

    /// The incident that goes on, as far as it is known.
    std::optional<Incident> open() const;

private:
    struct Sums
    {
        double total = 0.0;
        double dependence = 0.0;
    };

    double m_threshold = 0.0;
    double m_calm = std::numeric_limits<double>::quiet_NaN();
    std::ptrdiff_t m_mergeGap = 0;
    std::ptrdiff_t m_next = 0; ///< sample
    std::optional<Incident> m_open;
    bool m_wasCalm = false; ///< since the last flagged sample
    Sums m_sums; ///< of all samples since the incident began
    Sums m_sumsOfSpan; ///< of those up to the last flagged one
};

} // namespace dissonance
