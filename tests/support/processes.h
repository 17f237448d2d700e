#pragma once

#include "engine/detector/random_source.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dissonance::testing {

/// Standard normal numbers, the same on every platform up to the last bits of std::log and cos.
inline double normal(RandomSource& random)
{
    return std::sqrt(-2.0 * std::log(1.0 - random.uniform()))
        * std::cos(2.0 * M_PI * random.uniform());
}

inline Eigen::MatrixXd whiteNoise(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed)
{
    RandomSource random(seed);
    Eigen::MatrixXd noise(rows, cols);
    for (auto& value : noise.reshaped())
        value = normal(random);
    return noise;
}

/// Columns of slow noise, x_t = .9 x_(t-1) + e_t, of unit variance.
inline Eigen::MatrixXd slowNoise(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed)
{
    Eigen::MatrixXd x = whiteNoise(rows, cols, seed);
    const double step = std::sqrt(1.0 - 0.9 * 0.9);
    for (Eigen::Index t = 1; t < rows; ++t)
        x.row(t) = 0.9 * x.row(t - 1) + step * x.row(t);
    return x;
}

/// Channels that are linear in two hidden slow factors, with a tenth of noise.
inline Eigen::MatrixXd linearProcess(Eigen::Index rows, Eigen::Index channels, std::uint64_t seed)
{
    const auto factors = slowNoise(rows, 2, seed);
    const auto noise = whiteNoise(rows, channels, seed + 1000);
    Eigen::MatrixXd x(rows, channels);
    for (Eigen::Index c = 0; c < channels; ++c) {
        const double angle = 2.4 * double(c); // never two channels the same
        x.col(c) = std::cos(angle) * factors.col(0) + std::sin(angle) * factors.col(1)
            + 0.1 * noise.col(c);
    }
    return x;
}

/// Channels in pairs that do not correlate but depend: (x, x^2 - 1) and (a, a b).
inline Eigen::MatrixXd nonlinearProcess(Eigen::Index rows, std::uint64_t seed)
{
    const auto s = slowNoise(rows, 3, seed);
    const auto noise = whiteNoise(rows, 4, seed + 1000);
    Eigen::MatrixXd x(rows, 4);
    x.col(0) = s.col(0);
    x.col(1) = s.col(0).array().square() - 1.0;
    x.col(2) = s.col(1);
    x.col(3) = s.col(1).array() * s.col(2).array().sign();
    return x + 0.05 * noise;
}

/// Rows [first, last) of a channel replaced by its own values from elsewhere.
inline Eigen::MatrixXd broken(Eigen::MatrixXd values, Eigen::Index channel, Eigen::Index first,
                              Eigen::Index last, Eigen::Index from)
{
    values.col(channel).segment(first, last - first) =
        values.col(channel).segment(from, last - first).eval();
    return values;
}

inline std::vector<Channel> channelsOf(const Eigen::MatrixXd& values)
{
    const auto time = TimeAxis::sampleIndex(std::size_t(values.rows()));
    std::vector<Channel> channels;
    for (Eigen::Index c = 0; c < values.cols(); ++c) {
        Channel channel;
        channel.name = "c" + std::to_string(c);
        channel.time = time;
        channel.values.assign(values.col(c).begin(), values.col(c).end());
        channels.push_back(std::move(channel));
    }
    return channels;
}

inline std::shared_ptr<const Recording> recordingOf(std::vector<Channel> channels,
                                                    std::string name = "made.csv")
{
    return *Recording::create(std::move(name), std::move(channels));
}

inline std::shared_ptr<const Recording> recordingOf(const Eigen::MatrixXd& values,
                                                    std::string name = "made.csv")
{
    return recordingOf(channelsOf(values), std::move(name));
}

} // namespace dissonance::testing
