#include "engine/scoring/affiliation.h"

#include "engine/scoring/flagged_spans.h"

#include <algorithm>
#include <limits>

namespace dissonance {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Samples of the zone that lie `distance` or further from a span inside it.
double shareBeyond(const SampleSpan& zone, const SampleSpan& span, std::ptrdiff_t distance)
{
    if (distance == 0)
        return 1.0;
    const auto before = std::max<std::ptrdiff_t>(0, span.first - zone.first - distance + 1);
    const auto after = std::max<std::ptrdiff_t>(0, zone.last - span.last - distance + 1);
    return double(before + after) / double(zone.size());
}

/// Samples between two incidents belong to the nearer one.
std::vector<SampleSpan> zonesOf(const std::vector<SampleSpan>& incidents, std::ptrdiff_t samples)
{
    std::vector<SampleSpan> zones;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const auto first = i == 0 ? 0 : zones.back().last;
        const auto last =
            i + 1 == incidents.size() ? samples : (incidents[i].last + incidents[i + 1].first) / 2;
        zones.push_back({first, last});
    }
    return zones;
}

struct Sums
{
    double precision = 0.0;
    double recall = 0.0;
    bool isFlagged = false;
};

Sums measureZone(const SampleSpan& zone, const SampleSpan& incident,
                 const std::vector<std::uint8_t>& flagged)
{
    // Distance of every sample of the incident to the nearest flag of the zone.
    std::vector<std::ptrdiff_t> nearest(std::size_t(incident.size()), zone.size());
    double precision = 0.0;
    double flags = 0.0;
    for (auto sample = zone.first; sample < zone.last; ++sample) {
        if (!flagged[std::size_t(sample)])
            continue;
        const auto distance =
            std::max<std::ptrdiff_t>({0, incident.first - sample, sample - (incident.last - 1)});
        precision += shareBeyond(zone, incident, distance);
        ++flags;
        const auto at = std::clamp(sample, incident.first, incident.last - 1) - incident.first;
        auto& here = nearest[std::size_t(at)];
        here = std::min(here, distance);
    }
    if (flags == 0.0)
        return {};
    for (std::size_t i = 1; i < nearest.size(); ++i)
        nearest[i] = std::min(nearest[i], nearest[i - 1] + 1);
    for (auto i = nearest.size() - 1; i > 0; --i)
        nearest[i - 1] = std::min(nearest[i - 1], nearest[i] + 1);
    double recall = 0.0;
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        const auto sample = incident.first + std::ptrdiff_t(i);
        recall += shareBeyond(zone, {sample, sample + 1}, nearest[i]);
    }
    return {precision / flags, recall / double(incident.size()), true};
}

} // namespace

Affiliation affiliation(const std::vector<std::uint8_t>& flagged,
                        const std::vector<std::uint8_t>& isAnomaly)
{
    const auto incidents = flaggedSpans(isAnomaly);
    const auto zones = zonesOf(incidents, std::ptrdiff_t(isAnomaly.size()));
    double precision = 0.0;
    double recall = 0.0;
    double zonesWithFlags = 0.0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const auto sums = measureZone(zones[i], incidents[i], flagged);
        precision += sums.precision;
        recall += sums.recall;
        zonesWithFlags += sums.isFlagged ? 1.0 : 0.0;
    }
    Affiliation result;
    result.precision = zonesWithFlags > 0.0 ? precision / zonesWithFlags : kNaN;
    result.recall = incidents.empty() ? kNaN : recall / double(incidents.size());
    const double sum = result.precision + result.recall;
    result.f1 = sum == 0.0 ? 0.0 : 2.0 * result.precision * result.recall / sum;
    return result;
}

} // namespace dissonance
