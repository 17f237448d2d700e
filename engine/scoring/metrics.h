#pragma once

#include "engine/base/result.h"
#include "engine/recording/label.h"
#include "engine/recording/recording.h"
#include "engine/scoring/flagged_spans.h"
#include "engine/scoring/lenient.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dissonance {

/// Area under the ROC curve: the chance that an anomalous sample scores above a normal one,
/// ties counted half. NaN when one class is missing. NaN scores count as lowest.
double aucRoc(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly);

/// Average precision (step-wise area under precision over recall, no interpolation).
double aucPr(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly);

/// Volume under the precision-recall surface over label buffers of 0 to maxWindow samples.
///
/// Equal to `VUS_PR` of PyPI `vus` (metrics.get_metrics / RangeAUC_volume_opt, 250 thresholds)
/// within 1e-3.
/// Source: Paparrizos et al. (2022), PVLDB 15(11), 2774-2787.
double vusPr(const std::vector<double>& score, const std::vector<std::uint8_t>& isAnomaly,
             std::ptrdiff_t maxWindow = 100);

/// One labelled incident against the flags.
struct IncidentDelay
{
    SampleSpan span;
    bool found = false;
    /// Samples from the start to the first alarm at or after it; meaningless when not found.
    std::ptrdiff_t delaySamples = 0;
    double delaySeconds = 0.0; ///< NaN on a sample-index clock
};

/// What a set of flags is worth against labels.
struct Evaluation
{
    std::ptrdiff_t samples = 0;
    std::ptrdiff_t flagged = 0; ///< samples
    std::ptrdiff_t incidents = 0;
    std::ptrdiff_t found = 0; ///< incidents with a flagged sample inside
    std::ptrdiff_t falseAlarms = 0; ///< flagged spans (merged) that share no sample with one
    double falseAlarmsPerDay = 0.0; ///< over the normal time; NaN without a clock
    double falseAlarmsPer10k = 0.0; ///< per 10,000 normal samples
    std::vector<IncidentDelay> delays; ///< one per incident
    double medianDelaySamples = 0.0; ///< over found incidents; NaN when none
    /// Point-wise, at the set threshold; 0 when nothing is flagged. All three are NaN without a
    /// labelled sample.
    double precision = 0.0;
    double recall = 0.0;
    double f1 = 0.0;
    double vusPr = 0.0; ///< window 100
    double aucPr = 0.0;
    double aucRoc = 0.0;
    /// Under three incidents, or no normal sample: too few to judge.
    bool tooFewToJudge = false;
    double vusPrOfRandom = 0.0; ///< of a uniform random score, seeded
    double aucPrOfRandom = 0.0;
    /// Lenient measures: only on request, with the random score's.
    std::optional<LenientMetrics> lenient;
    std::optional<LenientMetrics> lenientOfRandom;
};

struct EvaluationOptions
{
    std::ptrdiff_t vusWindow = 100;
    /// Flagged spans at most this many samples apart are one alarm.
    std::ptrdiff_t mergeGap = kMergeGap;
    bool random = true; ///< also vusPrOfRandom and aucPrOfRandom, else NaN
    bool lenient = false; ///< also the lenient measures, with a random score's
};

/// @param clock  of the scored recording, for delays and rates in time; may be null.
/// Errors: ShapeMismatch when sizes differ; InvalidArgument when a label lies outside.
Result<Evaluation> evaluate(const std::vector<double>& score,
                            const std::vector<std::uint8_t>& flagged,
                            const std::vector<Label>& labels, const TimeAxis* clock,
                            const EvaluationOptions& options = {});

/// The same of a uniform random score, seeded, that flags as many samples as `flagged`: what
/// each figure is for nothing.
/// Errors: as evaluate().
Result<Evaluation> evaluateRandom(const std::vector<std::uint8_t>& flagged,
                                  const std::vector<Label>& labels, const TimeAxis* clock,
                                  const EvaluationOptions& options = {});

/// 1 inside any label. Labels beyond `samples` are cut.
std::vector<std::uint8_t> labelMask(const std::vector<Label>& labels, std::ptrdiff_t samples);

/// Share of true cause channels among the first ceil(percent/100 * |causes|) ranked channels
/// (HitRate@P %, Su et al. 2019). NaN when no cause is named.
double hitRate(const std::vector<std::string>& ranked, const std::vector<std::string>& causes,
               double percent);

} // namespace dissonance
