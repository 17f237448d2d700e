#include "engine/detector/expectation.h"

#include "engine/base/parallel.h"
#include "engine/detector/channel_dependence.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace dissonance {

namespace {

constexpr Eigen::Index kRowsAtOnce = 1024;
constexpr double kBand = 0.975;

/// Off 0 and 1, where a Pareto tail has no end.
double inside(double u)
{
    return std::clamp(u, 1e-6, 1.0 - 1e-6);
}

double bandFactor(double freedom)
{
    constexpr double kNormal = 1.959963984540054;
    if (std::isinf(freedom))
        return kNormal;
    return boost::math::quantile(boost::math::students_t_distribution<double>(freedom), kBand);
}

ChannelExpectation emptyFor(const Detector::State& state, Eigen::Index channel, std::size_t size)
{
    ChannelExpectation expectation;
    expectation.channel = state.card.channels[std::size_t(channel)].name;
    for (auto* series :
         {&expectation.observed, &expectation.expected, &expectation.lower, &expectation.upper})
        series->resize(size);
    return expectation;
}

/// Fills rows [first, first + count) of the span.
void expectRows(const Detector::State& state, const SpanData& data,
                const std::vector<Eigen::Index>& indices, Eigen::Index first, Eigen::Index count,
                std::vector<ChannelExpectation>& expectations)
{
    const auto& dependence = state.dependence;
    const auto& copula = *dependence.copula;
    std::vector<Eigen::Index> rows(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), data.inner.first + first);
    auto [scores, present] = scoredRows(state, data, rows);
    copula.fromNormalScores(scores);
    for (std::size_t k = 0; k < indices.size(); ++k) {
        const auto index = indices[k];
        const auto& marginal = dependence.marginals[std::size_t(index)];
        const auto channel = dependence.channels[std::size_t(index)];
        const auto values = data.values.col(channel);
        const double offset = state.traits[std::size_t(channel)].offset;
        const auto toUnit = [&](double score) {
            return offset + marginal.quantile(inside(copula.marginCdf(score)));
        };
        const auto given = copula.conditional(scores, index);
        const double factor = bandFactor(given.freedom);
        auto& expectation = expectations[k];
        for (Eigen::Index i = 0; i < count; ++i) {
            const double half = factor * given.scale[i];
            const auto at = std::size_t(first + i);
            expectation.observed[at] = present(i, index) == 0.0F
                ? std::numeric_limits<double>::quiet_NaN()
                : offset + double(values[rows[std::size_t(i)]]);
            expectation.expected[at] = toUnit(given.location[i]);
            expectation.lower[at] = toUnit(given.location[i] - half);
            expectation.upper[at] = toUnit(given.location[i] + half);
        }
    }
}

} // namespace

Result<std::vector<ChannelExpectation>>
channelExpectations(const Detector::State& state, const SpanData& data,
                    const std::vector<Eigen::Index>& indices, int threads,
                    const RunContext& context)
{
    std::vector<ChannelExpectation> expectations;
    expectations.reserve(indices.size());
    for (const auto index : indices)
        expectations.push_back(emptyFor(state, state.dependence.channels[std::size_t(index)],
                                        std::size_t(data.inner.size())));
    const auto chunks = (data.inner.size() + kRowsAtOnce - 1) / kRowsAtOnce;
    parallelFor(chunks, threads, [&](std::ptrdiff_t from, std::ptrdiff_t to) {
        for (auto chunk = from; chunk < to && !context.stopRequested(); ++chunk) {
            const auto first = chunk * kRowsAtOnce;
            expectRows(state, data, indices, first,
                       std::min<Eigen::Index>(kRowsAtOnce, data.inner.size() - first),
                       expectations);
        }
    });
    if (context.stopRequested())
        return cancelled();
    return expectations;
}

} // namespace dissonance
