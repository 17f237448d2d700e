#include "engine/detector/fusion.h"

#include "engine/detector/separation.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace dissonance {

double quantile(Eigen::ArrayXf values, double share)
{
    const double position = share * double(values.size() - 1);
    const auto index = Eigen::Index(position);
    float* begin = values.data();
    float* end = begin + values.size();
    std::nth_element(begin, begin + index, end);
    const auto low = double(values[index]);
    if (index + 1 == values.size())
        return low;
    const auto high = double(*std::min_element(begin + index + 1, end));
    return low + (position - double(index)) * (high - low);
}

Calibration fitCalibration(const Eigen::ArrayXf& values, double leastStep)
{
    Calibration calibration{quantile(values, 0.5), quantile(values, 0.99)};
    // A term that does not vary in normal operation still needs a step to be measured in.
    const double least = std::max(leastStep, 1e-4 * std::max(1.0, std::abs(calibration.median)));
    calibration.upper = std::max(calibration.upper, calibration.median + least);
    return calibration;
}

double calibrated(double value, const Calibration& calibration)
{
    if (std::isnan(value)) // std::max() would make it 0, as usual as can be
        return value;
    return std::log1p(
        std::max(0.0, (value - calibration.median) / (calibration.upper - calibration.median)));
}

Eigen::ArrayXd calibrated(const Eigen::ArrayXf& values, const Calibration& calibration)
{
    Eigen::ArrayXd k(values.size());
    for (Eigen::Index i = 0; i < values.size(); ++i)
        k[i] = calibrated(double(values[i]), calibration);
    return k;
}

double networkWeight(double separationCopula, double separationNetwork)
{
    const double gain = separationNetwork - std::max(separationCopula, 0.5);
    return std::min(3.0, 8.0 * std::max(0.0, gain));
}

double networkSteadiness(const Eigen::Ref<const Eigen::ArrayXf>& learned,
                         const Eigen::Ref<const Eigen::ArrayXf>& heldOut)
{
    return 1.0 - 2.0 * std::abs(separation(learned, heldOut) - 0.5);
}

Eigen::MatrixXf channelSwapped(const Eigen::MatrixXf& coordinates, Eigen::Index windowLength,
                               std::uint64_t seed)
{
    const auto channels = std::uint64_t(coordinates.rows() / windowLength);
    const auto windows = std::uint64_t(coordinates.cols());
    // The engine's own numbers, not std's distributions: those differ between libraries.
    std::mt19937_64 random(seed);
    Eigen::MatrixXf swapped = coordinates;
    for (std::uint64_t w = 0; w < windows; ++w) {
        const auto always = random() % channels;
        for (std::uint64_t c = 0; c < channels; ++c) {
            const bool take = random() % 3 == 0 || c == always;
            const auto other = (w + 1 + random() % (windows - 1)) % windows;
            if (take)
                swapped.col(Eigen::Index(w)).segment(Eigen::Index(c) * windowLength, windowLength) =
                    coordinates.col(Eigen::Index(other))
                        .segment(Eigen::Index(c) * windowLength, windowLength);
        }
    }
    return swapped;
}

} // namespace dissonance
