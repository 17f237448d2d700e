#pragma once

#include "engine/base/result.h"
#include "engine/detector/detector.h"

#include <CLI/App.hpp>
#include <optional>

namespace dissonance {

/// --threshold, --alarms-per-day and --alarms-per-1000: one of them or none.
struct ThresholdChoice
{
    std::optional<double> threshold;
    std::optional<double> alarmsPerDay;
    std::optional<double> alarmsPer1000;

    /// What is promised, if anything.
    std::optional<AlarmPromise> promise() const;

    /// The threshold on the model's sample score; empty for the model's own.
    /// Errors: InvalidArgument for alarms a day where the model learned without a clock.
    Result<std::optional<double>> of(const ModelCard& card, bool causal) const;
};

/// Adds all three.
void addThreshold(CLI::App& command, ThresholdChoice& choice);

/// Adds the two rates.
///
/// @param without  ends the help: what holds without them.
void addAlarmRates(CLI::App& command, ThresholdChoice& choice, const std::string& without);

} // namespace dissonance
