#pragma once

#include "engine/base/run_context.h"
#include "engine/detector/detector.h"

#include <chrono>
#include <functional>

namespace dissonance {

/// Networks that learn one after the other: which one it is, and how long all of them take.
class NetworkTurns
{
public:
    explicit NetworkTurns(int count)
        : m_count(count)
    {
    }

    /// The next one begins.
    void begin();

    /// What the present network reports, made to speak of all of them; valid while this lives.
    std::function<void(const TrainingStep&)>
    steps(const std::function<void(const TrainingStep&)>& onStep) const;
    RunContext progress(const RunContext& context) const;

private:
    /// Those still to come take as long as the mean of those so far.
    double secondsLeft(double ofThis) const;

    int m_count = 0;
    int m_number = 0; ///< 1-based
    std::chrono::steady_clock::time_point m_start; ///< of the first
};

} // namespace dissonance
