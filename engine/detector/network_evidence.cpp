#include "engine/detector/network_evidence.h"

#include "engine/detector/similar_windows.h"
#include "engine/detector/span_evidence.h"

#include <algorithm>
#include <numeric>

namespace dissonance {

namespace {

constexpr Eigen::Index kSimilar = 4; ///< normal windows that a channel is taken from
constexpr Eigen::Index kCandidates = 512; ///< windows of the span that are looked at
constexpr Eigen::Index kPairedChannels = 4;

/// The windows whose surprise is in the upper half, spread over it, most surprising first.
Eigen::MatrixXf strangest(const Eigen::MatrixXf& coordinates, const Eigen::ArrayXf& surprise,
                          Eigen::Index most)
{
    std::vector<Eigen::Index> order(static_cast<std::size_t>(surprise.size()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](Eigen::Index a, Eigen::Index b) { return surprise[a] > surprise[b]; });
    const auto half = (surprise.size() + 1) / 2;
    const auto count = std::min(most, half);
    Eigen::MatrixXf chosen(coordinates.rows(), count);
    for (Eigen::Index i = 0; i < count; ++i)
        chosen.col(i) = coordinates.col(order[std::size_t(i * half / count)]);
    return chosen;
}

/// Calibrated surprise of windows, the networks averaged, (N).
Result<Eigen::ArrayXd> networkSurprise(const LengthModel& model, const Eigen::MatrixXf& windows,
                                       int threads, const RunContext& context)
{
    Eigen::ArrayXd surprise = Eigen::ArrayXd::Zero(windows.cols());
    for (const auto& member : model.networks) {
        const auto own = member.network->surpriseOf(windows, threads, context);
        if (!own)
            return own.error();
        surprise += calibrated(*own, member.calibration) / double(model.networks.size());
    }
    return surprise;
}

/// Mean calibrated surprise of the windows with each set of channels replaced in turn.
Result<std::vector<double>> surpriseWithout(const LengthModel& model,
                                            const Eigen::MatrixXf& windows,
                                            const std::vector<std::vector<Eigen::Index>>& sets,
                                            int threads, const RunContext& context)
{
    SimilarWindows replacer(model.reference, model.windowLength(), kSimilar,
                            movementWeights(model.whitening));
    const auto copies = replacer.copies();
    std::vector<double> means(sets.size(), 0.0);
    Eigen::MatrixXf altered(windows.rows(), copies * Eigen::Index(sets.size()));
    for (Eigen::Index w = 0; w < windows.cols(); ++w) {
        replacer.setWindow(windows.col(w));
        for (std::size_t s = 0; s < sets.size(); ++s)
            replacer.replace(sets[s], altered.middleCols(Eigen::Index(s) * copies, copies));
        const auto surprise = networkSurprise(model, altered, threads, context);
        if (!surprise)
            return surprise.error();
        for (std::size_t s = 0; s < sets.size(); ++s)
            means[s] +=
                surprise->segment(Eigen::Index(s) * copies, copies).mean() / double(windows.cols());
    }
    return means;
}

std::vector<Eigen::Index> largest(const Eigen::VectorXd& values, Eigen::Index most)
{
    std::vector<Eigen::Index> order(static_cast<std::size_t>(values.size()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](Eigen::Index a, Eigen::Index b) { return values[a] > values[b]; });
    order.resize(std::size_t(std::min(most, values.size())));
    return order;
}

struct StrangeWindows
{
    const LengthModel* model = nullptr;
    Eigen::MatrixXf windows;
    double surprise = 0.0; ///< mean, calibrated
};

Result<std::vector<StrangeWindows>> strangeWindows(const Detector::State& state,
                                                   const SpanData& data, Eigen::Index most,
                                                   int threads, const RunContext& context)
{
    std::vector<StrangeWindows> all;
    for (const auto& model : state.models) {
        if (model.networks.empty() || model.reference.cols() == 0)
            continue;
        const auto coordinates =
            spanCoordinates(model, data, spanWindows(data, model.windowLength(), kCandidates))
                .values;
        if (coordinates.cols() == 0)
            continue;
        const auto surprise = networkSurprise(model, coordinates, threads, context);
        if (!surprise)
            return surprise.error();
        auto windows = strangest(coordinates, surprise->cast<float>(), most);
        const auto chosen = networkSurprise(model, windows, threads, context);
        if (!chosen)
            return chosen.error();
        all.push_back({&model, std::move(windows), chosen->mean()});
    }
    return all;
}

/// Falls with each set of channels replaced, mean over the window lengths.
Result<std::vector<double>> fallsWithout(const std::vector<StrangeWindows>& lengths,
                                         const std::vector<std::vector<Eigen::Index>>& sets,
                                         int threads, const RunContext& context)
{
    std::vector<double> falls(sets.size(), 0.0);
    for (const auto& [model, windows, surprise] : lengths) {
        const auto without = surpriseWithout(*model, windows, sets, threads, context);
        if (!without)
            return without.error();
        for (std::size_t s = 0; s < sets.size(); ++s)
            falls[s] += (surprise - (*without)[s]) / double(lengths.size());
    }
    return falls;
}

} // namespace

Result<NetworkEvidence> networkEvidence(const Detector::State& state, const SpanData& data,
                                        Eigen::Index windows, int threads,
                                        const RunContext& context)
{
    NetworkEvidence evidence;
    const auto lengths = strangeWindows(state, data, windows, threads, context);
    if (!lengths)
        return lengths.error();
    if (lengths->empty())
        return evidence;

    std::vector<std::vector<Eigen::Index>> sets;
    for (std::size_t c = 0; c < state.card.channels.size(); ++c)
        sets.push_back({Eigen::Index(c)});
    const auto falls = fallsWithout(*lengths, sets, threads, context);
    if (!falls)
        return falls.error();
    evidence.falls = Eigen::Map<const Eigen::VectorXd>(falls->data(), Eigen::Index(falls->size()));

    sets.clear();
    const auto few = largest(evidence.falls, kPairedChannels);
    for (std::size_t i = 0; i < few.size(); ++i)
        for (std::size_t j = i + 1; j < few.size(); ++j)
            sets.push_back({std::min(few[i], few[j]), std::max(few[i], few[j])});
    const auto paired = fallsWithout(*lengths, sets, threads, context);
    if (!paired)
        return paired.error();
    for (std::size_t s = 0; s < sets.size(); ++s)
        evidence.pairs.push_back({sets[s][0], sets[s][1], (*paired)[s]});
    std::stable_sort(evidence.pairs.begin(), evidence.pairs.end(),
                     [](const auto& a, const auto& b) { return a.fall > b.fall; });
    return evidence;
}

std::vector<PairContribution> networkPairs(const NetworkEvidence& network,
                                           const std::vector<std::string>& names,
                                           const SpanDependence& dependence,
                                           const std::vector<Eigen::Index>& channels,
                                           std::vector<PairContribution> others)
{
    std::vector<PairContribution> pairs;
    const auto placeOf = [&](Eigen::Index channel) {
        return std::find(channels.begin(), channels.end(), channel) - channels.begin();
    };
    for (const auto& pair : network.pairs) {
        const auto i = placeOf(pair.first);
        const auto j = placeOf(pair.second);
        const auto size = std::ptrdiff_t(channels.size());
        if (pair.fall <= 0.0 || i == size || j == size)
            continue;
        pairs.push_back({names[std::size_t(pair.first)], names[std::size_t(pair.second)],
                         dependence.normal(i, j), dependence.window(i, j),
                         dependence.pairSurprise(i, j), dependence.significant(i, j) == 1,
                         pair.fall});
    }
    const auto named = pairs.size();
    for (auto& other : others) {
        const bool known = std::any_of(
            pairs.begin(), pairs.begin() + std::ptrdiff_t(named), [&](const auto& pair) {
                return pair.first == other.first && pair.second == other.second;
            });
        if (!known)
            pairs.push_back(std::move(other));
    }
    pairs.resize(std::min(pairs.size(), std::max(named, others.size())));
    return pairs;
}

} // namespace dissonance
