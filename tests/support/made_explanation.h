#pragma once

#include "engine/detector/explanation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dissonance::testing {

/// An explanation made by hand of `count` channels "channel 0", …: neighbours agree in normal
/// operation, the first two no longer do in the span, which alone is significant. Ranked by
/// index, most inconsistent first.
inline Explanation madeExplanation(int count)
{
    Explanation made;
    made.span = {100, 140};
    made.normal = Eigen::MatrixXd::Identity(count, count);
    for (int i = 0; i < count; ++i) {
        made.channels.push_back("channel " + std::to_string(i));
        for (int j = 0; j < count; ++j)
            if (i != j)
                made.normal(i, j) = std::pow(0.8, std::abs(i - j)) * ((i + j) % 4 == 2 ? -1 : 1);
    }
    made.window = made.normal;
    made.significant = Eigen::MatrixXi::Zero(count, count);
    for (const auto& [i, j] : {std::pair(0, 1), std::pair(1, 0)}) {
        made.window(i, j) = -0.1;
        made.significant(i, j) = 1;
    }
    // A change that is large enough to be seen, and yet not significant.
    if (count > 3)
        made.window(2, 3) = made.window(3, 2) = made.normal(2, 3) - 0.6;
    made.difference = made.window - made.normal;
    made.pairSurprise = Eigen::MatrixXd::Zero(count, count);
    made.nonlinearNormal = made.normal.cwiseAbs();
    made.nonlinearWindow = made.window.cwiseAbs();
    double sum = 0.0;
    for (int i = 0; i < count; ++i)
        sum += std::pow(0.6, i);
    for (int i = 0; i < count; ++i) {
        const double weight = std::pow(0.6, i);
        made.ranked.push_back(
            {made.channels[std::size_t(i)], weight / sum, 0.4 * weight, 1.6 * weight});
    }
    made.pairs.push_back({"channel 0", "channel 1", made.normal(0, 1), -0.1, 3.2, true});
    for (int i = 0; i < std::min(count, 3); ++i) {
        const std::vector<double> ones(40, 1.0);
        auto expectation =
            ChannelExpectation{made.channels[std::size_t(i)], ones, ones, ones, ones};
        for (std::size_t k = 0; k < ones.size(); ++k) {
            expectation.observed[k] = 74.0 + (k % 2 == 0 ? 0.5 : -0.5); // mean 74
            expectation.expected[k] = 61.0;
            expectation.lower[k] = 58.0;
            expectation.upper[k] = 64.0;
        }
        made.expectations.push_back(std::move(expectation));
    }
    made.marginalShare = 0.25;
    made.dependenceShare = 0.75;
    made.networkShare = 0.4;
    made.family = "Student-t, nu = 8";
    made.conditionNumber = 41.7;
    return made;
}

inline std::shared_ptr<const Explanation> sharedExplanation(int count)
{
    return std::make_shared<const Explanation>(madeExplanation(count));
}

} // namespace dissonance::testing
