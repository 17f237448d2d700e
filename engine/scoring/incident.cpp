#include "engine/scoring/incident.h"

#include "engine/scoring/flagged_spans.h"

#include <algorithm>
#include <limits>

namespace dissonance {

namespace {

Incident incidentOver(const SampleSpan& span, const ScoreSeries& scores)
{
    Incident incident;
    incident.span = span;
    incident.peak = span.first;
    incident.peakScore = -std::numeric_limits<double>::infinity();

    double total = 0.0;
    double dependence = 0.0;
    for (auto i = span.first; i < span.last; ++i) {
        const double score = scores.total[std::size_t(i)];
        if (!(score == score))
            continue; // a NaN inside a merged span belongs to no window
        if (score > incident.peakScore) {
            incident.peak = i;
            incident.peakScore = score;
        }
        total += score;
        dependence += scores.dependence[std::size_t(i)];
    }
    if (total > 0.0)
        incident.dependenceShare = std::clamp(dependence / total, 0.0, 1.0);
    return incident;
}

/// Does normal operation come back between the two?
bool isCalmBetween(const ScoreTrack& track, const SampleSpan& first, const SampleSpan& second)
{
    // A calm of NaN joins nothing, and neither do samples without a score.
    return !std::all_of(track.samples.total.begin() + first.last,
                        track.samples.total.begin() + second.first,
                        [&](double score) { return score >= track.calm; });
}

} // namespace

std::vector<Incident> findIncidents(const ScoreTrack& track, double threshold,
                                    std::ptrdiff_t mergeGap)
{
    const auto gap = mergeGap < 0 ? 2 * track.windowLength : mergeGap;
    std::vector<SampleSpan> spans;
    for (const auto& span : flaggedSpans(flagAbove(track.samples.total, threshold), gap)) {
        if (!spans.empty() && !isCalmBetween(track, spans.back(), span))
            spans.back().last = span.last;
        else
            spans.push_back(span);
    }
    std::vector<Incident> incidents;
    incidents.reserve(spans.size());
    for (const auto& span : spans)
        incidents.push_back(incidentOver(span, track.samples));
    return incidents;
}

} // namespace dissonance
