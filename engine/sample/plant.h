#pragma once

#include "engine/sample/random.h"

#include <array>
#include <cstddef>

namespace dissonance {

/// The measured quantities of the sample plant, in the order of its file.
enum PlantChannel : std::size_t
{
    PumpSpeed,
    Flow,
    DifferentialPressure,
    MotorCurrent,
    MotorTemperature,
    BearingTemperature,
    Vibration,
    ValvePosition,
    SupplyTemperature,
    ReturnTemperature,
    HeatDuty,
    FanSpeed,
    TankLevel,
    AmbientTemperature,
    PlantChannelCount
};

struct PlantChannelInfo
{
    const char* name;
    const char* unit;
    int decimals; ///< written to the file
    double noise; ///< standard deviation of the sensor, in the unit
};

const std::array<PlantChannelInfo, PlantChannelCount>& plantChannels();

using PlantReading = std::array<double, PlantChannelCount>;

/// What the operators and the surroundings ask of the plant, now.
struct PlantInputs
{
    double speed = 2000.0; ///< rpm, of pump A and, when it runs, pump B
    double pumpB = 0.0; ///< 0 stopped to 1 at speed
    double valve = 65.0; ///< per cent open
    double load = 250.0; ///< kW, from the process
    double ambient = 24.0; ///< degC
};

/// Defects of the plant, and of sensors that lose hold of it.
struct PlantDefects
{
    double backflow = 0.0; ///< leak coefficient of pump B's check valve, m3/h per sqrt(bar)
    double fanSlip = 0.0; ///< share of the fan's air that is missing, 0 to 1
    double resonance = 2050.0; ///< rpm at which the pump's frame resonates
    double meterLag = 0.0; ///< s, of the flow that the heat meter counts with
    double probeOut = 0.0; ///< share of air that the return temperature's probe measures
};

/// A pump and cooling loop, in steps of one second.
///
/// Pumps A and B stand in parallel at one speed n (x = n / 2900 rpm), each with the curve
/// H = 4 x^2 - 6e-4 q^2 (bar, m3/h), so that speed acts by the affinity laws; the loop needs
/// H = K Q^2 with K = 8e-4 / v^2 of the valve's opening v. The motor's current follows from
/// hydraulic power and efficiency, winding and bearing warm up with it over minutes. The
/// process heats the return side, a fan-cooled exchanger cools the supply side, a proportional
/// controller drives the fan. Vibration has a broad resonance in the middle of the speed range.
/// Nonlinear: the heat duty (flow times temperature difference) and vibration over speed.
///
/// Only + - * / and sqrt, which IEEE 754 rounds the same everywhere.
class Plant
{
public:
    /// Moves on by one second and reads all sensors.
    PlantReading step(const PlantInputs& inputs, const PlantDefects& defects, Random& random);

private:
    void moveWater(const PlantInputs& inputs, const PlantDefects& defects);
    void moveHeat(const PlantInputs& inputs, const PlantDefects& defects);

    double m_flow = 30.0; ///< m3/h, in the loop
    double m_head = 2.0; ///< bar
    double m_current = 6.0; ///< A
    double m_winding = 45.0; ///< degC
    double m_bearing = 40.0; ///< degC
    double m_vibration = 1.5; ///< mm/s
    double m_supply = 32.0; ///< degC
    double m_return = 38.0; ///< degC
    double m_metered = 30.0; ///< m3/h, what the heat meter counts with
    double m_fan = 50.0; ///< per cent
    double m_level = 45.0; ///< per cent
};

} // namespace dissonance
