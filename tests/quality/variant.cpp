#include "tests/quality/variant.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace dissonance::quality {

namespace {

template <typename Change>
Variant changed(const char* name, Preset preset, Change change)
{
    Variant variant{name, configFor(preset), true};
    change(variant.config);
    return variant;
}

template <typename Change>
Variant fused(const char* name, Change change)
{
    return changed(name, Preset::Default, change);
}

/// The latents of the network by themselves, of its default: no part of the channels' own.
DetectorConfig latentsAlone()
{
    auto config = configFor(Preset::Default);
    config.useMarginal = config.useCopula = config.useState = false;
    config.windowLengths.resize(lengthsWithNetworks(config));
    return config;
}

template <typename Change>
Variant network(const char* name, Change change)
{
    Variant variant{name, latentsAlone(), true};
    change(variant.config.network);
    return variant;
}

Variant headVariant(const char* name, NetworkHead head)
{
    return network(name, [&](NetworkConfig& config) { config.head = head; });
}

Variant objectiveVariant(const char* name, NetworkObjective objective)
{
    return network(name, [&](NetworkConfig& config) { config.objective = objective; });
}

Variant familyVariant(const char* name, CopulaFamily family)
{
    return network(name, [&](NetworkConfig& config) { config.family = family; });
}

Variant negativesVariant(const char* name, const NegativeMix& mix)
{
    return network(name, [&](NetworkConfig& config) { config.negatives = mix; });
}

/// A Student-t copula of a linear map still feels sizes that go together; the Gaussian does not.
void makeLinear(DetectorConfig& config)
{
    config.network.layers = 0;
    config.network.family = CopulaFamily::Gaussian;
    config.magnitudesBelow = 0.0;
}

Variant linearAlone(const char* name)
{
    Variant variant{name, latentsAlone(), true};
    makeLinear(variant.config);
    return variant;
}

} // namespace

Variant presetVariant(Preset preset)
{
    // The thorough one is a mean over networks of several seeds already.
    return {"Dissonance " + std::string(toText(preset)), configFor(preset),
            preset == Preset::Thorough};
}

std::vector<Variant> ablations()
{
    using Config = DetectorConfig;
    return {
        fused("no M", [](Config& config) { config.useMarginal = false; }),
        fused("no T", [](Config& config) { config.useCopula = false; }),
        fused("no N", [](Config& config) { config.useNetwork = false; }),
        fused("no state term", [](Config& config) { config.useState = false; }),
        fused("Gaussian copula",
              [](Config& config) { config.network.family = CopulaFamily::Gaussian; }),
        fused("linear encoder", makeLinear),
        fused("16-sample windows only", [](Config& config) { config.windowLengths = {16}; }),
        fused("with b(N)", [](Config& config) { config.beyondWeight = 1.0; }),
        fused("no magnitudes", [](Config& config) { config.magnitudesBelow = 0.0; }),
        linearAlone("N: linear encoder"),
        objectiveVariant("N: noise contrast", NetworkObjective::NoiseContrastive),
        objectiveVariant("N: hinge", NetworkObjective::Hinge),
        objectiveVariant("N: no contrastive term, likelihood only", NetworkObjective::Likelihood),
        headVariant("N: latent copula", NetworkHead::LatentCopula),
        headVariant("N: multivariate normal", NetworkHead::MultivariateNormal),
        headVariant("N: independent normals", NetworkHead::IndependentNormal),
        headVariant("N: density ratio", NetworkHead::DensityRatio),
        familyVariant("N: Gaussian copula", CopulaFamily::Gaussian),
        familyVariant("N: Student-t copula", CopulaFamily::StudentT),
        negativesVariant("N: swap negatives", {1, 0, 0, 0}),
        negativesVariant("N: lag negatives", {0, 1, 0, 0}),
        negativesVariant("N: cut-paste negatives", {0, 0, 1, 0}),
        negativesVariant("N: level negatives", {0, 0, 0, 1}),
        negativesVariant("N: all negatives", {1, 1, 1, 1}),
    };
}

std::vector<Variant> parts()
{
    using Config = DetectorConfig;
    return {
        fused("M alone", [](Config& config) { config.useCopula = config.useNetwork = false; }),
        fused("T alone", [](Config& config) { config.useMarginal = config.useNetwork = false; }),
        network("N alone", [](NetworkConfig&) {}),
        linearAlone("N alone, linear"),
    };
}

void addUnlike(std::vector<Variant>& variants, std::vector<Variant> more)
{
    for (auto& variant : more) {
        const auto config = toJson(variant.config);
        if (std::none_of(variants.begin(), variants.end(),
                         [&](const Variant& known) { return toJson(known.config) == config; }))
            variants.push_back(std::move(variant));
    }
}

bool hasSeed(const Variant& variant)
{
    return variant.config.useNetwork;
}

DetectorConfig withSeed(const DetectorConfig& config, std::uint64_t seed)
{
    auto seeded = config;
    std::iota(seeded.seeds.begin(), seeded.seeds.end(), seed);
    return seeded;
}

} // namespace dissonance::quality
