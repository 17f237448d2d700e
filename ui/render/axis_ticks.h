#pragma once

#include <QString>

#include <vector>

namespace dissonance {

/// Round numbers within [lower, upper], `wanted` or somewhat fewer, in steps of 1, 2 or 5 times
/// a power of ten.
struct AxisTicks
{
    std::vector<double> values;
    int decimals = 0; ///< that tell neighbours apart

    QString text(double value) const;
};

AxisTicks axisTicks(double lower, double upper, int wanted);

} // namespace dissonance
