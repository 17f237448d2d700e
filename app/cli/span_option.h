#pragma once

#include "engine/recording/recording.h"

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace dissonance {

/// Adds `--name START:END`, half-open sample numbers of which either may be left out ("20000:").
/// It may be given several times; wrong ones are wrong usage.
CLI::Option* addSpans(CLI::App& command, const std::string& name, std::vector<std::string>& spans,
                      const std::string& help);

/// Texts that addSpans() has checked, in a recording with so many samples.
std::vector<SampleSpan> spansWithin(const std::vector<std::string>& spans, std::ptrdiff_t samples);

} // namespace dissonance
