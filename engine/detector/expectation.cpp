#include "engine/detector/expectation.h"

#include "engine/detector/channel_dependence.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace dissonance {

namespace {

constexpr Eigen::Index kRowsAtOnce = 4096;
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

} // namespace

ChannelExpectation channelExpectation(const Detector::State& state, const SpanData& data,
                                      Eigen::Index index)
{
    const auto& dependence = state.dependence;
    const auto& copula = *dependence.copula;
    const auto& marginal = dependence.marginals[std::size_t(index)];
    const auto channel = dependence.channels[std::size_t(index)];

    ChannelExpectation expectation;
    expectation.channel = state.card.channels[std::size_t(channel)].name;
    const auto toUnit = [&](double score) {
        return marginal.quantile(inside(copula.marginCdf(score)));
    };
    for (auto first = data.inner.first; first < data.inner.last; first += kRowsAtOnce) {
        const auto count = std::min<Eigen::Index>(kRowsAtOnce, data.inner.last - first);
        const auto values = data.values.middleRows(first, count);
        Eigen::MatrixXd scores = scoresOf(dependence, values);
        copula.fromNormalScores(scores);
        const auto given = copula.conditional(scores, index);
        const double factor = bandFactor(given.freedom);
        for (Eigen::Index i = 0; i < count; ++i) {
            const double half = factor * given.scale[i];
            expectation.observed.push_back(double(values(i, channel)));
            expectation.expected.push_back(toUnit(given.location[i]));
            expectation.lower.push_back(toUnit(given.location[i] - half));
            expectation.upper.push_back(toUnit(given.location[i] + half));
        }
    }
    return expectation;
}

} // namespace dissonance
