#pragma once

#include "engine/recording/recording.h"

#include <QString>

#include <optional>
#include <vector>

namespace dissonance {

/// Spans as people type them, the same as the command line's --normal START:END: half-open
/// sample numbers, separated by commas or blanks.
///
/// @return nothing, with the reason in `problem`, when it cannot be read or lies outside
///         [0, samples).
std::optional<std::vector<SampleSpan>> parseSpans(const QString& text, std::ptrdiff_t samples,
                                                  QString* problem);

QString spansText(const std::vector<SampleSpan>& spans);

} // namespace dissonance
