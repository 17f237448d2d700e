#include "engine/recording/range_statistics.h"

#include <algorithm>
#include <cmath>

namespace dissonance {

void RangeSums::add(const Channel& channel, std::size_t first, std::size_t last)
{
    const auto& axis = *channel.time;
    for (auto i = first; i < last; ++i) {
        const double value = channel.values[i];
        if (!std::isfinite(value)) {
            ++m_missing;
            continue;
        }
        const double instant = axis.toDisplay(axis.tick(i));
        if (m_count++ == 0) {
            m_value = value;
            m_time = instant;
        }
        m_min = std::min(m_min, value);
        m_max = std::max(m_max, value);
        const double y = value - m_value;
        const double t = instant - m_time;
        m_sum += y;
        m_times += t;
        m_squares += y * y;
        m_timeSquares += t * t;
        m_products += t * y;
    }
}

RangeStatistics RangeSums::result() const
{
    RangeStatistics result;
    result.count = m_count;
    result.missing = m_missing;
    if (m_count == 0)
        return result;
    const auto n = double(m_count);
    result.min = m_min;
    result.max = m_max;
    result.mean = m_value + m_sum / n;
    if (m_count < 2)
        return result;
    // Rounding may leave less than nothing of a constant.
    const double squares = std::max(m_squares - m_sum * m_sum / n, 0.0);
    const double timeSquares = m_timeSquares - m_times * m_times / n;
    result.deviation = std::sqrt(squares / (n - 1.0));
    if (timeSquares > 0.0)
        result.slope = (m_products - m_times * m_sum / n) / timeSquares;
    return result;
}

} // namespace dissonance
