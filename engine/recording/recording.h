#pragma once

#include "engine/base/result.h"
#include "engine/recording/time_axis.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

enum class ChannelKind
{
    Continuous, ///< numbers
    State, ///< few distinct texts: value k stands for states[k]
    Text, ///< many distinct texts, coded as State is
};

/// One measured quantity over time.
struct Channel
{
    std::string name; ///< unique in its recording
    std::string unit; ///< as the source writes it: "rpm"; empty when unknown
    std::string group; ///< for the tree: "turtle1/cmd_vel"; empty for none
    ChannelKind kind = ChannelKind::Continuous;
    std::shared_ptr<const TimeAxis> time;
    std::vector<double> values; ///< as many as time->size(); NaN is missing
    std::vector<std::string> states; ///< State and Text only
};

/// Where a recording came from: what a report needs to be believed.
struct Provenance
{
    std::filesystem::path file; ///< absolute; empty when made in memory
    std::uint64_t bytes = 0;
    std::string sha256; ///< of the file's bytes, 64 hex digits; empty when made in memory
};

/// A half-open range of samples [first, last).
struct SampleSpan
{
    std::ptrdiff_t first = 0;
    std::ptrdiff_t last = 0;

    std::ptrdiff_t size() const { return last - first; }
    bool contains(std::ptrdiff_t sample) const { return sample >= first && sample < last; }
    bool overlaps(const SampleSpan& other) const
    {
        return first < other.last && other.first < last;
    }
    bool operator==(const SampleSpan&) const = default;
};

/// A multivariate recording: channels, each on its own time axis.
///
/// Immutable after create() and shared as std::shared_ptr<const Recording>, so any thread may
/// read it without a lock.
class Recording
{
public:
    /// Errors: ShapeMismatch when there is no channel, a channel's values and time axis differ
    /// in size, kinds of time axes are mixed, or a name is empty or stands twice.
    static Result<std::shared_ptr<const Recording>>
    create(std::string name, std::vector<Channel> channels, Provenance provenance = {});

    const std::string& name() const { return m_name; } ///< file name without folder
    const Provenance& provenance() const { return m_provenance; }
    const std::vector<Channel>& channels() const { return m_channels; }
    std::size_t channelCount() const { return m_channels.size(); }
    const Channel& channel(std::size_t index) const { return m_channels[index]; }

    /// Index of the channel called `name`, or -1.
    std::ptrdiff_t indexOf(std::string_view name) const;

    /// The clock of the recording: the axis with the most samples. Scores, windows, incidents
    /// and labels count its samples.
    const std::shared_ptr<const TimeAxis>& clock() const { return m_clock; }
    std::ptrdiff_t sampleCount() const { return std::ptrdiff_t(m_clock->size()); }

private:
    Recording(std::string name, std::vector<Channel> channels, Provenance provenance,
              std::shared_ptr<const TimeAxis> clock);

    std::string m_name;
    std::vector<Channel> m_channels;
    Provenance m_provenance;
    std::shared_ptr<const TimeAxis> m_clock;
};

} // namespace dissonance
