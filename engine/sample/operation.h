#pragma once

#include "engine/sample/plant.h"
#include "engine/sample/random.h"

#include <limits>

namespace dissonance {

/// Where a setpoint may go.
struct Allowed
{
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
};

/// A quantity that operators set: new levels at random times, reached by a ramp, with a slow
/// wander about them.
class Setpoint
{
public:
    struct Habit
    {
        double low; ///< levels are drawn from [low, high]
        double high;
        double shortest; ///< s between two levels, drawn from [shortest, longest]
        double longest;
        double ramp; ///< units per second
        double wander; ///< standard deviation
        double wanderSeconds; ///< correlation time
    };

    explicit Setpoint(const Habit& habit)
        : m_habit(habit)
        , m_level(0.5 * (habit.low + habit.high))
        , m_ramped(m_level)
    {
    }

    /// The next second.
    ///
    /// @param envelope  share of [low, high] about its middle that levels are drawn from, of the
    ///        ramp, and of how much the wander differs between levels.
    /// @param allowed   levels beyond it are cut to it.
    double step(Random& random, double envelope, const Allowed& allowed = {});

private:
    Habit m_habit;
    double m_level;
    double m_ramped;
    double m_wander = 0.0;
    double m_agitation = 1.0; ///< of the wander, at this level
    double m_secondsLeft = 0.0;
};

/// What a defect or a service forces the operators to.
struct OperationAsked
{
    bool onePump = false; ///< pump B off; it runs down within a good minute
    Allowed speed; ///< rpm
    Allowed valve; ///< per cent
    Allowed load; ///< kW
};

/// How the plant is run: speed, valve and load change every few minutes on their own, pump B
/// is switched on for minutes at a time, and the machine hall's air follows the weather.
///
/// Changes are slow (a ramp takes minutes), so that moving is as normal as standing still.
class Operation
{
public:
    explicit Operation(std::uint64_t seed)
        : m_random(seed)
    {
    }

    /// The next second.
    ///
    /// @param envelope  share of the operating range and of its pace: 1 in an acceptance run.
    /// @param asked     what the operators are forced to.
    PlantInputs step(double envelope, const OperationAsked& asked);

private:
    Random m_random;
    Setpoint m_speed{{1450.0, 2750.0, 60.0, 240.0, 4.5, 20.0, 15.0}};
    Setpoint m_valve{{48.0, 88.0, 60.0, 240.0, 0.25, 0.8, 15.0}};
    Setpoint m_load{{140.0, 400.0, 80.0, 280.0, 1.5, 6.0, 20.0}};
    Setpoint m_ambient{{22.0, 26.0, 600.0, 1500.0, 0.005, 0.15, 60.0}};
    bool m_pumpBOn = false;
    double m_pumpB = 0.0;
    double m_switchIn = 300.0; ///< s
};

} // namespace dissonance
