#pragma once

#include <cstdint>

namespace dissonance {

/// xoshiro256** seeded by splitmix64: the same numbers on every machine, which the standard
/// library's distributions do not promise.
///
/// Source: Blackman and Vigna (2021), ACM Trans. Math. Softw. 47(4); Steele et al. (2014).
class Random
{
public:
    explicit Random(std::uint64_t seed)
    {
        for (auto& word : m_state) {
            seed += 0x9E3779B97F4A7C15U;
            std::uint64_t mixed = seed;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
            word = mixed ^ (mixed >> 31);
        }
    }

    std::uint64_t next()
    {
        const std::uint64_t result = rotated(m_state[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = rotated(m_state[3], 45);
        return result;
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    double uniform() { return double(next() >> 11) * 0x1.0p-53; }

    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    /// Nearly standard normal: the sum of twelve uniforms, less six. Additions only, so no
    /// mathematical library has a say in the bits; never beyond +-6.
    double normal()
    {
        double sum = -6.0;
        for (int i = 0; i < 12; ++i)
            sum += uniform();
        return sum;
    }

private:
    static std::uint64_t rotated(std::uint64_t word, int bits)
    {
        return (word << bits) | (word >> (64 - bits));
    }

    std::uint64_t m_state[4]{};
};

} // namespace dissonance
