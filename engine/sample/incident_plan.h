#pragma once

#include "engine/recording/recording.h"
#include "engine/sample/operation.h"

#include <array>
#include <cstddef>
#include <vector>

namespace dissonance {

/// What is wrong with the sample plant, and when. In the first seven only relations break:
/// defects creep in and out, or do so while the readings agree, and for the default seed every
/// reading stays inside its own normal range and moves neither faster nor less than normally.
/// That seed was searched for: breaks as large as these leave the range for most others.
enum class PlantIncident
{
    Backflow, ///< pump B's check valve sticks open: part of pump A's water runs back through it
    WrongLine, ///< the motor's input card is wired to the twin line's motor after a service
    LooseFrame, ///< a loosened anchor bolt moves the frame's resonance from 2,050 to 1,350 rpm
    MirroredValve, ///< the valve's feedback lever is mounted the wrong way round
    HeldFlowPulse, ///< the heat meter goes on with its last flow: duty = flow * difference fails
    SlippedProbe, ///< the return probe has slipped in its well and measures 30 % of the hall's air
    FanSlip, ///< the fan's belt slips: the reported speed no longer moves its air
    VibrationSpikes, ///< three knocks on the vibration sensor
    BearingDrift, ///< the bearing's probe drifts upwards
    StuckFlow, ///< the flow meter holds its last value
    ValveHunting, ///< the valve's positioner oscillates
};

struct PlannedIncident
{
    PlantIncident what;
    SampleSpan span;
    std::vector<PlantChannel> channels; ///< whose readings disagree with the rest
    const char* kind; ///< label: "relation", or the marginal's own name
};

/// Samples of the recording, one a second: 16 hours, the first half without incidents.
inline constexpr std::ptrdiff_t kSampleCount = 57'600;
inline constexpr std::ptrdiff_t kNormalCount = 28'800;

/// In time order, minutes each, most of an hour apart.
const std::vector<PlannedIncident>& plannedIncidents();

/// How far a defect that creeps in over `ramp` samples has come, 0 to 1; 0 outside the span.
double onset(const SampleSpan& span, std::ptrdiff_t sample, double ramp);

/// The plant's own defects at a sample.
PlantDefects defectsAt(std::ptrdiff_t sample);

/// What operators see themselves forced to at a sample: pump B off and no low speed while
/// it leaks, the valve at its middle while its feedback lever is mounted and put right, no high
/// load while the fan slips.
OperationAsked askedAt(std::ptrdiff_t sample);

/// What the hunting positioner adds to the valve at a sample, per cent.
double valveHuntingAt(std::ptrdiff_t sample);

/// Changes the readings as the sensor faults of the plan do.
///
/// @param readings  of the plant, (T); changed in place.
/// @param twin      of the other line at the same instants, (T).
void applySensorFaults(std::vector<PlantReading>& readings, const std::vector<PlantReading>& twin);

} // namespace dissonance
