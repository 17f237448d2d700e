#pragma once

#include "engine/recording/recording.h"
#include "ui/render/time_style.h"

#include <QString>

namespace dissonance {

/// An instant for people: "2026-11-24 03:55:10", "1:02:03.5" (elapsed), "1,234" (sample
/// number) or "12.5 s", in the user's locale.
QString instantText(const TimeAxis& clock, std::ptrdiff_t sample,
                    TimeStyle style = TimeStyle::Recorded);

/// How long a span lasts: "4 min 30 s", or "270 samples" where there is no clock.
QString durationText(const TimeAxis& clock, const SampleSpan& span);

/// Seconds for people: "0.5 s", "4 min 30 s", "2 h 05 min", "3 d 4 h".
QString secondsText(double seconds);

} // namespace dissonance
