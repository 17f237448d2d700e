#pragma once

#include "app/cli/output.h"
#include "app/cli/scored_recording.h"
#include "engine/recording/recording.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace dissonance {

/// What is said of scores once they are written; small, unlike the scores.
struct ScoreSummary
{
    std::filesystem::path recording;
    std::filesystem::path scores; ///< the file that was written
    std::string recordingSha256;
    std::string modelSha256;
    bool causal = false;
    std::ptrdiff_t samples = 0;
    std::ptrdiff_t flagged = 0;
    std::ptrdiff_t incidents = 0;
    double threshold = 0.0;
    std::vector<SampleSpan> normal; ///< that the model was adapted to; empty: scored as trained
    std::vector<std::string> notices;
};

/// @param scores  the file that they were written to.
ScoreSummary summaryOf(const ScoredRecording& scored, std::filesystem::path recording,
                       std::filesystem::path scores);

/// The spans as [[first, last], …].
Json spansJson(const std::vector<SampleSpan>& spans);

/// Spans that a model was adapted to; none where it is as trained.
std::vector<SampleSpan> normalSpansOf(const ModelCard& card);

Json toJson(const ScoreSummary& summary, const std::filesystem::path& model);

} // namespace dissonance
