#include "engine/detector/sample_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

/// Adds share * (mean of the windows covering each sample). Summed afresh for each sample: a
/// running sum would make a sample's score depend on all before it.
void addCoveringMeans(const Eigen::ArrayXd& windows, Eigen::Index length, double share,
                      std::vector<double>& samples)
{
    const auto count = windows.size();
    for (Eigen::Index t = 0; t < Eigen::Index(samples.size()); ++t) {
        const auto first = std::max<Eigen::Index>(0, t - length + 1);
        const auto last = std::min(t, count - 1);
        const auto covering = windows.segment(first, last - first + 1);
        double mean = covering.mean();
        if (std::isnan(mean)) {
            const auto known = covering.size() - covering.isNaN().count();
            mean = covering.isNaN().select(0.0, covering).sum() / double(known);
        }
        samples[std::size_t(t)] += share * mean;
    }
}

void addEndingWindows(const Eigen::ArrayXd& windows, Eigen::Index skip, double share,
                      std::vector<double>& ending)
{
    for (std::size_t w = 0; w < ending.size(); ++w)
        ending[w] += share * windows[skip + Eigen::Index(w)];
}

ScoreSeries zeros(std::size_t size)
{
    return {std::vector<double>(size), std::vector<double>(size), std::vector<double>(size)};
}

void addUp(ScoreSeries& series)
{
    for (std::size_t i = 0; i < series.size(); ++i)
        series.total[i] = series.marginal[i] + series.dependence[i];
}

std::vector<double> precededByNan(const std::vector<double>& values, std::size_t size)
{
    std::vector<double> out(size, std::numeric_limits<double>::quiet_NaN());
    std::copy(values.begin(), values.end(), out.end() - std::ptrdiff_t(values.size()));
    return out;
}

} // namespace

WindowParts placedParts(const WindowParts& parts, const std::vector<WindowRun>& runs,
                        const SampleSpan& rows)
{
    const auto windows = std::max<Eigen::Index>(0, rows.size() - parts.windowLength + 1);
    if (parts.marginal.size() == windows)
        return parts;
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    WindowParts placed{parts.windowLength, Eigen::ArrayXd::Constant(windows, kNan),
                       Eigen::ArrayXd::Constant(windows, kNan)};
    Eigen::Index at = 0;
    for (const auto& run : runs) {
        const auto to = run.first - rows.first;
        placed.marginal.segment(to, run.count) = parts.marginal.segment(at, run.count);
        placed.dependence.segment(to, run.count) = parts.dependence.segment(at, run.count);
        at += run.count;
    }
    return placed;
}

StretchScores stretchScores(const std::vector<WindowParts>& parts, std::ptrdiff_t samples)
{
    Eigen::Index longest = 0;
    for (const auto& part : parts)
        longest = std::max(longest, part.windowLength);

    const auto size = std::size_t(samples);
    StretchScores scores;
    scores.windows = zeros(size - std::size_t(longest) + 1);
    scores.offline = zeros(size);
    const double share = 1.0 / double(parts.size());
    for (const auto& part : parts) {
        const auto skip = longest - part.windowLength;
        addEndingWindows(part.marginal, skip, share, scores.windows.marginal);
        addEndingWindows(part.dependence, skip, share, scores.windows.dependence);
        addCoveringMeans(part.marginal, part.windowLength, share, scores.offline.marginal);
        addCoveringMeans(part.dependence, part.windowLength, share, scores.offline.dependence);
    }
    addUp(scores.windows);
    addUp(scores.offline);
    scores.causal = {precededByNan(scores.windows.total, size),
                     precededByNan(scores.windows.marginal, size),
                     precededByNan(scores.windows.dependence, size)};
    return scores;
}

} // namespace dissonance
