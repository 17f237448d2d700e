#include "engine/sample/sample_incident.h"

#include "engine/base/atomic_file.h"
#include "engine/io/labels_csv.h"
#include "engine/sample/incident_plan.h"
#include "engine/sample/operation.h"

#include <cassert>
#include <cmath>
#include <string>
#include <system_error>
#include <utility>

namespace dissonance {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kStartNs = 1'772'416'800 * kNsPerSecond; // 2026-03-02T02:00:00Z

// The first half is an acceptance run through the whole operating range at its full pace;
// production then uses the middle of it, more gently.
constexpr double kAcceptance = 1.0;
constexpr double kProduction = 0.8;

/// A run of the plant as the data logger stores it: fixed decimals, as whole numbers.
struct LoggedRun
{
    std::vector<std::array<std::int64_t, PlantChannelCount>> readings; ///< (T)
    std::vector<bool> twoPumps; ///< (T)
};

std::int64_t powerOfTen(int exponent)
{
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

/// @param incidents  the plan's defects happen to this line.
std::vector<PlantReading> runLine(std::uint64_t seed, bool incidents, std::vector<bool>* twoPumps)
{
    Operation operation(seed);
    Random sensors(seed + 1);
    Plant plant;
    // The line has run for a while when the recording begins: no start-up transient.
    for (int i = 0; i < 1800; ++i)
        plant.step(operation.step(kAcceptance, {}), {}, sensors);

    std::vector<PlantReading> readings;
    readings.reserve(std::size_t(kSampleCount));
    for (std::ptrdiff_t i = 0; i < kSampleCount; ++i) {
        auto inputs = operation.step(i < kNormalCount ? kAcceptance : kProduction,
                                     incidents ? askedAt(i) : OperationAsked{});
        if (incidents)
            inputs.valve += valveHuntingAt(i);
        readings.push_back(plant.step(inputs, incidents ? defectsAt(i) : PlantDefects{}, sensors));
        if (twoPumps)
            twoPumps->push_back(inputs.pumpB > 0.5);
    }
    return readings;
}

LoggedRun simulate(std::uint64_t seed)
{
    LoggedRun run;
    auto readings = runLine(seed, true, &run.twoPumps);
    applySensorFaults(readings, runLine(seed ^ 0xD1550A9CE0000000U, false, nullptr));

    run.readings.reserve(readings.size());
    for (const auto& reading : readings) {
        auto& logged = run.readings.emplace_back();
        for (std::size_t c = 0; c < reading.size(); ++c) {
            const auto scale = double(powerOfTen(plantChannels()[c].decimals));
            logged[c] = std::int64_t(std::floor(reading[c] * scale + 0.5));
        }
    }
    return run;
}

const char* modeText(bool twoPumps)
{
    return twoPumps ? "two pumps" : "one pump";
}

void appendFixed(std::string& text, std::int64_t value, int decimals)
{
    if (value < 0)
        text += '-';
    const auto magnitude = value < 0 ? -value : value;
    const auto scale = powerOfTen(decimals);
    text += std::to_string(magnitude / scale);
    const auto fraction = std::to_string(magnitude % scale);
    text += '.';
    text.append(std::size_t(decimals) - fraction.size(), '0');
    text += fraction;
}

std::string toCsv(const LoggedRun& run)
{
    std::string text = "time";
    for (const auto& channel : plantChannels())
        text += std::string(",") + channel.name + " [" + channel.unit + "]";
    text += ",mode\n";
    for (std::size_t i = 0; i < run.readings.size(); ++i) {
        text += formatTick(TimeKind::Utc, kStartNs + std::int64_t(i) * kNsPerSecond);
        for (std::size_t c = 0; c < PlantChannelCount; ++c) {
            text += ',';
            appendFixed(text, run.readings[i][c], plantChannels()[c].decimals);
        }
        text += ',';
        text += modeText(run.twoPumps[i]);
        text += '\n';
    }
    return text;
}

std::vector<Label> planLabels()
{
    std::vector<Label> labels;
    for (const auto& incident : plannedIncidents()) {
        Label label{incident.span, {}, incident.kind};
        for (const auto channel : incident.channels)
            label.channels.emplace_back(plantChannels()[channel].name);
        labels.push_back(std::move(label));
    }
    return labels;
}

std::vector<Channel> toChannels(const LoggedRun& run)
{
    std::vector<std::int64_t> ticks(run.readings.size());
    for (std::size_t i = 0; i < ticks.size(); ++i)
        ticks[i] = kStartNs + std::int64_t(i) * kNsPerSecond;
    auto time = TimeAxis::create(TimeKind::Utc, std::move(ticks));
    assert(time);

    std::vector<Channel> channels;
    for (std::size_t c = 0; c < PlantChannelCount; ++c) {
        const auto& info = plantChannels()[c];
        Channel channel{info.name, info.unit, {}, ChannelKind::Continuous, *time, {}, {}};
        channel.values.reserve(run.readings.size());
        // A correctly rounded quotient is the double that reading the decimal text gives.
        for (const auto& logged : run.readings)
            channel.values.push_back(double(logged[c]) / double(powerOfTen(info.decimals)));
        channels.push_back(std::move(channel));
    }

    Channel mode{"mode", {}, {}, ChannelKind::State, *time, {}, {}};
    mode.states = {modeText(false), modeText(true)}; // sorted, as reading the file gives them
    for (const bool two : run.twoPumps)
        mode.values.push_back(two ? 1.0 : 0.0);
    channels.push_back(std::move(mode));
    return channels;
}

} // namespace

SampleIncident makeSampleIncident(const SampleOptions& options)
{
    auto recording = Recording::create("sample.csv", toChannels(simulate(options.seed)));
    assert(recording);
    return {*std::move(recording), planLabels(), {0, kNormalCount}};
}

Status writeSampleIncident(const std::filesystem::path& folder, const SampleOptions& options,
                           const RunContext& context)
{
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return Error{ErrorCode::FileUnwritable,
                     "Cannot make the folder " + folder.string() + ": " + failure.message() + "."};

    context.report(0.0, "simulating the plant");
    const auto run = simulate(options.seed);
    if (context.stopRequested())
        return cancelled();
    context.report(0.5, "writing the sample");
    const auto text = toCsv(run);
    if (context.stopRequested())
        return cancelled();
    if (auto status = writeFileAtomically(folder / "sample.csv", text); !status)
        return status;
    if (auto status = writeLabels(folder / "sample.labels.csv", planLabels()); !status)
        return status;
    context.report(1.0, "sample written");
    return Done{};
}

} // namespace dissonance
