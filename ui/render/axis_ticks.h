#pragma once

#include "engine/recording/time_axis.h"

#include <QString>

#include <vector>

namespace dissonance {

struct AxisTick
{
    double value;
    QString label;
};

struct TimeTicks
{
    std::vector<AxisTick> ticks;
    QString context; ///< what the labels leave out: "2026-11-24 UTC", "h:mm:ss", "sample"
};

/// Ticks at round instants of what is visible.
///
/// @param lower, upper  TimeAxis::toDisplay() units.
/// @param most          how many there is room for.
TimeTicks timeTicks(TimeKind kind, double lower, double upper, int most);

/// An instant in full: "2026-11-24 03:55:10.250", "1:02:03.5" or "1,234".
///
/// @param step  of the clock, in its units: no digits finer than that.
QString instantLabel(TimeKind kind, double instant, double step);

/// Ticks at round values (1, 2 or 5 times a power of ten).
std::vector<AxisTick> valueTicks(double low, double high, int most);

/// 1, 2 or 5 times a power of ten, at least `least`.
double roundStep(double least);

/// Decimal places that a step needs.
int placesOf(double step);

/// A value with digits for what can be told apart on a range `high - low`.
QString valueLabel(double value, double low, double high);

} // namespace dissonance
