#include "engine/detector/config_text.h"

#include <array>
#include <utility>

namespace dissonance {

namespace {

constexpr std::array<std::pair<Preset, std::string_view>, 4> kPresets{{
    {Preset::Default, "default"},
    {Preset::Quick, "quick"},
    {Preset::Seed, "seed"},
    {Preset::Thorough, "thorough"},
}};

constexpr std::array<std::pair<CopulaFamily, std::string_view>, 2> kFamilies{{
    {CopulaFamily::Gaussian, "gaussian"},
    {CopulaFamily::StudentT, "student-t"},
}};

constexpr std::array<std::pair<Device, std::string_view>, 3> kDevices{{
    {Device::Auto, "auto"},
    {Device::Cpu, "cpu"},
    {Device::Cuda, "cuda"},
}};

constexpr std::array<std::pair<NetworkHead, std::string_view>, 4> kHeads{{
    {NetworkHead::LatentCopula, "latent-copula"},
    {NetworkHead::MultivariateNormal, "multivariate-normal"},
    {NetworkHead::IndependentNormal, "independent-normal"},
    {NetworkHead::DensityRatio, "density-ratio"},
}};

constexpr std::array<std::pair<NetworkObjective, std::string_view>, 3> kObjectives{{
    {NetworkObjective::NoiseContrastive, "noise-contrastive"},
    {NetworkObjective::Hinge, "hinge"},
    {NetworkObjective::Likelihood, "likelihood"},
}};

constexpr std::array<std::pair<ChannelKind, std::string_view>, 3> kKinds{{
    {ChannelKind::Continuous, "continuous"},
    {ChannelKind::State, "state"},
    {ChannelKind::Text, "text"},
}};

template <typename Table, typename Value>
std::string_view textOf(const Table& table, Value value)
{
    for (const auto& [key, text] : table)
        if (key == value)
            return text;
    return {};
}

template <typename Table>
auto valueOf(const Table& table, std::string_view wanted)
    -> std::optional<typename Table::value_type::first_type>
{
    for (const auto& [key, text] : table)
        if (text == wanted)
            return key;
    return std::nullopt;
}

} // namespace

std::string_view toText(Preset preset)
{
    return textOf(kPresets, preset);
}

std::string_view toText(CopulaFamily family)
{
    return textOf(kFamilies, family);
}

std::string_view toText(Device device)
{
    return textOf(kDevices, device);
}

std::string_view toText(NetworkHead head)
{
    return textOf(kHeads, head);
}

std::string_view toText(NetworkObjective objective)
{
    return textOf(kObjectives, objective);
}

std::string_view toText(ChannelKind kind)
{
    return textOf(kKinds, kind);
}

std::optional<NetworkHead> networkHeadFromText(std::string_view text)
{
    return valueOf(kHeads, text);
}

std::optional<NetworkObjective> networkObjectiveFromText(std::string_view text)
{
    return valueOf(kObjectives, text);
}

std::optional<ChannelKind> channelKindFromText(std::string_view text)
{
    return valueOf(kKinds, text);
}

std::optional<Preset> presetFromText(std::string_view text)
{
    return valueOf(kPresets, text);
}

std::optional<CopulaFamily> copulaFamilyFromText(std::string_view text)
{
    return valueOf(kFamilies, text);
}

std::optional<Device> deviceFromText(std::string_view text)
{
    return valueOf(kDevices, text);
}

} // namespace dissonance
