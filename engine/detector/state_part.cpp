#include "engine/detector/state_part.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dissonance {

namespace {

/// Below this p (1 - p) a variable of two values has a kurtosis above 3.
constexpr double kLeastSpread = 1.0 / 6.0;

/// A constant may differ from itself by this share of its size, one of two values by this share
/// of their distance.
constexpr float kRounding = 1e-6F;
constexpr float kSameValue = 1e-4F;

/// The values of a channel and how often they occur, as long as they are two at most.
struct Counts
{
    std::array<float, 2> values{};
    std::array<double, 2> counts{};
    std::size_t size = 0;
    bool more = false;
};

Counts countValues(const float* channel, const std::vector<SampleSpan>& rows)
{
    Counts found;
    for (const auto& span : rows) {
        for (auto t = span.first; t < span.last; ++t) {
            std::size_t i = 0;
            while (i < found.size && found.values[i] != channel[t])
                ++i;
            if (i == found.values.size()) {
                found.more = true;
                return found;
            }
            found.size = std::max(found.size, i + 1);
            found.values[i] = channel[t];
            found.counts[i] += 1.0;
        }
    }
    if (found.size == 2 && found.values[0] > found.values[1]) {
        std::swap(found.values[0], found.values[1]);
        std::swap(found.counts[0], found.counts[1]);
    }
    return found;
}

bool isState(const Counts& counts)
{
    if (counts.more || counts.size == 0)
        return false;
    const double all = counts.counts[0] + counts.counts[1];
    return counts.counts[0] * counts.counts[1] < kLeastSpread * all * all;
}

StateChannel stateChannel(Eigen::Index channel, const Counts& counts)
{
    // Half a sample more of every value and of those never seen (Krichevsky and Trofimov).
    const double all = counts.counts[0] + counts.counts[1] + 0.5 * double(counts.size + 1);
    StateChannel state;
    state.channel = channel;
    for (std::size_t i = 0; i < counts.size; ++i) {
        state.values.push_back(counts.values[i]);
        state.nats.push_back(-std::log((counts.counts[i] + 0.5) / all));
    }
    state.unseen = -std::log(0.5 / all);
    if (counts.size == 2)
        state.tolerance = kSameValue * (counts.values[1] - counts.values[0]);
    return state;
}

double natsOf(const StateChannel& state, float value)
{
    for (std::size_t i = 0; i < state.values.size(); ++i)
        if (std::abs(value - state.values[i]) <= state.tolerance)
            return state.nats[i];
    return state.unseen;
}

} // namespace

double StatePart::level() const
{
    return kRareNats + std::log(double(std::max<std::size_t>(1, channels.size())));
}

std::vector<Eigen::Index> StatePart::indices() const
{
    std::vector<Eigen::Index> indices;
    for (const auto& state : channels)
        indices.push_back(state.channel);
    return indices;
}

StatePart fitStatePart(const Eigen::MatrixXf& scaled, const std::vector<SampleSpan>& rows,
                       const Scaling& scaling)
{
    double samples = 0.0;
    for (const auto& span : rows)
        samples += double(span.size());
    std::vector<Counts> counts;
    bool hasSensor = false;
    for (Eigen::Index c = 0; c < scaled.cols(); ++c) {
        counts.push_back(scaling.constant[std::size_t(c)]
                             ? Counts{{0.0F, 0.0F}, {samples, 0.0}, 1, false}
                             : countValues(scaled.col(c).data(), rows));
        hasSensor = hasSensor || !isState(counts.back());
    }
    StatePart part;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (!isState(counts[c]) || (!hasSensor && counts[c].size == 2))
            continue;
        part.channels.push_back(stateChannel(Eigen::Index(c), counts[c]));
        if (counts[c].size == 1)
            part.channels.back().tolerance = kRounding * std::abs(scaling.median[Eigen::Index(c)]);
    }
    return part;
}

Eigen::MatrixXf stateSurprise(const StatePart& part, const Eigen::MatrixXf& scaled, WindowRun run,
                              Eigen::Index windowLength, const std::vector<MissingSpan>& missing)
{
    const auto states = Eigen::Index(part.channels.size());
    Eigen::MatrixXf surprise = Eigen::MatrixXf::Zero(states, run.count);
    const double level = part.level();
    std::vector<float> samples(static_cast<std::size_t>(run.count + windowLength - 1));
    for (Eigen::Index k = 0; k < states; ++k) {
        const auto& state = part.channels[std::size_t(k)];
        const float* values = scaled.col(state.channel).data() + run.first;
        bool rare = false;
        for (std::size_t t = 0; t < samples.size(); ++t) {
            samples[t] = float(std::max(0.0, natsOf(state, values[t]) - level));
            rare = rare || samples[t] > 0.0F;
        }
        if (!rare)
            continue;
        // Summed afresh for each window: a running sum would make it depend on all before.
        for (Eigen::Index w = 0; w < run.count; ++w)
            for (Eigen::Index i = 0; i < windowLength; ++i)
                surprise(k, w) += samples[std::size_t(w + i)];
    }
    for (const auto& span : missing)
        for (Eigen::Index k = 0; k < states; ++k)
            if (std::binary_search(span.channels.begin(), span.channels.end(),
                                   part.channels[std::size_t(k)].channel))
                surprise.row(k).segment(span.first, span.count).setZero();
    return surprise;
}

Eigen::ArrayXf stateTerm(const Eigen::MatrixXf& surprise)
{
    Eigen::ArrayXf term = Eigen::ArrayXf::Zero(surprise.cols());
    for (Eigen::Index w = 0; w < surprise.cols(); ++w) // in order, so that it rounds the same way
        for (Eigen::Index k = 0; k < surprise.rows(); ++k)
            term[w] += surprise(k, w);
    return term;
}

} // namespace dissonance
