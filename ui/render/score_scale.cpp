#include "ui/render/score_scale.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr double kLogUnit = 0.5;
constexpr double kRootFrom = 8.0; ///< times the threshold
constexpr double kLogarithmFrom = 80.0;

} // namespace

double ScoreScale::position(double score) const
{
    if (score != score)
        return score;
    const double share = std::clamp(score / top, 0.0, 1.0);
    switch (kind) {
    case Kind::Linear:
        return share;
    case Kind::Root:
        return std::sqrt(share);
    case Kind::Logarithm:
        return std::log1p(share * top / kLogUnit) / std::log1p(top / kLogUnit);
    }
    return share;
}

double ScoreScale::scoreAt(double position) const
{
    const double share = std::clamp(position, 0.0, 1.0);
    switch (kind) {
    case Kind::Linear:
        return share * top;
    case Kind::Root:
        return share * share * top;
    case Kind::Logarithm:
        return kLogUnit * std::expm1(share * std::log1p(top / kLogUnit));
    }
    return share * top;
}

ScoreScale scoreScaleFor(double highest, double visible, double threshold)
{
    ScoreScale scale;
    const double least = std::isfinite(threshold) && threshold > 0.0 ? threshold : 0.0;
    const double reference = least > 0.0 ? least : 1.0;
    if (highest > kLogarithmFrom * reference)
        scale.kind = ScoreScale::Kind::Logarithm;
    else if (highest > kRootFrom * reference)
        scale.kind = ScoreScale::Kind::Root;
    scale.top = std::max(std::isfinite(visible) ? 1.05 * visible : 0.0, 1.6 * least);
    if (!(scale.top > 0.0))
        scale.top = 1.0;
    return scale;
}

std::vector<AxisTick> scoreTicks(const ScoreScale& scale, double spacing)
{
    if (scale.kind == ScoreScale::Kind::Linear)
        return valueTicks(0.0, scale.top, std::max(int(1.0 / std::max(spacing, 0.01)), 2));
    std::vector<AxisTick> ticks;
    const auto add = [&](double value) {
        ticks.push_back({value, QLocale().toString(value, 'g', 3)});
    };
    double last = 2.0;
    const auto highest = int(std::floor(std::log10(scale.top)));
    for (int power = highest; power >= -2; --power) {
        for (const double factor : {5.0, 2.0, 1.0}) {
            const double value = factor * std::pow(10.0, power);
            const double position = scale.position(value);
            if (value > scale.top || last - position < spacing || position < spacing)
                continue;
            add(value);
            last = position;
        }
    }
    add(0.0);
    std::reverse(ticks.begin(), ticks.end());
    return ticks;
}

ScoreColumns scoreColumns(const ColumnMap& map, const ScoreSeries& samples)
{
    ScoreColumns columns;
    for (const auto sample : highestSamples(map, samples.total)) {
        if (sample < 0) {
            columns.total.push_back(std::numeric_limits<double>::quiet_NaN());
            columns.marginalShare.push_back(0.0);
            continue;
        }
        const auto i = std::size_t(sample);
        const double alone = std::max(0.0, samples.marginal[i]);
        const double sum = alone + std::max(0.0, samples.dependence[i]);
        columns.total.push_back(samples.total[i]);
        columns.marginalShare.push_back(sum > 0.0 ? alone / sum : 0.0);
    }
    return columns;
}

} // namespace dissonance
