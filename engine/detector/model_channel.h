#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/gaps.h"
#include "engine/recording/recording.h"

#include <Eigen/Core>

#include <cstddef>
#include <string>
#include <vector>

namespace dissonance {

/// What the model knows of a channel beside what its card shows.
struct ChannelTraits
{
    ChannelKind kind = ChannelKind::Continuous;
    std::vector<std::string> states; ///< State and Text: value k stands for states[k]
    std::ptrdiff_t usualGap = 0; ///< samples, see usualGap()
    double offset = 0.0; ///< the model's values are those of the channel less this
    /// Whether training had a value of it at all. Of a column that was empty then nobody knows
    /// whether it holds numbers or texts.
    bool measured = true;
};

/// Has the channel a value anywhere?
bool hasValues(const Channel& channel);

/// The channels' usual gaps, as leftOutWindows() takes them.
std::vector<std::ptrdiff_t> usualGapsOf(const std::vector<ChannelTraits>& traits);

/// The channels of a recording in the model's order.
struct ChannelMatch
{
    std::vector<std::size_t> indices; ///< into the recording's channels
    std::vector<std::string> notices; ///< extras ignored, units that differ
};

/// What the model asks of a recording's channels.
struct WantedChannel
{
    std::string name;
    std::string unit;
    ChannelKind kind = ChannelKind::Continuous;
    bool measured = true; ///< as in ChannelTraits
};

/// A channel that is empty on either side matches numbers and texts.
///
/// Errors: ChannelsDiffer naming the channels that are missing, or are text here and numbers
/// there.
Result<ChannelMatch> matchChannels(const std::vector<WantedChannel>& wanted,
                                   const Recording& recording);

/// Values of the matched channels on the recording's clock, less their offsets, and where they
/// are missing.
struct ModelValues
{
    Eigen::MatrixXf values; ///< (T x C), finite
    Gaps gaps;
    std::vector<std::ptrdiff_t> jumps; ///< clockJumps()
};

/// Texts take the codes of `traits`, a text that the model never saw the code after the last.
/// Texts of a channel that training had no value of are missing.
///
/// Errors: Cancelled.
Result<ModelValues> modelValues(const Recording& recording, const ChannelMatch& match,
                                const std::vector<ChannelTraits>& traits, int threads,
                                const RunContext& context);

} // namespace dissonance
