#pragma once

#include "engine/recording/recording.h"
#include "engine/sample/plant.h"

#include <array>
#include <cstddef>
#include <vector>

namespace dissonance {

/// What is wrong with the sample plant, and when. In the first seven only relations break:
/// every reading moves at its normal pace and, for the default seed, stays inside its own normal
/// range.
enum class PlantIncident
{
    Backflow, ///< pump B's check valve sticks open: part of pump A's water runs back through it
    WrongLine, ///< the motor's input card is wired to the twin line's motor after a service
    LooseFrame, ///< a loosened anchor bolt moves the frame's resonance from 2,050 to 1,650 rpm
    MirroredValve, ///< the valve's feedback lever is mounted the wrong way round
    HeldFlowPulse, ///< the heat meter goes on with its last flow: duty = flow * difference fails
    LaggingProbe, ///< the return probe has slipped out of its well and follows minutes later
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

/// What operators see themselves forced to at a sample: pump B off while it leaks.
bool onePumpAt(std::ptrdiff_t sample);

/// What the hunting positioner adds to the valve at a sample, per cent.
double valveHuntingAt(std::ptrdiff_t sample);

/// Changes the readings as the sensor faults of the plan do.
///
/// @param readings  of the plant, (T); changed in place.
/// @param twin      of the other line at the same instants, (T).
void applySensorFaults(std::vector<PlantReading>& readings, const std::vector<PlantReading>& twin);

} // namespace dissonance
