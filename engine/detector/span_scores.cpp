#include "engine/detector/span_scores.h"

#include "engine/detector/clock_jumps.h"
#include "engine/detector/sample_scores.h"
#include "engine/detector/window_runs.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace dissonance {

namespace {

constexpr std::ptrdiff_t kScoredSamples = 8192;
constexpr std::ptrdiff_t kPieceSamples = 256; ///< of a longer span

std::vector<SampleSpan> spreadPieces(const SampleSpan& span)
{
    if (span.size() <= kScoredSamples)
        return {span};
    std::vector<SampleSpan> pieces;
    constexpr auto kCount = kScoredSamples / kPieceSamples;
    for (std::ptrdiff_t i = 0; i < kCount; ++i) {
        const auto first = span.first + i * (span.size() - kPieceSamples) / (kCount - 1);
        pieces.push_back({first, first + kPieceSamples});
    }
    return pieces;
}

/// Sums over windows.
struct Sums
{
    double marginal = 0.0;
    double dependence = 0.0;
    double copula = 0.0; ///< k(T)
    double windows = 0.0;
};

} // namespace

SampleSpan rowsAround(const SpanData& data, const SampleSpan& piece, Eigen::Index length)
{
    return {std::max<std::ptrdiff_t>(0, piece.first - length + 1),
            std::min<std::ptrdiff_t>(data.scaled.rows(), piece.last + length - 1)};
}

std::vector<WindowRun> windowsAround(const SpanData& data, const SampleSpan& piece,
                                     Eigen::Index length)
{
    return windowRuns(cutAtJumps(rowsAround(data, piece, length), data.jumps), length);
}

void addSampleScores(const WindowParts& parts, const SpanData& data, const SampleSpan& piece,
                     double share, double* samples)
{
    const auto rows = rowsAround(data, piece, parts.windowLength);
    const auto placed = placedParts(parts, windowsAround(data, piece, parts.windowLength), rows);
    const auto scores = stretchScores({placed}, rows.size()).offline.total;
    for (auto t = piece.first; t < piece.last; ++t)
        samples[t - piece.first] += share * scores[std::size_t(t - rows.first)];
}

Result<SpanScores> scoreSpan(const Detector::State& state, const SpanData& data, int threads,
                             const RunContext& context)
{
    SpanScores scores;
    scores.pieces = spreadPieces(data.inner);
    for (const auto& piece : scores.pieces)
        scores.samples.resize(scores.samples.size() + std::size_t(piece.size()));
    const auto& config = state.card.config;
    double marginal = 0.0;
    double copula = 0.0;
    double whole = 0.0;
    for (const auto& model : state.models) {
        const auto length = model.windowLength();
        const auto leftOut = leftOutWindows(data.gaps, data.usualGaps, length);
        Sums sums;
        double* samples = scores.samples.data();
        for (const auto& piece : scores.pieces) {
            const auto terms = rawTerms(model, config, data.scaled, leftOut,
                                        windowsAround(data, piece, length), threads, context);
            if (!terms)
                return terms.error();
            const auto parts = fuse(model, config, *terms);
            sums.windows += double(parts.marginal.size());
            sums.marginal += parts.marginal.sum();
            sums.dependence += parts.dependence.sum();
            if (config.useCopula)
                sums.copula += calibrated(terms->copula, model.copulaCalibration).sum();
            addSampleScores(parts, data, piece, 1.0 / double(state.models.size()), samples);
            samples += piece.size();
        }
        if (!(sums.windows > 0.0))
            continue; // between two jumps, no window
        marginal += sums.marginal / sums.windows;
        whole += sums.dependence / sums.windows;
        copula += sums.copula / sums.windows;
    }
    for (const double score : scores.samples)
        scores.peak = std::max(scores.peak, score); // which a NaN never is
    if (const double total = marginal + whole; total > 0.0) {
        scores.marginalShare = marginal / total;
        scores.dependenceShare = whole / total;
    }
    scores.copulaSurprise = copula / double(state.models.size());
    if (whole > 0.0)
        scores.networkShare = std::clamp(1.0 - config.copulaWeight * copula / whole, 0.0, 1.0);
    return scores;
}

} // namespace dissonance
