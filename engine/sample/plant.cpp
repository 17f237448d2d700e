#include "engine/sample/plant.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kRatedSpeed = 2900.0; // rpm
constexpr double kShutOffHead = 4.0; // bar at rated speed and no flow
constexpr double kPumpDroop = 6e-4; // bar / (m3/h)^2
constexpr double kLoopResistance = 8e-4; // bar / (m3/h)^2, valve open
constexpr double kBestFlow = 42.0; // m3/h at rated speed: the pump's best efficiency
constexpr double kHeatCapacity = 1.16; // kW per (m3/h) and K: water

/// Moves `value` towards `target` as a first-order lag of `seconds` does in one second.
void follow(double& value, double target, double seconds)
{
    value += (target - value) / (1.0 + seconds);
}

} // namespace

const std::array<PlantChannelInfo, PlantChannelCount>& plantChannels()
{
    static constexpr std::array<PlantChannelInfo, PlantChannelCount> kChannels{{
        {"pump_speed", "rpm", 1, 2.0},
        {"flow", "m3/h", 2, 0.10},
        {"differential_pressure", "bar", 3, 0.008},
        {"motor_current", "A", 2, 0.04},
        {"motor_temperature", "degC", 2, 0.05},
        {"bearing_temperature", "degC", 2, 0.05},
        {"vibration", "mm/s", 3, 0.03},
        {"valve_position", "%", 2, 0.10},
        {"supply_temperature", "degC", 2, 0.03},
        {"return_temperature", "degC", 2, 0.03},
        {"heat_duty", "kW", 1, 1.5},
        {"fan_speed", "%", 2, 0.20},
        {"tank_level", "%", 2, 0.05},
        {"ambient_temperature", "degC", 2, 0.03},
    }};
    return kChannels;
}

void Plant::moveWater(const PlantInputs& inputs, const PlantDefects& defects)
{
    const double x = inputs.speed / kRatedSpeed;
    const double opening = inputs.valve / 100.0;
    const double resistance = kLoopResistance / (opening * opening);
    const double pumps = 1.0 + inputs.pumpB;

    // A check valve that does not close lets sqrt(H) worth of water run back through pump B,
    // so pump A delivers more than the loop receives.
    const double delivered = (1.0 + defects.backflow * std::sqrt(resistance)) / pumps;
    const double flow =
        x * std::sqrt(kShutOffHead / (kPumpDroop * delivered * delivered + resistance));
    follow(m_flow, flow, 2.0);

    const double perPump = m_flow * delivered;
    m_head = std::max(0.0, kShutOffHead * x * x - kPumpDroop * perPump * perPump);

    const double offBest = perPump / x - kBestFlow;
    const double efficiency = std::max(0.3, 0.72 - 4e-4 * offBest * offBest);
    const double shaftPower = m_head * perPump / 36.0 / efficiency + 0.35 * x * x * x; // kW
    const double torqueCurrent = 1.6 * shaftPower / x;
    follow(m_current, std::sqrt(9.0 + torqueCurrent * torqueCurrent), 1.0);

    const double offResonance = (inputs.speed - defects.resonance) / 400.0;
    follow(m_vibration,
           0.6 + 1.0 * x * x + 2.4 / (1.0 + offResonance * offResonance) + 0.3 * inputs.pumpB, 2.0);
}

void Plant::moveHeat(const PlantInputs& inputs, const PlantDefects& defects)
{
    const double x = inputs.speed / kRatedSpeed;
    follow(m_winding, inputs.ambient + 0.55 * m_current * m_current, 120.0);
    follow(m_bearing,
           inputs.ambient + 18.0 * x + 10.0 * x * x * x + 0.15 * (m_winding - inputs.ambient),
           80.0);

    const double carried = kHeatCapacity * m_flow * (m_return - m_supply); // kW
    const double air = m_fan * (1.0 - defects.fanSlip);
    const double rejected = (8.0 + 0.38 * air) * (m_return - inputs.ambient); // kW
    m_return += (inputs.load - carried) / 1200.0; // 1,200 kJ/K on the hot side
    m_supply += (carried - rejected) / 1500.0;
    follow(m_fan, std::clamp(50.0 + 7.0 * (m_supply - 32.0), 8.0, 100.0), 8.0);

    const double mean = 0.5 * (m_return + m_supply);
    follow(m_level, 45.0 + 1.1 * (mean - 35.0) - 2.0 * m_head, 15.0);
}

PlantReading Plant::step(const PlantInputs& inputs, const PlantDefects& defects, Random& random)
{
    moveWater(inputs, defects);
    moveHeat(inputs, defects);
    follow(m_metered, m_flow, defects.meterLag);

    PlantReading reading{};
    reading[PumpSpeed] = inputs.speed;
    reading[Flow] = m_flow;
    reading[DifferentialPressure] = m_head;
    reading[MotorCurrent] = m_current;
    reading[MotorTemperature] = m_winding;
    reading[BearingTemperature] = m_bearing;
    reading[Vibration] = m_vibration;
    reading[ValvePosition] = inputs.valve;
    reading[SupplyTemperature] = m_supply;
    reading[ReturnTemperature] = m_return - defects.probeOut * (m_return - inputs.ambient);
    reading[HeatDuty] = kHeatCapacity * m_metered * (m_return - m_supply);
    reading[FanSpeed] = m_fan;
    reading[TankLevel] = m_level;
    reading[AmbientTemperature] = inputs.ambient;
    for (std::size_t c = 0; c < reading.size(); ++c)
        reading[c] += plantChannels()[c].noise * random.normal();
    return reading;
}

} // namespace dissonance
