#include "engine/detector/length_document.h"

#include "engine/detector/json_fields.h"

namespace dissonance {

namespace {

using nlohmann::json;

json calibrationJson(const Calibration& calibration)
{
    return {{"median", calibration.median}, {"upper", calibration.upper}};
}

Status readCalibration(const json* from, const std::string& where, Calibration& calibration)
{
    if (!from)
        return Done{}; // its absence is an error already
    JsonFields fields(*from, where);
    fields.read("median", calibration.median);
    fields.read("upper", calibration.upper);
    if (!(calibration.upper > calibration.median))
        fields.fail("upper", "above the median");
    return fields.status();
}

/// Of one network.
///
/// @param unsaid  steadiness where the file, of format 1, does not say it.
Status readMember(const json& from, const std::string& where, double unsaid, NetworkMember& member)
{
    if (auto status = readCalibration(&from, where, member.calibration); !status)
        return status;
    JsonFields fields(from, where);
    member.steadiness = unsaid;
    if (fields.has("steadiness"))
        fields.read("steadiness", member.steadiness);
    fields.read("largest", member.largest);
    if (!(member.largest >= member.calibration.upper))
        fields.fail("largest", "not below upper");
    if (member.steadiness < 0.0 || member.steadiness > 1.0)
        fields.fail("steadiness", "between 0 and 1");
    return fields.status();
}

} // namespace

nlohmann::json lengthsJson(const Detector::State& state)
{
    json out = json::array();
    for (const auto& model : state.models) {
        json networks = json::array();
        for (const auto& member : model.networks) {
            networks.push_back(calibrationJson(member.calibration));
            networks.back()["steadiness"] = member.steadiness;
            networks.back()["largest"] = member.largest;
        }
        out.push_back({{"marginal", calibrationJson(model.marginalCalibration)},
                       {"copula", calibrationJson(model.copulaCalibration)},
                       {"networks", networks},
                       {"referenceWindows", model.reference.cols()},
                       {"networkWeight", model.networkWeight},
                       {"magnitudes", model.magnitudes},
                       {"separationCopula", model.separationCopula},
                       {"separationNetwork", numberOrNull(model.separationNetwork)}});
        if (state.card.config.useState)
            out.back()["state"] = calibrationJson(model.stateCalibration);
    }
    return out;
}

Status readLength(const nlohmann::json& from, const std::string& where,
                  const DetectorConfig& config, LengthModel& model, Eigen::Index& references)
{
    JsonFields fields(from, where);
    fields.read("referenceWindows", references);
    if (references < 0 || references > kMostReferenceWindows)
        fields.fail("referenceWindows", "0 to " + std::to_string(kMostReferenceWindows));
    fields.read("networkWeight", model.networkWeight);
    if (model.networkWeight < 0.0 || model.networkWeight > 3.0)
        fields.fail("networkWeight", "between 0 and 3");
    if (fields.has("magnitudes")) // format 1 knew none
        fields.read("magnitudes", model.magnitudes);
    fields.read("separationCopula", model.separationCopula);
    fields.readOrNan("separationNetwork", model.separationNetwork);
    const auto* networks = fields.findArray("networks");
    const auto* marginal = fields.findObject("marginal");
    const auto* copula = fields.findObject("copula");
    const auto* state = config.useState ? fields.findObject("state") : nullptr;
    if (networks && !networks->empty()
        && (!config.useNetwork || networks->size() != config.seeds.size()))
        fields.fail("networks", "one for each seed of the config, or none");
    const bool networkAlone = !config.useMarginal && !config.useCopula;
    if (networks && networks->empty() && networkAlone)
        fields.fail("networks", "there: the config has no other term");
    if (auto status = fields.status(); !status)
        return status;

    if (auto status = readCalibration(marginal, where + ".marginal", model.marginalCalibration);
        !status)
        return status;
    if (auto status = readCalibration(copula, where + ".copula", model.copulaCalibration); !status)
        return status;
    if (auto status = readCalibration(state, where + ".state", model.stateCalibration); !status)
        return status;
    model.networks.resize(networks->size());
    for (std::size_t i = 0; i < networks->size(); ++i)
        if (auto status = readMember((*networks)[i], where + ".networks[" + std::to_string(i) + "]",
                                     networkAlone ? 0.0 : 1.0, model.networks[i]);
            !status)
            return status;
    return Done{};
}

} // namespace dissonance
