#include "engine/detector/network_turns.h"

namespace dissonance {

void NetworkTurns::begin()
{
    if (m_number++ == 0)
        m_start = std::chrono::steady_clock::now();
}

std::function<void(const TrainingStep&)>
NetworkTurns::steps(const std::function<void(const TrainingStep&)>& onStep) const
{
    if (!onStep)
        return {};
    return [this, onStep](TrainingStep step) {
        step.network = m_number;
        step.networks = m_count;
        step.secondsLeft = secondsLeft(step.secondsLeft);
        onStep(step);
    };
}

RunContext NetworkTurns::progress(const RunContext& context) const
{
    RunContext all{context.stop, {}};
    if (context.progress)
        all.progress = [this, outer = context.progress](Progress progress) {
            progress.secondsLeft = secondsLeft(progress.secondsLeft); // NaN stays NaN
            outer(progress);
        };
    return all;
}

double NetworkTurns::secondsLeft(double ofThis) const
{
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - m_start;
    return ofThis + double(m_count - m_number) * (taken.count() + ofThis) / double(m_number);
}

} // namespace dissonance
