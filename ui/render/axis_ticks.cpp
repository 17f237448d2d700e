#include "ui/render/axis_ticks.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace dissonance {

QString AxisTicks::text(double value) const
{
    // Zero is not "-0.0", nor what rounding left of it.
    const double shown = std::abs(value) < 0.5 * std::pow(10.0, -decimals) ? 0.0 : value;
    if (std::abs(shown) >= 1e6 || decimals > 5)
        return QLocale().toString(shown, 'g', 4);
    return QLocale().toString(shown, 'f', decimals);
}

AxisTicks axisTicks(double lower, double upper, int wanted)
{
    AxisTicks ticks;
    const double range = upper - lower;
    if (!(range > 0.0) || !std::isfinite(range) || wanted < 1)
        return ticks;
    const double power = std::pow(10.0, std::floor(std::log10(range / wanted)));
    double step = 10.0 * power;
    for (const double factor : {5.0, 2.0, 1.0})
        if (range / (factor * power) <= wanted)
            step = factor * power;
    ticks.decimals = std::max(0, int(-std::floor(std::log10(step) + 1e-9)));
    const double first = std::ceil(lower / step - 1e-9);
    const double last = std::floor(upper / step + 1e-9);
    for (double k = first; k <= last; k += 1.0)
        ticks.values.push_back(k * step);
    return ticks;
}

} // namespace dissonance
