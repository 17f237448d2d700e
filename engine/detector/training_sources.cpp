#include "engine/detector/training_sources.h"

#include "engine/detector/clock_jumps.h"
#include "engine/detector/quoted_list.h"

#include <cmath>
#include <limits>
#include <sstream>
#include <unordered_set>

namespace dissonance {

namespace {

double stepSeconds(const TimeAxis& clock)
{
    return clock.kind() == TimeKind::SampleIndex ? std::numeric_limits<double>::quiet_NaN()
                                                 : double(clock.medianStep()) * 1e-9;
}

bool isNumber(ChannelKind kind)
{
    return kind == ChannelKind::Continuous;
}

/// What two recordings disagree about, collected before it is said.
struct Differences
{
    std::vector<std::string> lacking;
    std::vector<std::string> more;
    std::vector<std::string> text; ///< that are numbers in the one, text in the other
    std::vector<std::string> units; ///< as sentences

    std::string told() const
    {
        std::string all;
        const auto add = [&all](const std::string& part) {
            all += (all.empty() ? "" : "; ") + part;
        };
        if (!lacking.empty())
            add("it lacks " + fewQuoted(lacking));
        if (!more.empty())
            add("only it has " + fewQuoted(more));
        if (!text.empty())
            add("text in one, numbers in the other: " + fewQuoted(text));
        for (const auto& unit : units)
            add(unit);
        return all;
    }
};

/// Compares with what the recordings before had, and learns what they left open.
Differences takeIn(const Recording& recording, std::vector<WantedChannel>& channels)
{
    Differences differences;
    std::unordered_set<std::string_view> known;
    for (auto& want : channels) {
        known.insert(want.name);
        const auto index = recording.indexOf(want.name);
        if (index < 0) {
            differences.lacking.push_back(want.name);
            continue;
        }
        const auto& channel = recording.channel(std::size_t(index));
        if (want.unit.empty())
            want.unit = channel.unit;
        else if (!channel.unit.empty() && channel.unit != want.unit)
            differences.units.push_back('"' + want.name + "\" is in " + channel.unit + ", not in "
                                        + want.unit);
        if (!hasValues(channel))
            continue;
        if (!want.measured)
            want.kind = channel.kind;
        else if (isNumber(channel.kind) != isNumber(want.kind))
            differences.text.push_back(want.name);
        want.measured = true;
    }
    for (const auto& channel : recording.channels())
        if (!known.contains(channel.name))
            differences.more.push_back(channel.name);
    return differences;
}

} // namespace

std::string sourceName(const Recording& recording)
{
    const auto& file = recording.provenance().file;
    return file.empty() ? recording.name() : file.string();
}

Result<CommonChannels> commonChannels(const std::vector<TrainingSource>& sources)
{
    if (sources.empty())
        return Error{ErrorCode::InvalidArgument, "There is no recording to learn from."};
    for (const auto& source : sources)
        if (!source.recording)
            return Error{ErrorCode::InvalidArgument, "A recording to learn from is absent."};

    CommonChannels common;
    const auto& first = *sources.front().recording;
    for (const auto& channel : first.channels())
        common.channels.push_back({channel.name, channel.unit, channel.kind, hasValues(channel)});
    common.medianStepSeconds = stepSeconds(*first.clock());
    for (std::size_t i = 1; i < sources.size(); ++i) {
        const auto& recording = *sources[i].recording;
        if (const auto told = takeIn(recording, common.channels).told(); !told.empty())
            return Error{ErrorCode::ChannelsDiffer,
                         '"' + sourceName(recording) + "\" does not have the channels of \""
                             + sourceName(first) + "\": " + told
                             + ". Learn from recordings of the same channels."};
        const double step = stepSeconds(*recording.clock());
        if (isOtherStep(common.medianStepSeconds, step)) {
            std::ostringstream detail;
            detail << '"' << sourceName(recording) << "\" has a sample every " << step << " s, \""
                   << sourceName(first) << "\" one every " << common.medianStepSeconds
                   << " s. Learn from recordings of the same rate.";
            return Error{ErrorCode::InvalidArgument, detail.str()};
        }
    }
    return common;
}

} // namespace dissonance
