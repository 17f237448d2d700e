#pragma once

#include "engine/base/result.h"
#include "engine/base/run_context.h"
#include "engine/detector/detector.h"
#include "engine/recording/recording.h"

#include <string>

namespace dissonance {

/// The first tenth of a recording, looked at before its scores are believed: a recording from
/// another operating point than the training's is unusual from its first sample on. So is one
/// that begins in the middle of an incident; no look at it tells the two apart.
struct LeadIn
{
    SampleSpan span;
    double above = 0.0; ///< share of its samples above the model's threshold

    /// Nine tenths of it: unlike training as a whole.
    bool isElsewhere() const { return above >= 0.9; }

    /// Whether a model of its first half finds its second half normal; false, too, where it is too
    /// short for such a model, or was not asked because it is not elsewhere.
    bool isCalm = false;
};

/// Errors: as Detector::score().
Result<LeadIn> lookAtLeadIn(const Detector& detector, const Recording& recording,
                            const RunContext& context, int threads = 0);

/// What a person should know of a lead-in that is elsewhere, and what to do; empty otherwise.
///
/// @param recentred  whether the scores are re-centred on it.
std::string leadInNotice(const LeadIn& leadIn, bool recentred);

} // namespace dissonance
