#pragma once

#include "engine/recording/time_axis.h"
#include "ui/render/axis_ticks.h"

#include <QString>

namespace dissonance {

/// How people read instants. What a clock cannot say is shown as it was recorded.
enum class TimeStyle
{
    Recorded, ///< UTC, h:mm:ss or sample number, by the kind of the clock
    Sample, ///< number of the sample
    Seconds, ///< since the first sample; where time is elapsed anyway, as it was recorded
    Local, ///< date and time in the zone of this machine
    Utc,
};

/// For the settings: "recorded", "sample", "seconds", "local", "utc".
QString toText(TimeStyle style);
TimeStyle timeStyleFromText(QStringView text); ///< Recorded where it is none of these

/// Whether a clock of that kind can say it.
bool suits(TimeStyle style, TimeKind kind);

/// Ticks at round instants, samples or seconds of what is visible; see timeTicks().
TimeTicks timeTicks(const TimeAxis& clock, TimeStyle style, double lower, double upper, int most);

/// An instant in full: "2026-11-24 03:55:10.250", "1:02:03.5", "1,234" or "3,723.5 s".
///
/// @param instant  TimeAxis::toDisplay() units.
QString instantLabel(const TimeAxis& clock, TimeStyle style, double instant);

/// Seconds that the zone of this machine is ahead of UTC at an instant.
double localOffset(double unixSeconds);

/// What TimeStyle::Seconds counts from, in TimeAxis::toDisplay() units.
double secondsOrigin(const TimeAxis& clock);

} // namespace dissonance
