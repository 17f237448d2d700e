#pragma once

#include "engine/detector/detector.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace dissonance::testing {

inline constexpr std::ptrdiff_t kSamples = 6000;
inline const SampleSpan kNormal{0, 5000};
inline const SampleSpan kBroken{5400, 5600};

/// Six channels of two slow factors in odd units, one constant and one duplicate. In kBroken,
/// "pressure" goes on as it did 2,000 samples before: usual on its own, not beside the others.
inline std::shared_ptr<const Recording> plant(bool broken = true)
{
    std::mt19937_64 random(11);
    std::normal_distribution<double> normal;
    const std::vector<std::string> names{"flow", "pressure", "current", "power", "speed", "twin"};
    std::vector<std::vector<double>> values(names.size() + 1, std::vector<double>(kSamples));
    double a = 0.0;
    double b = 0.0;
    for (std::size_t t = 0; t < std::size_t(kSamples); ++t) {
        a = 0.95 * a + 0.31 * normal(random);
        b = 0.9 * b + 0.44 * normal(random);
        const double loads[6][2] = {{1, 0}, {0.8, 0.6}, {0.6, -0.8}, {0, 1}, {0.7, 0.7}, {0, 0}};
        for (std::size_t c = 0; c < 5; ++c)
            values[c][t] =
                100.0 + 20.0 * (loads[c][0] * a + loads[c][1] * b + 0.15 * normal(random));
        values[5][t] = 3.0 * values[4][t] + 1.0;
        values[6][t] = 7.0;
    }
    for (auto t = std::size_t(kBroken.first); broken && t < std::size_t(kBroken.last); ++t)
        values[1][t] = values[1][t - 2000];

    const auto time = TimeAxis::sampleIndex(std::size_t(kSamples));
    std::vector<Channel> channels;
    for (std::size_t c = 0; c < values.size(); ++c)
        channels.push_back({c < names.size() ? names[c] : "stuck",
                            "kPa",
                            {},
                            ChannelKind::Continuous,
                            time,
                            values[c],
                            {}});
    return *Recording::create("process", std::move(channels));
}

/// The process with something done to every sample of kBroken, and nothing else broken.
template <typename Alter>
std::shared_ptr<const Recording> altered(const Alter& alter)
{
    auto channels = plant(false)->channels();
    for (auto t = std::size_t(kBroken.first); t < std::size_t(kBroken.last); ++t)
        alter(channels, t);
    return *Recording::create("altered", std::move(channels));
}

inline int remarksStarting(const Explanation& explanation, const std::string& start)
{
    return int(
        std::count_if(explanation.remarks.begin(), explanation.remarks.end(),
                      [&](const std::string& remark) { return remark.rfind(start, 0) == 0; }));
}

inline std::shared_ptr<const Detector> trained(const std::shared_ptr<const Recording>& recording,
                                               const SampleSpan& normal, CopulaFamily family)
{
    TrainingRequest request;
    request.sources.push_back({recording, {normal}, {}});
    request.config = configFor(Preset::Quick, 1, family);
    const auto detector = Detector::train(request, {});
    return detector ? *detector : nullptr;
}

} // namespace dissonance::testing
