#pragma once

#include "engine/detector/explanation.h"

#include <cmath>
#include <memory>

namespace dissonance::testing {

/// Two channels made by hand: normal points on the line second = first / 100, a span below it at
/// 60 and 0.2, and a round learned density about 50 and 0.5 with radii of 10, 20 and 30.
inline PairDensity madePair()
{
    PairDensity pair;
    pair.first = "speed";
    pair.second = "flow";
    pair.firstUnit = "rpm";
    pair.secondUnit = "m³/h";
    for (int i = 0; i < 200; ++i) {
        pair.normalFirst.push_back(30.0 + 0.2 * i);
        pair.normalSecond.push_back(0.3 + 0.002 * i);
    }
    pair.windowFirst = {60.0, 61.0};
    pair.windowSecond = {0.2, 0.21};
    constexpr int kGrid = 81;
    pair.density.resize(kGrid, kGrid);
    for (int i = 0; i < kGrid; ++i) {
        pair.gridFirst.push_back(10.0 + i);
        pair.gridSecond.push_back(0.1 + 0.01 * i);
    }
    const auto at = [](double radius) {
        return std::exp(-radius * radius / 200.0);
    };
    for (int i = 0; i < kGrid; ++i)
        for (int j = 0; j < kGrid; ++j)
            pair.density(i, j) = at(std::hypot(i - 40.0, j - 40.0));
    pair.levels = {at(10.0), at(20.0), at(30.0)};
    pair.normalDependence = 0.91;
    pair.windowDependence = 0.12;
    pair.tailDependence = 0.3;
    pair.family = "Student-t, nu = 8";
    return pair;
}

} // namespace dissonance::testing
