#include "engine/detector/model_channel.h"

#include "engine/detector/clock_jumps.h"
#include "engine/detector/quoted_list.h"
#include "engine/recording/grid.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace dissonance {

namespace {

constexpr float kLargestValue = 1e30F;
constexpr std::ptrdiff_t kBatchValues = 8'000'000;

std::string counted(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " channel" : " channels");
}

/// Code of the model for every code of the recording.
std::vector<float> translation(const std::vector<std::string>& from,
                               const std::vector<std::string>& to)
{
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < to.size(); ++i)
        places.emplace(to[i], i); // the first of two alike
    std::vector<float> codes;
    for (const auto& state : from) {
        const auto place = places.find(state);
        codes.push_back(float(place == places.end() ? to.size() : place->second));
    }
    return codes;
}

} // namespace

bool hasValues(const Channel& channel)
{
    return std::any_of(channel.values.begin(), channel.values.end(),
                       [](double value) { return !std::isnan(value); });
}

std::vector<std::ptrdiff_t> usualGapsOf(const std::vector<ChannelTraits>& traits)
{
    std::vector<std::ptrdiff_t> usual;
    usual.reserve(traits.size());
    for (const auto& channel : traits)
        usual.push_back(channel.usualGap);
    return usual;
}

Result<ChannelMatch> matchChannels(const std::vector<WantedChannel>& wanted,
                                   const Recording& recording)
{
    ChannelMatch match;
    std::vector<std::string> missing;
    std::vector<std::string> otherKind;
    std::unordered_set<std::size_t> used;
    for (const auto& want : wanted) {
        const auto index = recording.indexOf(want.name);
        if (index < 0) {
            missing.push_back(want.name);
            continue;
        }
        const auto& channel = recording.channel(std::size_t(index));
        const bool sameKind =
            (channel.kind == ChannelKind::Continuous) == (want.kind == ChannelKind::Continuous);
        if (!sameKind && !want.measured)
            match.notices.push_back("Channel \"" + want.name
                                    + "\" was empty in training: its texts are not scored.");
        else if (!sameKind && hasValues(channel))
            otherKind.push_back(want.name);
        if (!channel.unit.empty() && !want.unit.empty() && channel.unit != want.unit)
            match.notices.push_back("Channel \"" + want.name + "\" is in " + channel.unit
                                    + "; the model learned it in " + want.unit + ".");
        match.indices.push_back(std::size_t(index));
        used.insert(std::size_t(index));
    }
    if (!missing.empty())
        return Error{ErrorCode::ChannelsDiffer,
                     "\"" + recording.name() + "\" lacks " + counted(missing.size()) + " of "
                         + std::to_string(wanted.size()) + ": " + fewQuoted(missing) + "."};
    if (!otherKind.empty())
        return Error{ErrorCode::ChannelsDiffer,
                     "Text in one recording, numbers in the other: " + fewQuoted(otherKind) + "."};

    std::vector<std::string> extra;
    for (std::size_t i = 0; i < recording.channelCount(); ++i)
        if (!used.contains(i))
            extra.push_back(recording.channel(i).name);
    if (!extra.empty())
        match.notices.push_back("The model does not know " + counted(extra.size())
                                + ", ignored: " + fewQuoted(extra) + ".");
    return match;
}

Result<ModelValues> modelValues(const Recording& recording, const ChannelMatch& match,
                                const std::vector<ChannelTraits>& traits, int threads,
                                const RunContext& context)
{
    const auto channels = match.indices.size();
    const auto samples = recording.sampleCount();
    // A few channels at a time, so that a stop request is seen between them.
    const auto batch = std::size_t(
        std::clamp<std::ptrdiff_t>(kBatchValues / std::max<std::ptrdiff_t>(samples, 1), 1, 64));
    ModelValues out;
    out.jumps = clockJumps(*recording.clock());
    out.values.resize(samples, Eigen::Index(channels));
    for (std::size_t first = 0; first < channels; first += batch) {
        const auto last = std::min(first + batch, channels);
        const std::vector<std::size_t> some(match.indices.begin() + std::ptrdiff_t(first),
                                            match.indices.begin() + std::ptrdiff_t(last));
        std::vector<double> offsets;
        for (auto c = first; c < last; ++c)
            offsets.push_back(traits[c].offset);
        // Infinite, or beyond float: held to a range whose differences are still finite.
        out.values.middleCols(Eigen::Index(first), Eigen::Index(last - first)) =
            makeGrid(recording, some, threads, offsets)
                .values.cwiseMax(-kLargestValue)
                .cwiseMin(kLargestValue);
        for (const auto index : some)
            out.gaps.push_back(gapsOf(recording.channel(index), *recording.clock()));
        if (context.stopRequested())
            return cancelled();
    }
    for (std::size_t c = 0; c < channels; ++c) {
        const auto& channel = recording.channel(match.indices[c]);
        if (channel.kind == ChannelKind::Continuous || channel.states == traits[c].states)
            continue;
        if (traits[c].kind == ChannelKind::Continuous) { // empty in training
            out.values.col(Eigen::Index(c)).setZero();
            out.gaps[c] = {{0, samples}};
            continue;
        }
        const auto codes = translation(channel.states, traits[c].states);
        for (auto& value : out.values.col(Eigen::Index(c)))
            if (value >= 0.0F && value < float(codes.size()))
                value = codes[std::size_t(value)];
    }
    return out;
}

} // namespace dissonance
