#pragma once

#include "engine/recording/recording.h"

#include <cstddef>
#include <limits>
#include <vector>

namespace dissonance {

/// What a span of a channel comes to. NaN where there are too few values to say.
struct RangeStatistics
{
    std::size_t count = 0; ///< finite values
    std::size_t missing = 0; ///< the others
    double min = std::numeric_limits<double>::quiet_NaN();
    double max = std::numeric_limits<double>::quiet_NaN();
    double mean = std::numeric_limits<double>::quiet_NaN();
    double deviation = std::numeric_limits<double>::quiet_NaN(); ///< standard, n - 1
    double slope = std::numeric_limits<double>::quiet_NaN(); ///< least squares, a second or sample
};

/// Adds up spans of one channel, piece by piece, so that whoever waits can do so in between.
///
/// Values and times are counted from the first ones that were added: sums of squares of large
/// numbers would lose what is asked for.
class RangeSums
{
public:
    /// Samples [first, last) of a channel.
    void add(const Channel& channel, std::size_t first, std::size_t last);
    RangeStatistics result() const;

private:
    std::size_t m_count = 0;
    std::size_t m_missing = 0;
    double m_min = std::numeric_limits<double>::infinity();
    double m_max = -std::numeric_limits<double>::infinity();
    double m_value = 0.0; ///< that others are counted from
    double m_time = 0.0;
    double m_sum = 0.0;
    double m_times = 0.0;
    double m_squares = 0.0;
    double m_timeSquares = 0.0;
    double m_products = 0.0;
};

} // namespace dissonance
