#include "engine/scoring/flagged_spans.h"
#include "engine/scoring/metrics.h"
#include "engine/scoring/ranking.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>

// The reference (vus 0.0.6, utils/metrics.py, RangeAUC_volume_opt) masks all samples for every
// pair of window and threshold. Here each sample is ranked once by the first threshold that
// flags it; sums over flagged samples are then running sums over thresholds.

namespace dissonance {

namespace {

constexpr std::ptrdiff_t kThresholds = 250;

/// Scores at evenly spaced ranks, highest first; ties repeat.
std::vector<double> thresholdsOf(std::vector<double> score)
{
    std::sort(score.begin(), score.end(), std::greater<>());
    const auto last = std::ptrdiff_t(score.size()) - 1;
    const double step = double(last) / double(kThresholds - 1);
    std::vector<double> thresholds;
    thresholds.reserve(kThresholds);
    for (std::ptrdiff_t k = 0; k < kThresholds; ++k) {
        // As numpy.linspace(0, last, 250).astype(int): truncated, the end exact.
        const auto rank = k + 1 == kThresholds ? last : std::ptrdiff_t(double(k) * step);
        thresholds.push_back(score[std::size_t(rank)]);
    }
    return thresholds;
}

/// Per sample the first threshold that flags it (score >= threshold).
std::vector<std::size_t> firstFlagging(const std::vector<double>& score,
                                       const std::vector<double>& thresholds)
{
    std::vector<std::size_t> first(score.size());
    for (std::size_t i = 0; i < score.size(); ++i)
        first[i] = std::size_t(
            std::lower_bound(thresholds.begin(), thresholds.end(), score[i], std::greater<>())
            - thresholds.begin());
    return first;
}

/// Incidents widened by `half` samples on both sides, merged where they meet.
std::vector<SampleSpan> widened(const std::vector<SampleSpan>& incidents, std::ptrdiff_t half,
                                std::ptrdiff_t samples)
{
    std::vector<SampleSpan> spans;
    for (const auto& incident : incidents) {
        const SampleSpan wide{std::max<std::ptrdiff_t>(incident.first - half, 0),
                              std::min(incident.last + half, samples)};
        // As the reference: spans that share a sample are one, spans that merely touch are two.
        if (!spans.empty() && wide.first < spans.back().last)
            spans.back().last = wide.last;
        else
            spans.push_back(wide);
    }
    return spans;
}

/// The surface at one window: sums over flagged samples by threshold.
class WindowSlice
{
public:
    WindowSlice(const std::vector<SampleSpan>& incidents,
                const std::vector<std::size_t>& firstThreshold)
        : m_incidents(incidents)
        , m_first(firstThreshold)
        , m_soft(firstThreshold.size())
        , m_flagged(kThresholds)
        , m_inside(kThresholds)
    {
        for (const auto first : m_first)
            ++m_flagged[first];
        for (const auto& incident : m_incidents)
            for (auto i = incident.first; i < incident.last; ++i)
                ++m_inside[m_first[std::size_t(i)]];
        accumulate(m_flagged);
        accumulate(m_inside);
    }

    /// Area under range precision over range recall with label buffers of `window` samples.
    double averagePrecision(std::ptrdiff_t window)
    {
        const auto wide = widened(m_incidents, window / 2, std::ptrdiff_t(m_soft.size()));
        const auto buffer = flaggedBuffer(wide, window);
        const auto existence = foundSpans(wide);

        const double positives = m_inside.back();
        double area = 0.0;
        double recallBefore = 0.0;
        for (std::size_t k = 0; k < std::size_t(kThresholds); ++k) {
            const double truePositives = m_inside[k] + buffer[k];
            const double range = positives + buffer[k] / 2.0;
            const double recall =
                std::min(truePositives / range, 1.0) * existence[k] / double(wide.size());
            area += (recall - recallBefore) * truePositives / m_flagged[k];
            recallBefore = recall;
        }
        return area;
    }

private:
    static void accumulate(std::vector<double>& sums)
    {
        std::partial_sum(sums.begin(), sums.end(), sums.begin());
    }

    /// Soft labels outside the incidents, summed over flagged samples.
    std::vector<double> flaggedBuffer(const std::vector<SampleSpan>& wide, std::ptrdiff_t window)
    {
        std::vector<double> slope(std::size_t(window / 2 + 1));
        for (std::size_t distance = 1; distance < slope.size(); ++distance)
            slope[distance] = std::sqrt(1.0 - double(distance) / double(window));

        const auto samples = std::ptrdiff_t(m_soft.size());
        for (const auto& span : wide)
            std::fill(m_soft.begin() + span.first, m_soft.begin() + span.last, 0.0);
        for (const auto& incident : m_incidents) {
            const auto end = std::min(incident.last + window / 2, samples);
            for (auto i = incident.last; i < end; ++i)
                m_soft[std::size_t(i)] += slope[std::size_t(i - incident.last + 1)];
            const auto begin = std::max<std::ptrdiff_t>(incident.first - window / 2, 0);
            for (auto i = begin; i < incident.first; ++i)
                m_soft[std::size_t(i)] += slope[std::size_t(incident.first - i)];
        }
        for (const auto& incident : m_incidents)
            std::fill(m_soft.begin() + incident.first, m_soft.begin() + incident.last, 0.0);

        std::vector<double> sums(kThresholds);
        for (const auto& span : wide)
            for (auto i = span.first; i < span.last; ++i)
                sums[m_first[std::size_t(i)]] += std::min(m_soft[std::size_t(i)], 1.0);
        accumulate(sums);
        return sums;
    }

    /// Widened incidents with a flagged sample.
    std::vector<double> foundSpans(const std::vector<SampleSpan>& wide) const
    {
        std::vector<double> sums(kThresholds);
        for (const auto& span : wide)
            ++sums[*std::min_element(m_first.begin() + span.first, m_first.begin() + span.last)];
        accumulate(sums);
        return sums;
    }

    const std::vector<SampleSpan>& m_incidents;
    const std::vector<std::size_t>& m_first;
    std::vector<double> m_soft;
    std::vector<double> m_flagged;
    std::vector<double> m_inside;
};

} // namespace

double vusPr(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly,
             std::ptrdiff_t maxWindow)
{
    assert(score.size() == isAnomaly.size() && maxWindow >= 0);
    const auto incidents = flaggedSpans(isAnomaly);
    if (incidents.empty())
        return std::numeric_limits<double>::quiet_NaN();

    std::vector<double> ranked(score.size());
    std::transform(score.begin(), score.end(), ranked.begin(), rankedScore);
    const auto first = firstFlagging(ranked, thresholdsOf(ranked));

    WindowSlice slice(incidents, first);
    double volume = 0.0;
    for (std::ptrdiff_t window = 0; window <= maxWindow; ++window)
        volume += slice.averagePrecision(window);
    return volume / double(maxWindow + 1);
}

} // namespace dissonance
