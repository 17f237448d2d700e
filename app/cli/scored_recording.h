#pragma once

#include "app/cli/normal_option.h"
#include "app/cli/threshold_option.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector.h"
#include "engine/io/import.h"

#include <CLI/App.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace dissonance {

/// What the commands that use a trained model have in common.
struct ScoringInput
{
    std::filesystem::path file;
    std::filesystem::path model;
    std::string device{toText(Device::Cpu)};
    NormalOption normal;
    bool causal = false;
    int threads = 0;
    ThresholdChoice threshold;
    bool driftAware = false;
};

/// Adds FILE, --model, --device and --threads.
void addScoringInput(CLI::App& command, ScoringInput& input);

/// Adds --model and --device.
void addModel(CLI::App& command, ScoringInput& input);

/// Adds --causal and --normal.
void addCausal(CLI::App& command, ScoringInput& input);

/// Adds --drift-aware.
void addDriftAware(CLI::App& command, bool& driftAware);

struct ScoredRecording
{
    std::shared_ptr<const Detector> detector; ///< at the recording's operating point
    std::shared_ptr<const Recording> recording;
    std::shared_ptr<const ScoreTrack> track;
    std::vector<std::string> notices; ///< what a person should know about the scores
};

/// What of a file could not be read, and what was done with its rows, as sentences; empty where
/// it was read as it stands.
std::vector<std::string> importNotices(const std::filesystem::path& file,
                                       const ImportReport& report);

/// Loads model and recording and scores it.
/// Errors: as loadDetector(), ThresholdChoice::of(), importRecording() and Detector::score().
Result<ScoredRecording> scoreRecording(const ScoringInput& input, const RunContext& context);

/// The same by a model that was loaded before; input.model is not looked at. Several threads may
/// do so at the same time.
Result<ScoredRecording> scoreRecording(std::shared_ptr<const Detector> detector,
                                       const ScoringInput& input, const RunContext& context);

} // namespace dissonance
