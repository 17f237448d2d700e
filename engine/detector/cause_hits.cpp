#include "engine/detector/cause_hits.h"

#include "engine/scoring/metrics.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace dissonance {

Result<CauseHits> causeHits(const Detector& detector, const Recording& recording,
                            const std::vector<Label>& labels, const RunContext& context)
{
    CauseHits hits;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto& label = labels[i];
        if (label.channels.empty())
            continue;
        const auto count = double(labels.size());
        const auto explanation = detector.explain(
            recording, label.span, context.part(double(i) / count, double(i + 1) / count));
        if (!explanation)
            return explanation.error();
        std::vector<std::string> ranked;
        std::transform((*explanation)->ranked.begin(), (*explanation)->ranked.end(),
                       std::back_inserter(ranked),
                       [](const ChannelContribution& channel) { return channel.channel; });
        ++hits.incidents;
        hits.at100 += hitRate(ranked, label.channels, 100.0);
        hits.at150 += hitRate(ranked, label.channels, 150.0);
    }
    hits.at100 /= double(hits.incidents);
    hits.at150 /= double(hits.incidents);
    return hits;
}

} // namespace dissonance
