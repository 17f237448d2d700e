#pragma once

#include <cstdint>
#include <vector>

namespace dissonance {

/// Best F1 over all thresholds after point adjustment: one flagged sample inside an incident
/// counts the whole incident as found.
///
/// Rewards noise (a random score reaches 0.76 on SMD), so it is shown beside that only.
/// @return NaN without an anomalous sample.
/// Source: Xu et al. (2018), WWW; criticised by Kim et al. (2022), AAAI.
double pointAdjustedF1(const std::vector<double>& score,
                       const std::vector<std::uint8_t>& isAnomaly);

/// The same for uniform random scores: the mean of five seeded draws.
double pointAdjustedF1OfRandom(const std::vector<std::uint8_t>& isAnomaly);

} // namespace dissonance
