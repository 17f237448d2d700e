#pragma once

#include "engine/recording/time_axis.h"
#include "ui/render/time_style.h"

#include <QString>

#include <optional>

namespace dissonance {

/// What people mean by an instant that they typed.
struct InstantInput
{
    std::optional<double> time; ///< TimeAxis::toDisplay() units, within the recording
    QString problem; ///< what to type instead; empty with a time
};

/// Reads "#1234" (a sample), "90 s", "1.5 h" (since the start), "1:02:03.5", "2026-11-24 03:55",
/// "03:55" (of the day of `about`), and a plain number: a sample, or seconds where it has a
/// fraction or seconds are what the views show. Dates are UTC unless they say their zone or local
/// time is shown.
///
/// @param about  an instant that is visible, TimeAxis::toDisplay() units.
InstantInput instantFromText(const TimeAxis& clock, TimeStyle style, double about,
                             const QString& text);

} // namespace dissonance
