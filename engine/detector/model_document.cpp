#include "engine/detector/model_document.h"

#include "engine/detector/config_text.h"
#include "engine/detector/dependence_file.h"
#include "engine/detector/json_fields.h"
#include "engine/detector/length_document.h"
#include "engine/detector/state_file.h"

#include <unordered_set>
#include <utility>

namespace dissonance {

namespace {

using nlohmann::json;

constexpr int kFormat = 2;

json alarmIntervalJson(const AlarmInterval& interval)
{
    return {{"low", numberOrNull(interval.low)}, {"high", numberOrNull(interval.high)}};
}

json alarmRateJson(const AlarmRate& rate)
{
    return {
        {"location", rate.location}, {"scale", rate.scale}, {"blockSamples", rate.blockSamples}};
}

json spansJson(const std::vector<SampleSpan>& spans)
{
    json out = json::array();
    for (const auto& span : spans)
        out.push_back({span.first, span.last});
    return out;
}

json channelsJson(const Detector::State& state)
{
    json out = json::array();
    for (std::size_t c = 0; c < state.traits.size(); ++c) {
        const auto& channel = state.card.channels[c];
        const auto& traits = state.traits[c];
        out.push_back({{"name", channel.name},
                       {"unit", channel.unit},
                       {"constant", channel.constant},
                       {"kind", toText(traits.kind)},
                       {"states", traits.states},
                       {"usualGap", traits.usualGap}});
        if (traits.offset != 0.0)
            out.back()["offset"] = traits.offset;
        if (!traits.measured)
            out.back()["measured"] = false;
    }
    return out;
}

json sourceJson(const ModelCard::Source& source)
{
    json out{
        {"name", source.name}, {"sha256", source.sha256}, {"normal", spansJson(source.normal)}};
    if (source.weight != 1)
        out["weight"] = source.weight;
    return out;
}

json sourcesJson(const ModelCard& card)
{
    json out = json::array();
    for (const auto& source : card.sources)
        out.push_back(sourceJson(source));
    return out;
}

Status readAlarmRate(const json* from, const std::string& where, AlarmRate& rate)
{
    if (!from)
        return Done{}; // its absence is an error already
    JsonFields fields(*from, where);
    fields.read("location", rate.location);
    fields.read("scale", rate.scale);
    fields.read("blockSamples", rate.blockSamples);
    if (rate.scale <= 0.0)
        fields.fail("scale", "above 0");
    if (rate.blockSamples < 1.0)
        fields.fail("blockSamples", "1 or more");
    return fields.status();
}

/// Both or neither; later than the first files of this format.
Status readAlarmInterval(const json* from, const std::string& where, AlarmInterval& interval)
{
    if (!from)
        return Done{}; // its absence is an error already
    JsonFields fields(*from, where);
    fields.readOrNan("low", interval.low);
    fields.readOrNan("high", interval.high);
    if (interval.low < 0.0 || interval.high < 0.0 || interval.high < interval.low)
        fields.fail("high", "not below low, and neither below 0");
    return fields.status();
}

Status readChannel(const json& from, const std::string& where, Detector::State& state)
{
    ModelChannel channel;
    ChannelTraits traits;
    std::string kind;
    JsonFields fields(from, where);
    fields.read("name", channel.name);
    fields.read("unit", channel.unit);
    fields.read("constant", channel.constant);
    fields.read("kind", kind);
    fields.read("states", traits.states);
    fields.read("usualGap", traits.usualGap);
    if (traits.usualGap < 0 || traits.usualGap > (std::ptrdiff_t(1) << 40))
        fields.fail("usualGap", "a number of samples");
    if (from.contains("offset"))
        fields.read("offset", traits.offset);
    if (from.contains("measured"))
        fields.read("measured", traits.measured);
    if (const auto known = channelKindFromText(kind))
        traits.kind = *known;
    else
        fields.fail("kind", "continuous, state or text");
    state.card.channels.push_back(std::move(channel));
    state.traits.push_back(std::move(traits));
    return fields.status();
}

Status readChannels(const json& from, Detector::State& state)
{
    std::unordered_set<std::string> names;
    for (std::size_t c = 0; c < from.size(); ++c) {
        const auto where = "channels[" + std::to_string(c) + "]";
        if (auto status = readChannel(from[c], where, state); !status)
            return status;
        if (!names.insert(state.card.channels.back().name).second)
            return Error{ErrorCode::ModelMalformed,
                         "Channel \"" + state.card.channels.back().name + "\" stands twice."};
        state.scaling.constant.push_back(state.card.channels.back().constant);
    }
    if (from.size() < 2)
        return Error{ErrorCode::ModelMalformed, "Field channels must hold two at least."};
    return Done{};
}

Status readSource(const json& from, const std::string& where, ModelCard::Source& source)
{
    JsonFields fields(from, where);
    fields.read("name", source.name);
    fields.read("sha256", source.sha256);
    if (const auto* spans = fields.findArray("normal")) {
        for (const auto& span : *spans) {
            if (!span.is_array() || span.size() != 2 || !span[0].is_number_integer()
                || !span[1].is_number_integer()) {
                fields.fail("normal", "an array of [first, last]");
                break;
            }
            source.normal.push_back({span[0].get<std::ptrdiff_t>(), span[1].get<std::ptrdiff_t>()});
        }
    }
    if (fields.has("weight")) { // else it counts once
        fields.read("weight", source.weight);
        if (source.weight < 1 || source.weight > kMostWeight)
            fields.fail("weight", "a whole number from 1 to " + std::to_string(kMostWeight));
    }
    return fields.status();
}

Status readCard(JsonFields& fields, ModelCard& card)
{
    fields.read("version", card.version);
    fields.read("created", card.created);
    fields.read("trainingSamples", card.trainingSamples);
    fields.read("calibrationSamples", card.calibrationSamples);
    fields.readOrNan("medianStepSeconds", card.medianStepSeconds);
    fields.read("threshold", card.threshold);
    fields.read("causalThreshold", card.causalThreshold);
    fields.read("thresholdRule", card.thresholdRule);
    if (fields.has("calm")) { // later than the first files of this format
        fields.readOrNan("calm", card.calm);
        fields.readOrNan("causalCalm", card.causalCalm);
    }
    fields.read("networkWeight", card.networkWeight);
    fields.read("separationCopula", card.separationCopula);
    fields.readOrNan("separationNetwork", card.separationNetwork);
    if (auto status = readAlarmRate(fields.findObject("alarmRate"), "alarmRate", card.alarmRate);
        !status)
        return status;
    if (auto status = readAlarmRate(fields.findObject("causalAlarmRate"), "causalAlarmRate",
                                    card.causalAlarmRate);
        !status)
        return status;
    if (fields.has("alarmInterval")) {
        if (auto status = readAlarmInterval(fields.findObject("alarmInterval"), "alarmInterval",
                                            card.alarmInterval);
            !status)
            return status;
        if (auto status = readAlarmInterval(fields.findObject("causalAlarmInterval"),
                                            "causalAlarmInterval", card.causalAlarmInterval);
            !status)
            return status;
    }
    if (const auto* sources = fields.findArray("sources"))
        for (std::size_t i = 0; i < sources->size(); ++i)
            if (auto status = readSource((*sources)[i], "sources[" + std::to_string(i) + "]",
                                         card.sources.emplace_back());
                !status)
                return status;
    if (fields.has("adaptedTo")) {
        fields.read("recalibrated", card.recalibrated);
        if (const auto* source = fields.findObject("adaptedTo"))
            if (auto status = readSource(*source, "adaptedTo", card.adaptedTo.emplace()); !status)
                return status;
    }
    return fields.status();
}

Status readStates(JsonFields& fields, Detector::State& state)
{
    const auto* states = fields.findArray("states");
    if (!states)
        return fields.status();
    const auto part = readState(*states, std::ptrdiff_t(state.card.channels.size()));
    if (!part)
        return part.error();
    for (auto& model : state.models)
        model.state = *part;
    return Done{};
}

Status readFormat(JsonFields& fields)
{
    std::int64_t format = 0;
    fields.read("format", format);
    if (auto status = fields.status(); !status)
        return status;
    if (format > kFormat)
        return Error{ErrorCode::ModelTooNew,
                     "It has format " + std::to_string(format)
                         + "; this version of Dissonance reads up to " + std::to_string(kFormat)
                         + "."};
    if (format < 1)
        return Error{ErrorCode::ModelMalformed, "Field format must be 1 or more."};
    return Done{};
}

} // namespace

std::string writeDocument(const Detector::State& state)
{
    const auto& card = state.card;
    json document = {
        {"format", kFormat},
        {"config", json::parse(toJson(card.config))},
        {"channels", channelsJson(state)},
        {"sources", sourcesJson(card)},
        {"lengths", lengthsJson(state)},
        {"dependence", dependenceJson(state.dependence)},
        {"version", card.version},
        {"created", card.created},
        {"trainingSamples", card.trainingSamples},
        {"calibrationSamples", card.calibrationSamples},
        {"medianStepSeconds", numberOrNull(card.medianStepSeconds)},
        {"alarmRate", alarmRateJson(card.alarmRate)},
        {"causalAlarmRate", alarmRateJson(card.causalAlarmRate)},
        {"alarmInterval", alarmIntervalJson(card.alarmInterval)},
        {"causalAlarmInterval", alarmIntervalJson(card.causalAlarmInterval)},
        {"threshold", card.threshold},
        {"causalThreshold", card.causalThreshold},
        {"thresholdRule", card.thresholdRule},
        {"calm", numberOrNull(card.calm)},
        {"causalCalm", numberOrNull(card.causalCalm)},
        {"networkWeight", card.networkWeight},
        {"separationCopula", card.separationCopula},
        {"separationNetwork", numberOrNull(card.separationNetwork)},
    };
    if (card.adaptedTo) {
        document["adaptedTo"] = sourceJson(*card.adaptedTo);
        document["recalibrated"] = card.recalibrated;
    }
    if (card.config.useState)
        document["states"] = stateJson(state.models.front().state);
    // Names come from files in any encoding: what is no UTF-8 is replaced, not thrown at.
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<ModelDocument> readDocument(std::string_view text)
{
    const auto document = parseUntrustedJson(text, "document");
    if (!document)
        return document.error();
    JsonFields fields(*document, {});
    if (auto status = readFormat(fields); !status)
        return status.error();

    const auto* config = fields.findObject("config");
    const auto* channels = fields.findArray("channels");
    const auto* lengths = fields.findArray("lengths");
    const auto* dependence = fields.findObject("dependence");
    auto state = std::make_unique<Detector::State>();
    if (auto status = readCard(fields, state->card); !status)
        return status.error();

    auto checked = configFromJson(config->dump());
    if (!checked)
        return checked.error();
    state->card.config = std::move(*checked);
    state->scaling.clip = float(state->card.config.clip);
    if (auto status = readChannels(*channels, *state); !status)
        return status.error();
    if (lengths->size() != state->card.config.windowLengths.size())
        return Error{ErrorCode::ModelMalformed,
                     "Field lengths must hold one entry for each window length."};
    auto dependenceShape = readDependence(*dependence, state->scaling.constant);
    if (!dependenceShape)
        return dependenceShape.error();
    state->models.resize(lengths->size());
    if (state->card.config.useState)
        if (auto status = readStates(fields, *state); !status)
            return status.error();
    std::vector<Eigen::Index> references(lengths->size(), 0);
    for (std::size_t i = 0; i < lengths->size(); ++i)
        if (auto status = readLength((*lengths)[i], "lengths[" + std::to_string(i) + "]",
                                     state->card.config, state->models[i], references[i]);
            !status)
            return status.error();
    return ModelDocument{std::move(state), std::move(*dependenceShape), std::move(references)};
}

} // namespace dissonance
