#include "engine/sample/incident_plan.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

namespace {

constexpr double kHeatCapacity = 1.16; // kW per (m3/h) and K: water

using Readings = std::vector<PlantReading>;

void readTwin(Readings& readings, const Readings& twin, const PlannedIncident& incident)
{
    for (auto i = incident.span.first; i < incident.span.last; ++i) {
        const double share = onset(incident.span, i, 90.0);
        for (const auto channel : incident.channels) {
            const auto t = std::size_t(i);
            readings[t][channel] += share * (twin[t][channel] - readings[t][channel]);
        }
    }
}

void mirrorValve(Readings& readings, const PlannedIncident& incident)
{
    for (auto i = incident.span.first; i < incident.span.last; ++i) {
        double& valve = readings[std::size_t(i)][ValvePosition];
        valve += onset(incident.span, i, 60.0) * (136.0 - 2.0 * valve);
    }
}

void holdFlowPulse(Readings& readings, const PlannedIncident& incident)
{
    const double held = readings[std::size_t(incident.span.first)][Flow];
    for (auto i = incident.span.first; i < incident.span.last; ++i) {
        auto& reading = readings[std::size_t(i)];
        const double difference = reading[ReturnTemperature] - reading[SupplyTemperature];
        const double share = onset(incident.span, i, 30.0);
        reading[HeatDuty] += share * kHeatCapacity * (held - reading[Flow]) * difference;
    }
}

void lagProbe(Readings& readings, const PlannedIncident& incident)
{
    double lagged = readings[std::size_t(incident.span.first)][ReturnTemperature];
    for (auto i = incident.span.first; i < incident.span.last; ++i) {
        double& value = readings[std::size_t(i)][ReturnTemperature];
        const double actual = value;
        lagged += (actual - lagged) / 240.0;
        value += onset(incident.span, i, 60.0) * (lagged - actual);
    }
}

void knock(Readings& readings, const PlannedIncident& incident)
{
    for (auto i = incident.span.first; i < incident.span.last; ++i)
        if ((i - incident.span.first) % 20 < 4)
            readings[std::size_t(i)][Vibration] += 5.0;
}

void drift(Readings& readings, const PlannedIncident& incident)
{
    for (auto i = incident.span.first; i < incident.span.last; ++i)
        readings[std::size_t(i)][BearingTemperature] += 0.04 * double(i - incident.span.first);
}

void stick(Readings& readings, const PlannedIncident& incident)
{
    const double held = readings[std::size_t(incident.span.first)][Flow];
    for (auto i = incident.span.first; i < incident.span.last; ++i)
        readings[std::size_t(i)][Flow] = held;
}

const SampleSpan& spanOf(PlantIncident what)
{
    const auto& plan = plannedIncidents();
    return std::find_if(plan.begin(), plan.end(),
                        [what](const PlannedIncident& p) { return p.what == what; })
        ->span;
}

} // namespace

const std::vector<PlannedIncident>& plannedIncidents()
{
    using What = PlantIncident;
    static const std::vector<PlannedIncident> kPlan{
        {What::Backflow, {31'600, 32'080}, {Flow, MotorCurrent, DifferentialPressure}, "relation"},
        {What::VibrationSpikes, {32'700, 32'744}, {Vibration}, "spike"},
        {What::WrongLine,
         {35'000, 35'540},
         {MotorCurrent, MotorTemperature, BearingTemperature, Vibration},
         "relation"},
        {What::LooseFrame, {37'950, 38'550}, {Vibration}, "relation"},
        {What::BearingDrift, {40'200, 41'100}, {BearingTemperature}, "drift"},
        {What::MirroredValve, {43'000, 43'480}, {ValvePosition}, "relation"},
        {What::HeldFlowPulse, {45'480, 46'080}, {HeatDuty}, "relation"},
        {What::StuckFlow, {48'000, 48'360}, {Flow}, "stuck"},
        {What::LaggingProbe, {50'300, 50'960}, {ReturnTemperature}, "relation"},
        {What::FanSlip, {52'600, 53'200}, {FanSpeed}, "relation"},
        {What::ValveHunting, {55'300, 55'540}, {ValvePosition}, "oscillation"},
    };
    return kPlan;
}

double onset(const SampleSpan& span, std::ptrdiff_t sample, double ramp)
{
    if (!span.contains(sample))
        return 0.0;
    const auto fromEdge = double(std::min(sample - span.first + 1, span.last - sample));
    return std::min(1.0, fromEdge / ramp);
}

PlantDefects defectsAt(std::ptrdiff_t sample)
{
    PlantDefects defects;
    defects.backflow = 40.0 * onset(spanOf(PlantIncident::Backflow), sample, 60.0);
    defects.fanSlip = 0.45 * onset(spanOf(PlantIncident::FanSlip), sample, 60.0);
    defects.resonance -= 400.0 * onset(spanOf(PlantIncident::LooseFrame), sample, 60.0);
    return defects;
}

bool onePumpAt(std::ptrdiff_t sample)
{
    // From somewhat before, so that switching off is no part of the incident.
    const auto& span = spanOf(PlantIncident::Backflow);
    return sample >= span.first - 120 && sample < span.last + 60;
}

double valveHuntingAt(std::ptrdiff_t sample)
{
    const auto& span = spanOf(PlantIncident::ValveHunting);
    constexpr std::array<double, 8> kTriangle{0.0, 0.5, 1.0, 0.5, 0.0, -0.5, -1.0, -0.5};
    const auto phase = std::size_t(std::max<std::ptrdiff_t>(0, sample - span.first) % 8);
    return 5.0 * onset(span, sample, 30.0) * kTriangle[phase];
}

void applySensorFaults(Readings& readings, const Readings& twin)
{
    for (const auto& incident : plannedIncidents()) {
        switch (incident.what) {
        case PlantIncident::WrongLine:
            readTwin(readings, twin, incident);
            break;
        case PlantIncident::MirroredValve:
            mirrorValve(readings, incident);
            break;
        case PlantIncident::HeldFlowPulse:
            holdFlowPulse(readings, incident);
            break;
        case PlantIncident::LaggingProbe:
            lagProbe(readings, incident);
            break;
        case PlantIncident::VibrationSpikes:
            knock(readings, incident);
            break;
        case PlantIncident::BearingDrift:
            drift(readings, incident);
            break;
        case PlantIncident::StuckFlow:
            stick(readings, incident);
            break;
        case PlantIncident::Backflow:
        case PlantIncident::LooseFrame:
        case PlantIncident::FanSlip:
        case PlantIncident::ValveHunting:
            break; // in the plant itself
        }
    }
}

} // namespace dissonance
