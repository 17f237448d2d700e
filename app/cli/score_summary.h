#pragma once

#include "app/cli/output.h"
#include "engine/scoring/score_track.h"

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
    std::vector<std::string> notices; ///< the track's
};

ScoreSummary summaryOf(const ScoreTrack& track, std::filesystem::path recording,
                       std::filesystem::path scores);

Json toJson(const ScoreSummary& summary, const std::filesystem::path& model);

} // namespace dissonance
