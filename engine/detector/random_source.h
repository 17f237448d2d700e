#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace dissonance {

/// Random numbers that are the same bits on every platform for the same seed: the standard
/// fixes the engine, not the distributions, so these are our own.
class RandomSource
{
public:
    explicit RandomSource(std::uint64_t seed)
        : m_engine(seed)
    {
    }

    std::uint64_t bits() { return m_engine(); }

    /// Uniform in [0, 1).
    double uniform() { return double(m_engine() >> 11) * 0x1.0p-53; }

    /// Uniform in [low, high).
    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    /// Uniform in [0, count), count > 0.
    std::ptrdiff_t below(std::ptrdiff_t count) { return std::ptrdiff_t(uniform() * double(count)); }

private:
    std::mt19937_64 m_engine;
};

} // namespace dissonance
