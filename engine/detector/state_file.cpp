#include "engine/detector/state_file.h"

#include "engine/detector/json_fields.h"

#include <cmath>
#include <string>
#include <utility>

namespace dissonance {

namespace {

using nlohmann::json;

/// More than any number of samples gives.
constexpr double kMostNats = 100.0;

void checkNats(JsonFields& fields, const char* name, double nats)
{
    if (!(nats >= 0.0 && nats <= kMostNats))
        fields.fail(name, "between 0 and 100");
}

Status readValue(const json& from, const std::string& where, StateChannel& state)
{
    double value = 0.0;
    double nats = 0.0;
    JsonFields fields(from, where);
    fields.read("value", value);
    fields.read("nats", nats);
    checkNats(fields, "nats", nats);
    if (!std::isfinite(float(value)))
        fields.fail("value", "a number");
    state.values.push_back(float(value));
    state.nats.push_back(nats);
    return fields.status();
}

Result<StateChannel> readChannel(const json& from, const std::string& where,
                                 std::ptrdiff_t channels, std::ptrdiff_t least)
{
    StateChannel state;
    std::ptrdiff_t channel = 0;
    double tolerance = 0.0;
    JsonFields fields(from, where);
    fields.read("channel", channel);
    if (channel < least || channel >= channels)
        fields.fail("channel", "the number of a channel, ascending");
    fields.read("unseen", state.unseen);
    checkNats(fields, "unseen", state.unseen);
    fields.read("tolerance", tolerance);
    if (!(tolerance >= 0.0 && std::isfinite(float(tolerance))))
        fields.fail("tolerance", "0 or more");
    const auto* values = fields.findArray("values");
    if (values && (values->empty() || values->size() > 2))
        fields.fail("values", "an array of one or two");
    if (auto status = fields.status(); !status)
        return status.error();
    state.channel = channel;
    state.tolerance = float(tolerance);
    for (std::size_t i = 0; i < values->size(); ++i)
        if (auto status =
                readValue((*values)[i], where + ".values[" + std::to_string(i) + "]", state);
            !status)
            return status.error();
    return state;
}

} // namespace

json stateJson(const StatePart& part)
{
    json out = json::array();
    for (const auto& state : part.channels) {
        json values = json::array();
        for (std::size_t i = 0; i < state.values.size(); ++i)
            values.push_back({{"value", double(state.values[i])}, {"nats", state.nats[i]}});
        out.push_back({{"channel", state.channel},
                       {"values", std::move(values)},
                       {"unseen", state.unseen},
                       {"tolerance", double(state.tolerance)}});
    }
    return out;
}

Result<StatePart> readState(const json& from, std::ptrdiff_t channels)
{
    StatePart part;
    std::ptrdiff_t least = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        auto state = readChannel(from[i], "states[" + std::to_string(i) + "]", channels, least);
        if (!state)
            return state.error();
        least = state->channel + 1;
        part.channels.push_back(std::move(*state));
    }
    return part;
}

} // namespace dissonance
