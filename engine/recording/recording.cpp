#include "engine/recording/recording.h"

#include <unordered_set>
#include <utility>

namespace dissonance {

Recording::Recording(std::string name, std::vector<Channel> channels, Provenance provenance,
                     std::shared_ptr<const TimeAxis> clock)
    : m_name(std::move(name))
    , m_channels(std::move(channels))
    , m_provenance(std::move(provenance))
    , m_clock(std::move(clock))
{
}

Result<std::shared_ptr<const Recording>>
Recording::create(std::string name, std::vector<Channel> channels, Provenance provenance)
{
    if (channels.empty())
        return Error{ErrorCode::ShapeMismatch, "The recording has no channel."};

    std::shared_ptr<const TimeAxis> clock;
    std::unordered_set<std::string_view> names;
    for (const auto& channel : channels) {
        if (channel.name.empty())
            return Error{ErrorCode::ShapeMismatch, "A channel has no name."};
        if (!names.insert(channel.name).second)
            return Error{ErrorCode::ShapeMismatch,
                         "Two channels are called '" + channel.name + "'."};
        if (!channel.time)
            return Error{ErrorCode::ShapeMismatch,
                         "Channel '" + channel.name + "' has no time axis."};
        if (channel.values.size() != channel.time->size())
            return Error{ErrorCode::ShapeMismatch,
                         "Channel '" + channel.name + "' has "
                             + std::to_string(channel.values.size()) + " values but "
                             + std::to_string(channel.time->size()) + " instants."};
        if (clock && channel.time->kind() != clock->kind())
            return Error{ErrorCode::ShapeMismatch,
                         "Channel '" + channel.name + "' counts time in another way."};
        if (!clock || channel.time->size() > clock->size())
            clock = channel.time;
    }
    return std::shared_ptr<const Recording>(new Recording(std::move(name), std::move(channels),
                                                          std::move(provenance), std::move(clock)));
}

std::ptrdiff_t Recording::indexOf(std::string_view name) const
{
    for (std::size_t i = 0; i < m_channels.size(); ++i)
        if (m_channels[i].name == name)
            return std::ptrdiff_t(i);
    return -1;
}

} // namespace dissonance
