#include "engine/recording/joined.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dissonance {

namespace {

/// Appends values of a text channel, in the codes of `to`.
void appendTexts(const Channel& from, Channel& to)
{
    std::vector<double> codes;
    for (const auto& state : from.states) {
        const auto known = std::find(to.states.begin(), to.states.end(), state);
        codes.push_back(double(known - to.states.begin()));
        if (known == to.states.end())
            to.states.push_back(state);
    }
    for (const double value : from.values)
        to.values.push_back(std::isnan(value) ? value : codes[std::size_t(value)]);
}

} // namespace

Result<std::shared_ptr<const Recording>>
joined(const std::vector<std::shared_ptr<const Recording>>& pieces)
{
    const auto& first = *pieces.front();
    std::vector<std::int64_t> ticks;
    auto channels = first.channels();
    for (auto& channel : channels) {
        channel.values.clear();
        channel.states.clear();
    }
    for (const auto& piece : pieces) {
        if (piece->channelCount() != channels.size())
            return Error{ErrorCode::ShapeMismatch, "The pieces have other channels."};
        const auto& more = piece->clock()->ticks();
        ticks.insert(ticks.end(), more.begin(), more.end());
        for (std::size_t c = 0; c < channels.size(); ++c) {
            const auto& from = piece->channel(c);
            if (from.name != channels[c].name)
                return Error{ErrorCode::ShapeMismatch, "The pieces have other channels."};
            if (from.kind == ChannelKind::Continuous)
                channels[c].values.insert(channels[c].values.end(), from.values.begin(),
                                          from.values.end());
            else
                appendTexts(from, channels[c]);
        }
    }
    auto time = TimeAxis::create(first.clock()->kind(), std::move(ticks));
    if (!time)
        return time.error();
    for (auto& channel : channels)
        channel.time = *time;
    return Recording::create(first.name(), std::move(channels), first.provenance());
}

} // namespace dissonance
