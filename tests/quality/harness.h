#pragma once

#include "engine/detector/detector_config.h"
#include "engine/scoring/metrics.h"
#include "tests/quality/data_set.h"
#include "tests/quality/variant.h"

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace dissonance::quality {

/// What one method is worth on one recording.
struct MethodResult
{
    std::string collection;
    std::string recording;
    std::string method; ///< of the baseline or variant
    std::uint64_t seed = 0; ///< 0: the method has none
    Evaluation offline;
    Evaluation causal; ///< of the causal score: delays are meant for this one
    double threshold = 0.0; ///< on the offline score
    double causalThreshold = 0.0;
    double trainSeconds = std::numeric_limits<double>::quiet_NaN(); ///< detectors only
    double scoreSeconds = std::numeric_limits<double>::quiet_NaN(); ///< offline, the test part
    double networkWeight = std::numeric_limits<double>::quiet_NaN();
    /// HitRate@100 % and @150 % of the channels ranked over each label that names channels,
    /// means; NaN where none does, and of baselines.
    double hitRate100 = std::numeric_limits<double>::quiet_NaN();
    double hitRate150 = std::numeric_limits<double>::quiet_NaN();
    /// Further of ExplanationTruth, NaN where the truth is not known.
    double brokenFirst = std::numeric_limits<double>::quiet_NaN();
    double firstByChance = std::numeric_limits<double>::quiet_NaN();
    double pairInThree = std::numeric_limits<double>::quiet_NaN();
    double unusual = std::numeric_limits<double>::quiet_NaN();
    double setHasBroken = std::numeric_limits<double>::quiet_NaN();
    double setCovers = std::numeric_limits<double>::quiet_NaN();
};

struct HarnessOptions
{
    bool baselines = true;
    std::vector<Variant> variants{presetVariant(Preset::Default)};
    std::vector<std::uint64_t> seeds{1}; ///< each method that has one is run with every one
    bool everySeed = false; ///< also of variants that otherwise take only the first
    int threads = 2;
    bool explained = true; ///< also explain labels that name channels
    bool lenient = false; ///< also the measures that flatter
    /// Share of the judged samples, from the first, that the detectors are told to be normal and
    /// adapted to; 0: none.
    double leadIn = 0.0;
    /// Where to put scores of training and test part as CSV; empty for nowhere.
    std::filesystem::path scores;
};

/// Baselines get their threshold by the detector's rule, from the last fifth of their training
/// scores (which they learned from, so it is a little low for them).
///
/// Errors: those of the detector and of evaluate().
Result<std::vector<MethodResult>> runRecording(const LabelledRecording& recording,
                                               const HarnessOptions& options);

} // namespace dissonance::quality
