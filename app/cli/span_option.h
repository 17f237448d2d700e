#pragma once

#include "engine/recording/recording.h"

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

namespace dissonance {

/// START:END as typed: half-open sample numbers, either end may be left open ("20000:").
struct OpenSpan
{
    std::ptrdiff_t first = 0;
    std::optional<std::ptrdiff_t> last;

    SampleSpan within(std::ptrdiff_t samples) const { return {first, last.value_or(samples)}; }
};

/// Nothing when the text is no such span, or END does not lie after START.
std::optional<OpenSpan> parseOpenSpan(const std::string& text);

/// Adds `--name START:END`, which may be given several times; wrong ones are wrong usage.
CLI::Option* addSpans(CLI::App& command, const std::string& name, std::vector<std::string>& spans,
                      const std::string& help);

/// Texts that addSpans() has checked, in a recording with so many samples.
std::vector<SampleSpan> spansWithin(const std::vector<std::string>& spans, std::ptrdiff_t samples);

} // namespace dissonance
