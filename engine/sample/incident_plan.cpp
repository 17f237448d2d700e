#include "engine/sample/incident_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dissonance {

namespace {

constexpr double kLeverSeconds = 30.0; // in which the valve's lever is mounted

using Readings = std::vector<PlantReading>;

/// Where in production the twin's motor runs like ours at both ends of a span, for as much as it
/// differs within: the service is done, and put right, while the two agree, so no reading jumps.
std::ptrdiff_t alikeAtEnds(const Readings& readings, const Readings& twin,
                           const PlannedIncident& incident)
{
    PlantReading least = twin.front();
    PlantReading most = twin.front();
    for (const auto& reading : twin)
        for (const auto channel : incident.channels) {
            least[channel] = std::min(least[channel], reading[channel]);
            most[channel] = std::max(most[channel], reading[channel]);
        }
    const auto length = incident.span.size();
    const auto apart = [&](std::ptrdiff_t ours, std::ptrdiff_t theirs) {
        double largest = 0.0;
        for (const auto channel : incident.channels) {
            const double difference =
                twin[std::size_t(theirs)][channel] - readings[std::size_t(ours)][channel];
            largest = std::max(largest, std::abs(difference) / (most[channel] - least[channel]));
        }
        return largest;
    };
    constexpr std::ptrdiff_t kEvery = 20;
    constexpr double kAsGood = 0.02; // of the range: ends nearer than that are no better
    std::ptrdiff_t best = kNormalCount;
    double bestCost = std::numeric_limits<double>::infinity();
    for (auto first = kNormalCount; first + length <= kSampleCount; ++first) {
        const double ends = std::max(apart(incident.span.first, first),
                                     apart(incident.span.last - 1, first + length - 1));
        double within = 0.0;
        for (std::ptrdiff_t i = 0; i < length; i += kEvery)
            within += apart(incident.span.first + i, first + i);
        const double cost = (ends + kAsGood) / within;
        if (cost < bestCost) {
            best = first;
            bestCost = cost;
        }
    }
    return best;
}

void readTwin(Readings& readings, const Readings& twin, const PlannedIncident& incident)
{
    const auto first = alikeAtEnds(readings, twin, incident);
    for (auto i = incident.span.first; i < incident.span.last; ++i) {
        const double share = onset(incident.span, i, 60.0);
        const auto& theirs = twin[std::size_t(first + i - incident.span.first)];
        auto& ours = readings[std::size_t(i)];
        for (const auto channel : incident.channels)
            ours[channel] += share * (theirs[channel] - ours[channel]);
    }
}

void mirrorValve(Readings& readings, const PlannedIncident& incident)
{
    for (auto i = incident.span.first; i < incident.span.last; ++i) {
        double& valve = readings[std::size_t(i)][ValvePosition];
        valve += onset(incident.span, i, kLeverSeconds) * (136.0 - 2.0 * valve);
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

/// Lag of the heat meter's flow in s: held, and at the end of the span led back.
double meterLagAt(std::ptrdiff_t sample)
{
    constexpr double kHeld = 1e6;
    constexpr std::ptrdiff_t kBackSeconds = 120;
    const auto& span = spanOf(PlantIncident::HeldFlowPulse);
    if (!span.contains(sample))
        return 0.0;
    // A lag of the seconds that are left goes back in a straight line.
    const auto left = span.last - sample;
    return left > kBackSeconds ? kHeld : double(left);
}

} // namespace

const std::vector<PlannedIncident>& plannedIncidents()
{
    using What = PlantIncident;
    static const std::vector<PlannedIncident> kPlan{
        {What::Backflow, {31'600, 32'320}, {Flow, MotorCurrent, DifferentialPressure}, "relation"},
        {What::VibrationSpikes, {32'700, 32'744}, {Vibration}, "spike"},
        {What::WrongLine,
         {35'000, 35'720},
         {MotorCurrent, MotorTemperature, BearingTemperature, Vibration},
         "relation"},
        {What::LooseFrame, {37'950, 38'850}, {Vibration}, "relation"},
        {What::BearingDrift, {40'200, 41'100}, {BearingTemperature}, "drift"},
        {What::MirroredValve, {43'000, 43'480}, {ValvePosition}, "relation"},
        {What::HeldFlowPulse, {45'480, 46'200}, {HeatDuty}, "relation"},
        {What::StuckFlow, {48'000, 48'600}, {Flow}, "stuck"},
        {What::SlippedProbe, {50'300, 51'200}, {ReturnTemperature}, "relation"},
        {What::FanSlip, {52'600, 53'380}, {FanSpeed}, "relation"},
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
    defects.backflow = 29.0 * onset(spanOf(PlantIncident::Backflow), sample, 120.0);
    defects.fanSlip = 0.45 * onset(spanOf(PlantIncident::FanSlip), sample, 240.0);
    defects.resonance -= 700.0 * onset(spanOf(PlantIncident::LooseFrame), sample, 240.0);
    defects.meterLag = meterLagAt(sample);
    defects.probeOut = 0.3 * onset(spanOf(PlantIncident::SlippedProbe), sample, 240.0);
    return defects;
}

OperationAsked askedAt(std::ptrdiff_t sample)
{
    // From somewhat before, so that getting there is no part of the incident.
    constexpr std::ptrdiff_t kBefore = 120;
    const auto& leak = spanOf(PlantIncident::Backflow);
    const auto& lever = spanOf(PlantIncident::MirroredValve);
    const auto& slip = spanOf(PlantIncident::FanSlip);
    const auto mounting = std::ptrdiff_t(kLeverSeconds);
    OperationAsked asked;
    if (sample >= leak.first - kBefore && sample < leak.last + 60) {
        asked.onePump = true;
        asked.speed.least = 2100.0;
    }
    if ((sample >= lever.first - kBefore && sample < lever.first + mounting)
        || (sample >= lever.last - mounting - kBefore && sample < lever.last))
        asked.valve = {68.0, 68.0};
    if (sample >= slip.first - kBefore && sample < slip.last)
        asked.load.most = 270.0;
    return asked;
}

double valveHuntingAt(std::ptrdiff_t sample)
{
    const auto& span = spanOf(PlantIncident::ValveHunting);
    constexpr std::array<double, 8> kTriangle{0.0, 0.5, 1.0, 0.5, 0.0, -0.5, -1.0, -0.5};
    const auto phase = std::size_t(std::max<std::ptrdiff_t>(0, sample - span.first) % 8);
    return 9.0 * onset(span, sample, 30.0) * kTriangle[phase];
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
        case PlantIncident::HeldFlowPulse:
        case PlantIncident::SlippedProbe:
        case PlantIncident::FanSlip:
        case PlantIncident::ValveHunting:
            break; // in the plant itself
        }
    }
}

} // namespace dissonance
