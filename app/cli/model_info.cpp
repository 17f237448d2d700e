#include "app/cli/model_info.h"

#include "app/cli/score_summary.h"

#include <utility>
#include <vector>

namespace dissonance {

namespace {

std::string spansText(const std::vector<SampleSpan>& spans)
{
    std::string text;
    for (const auto& span : spans)
        text += (text.empty() ? "" : ", ") + std::to_string(span.first) + ':'
            + std::to_string(span.last);
    return text;
}

std::string sourceText(const ModelCard::Source& source)
{
    auto text = source.name + ", samples " + spansText(source.normal);
    if (source.weight != 1)
        text += ", counted " + std::to_string(source.weight) + " times";
    return text;
}

Json channelNames(const ModelCard& card)
{
    auto names = Json::array();
    for (const auto& channel : card.channels)
        names.push_back(channel.name);
    return names;
}

} // namespace

Json sourcesJson(const ModelCard& card)
{
    auto sources = Json::array();
    for (const auto& source : card.sources)
        sources.push_back({{"name", source.name},
                           {"sha256", source.sha256},
                           {"normal", spansJson(source.normal)},
                           {"weight", source.weight}});
    return sources;
}

Json toJson(const ModelCard& card, const std::filesystem::path& file)
{
    return {{"model", file.string()},
            {"sha256", card.sha256},
            {"version", card.version},
            {"created", card.created},
            {"preset", toText(card.config.preset)},
            {"sources", sourcesJson(card)},
            {"channels", channelNames(card)},
            {"training_samples", card.trainingSamples},
            {"calibration_samples", card.calibrationSamples},
            {"threshold", card.threshold},
            {"causal_threshold", card.causalThreshold},
            {"threshold_rule", card.thresholdRule}};
}

std::string toText(const ModelCard& card, const std::filesystem::path& file)
{
    std::vector<std::pair<std::string, std::string>> facts{
        {"Model", file.string()},
        {"Trained",
         std::string(toText(card.config.preset)) + " preset, " + card.created + ", by Dissonance "
             + card.version}};
    for (const auto& source : card.sources)
        facts.emplace_back("Learned from", sourceText(source));
    facts.emplace_back("Samples",
                       countText(card.trainingSamples) + ", calibrated on "
                           + countText(card.calibrationSamples));
    facts.emplace_back("Channels", countText(std::ptrdiff_t(card.channels.size())));
    facts.emplace_back("Threshold", numberText(card.threshold));
    facts.emplace_back("", card.thresholdRule);
    return factsText(facts);
}

} // namespace dissonance
