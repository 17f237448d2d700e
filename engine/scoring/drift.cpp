#include "engine/scoring/drift.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr std::ptrdiff_t kMostRemembered = 4096;
constexpr double kMemorySeconds = 2.0 * 86'400.0;
constexpr std::ptrdiff_t kMemorySamples = 2'880; // two days of minutes

} // namespace

DriftFilter::DriftFilter(double calm, std::ptrdiff_t memory)
    : m_calm(calm)
{
    const auto samples = std::max<std::ptrdiff_t>(2, memory);
    m_stride = (samples + kMostRemembered - 1) / kMostRemembered;
    m_skipped = m_stride - 1; // the first counts
    m_recent.assign(std::size_t(std::max<std::ptrdiff_t>(2, samples / m_stride)), calm);
    m_sorted = m_recent;
}

void DriftFilter::apply(ScoreSeries& scores)
{
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double total = scores.total[i];
        if (std::isnan(total))
            continue;
        // Of the scores before this one: it is not judged by itself.
        const double shift = std::max(0.0, m_sorted[(m_sorted.size() - 1) / 2] - m_calm);
        if (shift > 0.0) {
            const double share = total > shift ? (total - shift) / total : 0.0;
            scores.marginal[i] *= share;
            scores.dependence[i] *= share;
            scores.total[i] = scores.marginal[i] + scores.dependence[i];
        }
        if (++m_skipped >= m_stride)
            remember(total);
    }
}

void DriftFilter::remember(double score)
{
    m_skipped = 0;
    auto& oldest = m_recent[m_next];
    m_sorted.erase(std::lower_bound(m_sorted.begin(), m_sorted.end(), oldest));
    m_sorted.insert(std::upper_bound(m_sorted.begin(), m_sorted.end(), score), score);
    oldest = score;
    m_next = (m_next + 1) % m_recent.size();
}

std::ptrdiff_t driftMemory(double stepSeconds)
{
    if (!(stepSeconds > 0.0))
        return kMemorySamples;
    return std::max<std::ptrdiff_t>(2, std::llround(kMemorySeconds / stepSeconds));
}

} // namespace dissonance
