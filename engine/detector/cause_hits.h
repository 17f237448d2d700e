#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector.h"
#include "engine/recording/label.h"

#include <cstddef>
#include <vector>

namespace dissonance {

/// How often the channels that labels name are the ones that explanations rank first.
struct CauseHits
{
    std::ptrdiff_t incidents = 0; ///< labels that name channels
    double at100 = 0.0; ///< mean hitRate() at 100 %; NaN without such a label
    double at150 = 0.0; ///< at 150 %
};

/// Explains every label that names channels and counts hits.
/// @param labels  in samples of `recording`.
/// Errors: as Detector::explain().
Result<CauseHits> causeHits(const Detector& detector, const Recording& recording,
                            const std::vector<Label>& labels, const RunContext& context);

} // namespace dissonance
