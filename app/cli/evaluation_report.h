#pragma once

#include "app/cli/output.h"
#include "engine/detector/cause_hits.h"
#include "engine/scoring/metrics.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace dissonance {

/// Another score of the same recording, judged likewise.
struct ComparedScore
{
    std::string name; ///< "Mahalanobis"
    double threshold = std::numeric_limits<double>::quiet_NaN(); ///< NaN: none was set
    Evaluation evaluation;
};

/// What `evaluate` found out.
struct EvaluationReport
{
    EvaluationOptions options;
    bool causal = false; ///< of the score
    Evaluation evaluation;
    std::vector<ComparedScore> beside; ///< random first
    std::string whyNoSimple; ///< English sentence; empty when simple detectors are beside
    std::optional<CauseHits> causes;
};

Json evaluationJson(const EvaluationReport& report);
std::string evaluationText(const EvaluationReport& report);

} // namespace dissonance
