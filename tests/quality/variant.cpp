#include "tests/quality/variant.h"

#include <algorithm>
#include <numeric>

namespace dissonance::quality {

namespace {

template <typename Change>
Variant changed(const char* name, Change change)
{
    Variant variant{name, configFor(Preset::Default)};
    change(variant.config);
    return variant;
}

} // namespace

Variant presetVariant(Preset preset)
{
    return {"Dissonance " + std::string(toText(preset)), configFor(preset)};
}

std::vector<Variant> ablations()
{
    using Config = DetectorConfig;
    return {
        changed("no M", [](Config& config) { config.useMarginal = false; }),
        changed("no T", [](Config& config) { config.useCopula = false; }),
        changed("no N", [](Config& config) { config.useNetwork = false; }),
        changed("no state term", [](Config& config) { config.useState = false; }),
        changed("linear encoder", [](Config& config) { config.network.layers = 0; }),
        changed("hinge",
                [](Config& config) { config.network.objective = NetworkObjective::Hinge; }),
        changed("likelihood only",
                [](Config& config) { config.network.objective = NetworkObjective::Likelihood; }),
        changed("Gaussian copula",
                [](Config& config) { config.network.family = CopulaFamily::Gaussian; }),
        changed("multivariate normal",
                [](Config& config) { config.network.head = NetworkHead::MultivariateNormal; }),
        changed("independent normals",
                [](Config& config) { config.network.head = NetworkHead::IndependentNormal; }),
        changed("density ratio",
                [](Config& config) { config.network.head = NetworkHead::DensityRatio; }),
        changed("lag negatives",
                [](Config& config) {
                    config.network.negatives = {0, 1, 0, 0};
                }),
        changed("cut-paste negatives",
                [](Config& config) {
                    config.network.negatives = {0, 0, 1, 0};
                }),
        changed("level negatives",
                [](Config& config) {
                    config.network.negatives = {0, 0, 0, 1};
                }),
        changed("all negatives",
                [](Config& config) {
                    config.network.negatives = {1, 1, 1, 1};
                }),
    };
}

std::vector<Variant> parts()
{
    using Config = DetectorConfig;
    auto linear = configFor(Preset::Seed);
    linear.network.layers = 0;
    return {
        changed("M alone", [](Config& config) { config.useCopula = config.useNetwork = false; }),
        changed("T alone", [](Config& config) { config.useMarginal = config.useNetwork = false; }),
        {"N alone", configFor(Preset::Seed)},
        {"N alone, linear", linear},
    };
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
