#include "engine/detector/what_if.h"

#include "engine/detector/quoted_list.h"
#include "engine/detector/similar_windows.h"
#include "engine/detector/span_evidence.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace dissonance {

namespace {

using Channels = std::vector<Eigen::Index>;

constexpr std::size_t kCandidates = 6; ///< ranked channels that are tried
constexpr std::size_t kMostReplaced = 4; ///< more are no small set
constexpr double kNormal = 0.99;
constexpr double kLeastFall = 0.01; ///< of the peak, that counts as one

constexpr std::ptrdiff_t kBlock = 32; ///< samples that are looked at together
constexpr std::ptrdiff_t kMostSamples = 1024;
constexpr std::ptrdiff_t kNetworkSamples = 128; ///< by how many networks there are
constexpr double kOperations = 3e8; ///< for one scoring of the term T
constexpr Eigen::Index kSimilar = 8; ///< of them, tried in the place of a window's
constexpr Eigen::Index kReferences = 1024; ///< normal windows that channels are taken from

/// Samples that are scored again and again in about a second altogether.
std::ptrdiff_t sampleBudget(const Detector::State& state)
{
    auto most = double(kMostSamples);
    double networks = 0.0;
    for (const auto& model : state.models) {
        const auto size = double(model.copula.transform.rows());
        most = std::min(most, kOperations / std::max(1.0, size * size));
        networks += double(model.networks.size());
    }
    if (networks > 0.0)
        most = std::min(most, double(kNetworkSamples) / networks);
    return std::max(std::ptrdiff_t(most) / kBlock, std::ptrdiff_t(1)) * kBlock;
}

/// The parts of the scored pieces with the highest scores, in order.
std::vector<SampleSpan> strangestPieces(const SpanScores& scores, std::ptrdiff_t budget)
{
    struct Block
    {
        SampleSpan span;
        double peak = 0.0;
    };
    std::vector<Block> blocks;
    auto at = scores.samples.begin();
    for (const auto& piece : scores.pieces) {
        for (auto first = piece.first; first < piece.last; first += kBlock) {
            const SampleSpan span{first, std::min(piece.last, first + kBlock)};
            double peak = 0.0;
            for (const auto end = at + span.size(); at != end; ++at)
                peak = std::max(peak, *at); // which a NaN never is
            blocks.push_back({span, peak});
        }
    }
    std::stable_sort(blocks.begin(), blocks.end(),
                     [](const Block& a, const Block& b) { return a.peak > b.peak; });
    blocks.resize(std::min(blocks.size(), std::size_t(budget / kBlock)));
    std::sort(blocks.begin(), blocks.end(),
              [](const Block& a, const Block& b) { return a.span.first < b.span.first; });
    std::vector<SampleSpan> pieces;
    for (const auto& block : blocks) {
        if (!pieces.empty() && pieces.back().last == block.span.first)
            pieces.back().last = block.span.last;
        else
            pieces.push_back(block.span);
    }
    return pieces;
}

Eigen::MatrixXf thinnedReference(const Eigen::MatrixXf& reference)
{
    if (reference.cols() <= kReferences)
        return reference;
    Eigen::MatrixXf thinned(reference.rows(), kReferences);
    for (Eigen::Index i = 0; i < kReferences; ++i)
        thinned.col(i) = reference.col(i * reference.cols() / kReferences);
    return thinned;
}

/// Peak scores of pieces of a span with sets of channels replaced.
class Replacement
{
public:
    Replacement(const Detector::State& state, const SpanData& data, std::vector<SampleSpan> pieces,
                int threads, const RunContext& context)
        : m_state(state)
        , m_data(data)
        , m_pieces(std::move(pieces))
        , m_threads(threads)
        , m_context{context.stop, {}}
    {
        for (const auto& model : state.models)
            m_references.push_back(thinnedReference(model.reference));
    }

    /// One for each set.
    Result<std::vector<double>> peaks(const std::vector<Channels>& sets) const
    {
        std::vector<double> peaks(sets.size(), 0.0);
        for (const auto& piece : m_pieces) {
            std::vector<std::vector<double>> samples(
                sets.size(), std::vector<double>(std::size_t(piece.size())));
            for (std::size_t m = 0; m < m_state.models.size(); ++m) {
                const auto parts = partsOf(m, piece, sets);
                if (!parts)
                    return parts.error();
                for (std::size_t s = 0; s < sets.size(); ++s)
                    addSampleScores((*parts)[s], m_data, piece, 1.0 / double(m_state.models.size()),
                                    samples[s].data());
            }
            for (std::size_t s = 0; s < sets.size(); ++s)
                for (const double score : samples[s])
                    peaks[s] = std::max(peaks[s], score);
        }
        return peaks;
    }

private:
    Result<std::vector<WindowParts>> partsOf(std::size_t m, const SampleSpan& piece,
                                             const std::vector<Channels>& sets) const
    {
        const auto& model = m_state.models[m];
        const auto length = model.windowLength();
        const auto runs = windowsAround(m_data, piece, length);
        const auto usual = leftOutWindows(m_data.gaps, m_data.usualGaps, length);
        std::vector<RawTerms> terms;
        std::vector<WindowParts> parts;
        for (const auto& set : sets) {
            auto leftOut = usual;
            for (const auto c : set)
                leftOut[std::size_t(c)] = runs;
            auto raw = rawTerms(model, m_state.card.config, m_data.scaled, leftOut, runs, m_threads,
                                m_context);
            if (!raw)
                return raw.error();
            parts.push_back(fuse(model, m_state.card.config, *raw));
            terms.push_back(std::move(*raw));
        }
        if (!model.networks.empty() && model.reference.cols() > 0)
            if (auto status = judgeBySimilar(m, runs, sets, terms, parts); !status)
                return status.error();
        return parts;
    }

    /// Lets the network judge by the channels of similar windows too.
    Status judgeBySimilar(std::size_t m, const std::vector<WindowRun>& runs,
                          const std::vector<Channels>& sets, std::vector<RawTerms>& terms,
                          std::vector<WindowParts>& parts) const
    {
        const auto& model = m_state.models[m];
        const auto windows = spanCoordinates(model, m_data, runs).values;
        SimilarWindows similar(m_references[m], model.windowLength(), kSimilar,
                               movementWeights(model.whitening));
        const auto copies = similar.copies();
        std::vector<Eigen::MatrixXf> altered(
            sets.size(), Eigen::MatrixXf(windows.rows(), copies * windows.cols()));
        for (Eigen::Index w = 0; w < windows.cols(); ++w) {
            if (m_context.stopRequested())
                return cancelled();
            similar.setWindow(windows.col(w));
            for (std::size_t s = 0; s < sets.size(); ++s)
                similar.replace(sets[s], altered[s].middleCols(w * copies, copies));
        }
        for (std::size_t s = 0; s < sets.size(); ++s) {
            std::vector<Eigen::ArrayXf> surprises;
            for (const auto& member : model.networks) {
                auto surprise = member.network->surpriseOf(altered[s], m_threads, m_context);
                if (!surprise)
                    return surprise.error();
                surprises.push_back(std::move(*surprise));
            }
            for (Eigen::Index k = 0; k < copies; ++k) {
                for (std::size_t i = 0; i < surprises.size(); ++i)
                    terms[s].networks[i] =
                        surprises[i].reshaped(copies, windows.cols()).row(k).transpose();
                const auto other = fuse(model, m_state.card.config, terms[s]);
                parts[s].dependence = parts[s].dependence.min(other.dependence);
            }
        }
        return Done{};
    }

    const Detector::State& m_state;
    const SpanData& m_data;
    std::vector<SampleSpan> m_pieces;
    std::vector<Eigen::MatrixXf> m_references; ///< one a model
    int m_threads = 1;
    RunContext m_context;
};

/// What may be replaced at once: the first channels one by one, and groups they belong to.
std::vector<Channels> candidatesAmong(const Channels& ranked,
                                      const std::vector<Channels>& duplicates)
{
    const auto count = std::ptrdiff_t(std::min(kCandidates, ranked.size()));
    const Channels first(ranked.begin(), ranked.begin() + count);
    std::vector<Channels> candidates;
    for (const auto c : first)
        candidates.push_back({c});
    for (const auto& group : duplicates)
        if (group.size() > 1 && group.size() <= kMostReplaced
            && std::find_first_of(group.begin(), group.end(), first.begin(), first.end())
                != group.end())
            candidates.push_back(group);
    return candidates;
}

/// `set` with what of `more` it lacks.
Channels joined(Channels set, const Channels& more)
{
    for (const auto c : more)
        if (std::find(set.begin(), set.end(), c) == set.end())
            set.push_back(c);
    return set;
}

/// Of sets that bring the peak inside the smallest, else the one with the lowest peak.
std::size_t best(const std::vector<Channels>& sets, const std::vector<double>& peaks, double limit)
{
    const auto key = [&](std::size_t i) {
        const bool inside = peaks[i] <= limit;
        return std::pair(inside ? 0 : 1, std::pair(inside ? sets[i].size() : 0, peaks[i]));
    };
    std::size_t found = 0;
    for (std::size_t i = 1; i < sets.size(); ++i)
        if (key(i) < key(found))
            found = i;
    return found;
}

/// Takes out again what a later choice has made needless.
Status prune(const Replacement& replacement, double limit, Channels& set, double& after)
{
    for (std::size_t i = 0; i < set.size() && set.size() > 1;) {
        auto fewer = set;
        fewer.erase(fewer.begin() + std::ptrdiff_t(i));
        const auto peak = replacement.peaks({fewer});
        if (!peak)
            return peak.error();
        if (peak->front() > limit) {
            ++i;
            continue;
        }
        set = std::move(fewer);
        after = peak->front();
    }
    return Done{};
}

void setLimit(const ModelCard& card, const SampleSpan& span, WhatIf& whatIf)
{
    const double stretch = std::max(card.alarmRate.blockSamples, double(span.size()));
    whatIf.limit = card.alarmRate.thresholdFor((1.0 - kNormal) / stretch);
    whatIf.limitIsThreshold = card.threshold < whatIf.limit;
    if (whatIf.limitIsThreshold)
        whatIf.limit = card.threshold;
}

std::string numberText(double value, int digits)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

/// Three digits, or as many as tell the peak from the limit.
int digitsOf(const WhatIf& whatIf)
{
    int digits = 3;
    while (digits < 6 && numberText(whatIf.after, digits) == numberText(whatIf.limit, digits))
        ++digits;
    return digits;
}

} // namespace

Result<WhatIf> smallestSet(const Detector::State& state, const SpanData& data,
                           const SpanScores& scores, const Channels& ranked,
                           const std::vector<Channels>& duplicates, int threads,
                           const RunContext& context)
{
    WhatIf whatIf;
    whatIf.before = whatIf.after = scores.peak;
    setLimit(state.card, data.span, whatIf);
    if (whatIf.isInside())
        return whatIf;

    const Replacement replacement(state, data, strangestPieces(scores, sampleBudget(state)),
                                  threads, context);
    const auto candidates = candidatesAmong(ranked, duplicates);
    const auto most = std::min(kMostReplaced, state.card.channels.size() - 1);
    Channels set;
    while (!whatIf.isInside()) {
        std::vector<Channels> sets;
        for (const auto& candidate : candidates)
            if (auto larger = joined(set, candidate);
                larger.size() > set.size() && larger.size() <= most)
                sets.push_back(std::move(larger));
        if (sets.empty())
            break;
        const auto peaks = replacement.peaks(sets);
        if (!peaks)
            return peaks.error();
        const auto next = best(sets, *peaks, whatIf.limit);
        if ((*peaks)[next] > (1.0 - kLeastFall) * whatIf.after)
            break;
        set = sets[next];
        whatIf.after = (*peaks)[next];
        context.report(double(set.size()) / double(most), "replacing channels");
    }
    if (whatIf.isInside())
        if (auto status = prune(replacement, whatIf.limit, set, whatIf.after); !status)
            return status.error();
    for (const auto c : set)
        whatIf.channels.push_back(state.card.channels[std::size_t(c)].name);
    return whatIf;
}

std::string whatIfText(const WhatIf& whatIf)
{
    if (whatIf.before <= whatIf.limit)
        return {};
    const int digits = digitsOf(whatIf);
    const auto limit = (whatIf.limitIsThreshold ? "(flagged above " : "(normal 99 %: ")
        + numberText(whatIf.limit, digits) + ")";
    if (whatIf.channels.empty())
        return "Replacing any one of the first channels by what the others make one expect does "
               "not lower the peak score of "
            + numberText(whatIf.before, digits) + " " + limit + ".";
    const auto text = "Replacing " + quotedList(whatIf.channels)
        + " by what the others make one expect lowers the peak score from "
        + numberText(whatIf.before, digits) + " to " + numberText(whatIf.after, digits);
    if (whatIf.isInside())
        return text + " " + limit + ".";
    return text + " only " + limit + ": no small set of channels makes the span usual.";
}

} // namespace dissonance
