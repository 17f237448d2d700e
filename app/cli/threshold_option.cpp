#include "app/cli/threshold_option.h"

#include <charconv>
#include <cmath>
#include <string>

namespace dissonance {

namespace {

std::optional<double> numberIn(const std::string& text)
{
    double number = 0.0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec == std::errc() && parsed.ptr == end && std::isfinite(number))
        return number;
    return std::nullopt;
}

// The parser behind CLI11 takes nan and inf for numbers.
std::string thresholdProblem(const std::string& text)
{
    if (numberIn(text))
        return {};
    return "'" + text + "' is no threshold: write a number such as 1.5";
}

std::string rateProblem(const std::string& text)
{
    if (numberIn(text).value_or(0.0) > 0.0)
        return {};
    return "'" + text + "' is no rate of alarms: write a number above 0 such as 0.5";
}

} // namespace

std::optional<AlarmPromise> ThresholdChoice::promise() const
{
    if (alarmsPerDay)
        return AlarmPromise{*alarmsPerDay, true};
    if (alarmsPer1000)
        return AlarmPromise{*alarmsPer1000, false};
    return std::nullopt;
}

Result<std::optional<double>> ThresholdChoice::of(const ModelCard& card, bool causal) const
{
    const auto promised = promise();
    if (!promised)
        return threshold;
    const auto found = promisedThreshold(card, *promised, causal);
    if (!found)
        return found.error();
    return std::optional(*found);
}

void addAlarmRates(CLI::App& command, ThresholdChoice& choice, const std::string& without)
{
    auto* perDay = command
                       .add_option("--alarms-per-day", choice.alarmsPerDay,
                                   "False alarms to put up with: at most so many episodes a day "
                                   "of normal operation are expected. "
                                       + without)
                       ->type_name("X")
                       ->check(CLI::Validator(rateProblem, ""));
    command
        .add_option("--alarms-per-1000", choice.alarmsPer1000,
                    "The same in 1,000 samples, for recordings without a clock")
        ->type_name("X")
        ->check(CLI::Validator(rateProblem, ""))
        ->excludes(perDay);
}

void addThreshold(CLI::App& command, ThresholdChoice& choice)
{
    auto* threshold = command
                          .add_option("--threshold", choice.threshold,
                                      "Score above which a sample is flagged. Without it the "
                                      "model's own")
                          ->type_name("X")
                          ->check(CLI::Validator(thresholdProblem, ""));
    addAlarmRates(command, choice, "Without it the model's own threshold");
    threshold->excludes(command.get_option("--alarms-per-day"));
    threshold->excludes(command.get_option("--alarms-per-1000"));
}

} // namespace dissonance
