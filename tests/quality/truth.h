#pragma once

#include "engine/detector/detector.h"
#include "tests/quality/data_set.h"

namespace dissonance::quality {

/// Explanations of all labels that name channels, held against what was broken; shares of the
/// labels, NaN without one. Pairs and covers are NaN where no relation is known.
struct ExplanationTruth
{
    double hitRate100 = 0.0; ///< means of HitRate@100 % and @150 %
    double hitRate150 = 0.0;
    double brokenFirst = 0.0; ///< a broken channel is ranked first
    double firstByChance = 0.0; ///< of the channels, those broken
    double pairInThree = 0.0; ///< of the first three pairs one is a relation with a broken channel
    double unusual = 0.0; ///< above the what-if's limit, so that there is a smallest set to find
    // Of those that are:
    double setHasBroken = 0.0; ///< the smallest set holds a broken channel
    double setCovers = 0.0; ///< it holds a channel of every relation with a broken channel
};

/// Errors: as Detector::explain().
Result<ExplanationTruth> explanationTruth(const Detector& detector,
                                          const LabelledRecording& recording, int threads);

} // namespace dissonance::quality
