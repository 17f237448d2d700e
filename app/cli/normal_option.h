#pragma once

#include "engine/base/run_context.h"
#include "engine/detector/detector.h"

#include <CLI/App.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dissonance {

/// The span of a recording that is known to be normal, as typed: "START:END", "none" (scores as
/// trained), or nothing (as trained, but see atOperatingPoint()).
struct NormalOption
{
    std::string text;

    bool isNone() const { return text == "none"; }
    bool isGiven() const { return !text.empty() && !isNone(); }
    /// What isGiven(), in a recording with so many samples.
    SampleSpan within(std::ptrdiff_t samples) const;
    /// Where what isGiven() ends; nothing where END was left out.
    std::optional<std::ptrdiff_t> end() const;
};

/// Adds --normal.
CLI::Option* addNormal(CLI::App& command, NormalOption& normal, const std::string& otherwise);

/// A detector, and what was done to it.
struct PlacedDetector
{
    std::shared_ptr<const Detector> detector;
    std::vector<std::string> notices;
};

/// The detector at the operating point of the recording, by the span that is given. Without one, a
/// first tenth that lies above the threshold is told of, and, unless the score is causal, taken
/// as the span where it is calm against itself.
/// Errors: as Detector::adapted().
Result<PlacedDetector> atOperatingPoint(std::shared_ptr<const Detector> detector,
                                        const Recording& recording, const NormalOption& normal,
                                        bool causal, int threads, const RunContext& context);

} // namespace dissonance
