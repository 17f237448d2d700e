#pragma once

#include "engine/detector/explanation.h"

#include <QImage>
#include <QSize>
#include <QString>

namespace dissonance {

/// The least size at which a picture can be read; smaller ones are painted in this size.
constexpr QSize kLeastExplanationPicture{640, 480};

/// Why a span stands out, on one picture: how the score splits, the channels that are most
/// inconsistent with the others, the change of every pair's dependence, and what it is compared
/// with. Needs a QGuiApplication (offscreen will do) for its fonts.
///
/// @param title      one line, such as the recording, the incident and its time.
/// @param size       in pixels; from 2560 x 1600 on, letters grow too, in whole steps.
/// @param recording  for units and the channels' colours; may be null.
QImage explanationPicture(const Explanation& explanation, const QString& title, QSize size,
                          bool dark, const Recording* recording = nullptr);

} // namespace dissonance
