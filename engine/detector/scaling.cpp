#include "engine/detector/scaling.h"

#include "engine/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr float kUnitRange = 1.0F + 1e-6F;

/// A range below this share of the values' size is rounding, not movement.
constexpr float kRounding = 4.0F * std::numeric_limits<float>::epsilon();

} // namespace

Scaling fitScaling(const Eigen::MatrixXf& values, const std::vector<SampleSpan>& rows, double clip,
                   double floor, int threads, const RunContext& context,
                   const std::vector<double>& offsets)
{
    const auto channels = values.cols();
    Scaling scaling;
    scaling.median.resize(channels);
    scaling.scale.resize(channels);
    scaling.clip = float(clip);
    Eigen::VectorXf largest(channels); // absolute value

    parallelFor(channels, threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        std::vector<float> sorted;
        for (auto c = first; c < last && !context.stopRequested(); ++c) {
            sorted.clear();
            const float* channel = values.col(c).data();
            for (const auto& span : rows)
                sorted.insert(sorted.end(), channel + span.first, channel + span.last);
            const auto [least, most] = std::minmax_element(sorted.begin(), sorted.end());
            const float low = *least;
            const float high = *most;
            largest[c] = std::max(std::abs(low), std::abs(high));
            scaling.scale[c] = high - low;

            const auto middle = sorted.begin() + std::ptrdiff_t(sorted.size() / 2);
            std::nth_element(sorted.begin(), middle, sorted.end());
            float median = *middle;
            if (sorted.size() % 2 == 0)
                median = 0.5F * (median + *std::max_element(sorted.begin(), middle));
            scaling.median[c] = median;
        }
    });

    if (context.stopRequested())
        return {};

    float outermost = largest.maxCoeff();
    for (const double offset : offsets)
        outermost = std::max(outermost, float(std::abs(offset)));
    const bool scaledAtSource = outermost <= kUnitRange;
    const float least = scaledAtSource ? float(floor) : 0.0F;
    scaling.constant.resize(std::size_t(channels));
    for (Eigen::Index c = 0; c < channels; ++c) {
        const bool constant = scaling.scale[c] <= kRounding * largest[c];
        scaling.constant[std::size_t(c)] = constant;
        scaling.scale[c] = constant ? 1.0F : std::max(scaling.scale[c], least);
    }
    return scaling;
}

void applyScaling(const Scaling& scaling, Eigen::MatrixXf& values, int threads,
                  const RunContext& context)
{
    parallelFor(values.cols(), threads, [&](std::ptrdiff_t first, std::ptrdiff_t last) {
        for (auto c = first; c < last && !context.stopRequested(); ++c)
            values.col(c) = ((values.col(c).array() - scaling.median[c]) / scaling.scale[c])
                                .max(-scaling.clip)
                                .min(scaling.clip);
    });
}

} // namespace dissonance
