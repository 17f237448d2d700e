#include "app/cli/score_summary.h"

#include "engine/scoring/incident.h"

#include <algorithm>
#include <utility>

namespace dissonance {

ScoreSummary summaryOf(const ScoredRecording& scored, std::filesystem::path recording,
                       std::filesystem::path scores)
{
    const auto& track = *scored.track;
    return {std::move(recording),
            std::move(scores),
            track.recordingSha256,
            track.modelSha256,
            track.causal,
            std::ptrdiff_t(track.samples.size()),
            std::count(track.flagged.begin(), track.flagged.end(), 1),
            std::ptrdiff_t(findIncidents(track, track.threshold).size()),
            track.threshold,
            normalSpansOf(scored.detector->card()),
            scored.notices};
}

Json spansJson(const std::vector<SampleSpan>& spans)
{
    auto json = Json::array();
    for (const auto& span : spans)
        json.push_back({span.first, span.last});
    return json;
}

std::vector<SampleSpan> normalSpansOf(const ModelCard& card)
{
    return card.adaptedTo ? card.adaptedTo->normal : std::vector<SampleSpan>();
}

Json toJson(const ScoreSummary& summary, const std::filesystem::path& model)
{
    return {{"scores", summary.scores.string()},
            {"recording", summary.recording.string()},
            {"recording_sha256", summary.recordingSha256},
            {"model", model.string()},
            {"model_sha256", summary.modelSha256},
            {"causal", summary.causal},
            {"samples", summary.samples},
            {"normal", spansJson(summary.normal)},
            {"threshold", summary.threshold},
            {"flagged", summary.flagged},
            {"incidents", summary.incidents},
            {"notices", summary.notices}};
}

} // namespace dissonance
