#pragma once

#include "engine/base/result.h"

#include <cstddef>
#include <limits>
#include <vector>

namespace dissonance {

/// How an AlarmRate was fitted.
enum class AlarmLaw
{
    Gumbel,
    Tail, ///< exponential, of the largest tenth of the maxima
    Largest, ///< too few blocks for a law
};

/// How often normal operation alone rises above a threshold, learned from scores of held-out
/// normal data, and so the threshold for a wanted rate of false alarms. No label is looked at.
///
/// Near samples share windows, so alarms come in runs: the maxima of blocks of samples are what
/// is counted. They follow a Gumbel law (Fisher and Tippett 1928, Gumbel 1958), fitted by
/// moments; with b samples a block
///
///     alarms per sample above t = exp(-(t - location) / scale) / b
///
/// which extrapolates beyond the largest score seen. An estimate: with few blocks a coarse one.
///
/// Where operation is now quiet and now busy the maxima have two humps, the moments measure how
/// far apart those lie, and the law reaches far beyond what is ever seen. So where the excesses
/// of the largest tenth of the maxima (five at least, of forty or more) fall off more than twice
/// as fast as that law, an exponential law of these excesses is used (Pickands 1975, with shape
/// 0; the same formula).
struct AlarmRate
{
    double location = 0.0; ///< unit of the score
    double scale = 1.0; ///< unit of the score, > 0
    double blockSamples = 64.0;
    AlarmLaw law = AlarmLaw::Gumbel; ///< how it was fitted; model files do not keep it

    /// Expected false alarms per sample at a threshold; at most one a block.
    double perSample(double threshold) const;

    /// The threshold with that many expected false alarms per sample.
    ///
    /// @param perSample  > 0; above one a block it is cut to that.
    double thresholdFor(double perSample) const;
};

/// Fits to scores of held-out normal samples, in time order; NaN values are passed over.
///
/// @param windowLength  samples that one score looks at: blocks are at least as long.
/// @return with fewer than three blocks: their largest value and a scale of a tenth of it.
AlarmRate fitAlarmRate(const std::vector<double>& scores, std::ptrdiff_t windowLength);

/// Where the true rate at a threshold lies with 90 % confidence, alarms per sample.
struct AlarmInterval
{
    double low = std::numeric_limits<double>::quiet_NaN(); ///< NaN: nobody knows
    double high = std::numeric_limits<double>::quiet_NaN();
};

/// Refits fitAlarmRate() to 200 block bootstraps of the scores (Künsch 1989, circular): pieces
/// of neighbouring blocks are drawn, for busy hours come together. The same numbers every time.
/// It says how little the held-out samples tell, not what operation will change to.
///
/// @return NaN where there are fewer than ten blocks.
AlarmInterval alarmInterval(const std::vector<double>& scores, std::ptrdiff_t windowLength,
                            double threshold);

/// "At most so many alarm episodes", as a person asks for it.
struct AlarmPromise
{
    double rate = 0.5; ///< > 0
    bool perDay = true; ///< else per 1,000 samples

    /// Alarms per sample.
    ///
    /// @param stepSeconds  median step of the clock; NaN or 0 without one.
    /// Errors: InvalidArgument for a rate that is not above 0, and for a day without a clock.
    Result<double> perSample(double stepSeconds) const;
};

/// False alarms per sample that the default threshold is set for.
///
/// With a clock: half an alarm a day. Without: one in 2,000 samples.
///
/// @param stepSeconds  median step of the clock; NaN or 0 without one.
double defaultAlarmRate(double stepSeconds);

} // namespace dissonance
