#include "engine/sample/operation.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

double Setpoint::step(Random& random, double envelope, const Allowed& allowed)
{
    if (m_secondsLeft <= 0.0) {
        const double middle = 0.5 * (m_habit.low + m_habit.high);
        const double half = 0.5 * envelope * (m_habit.high - m_habit.low);
        m_level = random.uniform(middle - half, middle + half);
        m_agitation = random.uniform(1.0 - 0.2 * envelope, 1.0 + 0.2 * envelope);
        m_secondsLeft = random.uniform(m_habit.shortest, m_habit.longest);
    }
    m_secondsLeft -= 1.0;
    const double pace = envelope * m_habit.ramp;
    const double target = std::clamp(m_level, allowed.least, allowed.most);
    m_ramped += std::clamp(target - m_ramped, -pace, pace);

    // An Ornstein-Uhlenbeck process in steps of one second; the innovation keeps its variance.
    const double keep = 1.0 - 1.0 / m_habit.wanderSeconds;
    m_wander = keep * m_wander
        + m_agitation * m_habit.wander * std::sqrt(1.0 - keep * keep) * random.normal();
    return m_ramped + m_wander;
}

PlantInputs Operation::step(double envelope, const OperationAsked& asked)
{
    if (m_switchIn <= 0.0) {
        m_pumpBOn = !m_pumpBOn;
        m_switchIn = m_random.uniform(200.0, 600.0);
    }
    m_switchIn -= 1.0;
    const double wanted = m_pumpBOn && !asked.onePump ? 1.0 : 0.0;
    const double pace = envelope / 60.0; // a minute to run up or down
    m_pumpB += std::clamp(wanted - m_pumpB, -pace, pace);

    PlantInputs inputs;
    inputs.speed = m_speed.step(m_random, envelope, asked.speed);
    inputs.pumpB = m_pumpB;
    inputs.valve = m_valve.step(m_random, envelope, asked.valve);
    inputs.load = m_load.step(m_random, envelope, asked.load);
    inputs.ambient = m_ambient.step(m_random, envelope);
    return inputs;
}

} // namespace dissonance
